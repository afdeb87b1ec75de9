"""kill -9 at random moments, with the real engine: whatever it hits, nobody's score is wrong, missing or doubled."""

import contextlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import nbformat
import pytest
from crossing_bench import Bench
from small_assignment import BANK, NAME, TEXT

from seodang import bridge, build, engine, release, submission
from seodang.course import Course
from seodang.errors import Ended, GradeError
from seodang.pull import read_notebook

# Answers that take their time, so that kills also come while students' cells and tests run.
SLOW = "import time\ntime.sleep(0.1)\n"
CENTRE = SLOW + "def centre(x):\n    time.sleep(0.1)\n    return x - np.mean(x)"
SPREAD = SLOW + "def spread(x):\n    time.sleep(0.1)\n    return np.ptp(x)"
ANSWERS = {
    "right": ({"centre": CENTRE, "spread": SPREAD}, 4),
    "also right": ({"centre": CENTRE.replace("x - np.mean(x)", "[v - sum(x) / len(x) for v in x]"), "spread": SPREAD}, 4),
    "no centre": ({"spread": SPREAD}, 2),
    "wrong spread": ({"centre": CENTRE, "spread": SPREAD.replace("np.ptp(x)", "x[-1] - x[0]")}, 2),
    "both wrong": ({"centre": SLOW + "def centre(x): return x", "spread": SLOW + "def spread(x): return 0"}, 0),
    "exits": ({"centre": "import os\ndef centre(x): os._exit(0)", "spread": SPREAD}, 2),
    "raises": ({"centre": CENTRE, "spread": SLOW + "1 / 0"}, 2),
    "remembers": ({"centre": CENTRE + "\nKNOWN = []", "spread": SPREAD + "\nprint(len(KNOWN))"}, 4),
}
SCORES = {student: score for student, (_, score) in ANSWERS.items()}
GRADE = [sys.executable, "-c", "from seodang.cli import main; main()", "grade", NAME, "--workers", "2"]
# Processes by their depth below the grader; see walls.enter for those below an assignment parent. A room's first process is that of
# its namespace, the parents' first process is bubblewrap's.
GRADER, BUBBLEWRAP, FIRST, IMPORT, ASSIGNMENT, GUARD, OWN_FIRST, MAIN = range(8)
DEPTHS = {
    "grader": [GRADER] * 5,
    "parent": [IMPORT, ASSIGNMENT, FIRST, IMPORT, ASSIGNMENT],
    "room": [MAIN, OWN_FIRST, MAIN, OWN_FIRST, MAIN],
    "examiner": [MAIN, OWN_FIRST, MAIN, OWN_FIRST, MAIN],
}
VARY = ("seconds", "cpu_seconds", "peak_memory", "notes", "booked", "timestamp")  # in a record, from one run to the next


@pytest.fixture(scope="module")
def classroom(tmp_path_factory):
    """A course in which the class has handed in; to be copied."""
    course = Course(tmp_path_factory.mktemp("classroom"))
    for folder, text in (("solutions", TEXT), ("tests/answers", BANK)):
        (course.root / folder).mkdir(parents=True)
        (course.root / folder / f"{NAME}.py").write_text(text, encoding="utf-8")
    (course.root / "datasets").mkdir()
    build.build(course, NAME)
    release.release(course, NAME)
    for student, (answers, _) in ANSWERS.items():
        notebook = read_notebook(course.notebook("release", NAME))
        for cell in notebook.cells:
            cell.source = answers.get(cell.id, cell.source)
        course.step("submitted", NAME, student).mkdir(parents=True)
        nbformat.write(notebook, course.notebook("submitted", NAME, student))
    return course


@pytest.fixture(scope="module")
def undisturbed(classroom, tmp_path_factory):
    """What grading the class comes to when nothing is killed, and the seconds it takes."""
    course = Course(shutil.copytree(classroom.root, tmp_path_factory.mktemp("undisturbed") / "course"))
    begun = time.monotonic()
    subprocess.run(GRADE, cwd=course.root, check=True, stdout=subprocess.DEVNULL)
    seconds, found = time.monotonic() - begun, written(course)
    assert {student: score for student, (score, _) in found["gradebook"].items()} == SCORES
    return found, seconds


