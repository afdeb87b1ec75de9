"""Copied in a Korean Windows, which calls the copy 복사본."""

from handing_in import hand_in

LOSES = set()
SAYS = "the file is called 복사본"


def damage(notebook, folder):
    hand_in(notebook, folder, f"복사본 {folder.name}.ipynb")
