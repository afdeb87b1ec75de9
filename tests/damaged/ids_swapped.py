"""The first two answers stand in each other's cells."""

from handing_in import answers, hand_in

LOSES = set()
SAYS = "was found in cell"


def damage(notebook, folder):
    first, second = answers(notebook)[:2]
    first.source, second.source = second.source, first.source
    hand_in(notebook, folder)
