"""Nothing was handed in."""

LOSES = {"all"}
SAYS = "the folder is empty"


def damage(notebook, folder):
    pass
