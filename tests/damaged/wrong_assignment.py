"""The notebook of another assignment, under this one's name; they share the setup."""

from pathlib import Path

import nbformat
from handing_in import hand_in

LOSES = {"all"}
SAYS = "is the notebook of another assignment, with answers to"


def damage(notebook, folder):
    released = (Path(__file__).resolve().parents[2] / "release").glob("*/*.ipynb")
    other = next(path for path in sorted(released) if path.stem != folder.name)
    hand_in(nbformat.read(other, 4), folder)
