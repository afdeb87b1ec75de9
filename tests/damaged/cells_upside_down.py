"""The cells arrived in reverse order."""

from handing_in import hand_in

LOSES = set()
SAYS = "moved, and put back where they belong: cell"


def damage(notebook, folder):
    notebook.cells.reverse()
    hand_in(notebook, folder)
