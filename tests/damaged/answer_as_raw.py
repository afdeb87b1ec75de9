"""The first answer was turned into a raw cell, by the key R."""

from handing_in import answers, hand_in

LOSES = set()
SAYS = "was turned into text; it was read as code"


def damage(notebook, folder):
    cell = answers(notebook)[0]
    cell.cell_type = "raw"
    del cell["outputs"], cell["execution_count"]
    hand_in(notebook, folder)
