"""The first answer and the test below it were merged, under the test's metadata."""

from handing_in import all_tests, answers, hand_in, merge

LOSES = set()
SAYS = "was found in cell"


def damage(notebook, folder):
    first, test = answers(notebook)[0], all_tests(notebook)[0]
    first.source = f"HALF = 0.5  # a constant of my own\n\n\n{first.source}"
    merge(notebook, first, test, into=test)
    hand_in(notebook, folder)
