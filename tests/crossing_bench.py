"""A small class of one for tests of what crosses: setup, a student's cell and test cells as plain texts; no walls, warm parents for all."""

from nbformat.v4 import new_code_cell, new_notebook

from seodang.engine import Engine, Source, bound
from seodang.intake import Taken
from seodang.walls import Limits

MODULES = ["numpy", "pandas", "scipy.sparse", "sklearn.neighbors", "sklearn.linear_model", "sklearn.base", "sklearn.model_selection"]
DEEP = [*MODULES, "sklearn.tree", "keras", "tensorflow", "gymnasium", "gensim.models"]


class Bench:
    """An engine without a course. A context manager.

    Args:
        folder: an empty folder.
        modules: what the import parent imports.
    """

    def __init__(self, folder, modules=MODULES, sandbox=False, **options):
        (folder / "data").mkdir(parents=True, exist_ok=True)
        limits = options.pop("limits", Limits(seconds=20))
        self.engine = Engine({"work": Source(list(modules), {}, folder)}, limits, sandbox, **options)

    def __enter__(self):
        self.engine.__enter__()
        return self

    def __exit__(self, *exception):
        self.engine.__exit__(*exception)

    def grade(self, setup="", student="", *tests, names=None, inside=(), files=None):
        """Run one submission; returns its Result, with verdicts t1, t2, … for the tests."""
        return self.grade_cells([("setup", setup), ("solution", student), *(("test", test) for test in tests)], names, inside, files)

    def grade_cells(self, cells, names=None, inside=(), files=None):
        """Run a submission given as (role, source); returns its Result."""
        roles, built, tests = [], [], 0
        for role, source in cells:
            flags = {"grade": role == "test", "solution": role == "solution", "locked": role not in ("solution", "added"), "grade_id": f"c{len(built)}"}
            if role == "test":
                tests += 1
                flags |= {"points": 2, "grade_id": f"t{tests}"}
            built.append(new_code_cell(source, metadata={"nbgrader": {**flags, "schema_version": 3, "task": False}}))
            roles.append(role)
        students = {cell.metadata.nbgrader.grade_id: names or bound(cell.source) for cell, role in zip(built, roles, strict=True) if role == "solution"}
        self.engine.sources["work"].names = students
        self.engine.sources["work"].inside = frozenset(inside)
        return self.engine.run("work", Taken(new_notebook(cells=built), tuple(roles), (), frozenset(), files or {}))
