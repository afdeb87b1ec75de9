"""The second answer was written in a copy of the first answer's cell, and its own cell deleted."""

from copy import deepcopy

from handing_in import answers, hand_in

LOSES = set()
SAYS = "was found in cell"


def damage(notebook, folder):
    first, second = answers(notebook)[:2]
    place = notebook.cells.index(second)
    notebook.cells[place] = deepcopy(first)
    notebook.cells[place].id, notebook.cells[place].source = "pasted", second.source
    hand_in(notebook, folder)
