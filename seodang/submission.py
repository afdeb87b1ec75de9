"""One submission on its way: the cells go to an examiner and a room, what they came to is taken down, and after a crash it goes on."""

import contextlib
import functools
import json
import pickle
import re
import time
from dataclasses import dataclass, replace

from nbformat import NotebookNode, from_dict

from seodang import verdicts
from seodang.errors import Ended
from seodang.keeper import Keeper
from seodang.outputs import clean_outputs, error_output
from seodang.verdicts import Verdict
from seodang.wire import Connection, Gone, pair

MOST_REPLAYS = 24  # enough for twelve cells that end the process, each of them tried twice
MOST_RESTARTS = 3  # times that a submission is begun again because processes of the engine's own have ended
SUBMISSION_CELLS = 10  # a submission may take the time of so many cells, whatever its cells do
LEAST_SECONDS = 1.0  # that each cell may take all the same: honest tests need far less
MOST_EVENT = 64 << 20


@dataclass
class Result:
    """What grading one submission came to.

    Attributes:
        notebook: the notebook taken in, executed; the outputs of test cells hold what nbgrader's own scoring reads.
        verdicts: {test: Verdict} for every test cell.
        seconds: by the clock.
        cpu_seconds: of room and examiner.
        peak_memory: bytes of the room on top of what it shares with its parent.
        notes: sentences on crashes, time-outs and replays.
        cells: {number of a code cell in the notebook: CellRun}.
    """

    notebook: NotebookNode
    verdicts: dict
    seconds: float
    cpu_seconds: float
    peak_memory: int
    notes: tuple
    cells: dict


@dataclass(frozen=True)
class CellRun:
    """What a cell took, and what it wrote to stderr; `success` says whether it came to its end."""

    seconds: float
    stderr: str
    success: bool


class _Lost(Exception):
    """Room or examiner have ended before the work was done."""


