"""Written in an older version of the assignment: other texts, ids of tests and points, and a cell that is no longer there."""

from handing_in import all_tests, behind, code, hand_in, setups

LOSES = set()
SAYS = "was changed; it was put back"


def damage(notebook, folder):
    notebook.cells[0].source = "# The title of last year"
    for cell in all_tests(notebook):
        cell.metadata.nbgrader.update(grade_id=f"{cell.id}_old", points=1)
        cell.id = f"{cell.id}_old"
    old = {"grade": False, "solution": False, "locked": True, "task": False, "schema_version": 3, "grade_id": "old"}
    behind(notebook, setups(notebook)[-1], code("print('last year')", nbgrader=old))
    hand_in(notebook, folder)
