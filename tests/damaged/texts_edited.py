"""Notes were written into the instructor's texts."""

from handing_in import essay, hand_in

LOSES = set()
SAYS = "what was written into it stands below"
KEEPS = "to be read again"


def damage(notebook, folder):
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and cell is not essay(notebook):
            cell.source += "\n\n**Mine:** to be read again before the examination."
    hand_in(notebook, folder)
