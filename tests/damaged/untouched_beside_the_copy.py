"""The right name holds the untouched notebook; the work was done in a copy."""

from handing_in import answers, essay, hand_in, untouched

LOSES = set()
SAYS = "there are 2 notebooks"


def damage(notebook, folder):
    hand_in(notebook, folder, f"{folder.name}-Copy1.ipynb")
    for cell in answers(notebook):
        cell.source = untouched(cell)
    essay(notebook).source = "YOUR ANSWER HERE"
    hand_in(notebook, folder)
