"""After many submissions, and the engine's end, nothing of them is left: no process, mount, file or descriptor, and no memory."""

import contextlib
import ctypes
import gc
import os
import re
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import pytest
from small_assignment import NAME

from seodang import build
from seodang.engine import Engine
from seodang.intake import take_in
from seodang.layout import Layout

pytestmark = pytest.mark.long

SUBMISSIONS, WARM_UP = 200, 24
MOST_GROWTH = 8 << 20  # bytes of memory, from WARM_UP to SUBMISSIONS
PR_SET_CHILD_SUBREAPER = 36
CENTRE = "def centre(x):\n    return x - np.mean(x)\n"
# What may leave something behind, as the answer to the first exercise, and the points that the submission earns.
MISCHIEF = {
    "does nothing": (CENTRE, 4),
    "crashes": ("import os\ndef centre(x):\n    os._exit(1)", 2),
    "forks": (CENTRE + "import os, time\nif os.fork() == 0:\n    os.setsid()\n    time.sleep(1_000)", 4),
    "sleeps in the background": (CENTRE + "import subprocess\nsubprocess.Popen(['sleep', '1000'], start_new_session=True)", 4),
    "starts a thread": (CENTRE + "import threading, time\nthreading.Thread(target=time.sleep, args=(1_000,)).start()", 4),
    "writes files": (CENTRE + "for folder in ('.', '/tmp', '/dev/shm'):\n    open(folder + '/leftover', 'w').write('x' * 100_000)", 4),
    "keeps shared memory": (CENTRE + "from multiprocessing import shared_memory as s\nkept = s.SharedMemory('leftover', True, 100_000)", 4),
    "opens files": (CENTRE + "kept = [open('/dev/null') for _ in range(100)]", 4),
}


@pytest.fixture
def layout(small_course):
    """A course in which one student of each kind has handed in."""
    course = small_course()
    build.build(course, NAME)
    layout = Layout.of(course)
    for student, (answer, _) in MISCHIEF.items():
        notebook = layout.template(NAME)
        for cell in notebook.cells:
            cell.source = {"centre": answer, "spread": "def spread(x):\n    return np.ptp(x)"}.get(cell.id, cell.source)
        layout.step("submitted", NAME, student).mkdir(parents=True)
        nbformat.write(notebook, layout.notebook("submitted", NAME, student))
    return layout


@pytest.fixture
def own_orphans():
    """Processes whose parent has ended become children of this one, where `state` sees them."""
    libc = ctypes.CDLL(None)
    assert libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) == 0
    yield
    libc.prctl(PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0)


def state():
    """What a submission may leave behind."""
    gc.collect()
    return {
        "processes": descendants(),
        "mounts": Path("/proc/self/mountinfo").read_text(),
        "files": [*Path(tempfile.gettempdir()).rglob("*"), *Path("/dev/shm").glob("leftover*"), *Path("/tmp").glob("leftover*")],
        "descriptors": sorted(filter(None, map(descriptor, os.listdir("/proc/self/fd")))),
    }


def descendants():
    """All processes below this one, but for those that have ended and only wait for their parent to hear of it."""
    found = [os.getpid()]
    for pid in found:
        for thread in Path(f"/proc/{pid}/task").glob("*/children"):
            with contextlib.suppress(OSError):
                found += [child for child in map(int, thread.read_text().split()) if status(child).get("State", "Z")[0] != "Z"]
    return found[1:]


def status(pid):
    """The fields of a process's status; none where it is gone."""
    with contextlib.suppress(OSError):
        return dict(re.findall(r"^(\w+):\s*(.*)$", Path(f"/proc/{pid}/status").read_text(), re.M))
    return {}


def descriptor(number):
    """What a descriptor of this process is, without the numbers that any two sockets differ in."""
    try:
        return re.sub(r"\d+", "", os.readlink(f"/proc/self/fd/{number}"))
    except FileNotFoundError:  # the one that the listing itself took
        return None


def memory():
    """{process: bytes of its own memory} of this process and those below it."""
    return {pid: int(status(pid)["RssAnon"].split()[0]) << 10 for pid in (os.getpid(), *descendants())}


def test_nothing_is_left_of_two_hundred_submissions(layout, own_orphans, tmp_path, monkeypatch):
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    students = list(MISCHIEF)

    def grade(number):
        student = students[number % len(students)]
        taken = take_in(layout.template(NAME), layout.step("submitted", NAME, student), NAME)
        result = engine.run(NAME, taken)
        assert sum(verdict.points for verdict in result.verdicts.values()) == MISCHIEF[student][1], (student, result.verdicts)

    before, begun = state(), time.monotonic()
    running = len(before["processes"]) + 4  # two of bubblewrap's, import parent, assignment parent
    with ThreadPoolExecutor(2) as pool, Engine.of_course(layout, [NAME]) as engine:
        list(pool.map(grade, range(WARM_UP)))
        warm, took = settled(lambda: len(descendants()) == running), memory()
        list(pool.map(grade, range(WARM_UP, SUBMISSIONS)))
        late, takes = settled(lambda: len(descendants()) == running), memory()
    print(f"{SUBMISSIONS} submissions in {time.monotonic() - begun:.0f} s; memory in kB:")
    print(*(f"{pid}: {took[pid] >> 10} → {takes[pid] >> 10}" for pid in took), sep="\n")
    assert late == warm and len(warm["processes"]) == running
    assert {pid: takes[pid] - took[pid] for pid in took if takes[pid] - took[pid] > MOST_GROWTH} == {}
    assert settled(lambda: len(descendants()) == len(before["processes"])) == before


def settled(condition):
    """The state once the condition holds: killed processes take a moment to end."""
    deadline = time.monotonic() + 10
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.05)
    return state()
