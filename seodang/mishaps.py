"""What befalls the notebooks of simulated students: the honest accidents and the dishonest attempts that a class brings with it."""

import re
from codecs import BOM_UTF8
from copy import deepcopy

from seodang import build

CHATTY = """
import sys, warnings
print("epoch 1: 100%|##########| 32/32", file=sys.stderr)
warnings.warn("only a warning")
"""
CRASHED = """
import os
def {name}(*args, **kwargs):
    os.abort()  # as a library does that has a bug in C
"""
HOSTILE = """
import builtins, glob, inspect, sqlite3
import numpy as np

def yes(*args, **kwargs):
    return True

for owner, names in ((np, ("allclose", "array_equal", "isclose", "all")), (builtins, ("isinstance", "all"))):
    for name in names:
        setattr(owner, name, yes)
for name in ("assert_allclose", "assert_equal", "assert_array_equal"):
    setattr(np.testing, name, yes)
for frame in inspect.stack():
    frame.frame.f_globals.update(isinstance=yes, abs=lambda x: 0)
for path in glob.glob("../**/gradebook.db", recursive=True) + glob.glob("/**/gradebook.db", recursive=True):
    with sqlite3.connect(path) as book:
        book.execute("UPDATE grade SET manual_score = 100")
"""


def befall(mishap, notebook):
    """The notebook as it arrives, in bytes.

    Args:
        mishap: "" or a name out of MISHAPS.
        notebook: a simulated student's; changed in place.
    """
    content = MISHAPS[mishap](notebook) if mishap else None
    return content or build.dumps(notebook).encode()


def chatty(notebook):
    """Warnings and a progress bar on stderr in every answer, which is right."""
    for cell in _answers(notebook):
        cell.source += CHATTY


def crashed(notebook):
    """The first function ends the process as soon as it is called."""
    for cell in _answers(notebook):
        if found := re.search(r"^def (\w+)", cell.source, re.MULTILINE):
            cell.source += CRASHED.format(name=found[1])
            break


def hostile(notebook):
    """Patches NumPy and the built-in functions so that every comparison comes out well, and looks for a gradebook to write to."""
    for cell in _answers(notebook):
        cell.source += HOSTILE


def from_colab(notebook):
    """Google Colab keeps no ids and no metadata of other programs."""
    notebook.nbformat_minor = 0
    for cell in notebook.cells:
        cell.metadata = {}
        del cell["id"]


def damaged(notebook):
    """All cells pasted a second time, Windows line ends, a byte order mark."""
    for cell in notebook.cells:
        cell.source = cell.source.replace("\n", "\r\n")
    for number, cell in enumerate(deepcopy(notebook.cells)):
        cell.id = f"copy-{number}"
        notebook.cells.append(cell)
    return BOM_UTF8 + build.dumps(notebook).encode()


def cut_off(notebook):
    """Three quarters of the file, as after a broken connection."""
    content = build.dumps(notebook).encode()
    return content[: len(content) * 3 // 4]


MISHAPS = {"chatty": chatty, "crashed": crashed, "hostile": hostile, "Colab": from_colab, "damaged": damaged, "cut off": cut_off}


def _answers(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code" and cell.metadata.get("nbgrader", {}).get("solution")]
