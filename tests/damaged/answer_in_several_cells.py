"""The first answer became several cells: a constant, under the answer's id, a helper and the function, without any."""

from handing_in import answers, behind, code, hand_in

LOSES = set()
SAYS = "was found in cell"
KEEPS = "HALF = 0.5"


def damage(notebook, folder):
    first = answers(notebook)[0]
    name = first.id
    own = code(f"{first.source}\n\n\n_ = half")
    behind(notebook, first, code("def half(x):\n    return HALF * x"), own, code(f"print({name})"))
    first.source = "HALF = 0.5"
    hand_in(notebook, folder)
