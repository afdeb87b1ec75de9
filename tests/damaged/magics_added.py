"""Packages are installed and plots set up in cells of the student's own."""

from handing_in import code, hand_in

LOSES = set()
SAYS = "imports koreanize_matplotlib, which is not installed here"
KEEPS = "!pip install"


def damage(notebook, folder):
    notebook.cells.insert(0, code("!pip install -q koreanize-matplotlib\n%matplotlib inline\nimport koreanize_matplotlib"))
    hand_in(notebook, folder)
