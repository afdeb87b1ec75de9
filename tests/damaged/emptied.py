"""All cells were selected and deleted; Jupyter leaves an empty one."""

from handing_in import code, hand_in

LOSES = {"all"}
SAYS = "holds nothing of the assignment"


def damage(notebook, folder):
    notebook.cells = [code("")]
    hand_in(notebook, folder)
