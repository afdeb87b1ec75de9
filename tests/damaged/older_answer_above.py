"""An older, wrong version of the first answer stands above it, copied with its metadata."""

from copy import deepcopy

from handing_in import answers, hand_in

LOSES = set()
SAYS = "both give"


def damage(notebook, folder):
    first = answers(notebook)[0]
    older = deepcopy(first)
    older.id, older.source = "pasted", f"{first.source.split(chr(10))[0]}\n    return None"
    notebook.cells.insert(notebook.cells.index(first), older)
    hand_in(notebook, folder)
