"""The conductor: for each submission a room and an examiner, forked from warm parents and watched by a keeper; a result for each."""

import ast
import contextlib
import functools
import json
import os
import pickle
import re
import select
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from nbformat import NotebookNode, from_dict

from seodang import sources, verdicts, walls
from seodang.errors import GradeError
from seodang.keeper import Keeper
from seodang.parents import BORN, Control, imports
from seodang.pull import read_notebook
from seodang.verdicts import Verdict
from seodang.wire import Connection, Gone, pair

START_TIMEOUT = 300  # seconds for the imports and the setup cells
BIRTH_TIMEOUT = 60
MOST_REPLAYS = 24  # enough for twelve cells that end the process, each of them tried twice
MOST_RESTARTS = 3  # times that a submission is begun again because processes of the engine's own have ended
SUBMISSION_CELLS = 10  # a submission may take the time of so many cells, whatever its cells do
MOST_EVENT = 64 << 20
ENDED = "processes of the engine's own ended"


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


@dataclass
class Source:
    """What the engine knows of a source notebook.

    Attributes:
        modules: what its cells import, test cells left out: their text is secret.
        names: {id of a solution cell: the names that the instructor's answer binds}.
        data: the folder whose files stand beside the notebook, or None.
        inside: ids of test cells that the course has run in the student's process.
        operators: special methods that the instructor's classes define, such as __add__: only those are asked of students' objects.
    """

    modules: list
    names: dict
    data: Path | None = None
    inside: frozenset = frozenset()
    operators: frozenset = frozenset()

    @classmethod
    def of(cls, notebook, data=None, inside=()):
        """What a source notebook says."""
        code = [cell for cell in notebook.cells if cell.cell_type == "code"]
        modules = [name for cell in code if not _is_test(cell) for name in imports(cell.source)]
        names = {_grade_id(cell): bound(cell.source) for cell in code if _flags(cell).get("solution")}
        operators = special_methods(cell.source for cell in code if not _is_test(cell))
        return cls(list(dict.fromkeys(modules)), names, data, frozenset(inside), operators)


class Ended(GradeError):
    """Processes of the engine's own have ended: nothing that a submission could bring about."""


