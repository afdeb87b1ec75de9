"""The second answer was moved up and merged with the first."""

from handing_in import answers, hand_in, merge

LOSES = set()
SAYS = "was found in cell"


def damage(notebook, folder):
    merge(notebook, *answers(notebook)[:2])
    hand_in(notebook, folder)
