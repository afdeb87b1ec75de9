"""The first answer was typed into a text cell, between code fences, and has lost its metadata."""

from handing_in import answers, hand_in, markdown

LOSES = set()
SAYS = "was turned into text; it was read as code"


def damage(notebook, folder):
    first = answers(notebook)[0]
    notebook.cells[notebook.cells.index(first)] = markdown(f"```python\n{first.source}\n```")
    hand_in(notebook, folder)
