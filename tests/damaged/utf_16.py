"""Saved as "Unicode", which is UTF-16, by an editor on Windows."""

from handing_in import dumps

LOSES = set()
SAYS = "UTF-16"


def damage(notebook, folder):
    (folder / f"{folder.name}.ipynb").write_text(dumps(notebook), encoding="utf-16")
