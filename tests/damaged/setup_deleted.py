"""The setup cells were deleted."""

from handing_in import hand_in, setups

LOSES = set()
SAYS = "the setup cell at the beginning"


def damage(notebook, folder):
    notebook.cells = [cell for cell in notebook.cells if cell not in setups(notebook)]
    hand_in(notebook, folder)
