"""All answers were moved to the end of the notebook."""

from handing_in import answers, hand_in

LOSES = set()
SAYS = "moved, and put back where they belong: cell"


def damage(notebook, folder):
    moved = answers(notebook)
    notebook.cells = [cell for cell in notebook.cells if cell not in moved] + moved
    hand_in(notebook, folder)
