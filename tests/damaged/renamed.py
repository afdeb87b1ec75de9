"""The file has a name of its own."""

from handing_in import hand_in

LOSES = set()
SAYS = "the file is called"


def damage(notebook, folder):
    hand_in(notebook, folder, "과제 최종 진짜최종.ipynb")
