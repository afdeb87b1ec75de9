"""A browser saved it as text: .ipynb.txt."""

from handing_in import hand_in

LOSES = set()
SAYS = "the file is called"


def damage(notebook, folder):
    hand_in(notebook, folder, f"{folder.name}.ipynb.txt")
