"""The browser added (1) to the name."""

from handing_in import hand_in

LOSES = set()
SAYS = "the file is called"


def damage(notebook, folder):
    hand_in(notebook, folder, f"{folder.name} (1).ipynb")
