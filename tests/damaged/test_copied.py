"""A test cell was copied below itself and tried with other numbers."""

from copy import deepcopy

from handing_in import all_tests, behind, hand_in

LOSES = set()
SAYS = "copies of cells"


def damage(notebook, folder):
    copied = deepcopy(all_tests(notebook)[0])
    copied.id, copied.source = "pasted", copied.source.replace("2", "3", 1)
    behind(notebook, all_tests(notebook)[0], copied)
    hand_in(notebook, folder)