class Submission:
    """Grading one submission, with as many rooms as it takes."""

    def __init__(self, engine, key, taken, core, seed):
        self.engine, self.key, self.taken, self.core, self.seed = engine, key, taken, core, seed
        self.notebook = from_dict(json.loads(json.dumps(taken.notebook)))
        self.verdicts, self.notes, self.left_out, self.excused = {}, [], set(), set()
        self.cpu, self.peak, self.runs = 0.0, 0, {}
        self.begun = time.monotonic()
        self.cells = self._plan()
        self.ended = set()  # cells whose outputs are final

    def _plan(self):
        """The code cells, as the examiner is told of them."""
        source, students, cells, count, leading = self.engine.sources[self.key], [], [], 0, True
        for index, (cell, role) in enumerate(zip(self.notebook.cells, self.taken.roles, strict=True)):
            if cell.cell_type != "code":
                continue
            count += 1
            leading = leading and role == "setup"
            planned = {"index": index, "role": role, "source": cell.source, "count": count, "leading": leading}
            students = students + source.names.get(grade_id(cell), []) if role in ("solution", "essay", "task") else students
            if role == "test":
                planned |= {"id": grade_id(cell), "points": float(flags_of(cell).get("points") or 0), "students": students}
                planned |= {"inside": grade_id(cell) in source.inside, "operators": sorted(source.operators)}
            cells.append(planned)
        return cells

    def result(self):
        setup = [(cell["count"], cell["source"]) for cell in self.cells if cell["leading"]]
        restarts = 0
        for _ in range(MOST_REPLAYS + 1):
            try:
                if self._play(*self.engine.parent(self.key, setup)) or self._time_is_up():
                    break
                self.notes.append("the student's process ended and was started again")
            except Ended as ended:
                restarts += 1
                if restarts > MOST_RESTARTS:
                    raise
                self.notes.append(str(ended))
        self._close()
        seconds = time.monotonic() - self.begun
        return Result(
            self.notebook, self.verdicts, round(seconds, 3), round(self.cpu, 3), self.peak, tuple(dict.fromkeys(self.notes)), self.runs
        )

    @property
    def _budget(self):
        """CPU seconds that all cells together may take."""
        return SUBMISSION_CELLS * self.engine.limits.seconds

    def _allowance(self):
        """CPU seconds that the next cell may take: few when all of them have taken too much."""
        usual = self.engine.limits.seconds
        return max(min(LEAST_SECONDS, usual), min(usual, self._budget - self.cpu))

    def _what_it_broke(self, spent):
        if spent.breach == "time" and self.cpu > self._budget:
            return f"all cells together longer than {self._budget:g} s"
        return _breach_text(spent, self.engine.limits)

    def _time_is_up(self):
        return time.monotonic() - self.begun > 4 * self._budget or self.cpu > self._budget

    def _play(self, control, forkable):
        """Go through the cells once, without those left out; returns whether it came to the end."""
        room, examiners_room = pair()
        grader, examiners_grader = pair()
        examiner_birth = self.engine.fork(control, "examiner", self.key, self.core, self.seed, examiners_grader, examiners_room)
        room_birth = self.engine.fork(control, "room", self.key, self.core, self.seed, room)
        keeper = Keeper(self.engine.birth(room_birth), self.engine.birth(examiner_birth), self.engine.limits)
        connection = Connection(grader, MOST_EVENT)
        try:
            with contextlib.suppress(Gone):  # _follow hears of it as well
                connection.send(b"J", pickle.dumps({"cells": self._work(), "files": self._files(), "forkable": forkable}))
            return self._follow(connection, keeper, control)
        finally:
            connection.close()
            self.peak = max(self.peak, keeper.stop())

    def _work(self):
        """The cells; tests that are judged already run again too, because what they called may have changed what later ones see."""
        return [{**cell, "skip": cell["index"] in self.left_out} for cell in self.cells]

    def _files(self):
        return {path: place.read_bytes() for path, place in self.taken.files.items()}

    def _follow(self, connection, keeper, control):
        """Listen to the examiner, and let the keeper time each cell; returns whether it came to the end."""
        running = None
        try:
            while True:
                event = _event(connection)
                if event["event"] == "begin":
                    running = self._cell(event["index"])
                    keeper.begin(self._allowance())
                elif event["event"] == "end" and running and running["index"] == event["index"]:
                    spent, cell, running = keeper.end(), running, None
                    self.cpu += spent.cpu
                    self._note(cell, event, spent)
                elif event["event"] == "done":
                    return True
                else:
                    raise _Lost(str(event.get("message", ""))[:500])
        except _Lost as lost:
            spent = keeper.end() if running else None
            self.cpu += spent.cpu if spent else 0
            if self.engine.has_lost(control):
                raise Ended from lost
            self._blame(running, spent, str(lost))
            return len(self.ended) == len(self.cells)

    def _cell(self, index):
        return next(cell for cell in self.cells if cell["index"] == index)

    def _note(self, cell, event, spent):
        """Take down what a cell came to."""
        outputs = clean_outputs(event.get("outputs"))
        stderr = "".join(output["text"] for output in outputs if output.get("name") == "stderr") + str(event.get("stderr") or "")
        self.runs[cell["index"]] = CellRun(round(spent.cpu, 4), stderr, event.get("success", True) is True)
        if cell["role"] != "test":
            if spent.breach and cell["index"] not in self.ended:
                outputs.append(error_output("Timeout", self._what_it_broke(spent)))
            self._finish(cell, outputs)
        elif cell["inside"]:
            self._finish(cell, outputs, _verdict_inside(cell, event, outputs, spent))
        else:
            verdict = _verdict(cell, event.get("verdict"))
            lost = verdict.kind == verdicts.CRASHED
            if lost and not spent.breach and self._is_excused(cell):
                raise _Lost
            if lost or spent.breach:
                verdict, outputs = self._without_points(cell, verdict, outputs, spent)
                self.left_out.add(cell["index"])
            self._finish(cell, outputs, verdict)
            if lost:
                raise _Lost(verdict.message)

    def _without_points(self, cell, verdict, outputs, spent):
        """A test that broke a limit earns nothing, whatever came of it."""
        kind = verdicts.TIMED_OUT if spent.breach == "time" else verdicts.CRASHED
        message = self._what_it_broke(spent) if spent.breach else verdict.message
        keep = [output for output in outputs if output["output_type"] == "stream"]
        return replace(verdict, kind=kind, points=0, message=message), [*keep, error_output(kind.capitalize(), message)]

    def _finish(self, cell, outputs, verdict=None):
        """Keep what a cell came to; of one that is run again, the first time counts."""
        if cell["index"] not in self.ended:
            self.ended.add(cell["index"])
            if verdict:
                self.verdicts[cell["id"]] = verdict
            found = self.notebook.cells[cell["index"]]
            found.outputs, found.execution_count = from_dict(outputs), cell["count"]

    def _blame(self, cell, spent, message):
        """Room or examiner have ended while `cell` ran: it is left out from now on, unless it is excused."""
        if cell is None or not spent.breach and self._is_excused(cell):
            return
        breach = spent.breach
        text = self._what_it_broke(spent) if breach else f"the process ended here{': ' + message if message else ''}"
        verdict = None
        if cell["role"] == "test":
            kind = verdicts.TIMED_OUT if breach == "time" else verdicts.CRASHED
            verdict = Verdict(cell["id"], kind, 0, cell["points"], text, hidden="HIDDEN TESTS" in cell["source"])
        self.left_out.add(cell["index"])
        self._finish(cell, [error_output("Timeout" if breach == "time" else "Crashed", text)], verdict)

    def _is_excused(self, cell):
        """Is it the first time that a process ended in this cell? Anybody may have killed it, the kernel for want of memory too."""
        excused = cell["index"] not in self.excused
        self.excused.add(cell["index"])
        return excused

    def _close(self):
        """Tests that never came to run are crashed: a missing verdict is never a pass."""
        for cell in self.cells:
            if cell["role"] == "test":
                message = "not run: the student's process ended too often"
                self._finish(cell, [error_output("Crashed", message)], Verdict(cell["id"], verdicts.CRASHED, 0, cell["points"], message))


