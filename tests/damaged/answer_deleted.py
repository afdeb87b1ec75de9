"""The cell of the first answer was deleted."""

from handing_in import answers, hand_in

LOSES = {"first"}
SAYS = "missing, and put back"


def damage(notebook, folder):
    notebook.cells.remove(answers(notebook)[0])
    hand_in(notebook, folder)
