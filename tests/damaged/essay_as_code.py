"""The written answer was turned into a code cell."""

from handing_in import code, essay, hand_in

LOSES = set()
SAYS = "was turned into code; it was read as text"


def damage(notebook, folder):
    place = notebook.cells.index(essay(notebook))
    cell = notebook.cells[place]
    notebook.cells[place] = code(cell.source, **cell.metadata)
    hand_in(notebook, folder)
