"""All of the instructor's texts were deleted."""

from handing_in import essay, hand_in

LOSES = set()
SAYS = "missing, and put back"


def damage(notebook, folder):
    notebook.cells = [cell for cell in notebook.cells if cell.cell_type == "code" or cell is essay(notebook)]
    hand_in(notebook, folder)