def written(course):
    """All that grading leaves: gradebook, records and autograded notebooks, without what takes another time in each run."""
    with bridge.gradebook(course) as book:
        submissions = [(submission.student_id, submission) for submission in book.assignment_submissions(NAME)]
        assert not {student: times for student, times in Counter(student for student, _ in submissions).items() if times > 1}
        grades = {}
        for student, submission in submissions:
            (notebook,) = submission.notebooks
            cells = [(g.name, g.auto_score, g.manual_score, g.needs_manual_grade, g.max_score) for g in notebook.grades]
            assert len(cells) == len({name for name, *_ in cells}) == 3
            grades[student] = submission.score, sorted(cells)
    folder = course.root / "autograded"
    return {
        "gradebook": grades,
        "records": {path.stem: _lasting(json.loads(path.read_text())) for path in (folder / ".seodang" / NAME).glob("[!.]*.json")},
        "notebooks": {path.relative_to(folder).as_posix(): path.read_text() for path in folder.glob("[!.]*/**/*") if path.is_file()},
    }


def _lasting(record):
    """A record without what another run changes in it."""
    if isinstance(record, dict):
        return {field: _lasting(value) for field, value in record.items() if field not in VARY}
    return list(map(_lasting, record)) if isinstance(record, list) else record


# The killer


def children(pid):
    with contextlib.suppress(OSError):
        return [int(word) for thread in os.listdir(f"/proc/{pid}/task") for word in _read(f"/proc/{pid}/task/{thread}/children").split()]
    return []


def _read(path):
    with contextlib.suppress(OSError):
        return Path(path).read_text()
    return ""


def tree(pid):
    """[(process, its depth, its parent)] of all that descend from a process."""
    found = [(pid, 0, 0)]
    for parent, depth, _ in found:
        found += [(child, depth + 1, parent) for child in children(parent)]
    return found[1:]


def sockets(pid):
    """How many sockets a process holds: a room one, an examiner two, once they work."""
    found = 0
    with contextlib.suppress(OSError):
        for number in os.listdir(f"/proc/{pid}/fd"):
            with contextlib.suppress(OSError):
                found += os.readlink(f"/proc/{pid}/fd/{number}").startswith("socket:")
    return found


def targets(grader, kind, depth):
    """The processes of a kind and depth that there are now."""
    if kind == "grader":
        return [grader]
    family = tree(grader)
    if kind == "parent":
        return [pid for pid, where, _ in family if where == depth and "seodang.parents" in _read(f"/proc/{pid}/cmdline")]
    mains = [(pid, first) for pid, where, first in family if where == MAIN and sockets(pid) == (1 if kind == "room" else 2)]
    return [pid if depth == MAIN else first for pid, first in mains]


def kill_one(run, kind, depth, moment, chance):
    """Kill such a process at that moment, or the first one that there is after it.

    Returns:
        All processes that the grader had; none where the run has ended before.
    """
    time.sleep(moment)
    while run.poll() is None:
        if found := targets(run.pid, kind, depth):
            family = [run.pid, *(pid for pid, _, _ in tree(run.pid))]
            with contextlib.suppress(ProcessLookupError):
                os.kill(chance.choice(found), signal.SIGKILL)
                return family
        time.sleep(0.002)
    return []


