"""Jupyter's folder of checkpoints was handed in as well."""

from handing_in import hand_in

LOSES = set()
SAYS = ""


def damage(notebook, folder):
    hand_in(notebook, folder)
    (folder / ".ipynb_checkpoints").mkdir()
    notebook.cells = []
    hand_in(notebook, folder, f".ipynb_checkpoints/{folder.name}-checkpoint.ipynb")
