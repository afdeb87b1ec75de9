"""Run an assignment with other answers in place of its solution, on the engine that grades."""

from pathlib import Path

from nbformat.v4 import new_code_cell, new_notebook

from seodang import build, walls
from seodang.engine import Engine, Source
from seodang.intake import Taken
from seodang.verdicts import PASSED, RAISED


class Trials:
    """An engine for one assignment. A context manager; `run` may be called from several threads.

    Args:
        assignment: the text.Assignment.
        folder: the folder that holds its `data`.
        hash_seed: PYTHONHASHSEED of all processes.
        seconds: CPU time that a cell may take.
    """

    def __init__(self, assignment, folder, hash_seed=0, seconds=20):
        source = Source.of(build.notebook(assignment), Path(folder))
        self._engine = Engine({assignment.name: source}, walls.Limits(seconds=seconds), hash_seed=hash_seed)
        self._key = assignment.name

    def __enter__(self):
        self._engine.__enter__()
        return self

    def __exit__(self, *exception):
        self._engine.__exit__(*exception)

    def run(self, cells, seed=0):
        """Run cells as one submission.

        Args:
            cells: dicts with role, name, source and, for tests, points. Names may stand several times.
            seed: of random, NumPy's global generator and TensorFlow.

        Returns:
            One dict a cell: name, role, verdict (a verdict's kind; for other cells passed or raised), message, earned (points of a
            test), seconds (CPU) and stderr (what it wrote there).
        """
        built = [new_code_cell(cell["source"], metadata={"nbgrader": self._flags(cell, n)}) for n, cell in enumerate(cells)]
        roles = tuple(cell["role"] for cell in cells)
        result = self._engine.run(self._key, Taken(new_notebook(cells=built), roles, (), frozenset(), {}), seed)
        return [_reply(cell, n, result) for n, cell in enumerate(cells)]

    @staticmethod
    def _flags(cell, number):
        test, solution = cell["role"] == "test", cell["role"] == "solution"
        name = cell["name"] if solution else _test_id(number)
        return {"grade": test, "solution": solution, "locked": not solution, "grade_id": name, "points": cell.get("points", 0)}


def _test_id(number):
    return f"test-{number}"  # as no cell can be named: a test may stand several times


def _reply(cell, number, result):
    verdict, ran = result.verdicts.get(_test_id(number)), result.cells.get(number)
    error = next((output for output in result.notebook.cells[number].outputs if output.output_type == "error"), None)
    message = verdict.message if verdict else f"{error.ename}: {error.evalue}" if error else ""
    return {
        "name": cell["name"],
        "role": cell["role"],
        "verdict": verdict.kind if verdict else RAISED if error else PASSED,
        "message": message,
        "earned": verdict.points if verdict else 0,
        "seconds": ran.seconds if ran else 0,
        "stderr": ran.stderr if ran else "",
    }
