"""A file of no bytes."""

LOSES = {"all"}
SAYS = "the file is empty"


def damage(notebook, folder):
    (folder / f"{folder.name}.ipynb").write_bytes(b"")
