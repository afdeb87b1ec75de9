"""Watches a room and its examiner from outside: CPU time, memory and processes; interrupts, then kills.

Inside a room the kernel holds single processes to limits (`walls.Limits`); what children, shared memory and files in private folders
come to together only shows from outside. The keeper is a thread of the grader, polls every `POLL` seconds and reads no more than it
must: a few small files of /proc, and the exact memory of a process, which takes the kernel 10 to 20 ms for one that has TensorFlow
loaded, only when the room's may have come near its limit.

Processes are named by numbers as the grader sees them, and signalled by descriptor, so that a number given to another process by now
cannot hit that one.
"""

import contextlib
import errno
import os
import re
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from seodang import walls
from seodang.errors import WallsError

POLL = 0.1  # seconds between two looks
GRACE = 2.0  # seconds from one sign to the next stronger one, when time is up
BACKSTOP = (4, 10)  # seconds by the clock that a cell may take, waiting for a core not counted: so many times its CPU seconds, plus so many
EXACT_EVERY = 1.0  # seconds after which memory near its limit is read exactly even if nothing seems to have changed
MOST_LISTED = 1_000  # processes of a room that are looked at; who forks faster than a list is read would never let it end
READING = 0.05  # seconds that a look waits for exact memory; a fork bomb can hold the reading up for a minute
TICK = 1 / os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Spent:
    """What a cell took.

    Attributes:
        cpu: CPU seconds of room and examiner, with their children.
        wall: seconds on the clock, without those in which the machine had no core for it.
        breach: the limit that it broke: "time", "memory", "processes" or "".
    """

    cpu: float
    wall: float
    breach: str = ""


class Keeper:
    """Watches from the moment it is made until `stop`. Its methods are called from one thread.

    A cell out of time gets SIGINT in the room (KeyboardInterrupt), then in the examiner; then the room is killed, then the examiner,
    `GRACE` seconds apart. A room that takes too much memory or too many processes is killed at once, between cells as well.

    Args:
        room_pid: the room's main process; the one that `walls.enter` returned in. Without walls the process that was forked.
        examiner_pid: the same of the examiner.
        limits: the walls.Limits that hold for the room.
        folder: the room's work folder, whose files count as memory.

    Attributes:
        peak_memory: bytes; the most that was seen of the room's own memory, files in its private folders included.

    Raises:
        WallsError: the processes may not be watched.
    """

    def __init__(self, room_pid, examiner_pid, limits, folder=walls.WORK):
        self.limits, self.peak_memory = limits, 0
        self._room, self._examiner = _Family(room_pid), _Family(examiner_pid)
        self._memory = _Memory(self._room, ("/tmp", "/dev/shm", folder), limits.memory)
        self._cell, self._breach, self._failure = None, "", None
        self._lock, self._stopped = threading.Lock(), threading.Event()
        self._thread = threading.Thread(target=self._watch, name=f"keeper of {room_pid}", daemon=True)
        self._thread.start()

    def begin(self, seconds=None):
        """A cell begins; it may take so many CPU seconds of room and examiner together, or `limits.seconds`."""
        with self._lock:
            self._cell = _Cell(self._cpu(), self._clock(), self.limits.seconds if seconds is None else seconds)

    def end(self):
        """The cell ended, or its process did; no sign is sent for it after this.

        Returns:
            Spent. A breach between two cells shows in the second one's.
        """
        with self._lock:
            cell, self._cell = self._cell, None
            breach, self._breach = self._breach, ""
            return Spent(self._cpu() - cell.cpu, self._clock() - cell.wall, breach)

    def stop(self):
        """Kill room and examiner with all their processes.

        Returns:
            peak_memory.
        """
        self._stopped.set()
        self._thread.join()
        for family in (self._room, self._examiner):
            family.kill()
            family.close()
        self._memory.close()
        if self._failure:
            raise self._failure
        return self.peak_memory

    def _cpu(self):
        return self._room.cpu() + self._examiner.cpu()

    def _clock(self):
        """Seconds by the clock, without those in which the machine was too busy: a class graded under load loses nothing by it."""
        return time.monotonic() - self._room.waited() - self._examiner.waited()

    def _watch(self):
        try:
            while not self._stopped.wait(POLL):
                with self._lock:
                    self._look()
        except BaseException as error:  # nothing goes on unwatched
            self._failure = error
            self._room.kill()
            self._examiner.kill()

    def _look(self):
        processes = self._room.look()
        if len(processes) > self.limits.processes or sum(p.threads for p in processes) > walls.THREADS * self.limits.processes:
            self._breach = "processes"
            self._room.kill()
            return
        self.peak_memory = max(self.peak_memory, self._memory.measure(processes))
        if self._memory.used > self.limits.memory:
            self._breach = "memory"
            self._room.kill()
        elif self._cell and self._cell.is_over(self._cpu(), self._clock()):
            self._breach = self._breach or "time"
            self._press()

    def _press(self):
        signs = (self._room.interrupt, self._examiner.interrupt, self._room.kill, self._examiner.kill)
        if sign := self._cell.next_sign(signs):
            sign()


