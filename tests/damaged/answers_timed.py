"""All answers were timed."""

from handing_in import answers, hand_in

LOSES = set()
SAYS = ""


def damage(notebook, folder):
    for cell in answers(notebook):
        cell.source = f"%%time\n{cell.source}"
    hand_in(notebook, folder)
