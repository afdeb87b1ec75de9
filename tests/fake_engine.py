"""An engine that runs nothing: the verdict of a test stands as a comment in the answer above it. For tests of what is around the engine."""

import functools
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from nbformat.v4 import new_output

from seodang import bridge
from seodang.course import Course
from seodang.errors import GradeError, WallsError
from seodang.verdicts import CRASHED, FAILED, NOT_GRADED, PARTLY, PASSED, Verdict

KINDS = {"# right": PASSED, "# half": PARTLY, "# wrong": FAILED, "# crash": CRASHED, "# unsure": NOT_GRADED}


@functools.cache
def empty_gradebook():
    """The bytes of a new gradebook.db; nbgrader takes seconds to make one, because it starts alembic."""
    with tempfile.TemporaryDirectory() as folder:
        with bridge.gradebook(Course(Path(folder))):
            pass
        return (Path(folder) / "gradebook.db").read_bytes()


@dataclass
class Result:
    notebook: object
    verdicts: dict
    seconds: float = 0.1
    cpu_seconds: float = 0.1
    peak_memory: int = 1
    notes: tuple = ()


class FakeEngine:
    """What happens, by a comment in an answer: see KINDS; at `# boom` the engine raises, at `# lost` and `# unwatched` too but for a cause
    outside the submission, and `# slow` takes its time."""

    started, ran, delay = [], [], 0.0

    def __init__(self, layout, keys, limits=None, sandbox=True, seed=0):
        self.sources = {key: layout.notebook("source", key) for key in keys}
        self.limits, self.closed = limits, threading.Event()
        type(self).started.append((list(keys), limits, sandbox))

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.closed.set()

    def run(self, name, taken):
        assert self.sources[name].exists() and not self.closed.is_set()
        type(self).ran.append(name)
        verdicts, marker, count = {}, "# wrong", 0
        for cell in taken.notebook.cells:
            flags = cell.metadata.get("nbgrader", {})
            if cell.cell_type == "code":
                count += 1
                cell.execution_count = count
            if "# boom" in cell.source:
                raise RuntimeError("the engine fell over")
            if "# lost" in cell.source:
                raise GradeError("the parents have ended")
            if "# unwatched" in cell.source:
                raise WallsError("keeper", "may not watch")
            if "# slow" in cell.source and self.closed.wait(600):
                raise RuntimeError("closed")
            if flags.get("solution"):
                marker = next((word for word in KINDS if word in cell.source), "# wrong")
            elif flags.get("grade") and cell.cell_type == "code":
                verdicts[flags["grade_id"]] = verdict = self.verdict(flags["grade_id"], KINDS[marker], float(flags["points"]))
                if verdict.points == 0 and verdict.max_points:
                    cell.outputs = [new_output("error", ename="AssertionError", evalue=verdict.message, traceback=[])]
                elif verdict.points < verdict.max_points:
                    cell.outputs = [new_output("execute_result", {"text/plain": str(verdict.points)}, execution_count=count)]
        time.sleep(self.delay)
        return Result(taken.notebook, verdicts)

    def verdict(self, test, kind, points):
        earned = {PASSED: points, PARTLY: points / 2}.get(kind, 0)
        return Verdict(test, kind, earned, points, "" if kind == PASSED else f"{test} {kind}")