class Engine:
    """Warm parents for some assignments of a course. A context manager; `run` may be called from several threads.

    Parents that were killed, by a person or for want of memory, are started anew by the next submission that needs them. They end with
    the thread that started them.

    Args:
        sources: {key: Source} of the notebooks that will be graded.
        limits: walls.Limits of each room and examiner.
        sandbox: False runs students' code without walls, on a person's explicit word only.
        hash_seed: PYTHONHASHSEED of all processes.

    Raises:
        WallsError: this machine does not give the walls.
        GradeError: the parents do not start.
    """

    def __init__(self, sources, limits=None, sandbox=True, hash_seed=0):
        self.sources, self.limits, self.sandbox, self.hash_seed = sources, limits or walls.Limits(), sandbox, hash_seed
        self._process, self._control, self._parents = None, None, {}
        self._lock, self._closed = threading.Lock(), False

    @classmethod
    def of_course(cls, layout, keys, limits=None, sandbox=True):
        """The engine for these notebooks of a course (see layout.Layout)."""
        inside, found = layout.options.inside, {}
        for key in keys:
            found[key] = Source.of(read_notebook(layout.notebook("source", key)), layout.step("source", key), inside)
        return cls(found, limits or walls.Limits(seconds=layout.timeout), sandbox)

    def __enter__(self):
        self._scratch = None if self.sandbox else tempfile.mkdtemp(prefix="seodang-")
        try:
            self._start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def _start(self):
        """Start the import parent."""
        modules = list(dict.fromkeys(name for source in self.sources.values() for name in source.modules))
        ours, theirs = pair()
        with theirs:
            self._process = self._import_parent(theirs.fileno())
        self._control = Control(ours)
        with contextlib.suppress(Gone, OSError):  # _await hears of it as well, and says why
            self._control.send({"modules": modules})
        self._await(self._control)

    def _import_parent(self, descriptor):
        """The import parent's process, which gets the other end of the control socket."""
        command, seed = [sys.executable, "-m", "seodang.parents", str(descriptor)], {"PYTHONHASHSEED": str(self.hash_seed)}
        if self.sandbox:
            command, environment = walls.outer_command(command, self._folders(), seed), None
        else:
            environment = {**os.environ, **walls.ENVIRONMENT, **seed}
        streams = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE}
        return subprocess.Popen(command, pass_fds=[descriptor], env=environment, **streams)

    def _folders(self):
        """{path inside: path outside} of the data: what stands beside the notebooks."""
        found = {}
        for key, source in self.sources.items():
            for path in sorted(source.data.iterdir()) if source.data else ():
                if path.suffix != ".ipynb" and not path.name.startswith("."):
                    found[f"{self._data(key)}/{path.name}"] = path
        return found

    def _data(self, key):
        """Where the parents see a notebook's data."""
        return f"/course/{key}" if self.sandbox else str(self.sources[key].data or self._scratch)

    def _await(self, control):
        """A parent's first words."""
        control.sock.settimeout(START_TIMEOUT)
        try:
            message, _ = control.receive()
        except (Gone, TimeoutError, OSError) as error:
            self._process.kill()
            kind, reason = GradeError if isinstance(error, TimeoutError) else Ended, str(error) or "its process ended"
            raise kind(f"the engine did not start: {self._complaint() or reason}; see `seodang doctor`") from error
        control.sock.settimeout(None)
        return message

    def _complaint(self):
        with contextlib.suppress(Exception):
            return (self._process.stderr.read() or b"").decode("utf-8", "replace").strip().split("\n")[-1]

    def __exit__(self, *_):
        self._closed = True
        if self._process:
            self._process.kill()  # whoever holds the lock waits for its first words
        with self._lock:
            self._stop()
        if self._scratch:
            shutil.rmtree(self._scratch, ignore_errors=True)

    def _stop(self):
        for parent, _ in self._parents.values():
            parent.sock.close()
        self._parents.clear()
        if self._control:
            self._control.sock.close()
            self._process.kill()  # bubblewrap takes all that is inside with it
            self._process.wait()
            self._process.stderr.close()

    def run(self, key, taken, seed=0):
        """Grade one submission; returns a Result.

        Args:
            taken: the intake.Taken.
            seed: of the global generators in room and examiner.

        Raises:
            GradeError: a cause outside the submission: the parents end again and again, or a setup cell fails.
        """
        with _CORES.one() as core:
            return _Run(self, key, taken, core, seed).result()

    def parent(self, key, setup):
        """The assignment parent for these setup cells, and whether they have run there; started where there is none."""
        with self._lock:
            if self._closed:
                raise GradeError("the engine has been closed")
            if _has_ended(self._control):
                self._stop()
                self._start()
            place = (key, tuple(setup))
            if place in self._parents and _has_ended(self._parents[place][0]):
                self._parents.pop(place)[0].sock.close()
            if place not in self._parents:
                self._parents[place] = self._start_assignment(key, setup)
            return self._parents[place]

    def _start_assignment(self, key, setup):
        ours, theirs = pair()
        with theirs, contextlib.suppress(Gone, OSError):
            self._control.send({"setup": setup, "folder": self._data(key)}, [theirs.fileno()])
        control = Control(ours)
        ready = self._await(control)
        if ready["failed"]:
            raise GradeError(f"{key}: a setup cell fails: {ready['failed']}; run the source notebook in JupyterLab")
        return control, ready["forkable"]

    def has_lost(self, control):
        """Has this assignment parent ended, or the import parent?"""
        return _has_ended(control) or _has_ended(self._control)

    def fork(self, control, role, key, core, seed, *sockets):
        """Have a parent fork a room or an examiner; returns the socket on which birth() hears of it."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
        order = {"role": role, "sandbox": self.sandbox, "limits": asdict(self.limits), "core": core, "seed": seed}
        order |= {"data": self._data(key)}
        if not self.sandbox:
            order["folder"] = tempfile.mkdtemp(dir=self._scratch)
        try:
            with self._lock:
                control.send(order, [theirs.fileno(), *(sock.fileno() for sock in sockets)])
        except (Gone, OSError) as error:
            raise Ended(ENDED) from error
        finally:
            for sock in (theirs, *sockets):
                sock.close()
        return ours


def _has_ended(control):
    """Has the process at the other end of a Control ended?"""
    if control.sock.fileno() < 0:  # it had, and the socket was closed
        return True
    poll = select.poll()
    poll.register(control.sock, 0)
    return bool(poll.poll(0))


def birth(sock):
    """The number, as this process sees it, of the process that has just entered its walls."""
    with sock:
        sock.settimeout(BIRTH_TIMEOUT)
        try:
            word, ancillary, _, _ = sock.recvmsg(4_000, socket.CMSG_SPACE(12))
        except TimeoutError:
            word, ancillary = b"", []
        if not word.startswith(BORN):
            raise Ended(f"no room could be built: {word[1:].decode('utf-8', 'replace') or 'its process ended'}; see `seodang doctor`")
        return struct.unpack("3i", ancillary[0][2][:12])[0]


class _Cores:
    """Which cores are free: one for each submission that runs."""

    def __init__(self):
        self.free, self.lock = sorted(os.sched_getaffinity(0)), threading.Lock()

    @contextlib.contextmanager
    def one(self):
        with self.lock:
            core = self.free.pop(0) if self.free else None
        try:
            yield core
        finally:
            with self.lock:
                if core is not None:
                    self.free.append(core)


_CORES = _Cores()


class _Lost(Exception):
    """Room or examiner have ended before the work was done."""


class _Run:
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
            students = students + source.names.get(_grade_id(cell), []) if role in ("solution", "essay", "task") else students
            if role == "test":
                planned |= {"id": _grade_id(cell), "points": float(_flags(cell).get("points") or 0), "students": students}
                planned |= {"inside": _grade_id(cell) in source.inside, "operators": sorted(source.operators)}
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
            except Ended:
                restarts += 1
                if restarts > MOST_RESTARTS:
                    raise
                self.notes.append(ENDED)
        self._close()
        seconds = time.monotonic() - self.begun
        return Result(
            self.notebook, self.verdicts, round(seconds, 3), round(self.cpu, 3), self.peak, tuple(dict.fromkeys(self.notes)), self.runs
        )

    def _time_is_up(self):
        return (
            time.monotonic() - self.begun > 4 * SUBMISSION_CELLS * self.engine.limits.seconds
            or self.cpu > SUBMISSION_CELLS * self.engine.limits.seconds
        )

    def _play(self, control, forkable):
        """Go through the cells once, without those left out; returns whether it came to the end."""
        room, examiners_room = pair()
        grader, examiners_grader = pair()
        examiner_birth = self.engine.fork(control, "examiner", self.key, self.core, self.seed, examiners_grader, examiners_room)
        room_birth = self.engine.fork(control, "room", self.key, self.core, self.seed, room)
        keeper = Keeper(birth(room_birth), birth(examiner_birth), self.engine.limits)
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
                    keeper.begin()
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
                raise Ended(ENDED) from lost
            self._blame(running, spent, str(lost))
            return len(self.ended) == len(self.cells)

    def _cell(self, index):
        return next(cell for cell in self.cells if cell["index"] == index)

    def _note(self, cell, event, spent):
        """Take down what a cell came to."""
        outputs = _outputs(event.get("outputs"))
        stderr = "".join(output["text"] for output in outputs if output.get("name") == "stderr") + str(event.get("stderr") or "")
        self.runs[cell["index"]] = CellRun(round(spent.cpu, 4), stderr, event.get("success", True) is True)
        if cell["role"] != "test":
            if spent.breach and cell["index"] not in self.ended:
                outputs.append(_error("Timeout", _breach_text(spent, self.engine.limits)))
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
        message = _breach_text(spent, self.engine.limits) if spent.breach else verdict.message
        keep = [output for output in outputs if output["output_type"] == "stream"]
        return replace(verdict, kind=kind, points=0, message=message), [*keep, _error(kind.capitalize(), message)]

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
        text = _breach_text(spent, self.engine.limits) if breach else f"the process ended here{': ' + message if message else ''}"
        verdict = None
        if cell["role"] == "test":
            kind = verdicts.TIMED_OUT if breach == "time" else verdicts.CRASHED
            verdict = Verdict(cell["id"], kind, 0, cell["points"], text, hidden="HIDDEN TESTS" in cell["source"])
        self.left_out.add(cell["index"])
        self._finish(cell, [_error("Timeout" if breach == "time" else "Crashed", text)], verdict)

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
                self._finish(cell, [_error("Crashed", message)], Verdict(cell["id"], verdicts.CRASHED, 0, cell["points"], message))


def _event(connection):
    try:
        _, body = connection.receive()
        return json.loads(body)
    except Gone:
        raise _Lost("") from None
    except Exception as error:
        raise _Lost(f"the examiner's word cannot be read: {error}") from error


def _flags(cell):
    return cell.metadata.get("nbgrader") or {}


def _grade_id(cell):
    return _flags(cell).get("grade_id") or cell.get("id")


def bound(source):
    """The names that a cell's statements bind at top level."""
    return sorted(frozenset().union(*(statement.names for statement in sources.statements(source))))


