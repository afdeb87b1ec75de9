"""The first answer was turned into a text cell, by the key M."""

from handing_in import answers, hand_in, markdown

LOSES = set()
SAYS = "was turned into text; it was read as code"


def damage(notebook, folder):
    place = notebook.cells.index(answers(notebook)[0])
    cell = notebook.cells[place]
    notebook.cells[place] = markdown(cell.source, **cell.metadata)
    hand_in(notebook, folder)
