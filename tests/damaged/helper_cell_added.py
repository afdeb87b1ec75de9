"""A helper was defined in a new cell above the first answer, which needs it."""

from handing_in import answers, code, hand_in

LOSES = set()
SAYS = ""
KEEPS = "def half"


def damage(notebook, folder):
    first = answers(notebook)[0]
    notebook.cells.insert(notebook.cells.index(first), code("def half(x):\n    return x / 2"))
    first.source = f"assert half(1) == 0.5\n\n\n{first.source}"
    hand_in(notebook, folder)
