"""The keeper with real rooms: what it lets be, what it interrupts, what it kills."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from walled import PLAIN, pair, readable_library, why_no_plain_user

from seodang import keeper
from seodang.errors import WallsError
from seodang.keeper import Keeper
from seodang.walls import Limits

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="walls are Linux")

SPIN = "while True: pass"
CORE = min(os.sched_getaffinity(0)) if sys.platform == "linux" else 0
STUBBORN = "signal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: pass"
SHARED = "import mmap\nshared = mmap.mmap(-1, 2**28)\nfor _ in range(32): shared.write(bytes(2**23))\ntime.sleep(60)"


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    monkeypatch.setattr(keeper, "GRACE", 0.3)


def watch(room="time.sleep(60)", seconds=60.0, **keywords):
    """Run a pair of codes as one cell until one says a word or the room is gone; returns (word, who is alive, Spent, peak memory)."""
    limits = Limits(**keywords.get("limits", {}))
    with pair(room, **keywords) as (room_pid, examiner_pid, start, hear):
        watcher, word = Keeper(room_pid, examiner_pid, limits), ""
        watcher.begin(seconds)
        start()
        while not word and is_alive(room_pid):
            word = hear(0.01)
        word = word or hear(0.01)  # its last one, sent just before its end
        spent = watcher.end()
        alive = [name for name, pid in (("room", room_pid), ("examiner", examiner_pid)) if is_alive(pid)]
        return word, alive, spent, watcher.stop()


def is_alive(pid):
    """Whether there is such a process; one that has ended and was not collected yet is none."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return False


def wait_until(condition, seconds=10):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not come to pass"
        time.sleep(0.01)


# -------------------------------------------------------------------------------------------------------------- time


def test_a_cell_within_its_limits_is_let_be():
    word, alive, spent, _ = watch("sum(range(10**6))", seconds=5)
    assert (word, spent.breach) == ("room done", "") and "examiner" in alive
    assert 0 < spent.cpu < 5 and spent.wall > 0


def test_an_endless_loop_is_interrupted_and_the_room_kept():
    word, alive, spent, _ = watch(SPIN, seconds=0.2)
    assert (word, alive, spent.breach) == ("room interrupted", ["room", "examiner"], "time")
    assert 0.2 < spent.cpu < 0.6


def test_a_loop_that_swallows_the_interrupt_is_killed_and_the_examiner_interrupted_before():
    with pair(STUBBORN) as (room, examiner, start, hear):
        watcher = Keeper(room, examiner, Limits())
        watcher.begin(0.1)
        start()
        assert hear() == "examiner interrupted" and is_alive(room)
        wait_until(lambda: not is_alive(room))
        assert is_alive(examiner)
        assert watcher.end().breach == "time"
        watcher.stop()


def test_an_examiner_that_swallows_the_interrupt_is_killed_last():
    with pair("time.sleep(60)", STUBBORN) as (room, examiner, start, hear):
        watcher = Keeper(room, examiner, Limits())
        watcher.begin(0.1)
        start()
        assert hear() == "room interrupted"
        wait_until(lambda: not is_alive(examiner))
        assert not is_alive(room)
        watcher.stop()


def test_no_sign_is_sent_after_the_end_of_a_cell():
    with pair(SPIN) as (room, examiner, start, hear):
        watcher = Keeper(room, examiner, Limits())
        watcher.begin(0.1)
        start()
        time.sleep(0.02)
        watcher.end()
        time.sleep(0.3)
        assert is_alive(room)
        watcher.begin(60)
        time.sleep(0.1)
        assert watcher.end().breach == ""
        watcher.stop()


def test_sleeping_for_ever_ends_at_the_backstop(monkeypatch):
    monkeypatch.setattr(keeper, "BACKSTOP", (1, 0.2))
    word, _, spent, _ = watch("time.sleep(60)", seconds=0.1)
    assert (word, spent.breach) == ("room interrupted", "time")
    assert spent.cpu < 0.1 < spent.wall < 2


