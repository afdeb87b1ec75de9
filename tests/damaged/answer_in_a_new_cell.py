"""The first answer was written in a new cell below the tests; the stub was left alone."""

from handing_in import all_tests, answers, behind, code, hand_in, untouched

LOSES = set()
SAYS = "was found in cell"


def damage(notebook, folder):
    first = answers(notebook)[0]
    behind(notebook, all_tests(notebook)[0], code(first.source))
    first.source = untouched(first)
    hand_in(notebook, folder)
