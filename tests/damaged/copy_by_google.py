"""Copied in a Korean Google Drive, which appends to the name."""

from handing_in import hand_in

LOSES = set()
SAYS = ".ipynb의 사본; it was graded as"


def damage(notebook, folder):
    hand_in(notebook, folder, f"{folder.name}.ipynb의 사본")
