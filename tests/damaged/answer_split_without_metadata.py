"""The first answer was cut in the middle; the second half is a cell without metadata."""

from handing_in import answers, behind, code, hand_in

LOSES = set()
SAYS = "continues"


def damage(notebook, folder):
    first = answers(notebook)[0]
    lines = first.source.rstrip().split("\n")
    first.source = "\n".join(lines[:-1])
    behind(notebook, first, code(lines[-1]))
    hand_in(notebook, folder)
