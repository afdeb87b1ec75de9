"""Saved with the conflict marks of git in it."""

from handing_in import dumps

LOSES = set()
SAYS = "merge conflict"


def damage(notebook, folder):
    lines = dumps(notebook).split("\n")
    place = next(number for number, line in enumerate(lines) if '"execution_count": null' in line)
    lines[place : place + 1] = ["<<<<<<< HEAD", lines[place], "=======", lines[place].replace("null", "7"), ">>>>>>> 1a2b3c4 (mine)"]
    (folder / f"{folder.name}.ipynb").write_text("\n".join(lines), encoding="utf-8")
