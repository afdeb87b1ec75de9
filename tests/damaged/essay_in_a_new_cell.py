"""The written answer stands in a new cell below its own."""

from handing_in import behind, essay, hand_in, markdown

LOSES = set()
SAYS = "next to its own"


def damage(notebook, folder):
    own = essay(notebook)
    behind(notebook, own, markdown(own.source))
    own.source = "YOUR ANSWER HERE"
    hand_in(notebook, folder)
