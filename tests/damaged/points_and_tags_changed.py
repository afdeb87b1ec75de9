"""Points, tags and locks were changed in nbgrader's panel."""

from handing_in import flags, hand_in

LOSES = set()
SAYS = "points or nbgrader's marks were changed"


def damage(notebook, folder):
    for cell in notebook.cells:
        cell.metadata.tags = ["skip-execution"]
        if flags(cell):
            flags(cell).update(points=100, locked=False, task=True)
    hand_in(notebook, folder)
