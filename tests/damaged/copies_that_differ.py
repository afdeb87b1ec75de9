"""Two copies: in the older one the last answer is still missing."""

import os

from handing_in import answers, hand_in, untouched

LOSES = set()
SAYS = "there are 2 notebooks"


def damage(notebook, folder):
    newer, older = f"{folder.name} (2).ipynb", f"{folder.name} (1).ipynb"
    hand_in(notebook, folder, newer)
    answers(notebook)[-1].source = untouched(answers(notebook)[-1])
    hand_in(notebook, folder, older)
    os.utime(folder / older, (1_700_000_000, 1_700_000_000))