def _event(connection):
    try:
        _, body = connection.receive()
        return json.loads(body)
    except Gone:
        raise _Lost("") from None
    except Exception as error:
        raise _Lost(f"the examiner's word cannot be read: {error}") from error


def flags_of(cell):
    return cell.metadata.get("nbgrader") or {}


def grade_id(cell):
    return flags_of(cell).get("grade_id") or cell.get("id")


def _verdict(cell, found):
    """The examiner's verdict, checked against the cell: an examiner may have been talked into something."""
    try:
        return Verdict(**{**found, "test": cell["id"], "max_points": cell["points"]})
    except (TypeError, ValueError):
        return Verdict(cell["id"], verdicts.CRASHED, 0, cell["points"], "no verdict that can be read")


def _verdict_inside(cell, event, outputs, spent):
    """The verdict of a test that ran in the student's process, as nbgrader would come to it."""
    error = next((output for output in outputs if output["output_type"] == "error"), None)
    make = functools.partial(Verdict, cell["id"], max_points=cell["points"], inside=True)
    if spent.breach or error or event.get("success") is not True:
        message = f"{error['ename']}: {error['evalue']}" if error else _breach_text(spent, None)
        return make(verdicts.FAILED if error and error["ename"] == "AssertionError" else verdicts.RAISED, 0, message=message[:2_000])
    numbers = [output["data"].get("text/plain", "") for output in outputs if output["output_type"] == "execute_result"]
    number = float(numbers[-1]) if numbers and re.fullmatch(r"-?\d+(\.\d*)?(e[+-]?\d+)?", numbers[-1]) else cell["points"]
    points = min(max(0.0, number), cell["points"])
    kind = verdicts.PASSED if points == cell["points"] else verdicts.PARTLY if points else verdicts.FAILED
    return make(kind, points)


def _breach_text(spent, limits):
    if limits is None or not spent.breach:
        return "it did not come to its end"
    return {
        "time": f"longer than {limits.seconds:g} s",
        "memory": f"more than {limits.memory / 2**20:.0f} MB of memory",
        "processes": f"more than {limits.processes} processes",
    }[spent.breach]
