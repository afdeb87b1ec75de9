"""Saved as "ANSI" by an editor on a Korean Windows."""

from handing_in import dumps, essay

LOSES = set()
SAYS = "CP949"


def damage(notebook, folder):
    essay(notebook).source += "\n한글"
    (folder / f"{folder.name}.ipynb").write_text(dumps(notebook), encoding="cp949", errors="replace")
