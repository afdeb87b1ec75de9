"""The first answer is indented with tabs, the rest with spaces."""

from handing_in import answers, hand_in

LOSES = set()
SAYS = ""


def damage(notebook, folder):
    first = answers(notebook)[0]
    first.source = first.source.replace("    ", "\t")
    hand_in(notebook, folder)