class _Cell:
    """A running cell and how far it has been pressed to end."""

    def __init__(self, cpu, wall, seconds):
        self.cpu, self.wall, self.seconds = cpu, wall, seconds
        self._given, self._last = 0, float("-inf")

    def is_over(self, cpu, wall):
        factor, extra = BACKSTOP
        return cpu - self.cpu > self.seconds or wall - self.wall > factor * self.seconds + extra

    def next_sign(self, signs):
        """The sign that is due now, or None."""
        if time.monotonic() - self._last < GRACE or self._given == len(signs):
            return None
        self._given, self._last = self._given + 1, time.monotonic()
        return signs[self._given - 1]


@dataclass(frozen=True)
class _Process:
    """A look at one process; `resident` is an upper bound of its own memory, in bytes."""

    pid: int
    threads: int
    resident: int


class _Family:
    """A process and all that descend from it. Behind walls those are the processes of its namespace, and its parent is their first."""

    def __init__(self, pid):
        self.pid, self.first = pid, None
        self._cpu_seen, self._cpu, self._waited = {}, 0.0, 0.0
        self._main_handle = _open(pid)
        with _gone_is_fine():
            if self._is_walled():
                self.first = int(_status(pid)["PPid"])
        self._first_handle = _open(self.first)

    def _is_walled(self):
        return len(_status(self.pid)["NSpid"].split()) > len(_status("self")["NSpid"].split())

    def look(self):
        """The processes that are there, without the first one of the namespace, which is ours."""
        found = []
        for pid in self._pids():
            with _gone_is_fine():
                status = _status(pid)
                resident = sum(_bytes(status.get(field, "0")) for field in ("RssAnon", "RssShmem", "VmSwap"))
                found.append(_Process(pid, int(status["Threads"]), resident))
        return [process for process in found if process.pid != self.first]

    def _pids(self):
        found = [self.first or self.pid]
        for pid in found:
            if len(found) > MOST_LISTED:
                break
            with _gone_is_fine():
                for thread in os.listdir(f"/proc/{pid}/task"):
                    found += map(int, Path(f"/proc/{pid}/task/{thread}/children").read_text().split())
        return found

    def cpu(self):
        """CPU seconds of all of them since they began, those that have ended included.

        A parent is told its children's time when it collects them; who ignores their end is not, so what was last seen counts too.
        """
        running, collected = {}, 0.0
        for pid in self._pids():
            with _gone_is_fine():
                running[pid] = time.clock_gettime((~pid << 3) | 2)  # that process's clock of CPU time
                times = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
                collected += (int(times[13]) + int(times[14])) * TICK
        self._cpu_seen.update(running)
        vanished = sum(seconds for pid, seconds in self._cpu_seen.items() if pid not in running)
        self._cpu = max(self._cpu, sum(running.values()) + max(collected, vanished))
        return self._cpu

    def waited(self):
        """Seconds that the main process was ready to run and the machine had no core for it; never less than it was once."""
        with _gone_is_fine():
            self._waited = max(self._waited, int(Path(f"/proc/{self.pid}/schedstat").read_text().split()[1]) / 1e9)
        return self._waited

    def interrupt(self):
        _signal(self._main_handle, signal.SIGINT)

    def kill(self):
        """End them all: with the first process of a namespace the kernel ends the others."""
        _signal(self._first_handle, signal.SIGKILL)
        if self.first is None and _signal(self._main_handle, 0):
            for pid in self._pids()[1:]:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
        _signal(self._main_handle, signal.SIGKILL)

    def close(self):
        for handle in (self._main_handle, self._first_handle):
            if handle is not None:
                os.close(handle)


