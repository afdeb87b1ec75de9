"""A small class of one for tests of what crosses: setup, a student's cell and test cells as plain texts; no walls, warm parents for all."""

from nbformat.v4 import new_code_cell, new_notebook

from seodang.engine import Engine, Source
from seodang.intake import Taken
from seodang.sources import bound, special_methods
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

    def grade(self, setup="", student="", *tests, **options):
        """Run one submission; returns its Result, with verdicts t1, t2, … for the tests."""
        return self.grade_cells([("setup", setup), ("solution", student), *(("test", test) for test in tests)], **options)

    def grade_cells(self, cells, names=None, inside=(), files=None, seed=0, answer=None):
        """Run a submission given as (role, source); returns its Result.

        Args:
            names: what the instructor's solutions bind; what the student's cells bind, when it is left out.
            inside: the tests that run in the student's process.
            files: {path: where it is} of the student's own files.
            answer: the instructor's classes, as far as their operators go; the student's, when it is left out.
        """
        roles, sources = zip(*cells, strict=True)
        ids = [f"t{roles[: i + 1].count('test')}" if role == "test" else f"c{i}" for i, role in enumerate(roles)]
        built = [_cell(*cell) for cell in zip(roles, sources, ids, strict=True)]
        known = self.engine.sources["work"]
        known.names = {i: names or bound(source) for role, source, i in zip(roles, sources, ids, strict=True) if role == "solution"}
        known.inside = frozenset(inside)
        known.operators = special_methods(source if answer is None else answer for role, source in cells if role != "test")
        return self.engine.run("work", Taken(new_notebook(cells=built), roles, (), frozenset(), files or {}), seed)


def _cell(role, source, grade_id):
    flags = {"grade": role == "test", "solution": role == "solution", "locked": role not in ("solution", "added"), "grade_id": grade_id}
    points = {"points": 2} if role == "test" else {}
    return new_code_cell(source, metadata={"nbgrader": {**flags, **points, "schema_version": 3, "task": False}})
