"""An editor on Windows put a byte order mark in front."""

from handing_in import dumps

LOSES = set()
SAYS = "the file begins with a byte order mark"


def damage(notebook, folder):
    (folder / f"{folder.name}.ipynb").write_text(dumps(notebook), encoding="utf-8-sig")
