"""The name is Korean in decomposed form (NFD), as macOS writes it."""

import unicodedata

from handing_in import hand_in

LOSES = set()
SAYS = "홍길동"


def damage(notebook, folder):
    hand_in(notebook, folder, unicodedata.normalize("NFD", f"{folder.name}_홍길동.ipynb"))
