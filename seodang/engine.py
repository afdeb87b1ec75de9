"""The conductor: for each submission a room and an examiner, forked from warm parents and watched by a keeper; a result for each."""

import contextlib
import os
import select
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import threading
from dataclasses import asdict, dataclass
from pathlib import Path

from seodang import sources, walls
from seodang.errors import Ended, GradeError
from seodang.parents import BORN, Control
from seodang.pull import read_notebook
from seodang.submission import Submission, flags_of, grade_id
from seodang.wire import Gone, pair

START_TIMEOUT = 300  # seconds for the imports and the setup cells
BIRTH_TIMEOUT = 60


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
        modules = [name for cell in code if not _is_test(cell) for name in sources.imports(cell.source)]
        names = {grade_id(cell): sources.bound(cell.source) for cell in code if flags_of(cell).get("solution")}
        operators = sources.special_methods(cell.source for cell in code if not _is_test(cell))
        return cls(list(dict.fromkeys(modules)), names, data, frozenset(inside), operators)


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
            return Submission(self, key, taken, core, seed).result()

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
            raise Ended from error
        finally:
            for sock in (theirs, *sockets):
                sock.close()
        return ours

    @staticmethod
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


def _has_ended(control):
    """Has the process at the other end of a Control ended?"""
    if control.sock.fileno() < 0:  # it had, and the socket was closed
        return True
    poll = select.poll()
    poll.register(control.sock, 0)
    return bool(poll.poll(0))


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


def _is_test(cell):
    return flags_of(cell).get("grade") and not flags_of(cell).get("solution")
