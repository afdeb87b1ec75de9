"""The whole folder was handed in, not the file."""

from handing_in import hand_in

LOSES = set()
SAYS = "the file is called"


def damage(notebook, folder):
    (folder / folder.name).mkdir()
    hand_in(notebook, folder, f"{folder.name}/{folder.name}.ipynb")
