"""All cells were selected, copied and pasted once more."""

from copy import deepcopy

from handing_in import hand_in

LOSES = set()
SAYS = "copies of cells"


def damage(notebook, folder):
    again = deepcopy(notebook.cells)
    for number, cell in enumerate(again):
        cell.id = f"pasted-{number}"
    notebook.cells += again
    hand_in(notebook, folder)
