"""The first answer and the test below it were merged, under the answer's metadata."""

from handing_in import all_tests, answers, hand_in, merge

LOSES = set()
SAYS = "also held"


def damage(notebook, folder):
    merge(notebook, answers(notebook)[0], all_tests(notebook)[0])
    hand_in(notebook, folder)