@pytest.mark.long
@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("kind", DEPTHS)
def test_a_kill_at_any_moment_changes_nobodys_score(kind, seed, classroom, undisturbed, tmp_path):
    expected, seconds = undisturbed
    chance, depth = random.Random(f"{kind} {seed}"), DEPTHS[kind][seed]
    moment, family, attempt = chance.random() * seconds, [], 0
    while not family:  # a run that is faster than the undisturbed one may have ended before the moment
        assert attempt < 12, f"no {kind} at depth {depth} was ever seen"
        course = Course(shutil.copytree(classroom.root, tmp_path / str(attempt)))
        with subprocess.Popen(GRADE, cwd=course.root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as run:
            family = kill_one(run, kind, depth, moment, chance)
            said, _ = run.communicate(timeout=300)
        print(f"{kind} {seed}: {'killed' if family else 'too late'} after {moment:.2f} of {seconds:.2f} s: {run.returncode}\n{said}")
        moment, attempt = 0.7 * moment, attempt + 1
    if kind != "grader":  # the engine goes on by itself, unless it has not even begun
        assert run.returncode == 0 or kind == "parent" and "the engine did not start" in said
    for path in (course.root / "autograded" / ".seodang" / NAME).glob("[!.]*.json"):
        record = json.loads(path.read_text())
        assert record["status"] == "graded" and record["score"] in (SCORES[record["student"]], None), "not yet booked, but never wrong"
    _wait_for_the_end_of(family)
    subprocess.run(GRADE, cwd=course.root, check=True, stdout=subprocess.DEVNULL)
    found = written(course)
    for part in expected:
        assert found[part] == expected[part], part
    assert not list(course.root.glob("autograded/**/*.part"))


def _wait_for_the_end_of(processes):
    deadline = time.monotonic() + 30
    while alive := [pid for pid in processes if "seodang" in _read(f"/proc/{pid}/cmdline")]:
        assert time.monotonic() < deadline, f"{alive} outlive the grader"
        time.sleep(0.05)


# One process at a time, without walls: what is held against whom


@pytest.fixture
def own_bench(tmp_path):
    """An engine whose parents may be killed."""
    with Bench(tmp_path / "bench", []) as made:
        yield made


@pytest.fixture
def dying(tmp_path):
    """Source that ends its process the first so many times that it runs."""

    def source(times, name="deaths"):
        path = tmp_path / name
        return f"import os\nopen({str(path)!r}, 'a').write('x')\nif os.path.getsize({str(path)!r}) <= {times}: os._exit(1)\n"

    return source


ONE, TWO = "assert f() == 1", "assert f() == 2"


@pytest.mark.parametrize("times, kind", [(1, "passed"), (2, "crashed")])
def test_only_the_second_end_in_the_same_test_is_held_against_the_student(times, kind, own_bench, dying):
    """And what earlier tests have called is called again, so that later ones see what they would have seen."""
    deadly = dying(times).strip().replace("\n", "\n    ")
    student = f"n = 0\ndef f():\n    global n\n    n += 1\n    return n\ndef g():\n    {deadly}"
    result = own_bench.grade("", student, ONE, "g()", TWO)
    assert [verdict.kind for verdict in result.verdicts.values()] == ["passed", kind, "passed"]
    assert result.notes == ("the student's process ended and was started again",)


@pytest.mark.parametrize("times, kind", [(1, "passed"), (2, "raised")])
def test_only_the_second_end_in_the_same_answer_leaves_it_out(times, kind, own_bench, dying):
    result = own_bench.grade("", dying(times) + "def f(): return 1", ONE)
    assert result.verdicts["t1"].kind == kind


@pytest.mark.parametrize("times, kind", [(1, "passed"), (2, "crashed")])
def test_an_examiner_that_ends_is_treated_likewise(times, kind, own_bench, dying):
    result = own_bench.grade("", "def f(): return 1", dying(times) + ONE, ONE)
    assert [verdict.kind for verdict in result.verdicts.values()] == [kind, "passed"]


def test_an_examiner_that_ends_after_the_last_test_costs_no_later_output(own_bench, monkeypatch):
    heard, listen = [], submission._event

    def listen_until_it_ends(connection):
        heard.append("event")
        if len(heard) == 5:  # two cells have begun and ended
            raise submission._Lost
        return listen(connection)

    monkeypatch.setattr(submission, "_event", listen_until_it_ends)
    result = own_bench.grade_cells([("solution", "def f(): return 1"), ("test", ONE), ("run", "print(f())")])
    assert result.verdicts["t1"].kind == "passed" and result.notebook.cells[2].outputs[0].text == "1\n"


@pytest.mark.parametrize("which", ["import parent", "assignment parent"])
def test_parents_that_were_killed_are_started_again(which, own_bench):
    parents = own_bench.engine
    for _ in range(2):
        assert own_bench.grade("", "def f(): return 1", ONE).verdicts["t1"].kind == "passed"
        ((control, _),) = parents._parents.values()
        watched, victims = parents._control, [parents._process.pid]
        if which == "assignment parent":
            watched, victims = control, children(parents._process.pid)
        for pid in victims:
            os.kill(pid, signal.SIGKILL)
        while not engine._has_ended(watched):
            time.sleep(0.01)


@pytest.mark.long
def test_the_end_of_a_parent_is_never_held_against_the_student(own_bench, dying):
    """Not even the third one while the same cell runs; when there is no end of it, nobody has a score."""

    def student(times, name):
        return dying(times, name).replace("os._exit(1)", "os.kill(os.getppid(), 9); __import__('time').sleep(0.3); os._exit(1)")

    result = own_bench.grade("", student(submission.MOST_RESTARTS, "some") + "def f(): return 1", ONE)
    assert result.verdicts["t1"].kind == "passed" and result.notes == (str(Ended()),)
    with pytest.raises(GradeError, match="own ended"):
        own_bench.grade("", student(99, "all") + "def f(): return 1", ONE)
