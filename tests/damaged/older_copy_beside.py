"""An older notebook without answers lies beside the right one."""

from handing_in import answers, hand_in

LOSES = set()
SAYS = "there are 2 notebooks"


def damage(notebook, folder):
    hand_in(notebook, folder)
    notebook.cells = [cell for cell in notebook.cells if cell not in answers(notebook)]
    hand_in(notebook, folder, f"{folder.name}_old.ipynb")
