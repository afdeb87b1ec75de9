"""All answers were written in one cell at the top, behind the setup; the stubs were left alone."""

from handing_in import answers, behind, code, hand_in, setups, untouched

LOSES = set()
SAYS = "was found in cell"


def damage(notebook, folder):
    whole = "\n\n\n".join(cell.source for cell in answers(notebook))
    for cell in answers(notebook):
        cell.source = untouched(cell)
    behind(notebook, setups(notebook)[-1], code(whole))
    hand_in(notebook, folder)
