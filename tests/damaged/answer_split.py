"""The first answer was cut in the middle by "split cell"; both halves carry its metadata."""

from copy import deepcopy

from handing_in import answers, behind, hand_in

LOSES = set()
SAYS = "continues"


def damage(notebook, folder):
    first = answers(notebook)[0]
    second = deepcopy(first)
    lines = first.source.rstrip().split("\n")
    first.source, second.source, second.id = "\n".join(lines[:-1]), lines[-1], "lower-half"
    behind(notebook, first, second)
    hand_in(notebook, folder)