def test_a_busy_machine_does_not_shorten_the_time(monkeypatch):
    """Neither that of the core nor that of the clock: waiting for a core does not count."""
    monkeypatch.setattr(keeper, "BACKSTOP", (1, 0.1))
    begin = time.monotonic()
    rivals = [subprocess.Popen([sys.executable, "-c", f"import os; os.sched_setaffinity(0, {{{CORE}}})\n{SPIN}"]) for _ in range(3)]
    try:
        word, _, spent, _ = watch("begin = time.process_time()\nwhile time.process_time() < begin + 0.3: pass", seconds=0.45, core=CORE)
    finally:
        for rival in rivals:
            rival.kill()
            rival.wait()
    assert (word, spent.breach) == ("room done", "")
    assert time.monotonic() - begin > 0.6 > spent.cpu > 0.2 < spent.wall < 0.55


@pytest.mark.parametrize(
    ("before", "children", "seconds"), [("", 2, 0.2), ("", 40, 0.01), ("signal.signal(signal.SIGCHLD, signal.SIG_IGN)", 2, 0.2)]
)
def test_the_time_of_children_counts_when_they_have_ended_too(before, children, seconds):
    code = f"""
{before}
for _ in range({children}):
    if os.fork() == 0:
        begin = time.process_time()
        while time.process_time() < begin + {seconds}: pass
        os._exit(0)
    try:
        os.wait()
    except ChildProcessError:
        pass
"""
    word, _, spent, _ = watch(code)
    assert word == "room done" and 0.3 < spent.cpu < 0.8


# ------------------------------------------------------------------------------------------------ memory and processes

FORKING = "for _ in range(4):\n    if os.fork() == 0:\n        hoard = bytearray(60 * 2**20)\n        {}\ntime.sleep(60)"
HALF = {"memory": 100 * 2**20, "work": 400 * 2**20, "file": 2**30}


def test_a_process_that_takes_too_much_gets_a_memory_error_from_the_kernel():
    word, _, spent, _ = watch("hoard = [bytearray(2**23) for _ in range(100)]", limits=HALF)
    assert (word, spent.breach) == ("room MemoryError", "")


@pytest.mark.parametrize(
    "code",
    [
        SHARED,
        FORKING.format("time.sleep(60)"),
        FORKING.format("os.fork()\n        time.sleep(60)"),
        "with open('file', 'wb') as file:\n    for _ in range(25): file.write(bytes(2**23))\ntime.sleep(60)",
        "for i in range(0, len(ballast), 4096): ballast[i] = 1\ntime.sleep(60)",
    ],
    ids=["in shared memory", "in children", "in pages that children share", "in files", "in copies of its parent's pages"],
)
def test_memory_that_the_kernel_does_not_count_is_found_and_the_room_killed(code, monkeypatch):
    monkeypatch.setattr(keeper, "EXACT_EVERY", 0.2)
    word, alive, spent, peak = watch(code, limits=HALF, ballast=200 * 2**20)
    assert (word, alive, spent.breach) == ("", ["examiner"], "memory")
    assert 100 * 2**20 < peak < 600 * 2**20


def test_what_room_and_children_share_with_their_parent_is_free():
    code = "for _ in range(5):\n    if os.fork() == 0:\n        len(ballast)\n        time.sleep(60)\ntime.sleep(0.4)"
    word, _, spent, peak = watch(code, limits=HALF, ballast=200 * 2**20)
    assert (word, spent.breach) == ("room done", "")
    assert peak < 50 * 2**20


def test_peak_memory_is_what_the_room_took_on():
    _, _, _, peak = watch("hoard = bytearray(80 * 2**20)\ntime.sleep(0.2)", ballast=50 * 2**20)
    assert 75 * 2**20 < peak < 100 * 2**20


def test_memory_taken_between_two_cells_shows_in_the_next_one():
    with pair(SHARED) as (room, examiner, start, _):
        watcher = Keeper(room, examiner, Limits(**HALF))
        watcher.begin()
        assert watcher.end().breach == ""
        start()
        wait_until(lambda: not is_alive(room))
        watcher.begin()
        assert watcher.end().breach == "memory"
        watcher.begin()
        assert watcher.end().breach == ""
        watcher.stop()


