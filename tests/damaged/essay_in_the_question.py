"""The written answer was typed below the question, into the instructor's text."""

from handing_in import essay, hand_in, markdown

LOSES = set()
SAYS = "next to its own"


def damage(notebook, folder):
    own = essay(notebook)
    place = notebook.cells.index(own)
    if notebook.cells[place - 1].cell_type != "markdown":
        notebook.cells.insert(place, markdown("My question:"))
        place += 1
    notebook.cells[place - 1].source += f"\n\n{own.source}"
    own.source = "YOUR ANSWER HERE"
    hand_in(notebook, folder)