def special_methods(cells):
    """The special methods that classes in these sources define."""
    trees = filter(None, map(sources.parse, cells))
    bodies = [statement for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef) for statement in node.body]
    found = frozenset().union(*map(sources.binds_of, bodies))
    return frozenset(name for name in found if name.startswith("__"))


def _is_test(cell):
    return _flags(cell).get("grade") and not _flags(cell).get("solution")


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


def _error(name, text):
    return {"output_type": "error", "ename": name, "evalue": text, "traceback": [f"{name}: {text}"]}


def _outputs(found):
    """The outputs that a notebook may hold, out of what the room said."""
    return [clean for output in found if (clean := _clean(output))] if isinstance(found, list) else []


def _clean(output):
    """One output with the fields that its type has, None for what is none."""
    if not isinstance(output, dict):
        return None
    kind = output.get("output_type")
    if kind == "stream":
        return {"output_type": kind, "name": "stderr" if output.get("name") == "stderr" else "stdout", "text": str(output.get("text", ""))}
    if kind == "error":
        lines = output.get("traceback")
        return {
            **_error(str(output.get("ename")), str(output.get("evalue"))),
            "traceback": list(map(str, lines)) if isinstance(lines, list) else [],
        }
    if kind in ("display_data", "execute_result") and isinstance(output.get("data"), dict):
        data = {
            str(key): value for key, value in output["data"].items() if isinstance(value, (str, dict, list, int, float, bool, type(None)))
        }
        clean = {"output_type": kind, "data": data, "metadata": {}}
        return {**clean, "execution_count": output.get("execution_count")} if kind == "execute_result" else clean
    return None
