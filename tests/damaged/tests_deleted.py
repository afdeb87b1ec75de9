"""All test cells were deleted, to have a tidy notebook."""

from handing_in import all_tests, hand_in

LOSES = set()
SAYS = "missing, and put back"


def damage(notebook, folder):
    notebook.cells = [cell for cell in notebook.cells if cell not in all_tests(notebook)]
    hand_in(notebook, folder)