class _Memory:
    """The memory that is a room's own: not its parent's pages that it still shares, but files in its private folders."""

    def __init__(self, room, folders, limit):
        self.used, self._room, self._limit = 0, room.pid, limit
        self._exact_at, self._exact_took, self._resident_then = float("-inf"), 0.0, 0
        self._reader, self._reading = ThreadPoolExecutor(1, thread_name_prefix="memory"), None
        # Without walls the folders are the machine's.
        self._folders = [f"/proc/{room.pid}/root{folder}" for folder in folders] if room.first else []
        self._inherited = self._of_main(room.look())
        try:
            with _gone_is_fine():
                self._own([room.pid])
        except PermissionError as error:
            raise WallsError("keeper", f"the room's memory cannot be read: {error}") from error

    def measure(self, processes):
        """Bytes; exact where they may be near the limit, else what the main process has taken on since it began, and files."""
        files, resident = self._files(), sum(process.resident for process in processes)
        if resident + files <= self._limit:
            self.used = files + max(0, self._of_main(processes) - self._inherited)
        elif self._reading is None and self._must_be_exact(resident):
            self._resident_then, began = resident, time.monotonic()
            self._reading = began, self._reader.submit(self._own, [process.pid for process in processes])
        if self._reading:
            self._take(files)
        return self.used

    def _take(self, files):
        """What the reading found, if it is there."""
        began, found = self._reading
        with contextlib.suppress(TimeoutError):
            self.used = files + found.result(READING)
            self._exact_at, self._exact_took, self._reading = time.monotonic(), time.monotonic() - began, None

    def close(self):
        """Once the processes are killed, no reading can take long."""
        self._reader.shutdown()

    def _of_main(self, processes):
        return next((process.resident for process in processes if process.pid == self._room), 0)

    def _must_be_exact(self, resident):
        since, grown = time.monotonic() - self._exact_at, resident - self._resident_then
        return since > EXACT_EVERY or (since > 4 * self._exact_took and grown > (self._limit - self.used) / 4)

    def _own(self, pids):
        """What the processes do not share with their parent: the larger of two numbers that are both at most that.

        A page that n processes map counts 1/n in each one's Pss. So a single process's own pages are its private ones; several share
        theirs, and from their Pss all is taken off that can be the parent's.
        """
        private = shared = 0
        for pid in pids:
            with _gone_is_fine():
                fields = _fields(f"/proc/{pid}/smaps_rollup")
                swapped = _bytes(fields["SwapPss"])
                private += _bytes(fields["Private_Dirty"]) + swapped
                # Linux before 5.9 gives only the sum.
                parts = [fields[name] for name in ("Pss_Anon", "Pss_Shmem") if name in fields] or [fields["Pss"]]
                shared += sum(_bytes(part) for part in parts) + swapped
        return max(private, shared - self._inherited)

    def _files(self):
        used = 0
        for folder in self._folders:
            with _gone_is_fine(), contextlib.suppress(PermissionError):  # a room that is being reaped; others were tried at the beginning
                state = os.statvfs(folder)
                used += (state.f_blocks - state.f_bfree) * state.f_frsize
        return used


@contextlib.contextmanager
def _gone_is_fine():
    """A process that is looked at may end at any moment."""
    try:
        yield
    except (FileNotFoundError, ProcessLookupError):
        pass
    except OSError as error:
        if error.errno != errno.EINVAL:  # the clock of a process that has ended
            raise


def _status(pid):
    return _fields(f"/proc/{pid}/status")


def _fields(path):
    return dict(re.findall(r"^(\w+):\s*(.*)$", Path(path).read_text(errors="replace"), re.M))


def _bytes(text):
    return int(text.split()[0]) * 1024


def _open(pid):
    try:
        return None if pid is None else os.pidfd_open(pid)
    except ProcessLookupError:
        return None


def _signal(handle, number):
    """Whether there was a process to send it to."""
    try:
        signal.pidfd_send_signal(-1 if handle is None else handle, number)
    except OSError as error:
        if error.errno not in (errno.ESRCH, errno.EBADF):
            raise
        return False
    return True
