"""Written by an old notebook server: format 4.2, no cell ids."""

from handing_in import hand_in

LOSES = set()
SAYS = ""


def damage(notebook, folder):
    for cell in notebook.cells:
        del cell["id"]
    notebook.nbformat_minor = 2
    hand_in(notebook, folder)