@pytest.mark.parametrize(
    "code",
    [
        "while True:\n    try:\n        os.fork()\n    except OSError: pass",
        "import threading\nfor _ in range(200): threading.Thread(target=time.sleep, args=(60,), daemon=True).start()\ntime.sleep(60)",
    ],
    ids=["a fork bomb", "a thread bomb"],
)
def test_too_many_processes_kill_the_room(code):
    _, alive, spent, _ = watch(code, limits={"processes": 16})
    assert (alive, spent.breach) == (["examiner"], "processes") or "thread" in code and spent.breach == "" and os.getuid()


# ------------------------------------------------------------------------------------------------------- around all that


def test_nothing_of_a_room_is_left_after_stop():
    with pair("if os.fork() == 0:\n    os.setsid()\n    os.fork()\n    tell('forked')\ntime.sleep(60)") as (room, examiner, start, hear):
        watcher = Keeper(room, examiner, Limits())
        start()
        assert hear().endswith("forked")
        family = [process.pid for process in watcher._room.look()]
        assert len(family) >= 2
        watcher.stop()
        wait_until(lambda: not any(map(is_alive, family)))


def test_a_room_that_is_gone_already_is_no_error():
    with pair("os._exit(0)") as (room, examiner, start, _):
        start()
        wait_until(lambda: not os.path.exists(f"/proc/{room}"))
        watcher = Keeper(room, examiner, Limits())
        watcher.begin(1)
        time.sleep(0.1)
        assert watcher.end().breach == ""
        assert watcher.stop() == 0


def test_without_walls_time_and_children_are_watched_all_the_same():
    code = "if os.fork() == 0:\n    time.sleep(20)\n    os._exit(0)\nwhile time.process_time() < 20: pass"
    with pair(code, walled=False) as (room, examiner, start, hear):
        watcher = Keeper(room, examiner, Limits())
        watcher.begin(0.2)
        start()
        assert hear() == "room interrupted"
        family = [process.pid for process in watcher._room.look()]
        assert len(family) == 2
        watcher.stop()
        wait_until(lambda: not any(map(is_alive, family)))


def test_a_keeper_that_fails_lets_nothing_go_on_unwatched(monkeypatch):
    with pair(SPIN) as (room, examiner, _, _):
        watcher = Keeper(room, examiner, Limits())
        monkeypatch.setattr(watcher._memory, "measure", lambda processes: 1 / 0)
        wait_until(lambda: not (is_alive(room) or is_alive(examiner)))
        with pytest.raises(ZeroDivisionError):
            watcher.stop()


def test_processes_that_may_not_be_read_are_refused(monkeypatch):
    def refuse(path):
        raise PermissionError(13, "Permission denied", path)

    with pair() as (room, examiner, _, _):
        fields = keeper._fields
        monkeypatch.setattr(keeper, "_fields", lambda path: refuse(path) if path.endswith("rollup") else fields(path))
        with pytest.raises(WallsError, match="memory cannot be read"):
            Keeper(room, examiner, Limits())


def test_the_keeper_costs_little():
    with pair(SPIN, ballast=300 * 2**20) as (room, examiner, start, _):
        watcher = Keeper(room, examiner, Limits())
        watcher.begin()
        start()
        began = time.process_time()
        time.sleep(1)
        costs = time.process_time() - began
        assert costs < 0.2 * watcher.end().cpu  # about a hundredth on an idle machine
        watcher.stop()


@pytest.mark.skipif(bool(why_no_plain_user()), reason=why_no_plain_user())
def test_a_grader_that_is_a_plain_user_can_watch_and_kill():
    code = f"""
import os
from seodang.keeper import Keeper
from seodang.walls import Limits
from walled import pair
limits = {HALF}
with pair({SHARED!r}, limits=limits) as (room, examiner, start, hear):
    watcher = Keeper(room, examiner, Limits(**limits))
    watcher.begin()
    start()
    while os.path.exists(f"/proc/{{room}}"):
        pass
    print(os.getuid(), watcher.end().breach, watcher.stop() > 100 * 2**20)
"""
    with readable_library() as packages:
        environment = {**os.environ, "PYTHONPATH": str(packages)}
        done = subprocess.run([*PLAIN, "-c", code], env=environment, capture_output=True, text=True, timeout=30, cwd="/")
    assert done.stdout == "12345 memory True\n", done.stderr
