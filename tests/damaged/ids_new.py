"""All cell ids are new; nbgrader's metadata are there."""

from handing_in import hand_in

LOSES = set()
SAYS = ""


def damage(notebook, folder):
    for number, cell in enumerate(notebook.cells):
        cell.id = f"new-{number}"
    hand_in(notebook, folder)
