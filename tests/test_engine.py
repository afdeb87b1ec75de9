"""The engine: which cell runs where, what a crash or a time-out costs, and what the room never learns."""

import json
import sys
import threading
import warnings
from dataclasses import replace
from types import SimpleNamespace

import nbformat
import pytest
from crossing_bench import Bench
from nbformat.v4 import new_code_cell, new_notebook

from seodang import engine, submission, verdicts
from seodang.engine import Engine, Source
from seodang.errors import GradeError, WallsError
from seodang.parents import KOREAN_FONTS
from seodang.redact import redact_notebook
from seodang.submission import CellRun
from seodang.walls import Limits
from seodang.wire import pair

SETUP = "import os, random, sys, time\nimport numpy as np\nSCALE = 2.0"
COUNTER = "n = 0\ndef count():\n    global n\n    n += 1\n    return n\n"


def kinds(result):
    return [verdict.kind for verdict in result.verdicts.values()]


def text(result, cell):
    """What a cell printed and displayed, and the names of its errors."""
    found = [output.get("text") or output.get("ename") or output.data["text/plain"] for output in result.notebook.cells[cell].outputs]
    return "".join(found)


@pytest.fixture
def short(bench, monkeypatch):
    """The bench with half a second for each cell."""
    monkeypatch.setattr(bench.engine, "limits", replace(bench.engine.limits, seconds=0.5))
    return bench


# Which cell runs where


def test_the_notebook_looks_as_if_jupyter_had_run_it(bench):
    result = bench.grade_cells(
        [("setup", SETUP), ("solution", "x = 1\nprint('mine')\nx"), ("run", "print(x)"), ("test", "print('test')\nassert x == 1")]
    )
    assert [cell.execution_count for cell in result.notebook.cells] == [1, 2, 3, 4]
    assert [text(result, i) for i in range(4)] == ["", "mine\n1", "1\n", "test\n"]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # cells without ids
        nbformat.validate(result.notebook)
    assert kinds(result) == ["passed"] and result.verdicts["t1"].points == 2 and result.notes == ()


def test_student_and_run_cells_run_in_the_room_and_tests_in_the_examiner(bench):
    """A13: run cells run in the room, never in the examiner."""
    cells = [
        ("setup", SETUP),
        ("solution", "pids = [os.getpid()]"),
        *[(role, "pids.append(os.getpid())") for role in ("run", "added")],
        ("test", "mine = os.getpid()\nassert len(pids) == 3 and len(set(pids)) == 1 and mine not in pids"),
        ("run", "mine"),
    ]
    result = bench.grade_cells(cells)
    assert kinds(result) == ["passed"] and text(result, 5) == "NameError"


def test_what_run_cells_compute_is_not_known_to_tests(bench):
    result = bench.grade_cells(
        [("setup", SETUP), ("solution", "x = 1"), ("run", "trained = sum(range(4))\nlimit = 3"), ("test", "assert limit == 3\ntrained")]
    )
    assert result.verdicts["t1"].kind == verdicts.RAISED and "trained" in result.verdicts["t1"].message


def test_setup_runs_in_both(bench):
    result = bench.grade(SETUP, "SCALE = 5.0\ndef f(): return SCALE", "assert SCALE == 2.0 and f() == 5.0", names=["f"])
    assert kinds(result) == ["passed"]


def test_setup_that_starts_threads_runs_after_the_fork(bench):
    """A13: a child of a process with threads would hang."""
    setup = (
        SETUP
        + """
import threading
stop = threading.Event()
threading.Thread(target=stop.wait, daemon=True).start()
print("ready")
class P: pass"""
    )
    result = bench.grade(setup, "def f(p): p.x = len(threading.enumerate()); return p", "p = P()\nassert f(p) is p and p.x >= 2")
    assert kinds(result) == ["passed"] and text(result, 0) == "ready\n"


def test_a_setup_cell_after_the_first_answer_defines_on_both_sides(bench):
    cells = [
        ("setup", SETUP),
        ("solution", "x = 1"),
        ("setup", "class P:\n    def __init__(self, x): self.x = x"),
        ("solution", "def f(): return P(3)"),
        ("test", "assert isinstance(f(), P) and f().x == 3"),
    ]
    assert kinds(bench.grade_cells(cells)) == ["passed"]


def test_a_broken_setup_is_nobodys_zero(bench):
    with pytest.raises(GradeError, match="work: a setup cell fails: ZeroDivisionError.*run the source notebook"):
        bench.grade("1 / 0", "x = 1", "assert x == 1")
    assert kinds(bench.grade(SETUP, "x = 1", "assert x == 1")) == ["passed"]


def test_the_students_files_and_the_data_lie_beside_the_notebook(bench, tmp_path):
    (bench.engine.sources["work"].data / "data" / "numbers.txt").write_text("1 2")
    (tmp_path / "mine.py").write_text("y = 7")
    result = bench.grade(
        SETUP, "import mine\nx = open('data/numbers.txt').read()\nopen('data/new.txt', 'w').write('a')\ny = mine.y",
        "assert x == '1 2' and y == 7",
        files={"mine.py": tmp_path / "mine.py"},
    )  # fmt: skip
    assert kinds(result) == ["passed"]
    assert not (bench.engine.sources["work"].data / "data" / "new.txt").exists()


def test_standard_error_is_noted_and_costs_nothing(bench):
    result = bench.grade(
        SETUP, "import warnings\ndef f(): warnings.warn('careful'); print('x', file=sys.stderr); return 1", "assert f() == 1"
    )
    assert kinds(result) == ["passed"]


def test_each_cell_has_its_time_its_standard_error_and_its_success(bench):
    cells = [("setup", SETUP), ("solution", "x = 1\nprint('careful', file=sys.stderr)"), ("added", "1 / 0"), ("test", "assert x == 1"),
             ("run", "t = time.process_time()\nwhile time.process_time() < t + 0.1: pass")]  # fmt: skip
    result = bench.grade_cells(cells)
    assert set(result.cells) == set(range(5)) and all(isinstance(run, CellRun) for run in result.cells.values())
    assert [run.success for run in result.cells.values()] == [True, True, False, True, True]
    assert result.cells[1].stderr == "careful\n" and 0.05 < result.cells[4].seconds < 2
    assert result.cpu_seconds >= result.cells[4].seconds and result.seconds > 0.1 and result.peak_memory > 0


def test_an_error_in_an_answer_costs_the_tests_of_that_answer_only(bench):
    cells = [
        ("setup", SETUP),
        ("solution", "def f(): return 1\nf = undefined"),
        ("test", "assert f() == 2"),
        ("solution", "def g(): return 1 / 0"),
        ("test", "g()"),
        ("solution", "def h(): return 3"),
        ("test", "assert h() == 3"),
    ]
    result = bench.grade_cells(cells)
    assert kinds(result) == ["failed", "raised", "passed"] and result.verdicts["t2"].message == "ZeroDivisionError: division by zero"


# A4: what a name means


def test_a4_a_helper_of_a_locked_cell_is_the_instructors(bench):
    """A4 (1): `rel_error = lambda a, b: 0` made every answer right."""
    cells = [("setup", SETUP), ("run", "def rel_error(a, b):\n    return float(np.max(np.abs(a - b)))\ntolerance = 1e-6"),
             ("solution", "rel_error = lambda a, b: 0\ntolerance = 9\ndef softmax(x): return x * 0"),
             ("test", "assert rel_error(softmax(np.ones(2)), np.ones(2) / 2) < tolerance")]  # fmt: skip
    assert kinds(bench.grade_cells(cells, names=["softmax"])) == ["failed"]
    cells[2] = ("solution", "def softmax(x): return x / x.sum()")
    assert kinds(bench.grade_cells(cells, names=["softmax"])) == ["passed"]


def test_a4_an_earlier_test_does_not_hide_a_later_answer(bench):
    """A4 (2): both the false fail and the false pass."""
    cells = [
        ("setup", SETUP),
        ("solution", "best_k = 1"),
        ("test", "best_k = 3\nhelper = 4"),
        ("solution", "{}"),
        ("test", "assert best_k == 5 and helper == 4"),
    ]
    assert kinds(bench.grade_cells([(role, source.format("best_k = 5")) for role, source in cells])) == ["passed", "passed"]
    wrong = bench.grade_cells([(role, source.replace("== 5", "== 3").format("best_k = 5")) for role, source in cells])
    assert kinds(wrong) == ["passed", "failed"]


def test_a4_what_a_test_assigned_or_deleted_is_undone_when_it_ends(bench):
    result = bench.grade(
        SETUP, "def f(): return 1\ndef g(): return f()", "f = lambda: 2\nassert g() == 2", "assert f() == 1 and g() == 1",
        "del f\ntry: g()\nexcept NameError: pass\nelse: assert False", "assert g() == 1",
    )  # fmt: skip
    assert kinds(result) == ["passed"] * 4


def test_a4_a_typo_in_a_test_is_no_question_to_the_student(bench):
    """A4 (3)."""
    result = bench.grade(SETUP, "expectd = 1\ndef f(): return 1", "expected = 2\nassert f() == expectd", names=["f"])
    assert result.verdicts["t1"].kind == verdicts.RAISED and "expectd" in result.verdicts["t1"].message


def test_a4_a_handle_with_a_forged_class_proves_nothing(bench):
    """A4 (4): it passes isinstance, so what counts is computed in the test."""
    student = """class KNeighborsClassifier:
    def score(self, X, y): return 1.0
    def predict(self, X): return [0] * len(X)
KNeighborsClassifier.__module__ = "sklearn.neighbors._classification"
class float_(float): pass
float_.__module__, float_.__qualname__ = "builtins", "float"
def fit(X, y): return KNeighborsClassifier()
def number(): return float_(3)"""
    test = """from sklearn.neighbors import KNeighborsClassifier
m = fit([[0]], [1])
assert isinstance(m, KNeighborsClassifier) and m.score([[0]], [1]) == 1.0
assert type(number()) is not float and not isinstance(number(), float)
assert list(m.predict([[0]])) == [1], 'predicts'"""
    result = bench.grade(SETUP, student, test, names=["fit", "number"])
    assert (result.verdicts["t1"].kind, result.verdicts["t1"].message) == ("failed", "predicts")


def test_a4_an_operator_that_the_solution_does_not_define_is_not_asked_of_the_students_object(bench):
    student = "class Zero:\n    def __sub__(self, other): return 0\ndef f(): return Zero()"
    test = "assert abs(f() - 48151) < 1e-9"
    assert kinds(bench.grade(SETUP, student, test)) == ["passed"]
    assert kinds(bench.grade(SETUP, student, test, answer="def f(): return 48151")) == ["raised"]


def test_a4_whether_something_is_in_a_students_object_is_found_out_by_going_through_it(bench):
    student = "class All(list):\n    def __contains__(self, item): return True\ndef f(): return All([1, 2])"
    assert kinds(bench.grade(SETUP, student, "assert 2 in f()", answer="")) == ["passed"]
    assert kinds(bench.grade(SETUP, student, "assert 3 in f()", answer="")) == ["failed"]
    assert kinds(bench.grade(SETUP, student, "assert 3 in f()")) == ["passed"], "where the instructor's own class answers"


# A5: what the room never learns

SCAN = """
def found():
    first, second, count = bytes([104, 97, 101]), bytes([101, 97, 116]), 0  # halves of a word, the other one backwards
    with open("/proc/self/maps") as maps, open("/proc/self/mem", "rb", 0) as memory:
        for line in maps:
            place, rights = line.split()[:2]
            begin, end = (int(number, 16) for number in place.split("-"))
            if not rights.startswith("rw") or "[v" in line or end - begin > 1 << 28: continue
            memory.seek(begin)
            try: block = memory.read(end - begin)
            except OSError: continue
            at = block.find(first)
            while at >= 0:
                count += block[at + 3 : at + 6] == second[::-1] and block[at + 6 : at + 7].isdigit()
                at = block.find(first, at + 1)
            del block
    return count
"""
CANARY = "\n".join(f"assert f() == 1 and 'haetae{i}' and 'haetae{i + 50}'" for i in range(10))


def test_a5_tests_are_never_in_the_rooms_memory(bench):
    """A5: a fork of a parent that had read them had 82 copies; those of the submission before count too."""
    for _ in range(2):
        result = bench.grade_cells(
            [("setup", SETUP), ("solution", SCAN + "def f(): return 1"), ("test", CANARY), ("added", "print(found())")]
        )
        assert kinds(result) == ["passed"] and text(result, 3) == "0\n"


def test_a5_the_scan_finds_what_is_there(bench):
    result = bench.grade_cells([("setup", SETUP), ("solution", SCAN), ("added", "kept = 'hae' + 'tae5'\nprint(found() > 0)")])
    assert text(result, 2) == "True\n"


def test_a5_the_room_holds_no_descriptor_but_its_own(bench):
    look = """
for name in sorted(os.listdir("/proc/self/fd"), key=int):
    try: kind = os.readlink("/proc/self/fd/" + name).partition(":")[0]
    except OSError: continue
    print(name if int(name) < 3 else "", kind if "/" not in kind else "file")
"""
    lines = text(bench.grade_cells([("setup", SETUP), ("solution", "x = 1"), ("added", look)]), 2).splitlines()
    assert sum("socket" in line for line in lines) == 1, lines
    assert len(lines) == 6, lines  # /dev/null, and two files twice: what is printed


# A8: randomness

DRAW = "numbers = [random.random(), float(np.random.rand()), hash('word')]"


def test_the_seed_changes_the_random_numbers_and_nothing_else_does(bench):
    """A8: five seeds are five values of this one."""
    shown = [text(bench.grade_cells([("setup", SETUP), ("solution", DRAW), ("added", "numbers")], seed=seed), 2) for seed in (0, 0, 1)]
    a, b, c = map(json.loads, shown)
    assert a == b and a[0] != c[0] and a[1] != c[1] and a[2] == c[2]


def test_the_seed_holds_in_tests_too(bench):
    shown = [
        text(bench.grade_cells([("setup", SETUP), ("solution", "x = 1"), ("test", "print(np.random.rand())")], seed=seed), 2)
        for seed in (0, 0, 1)
    ]
    assert shown[0] == shown[1] != shown[2]


@pytest.mark.long
def test_a8_honest_training_needs_no_seed(deep_bench):
    """A8: with deterministic ops each of these raised "Random ops require a seed"."""
    student = """
def f():
    m = keras.Sequential([keras.Input((3,)), keras.layers.Dense(4), keras.layers.Dropout(0.5), keras.layers.Dense(1)])
    m.compile("adam", "mse")
    m.fit(np.ones((8, 3)), np.ones((8, 1)), verbose=0)
    e = keras.Sequential([keras.Input((2,)), keras.layers.Embedding(5, 2), keras.layers.Flatten(), keras.layers.Dense(1)])
    e.compile("adam", "mse")
    e.fit(np.ones((8, 2)), np.ones((8, 1)), verbose=0)
    tf.random.normal((2,)), tf.random.uniform((2,)), tf.nn.dropout(tf.ones(3), 0.5)
    list(tf.data.Dataset.range(4).shuffle(4)), tf.image.random_flip_left_right(tf.ones((2, 2, 1)))
    from sklearn.ensemble import RandomForestClassifier
    RandomForestClassifier(5, n_jobs=-1).fit([[0], [1]], [0, 1])
    return 1
"""
    result = deep_bench.grade(SETUP + "\nimport keras, tensorflow as tf", student, "assert f() == 1")
    assert kinds(result) == ["passed"], result.verdicts["t1"].message


# A11: what a hidden failure tells

SPEAKING = "def f(x):\n    print('printed', x)\n    raise ValueError(repr(x))"


def test_a11_a_hidden_call_tells_the_type_and_the_students_own_line_only(bench):
    test = "assert True\n### BEGIN HIDDEN TESTS\nassert f('haetae') == 48151, 'f doubles'\n### END HIDDEN TESTS"
    result = bench.grade(SETUP, SPEAKING, test)
    assert result.verdicts["t1"].kind == verdicts.RAISED and result.verdicts["t1"].hidden
    redact_notebook(result.notebook)
    shown = json.dumps(result.notebook.cells[2])
    assert "haetae" not in shown and "48151" not in shown
    assert "ValueError" in shown and "Cell In[2], line 3" in shown and "raise ValueError(repr(x))" in shown


def test_a11_a_visible_call_tells_all(bench):
    result = bench.grade(SETUP, SPEAKING, "f('rabbit')\n### BEGIN HIDDEN TESTS\nassert f(1)\n### END HIDDEN TESTS")
    assert not result.verdicts["t1"].hidden
    redact_notebook(result.notebook)
    assert "ValueError: 'rabbit'" in json.dumps(result.notebook.cells[2].outputs)


# A12: time-outs and crashes


def test_a12_partial_credit_comes_through(bench):
    result = bench.grade(SETUP, "def f(): return 1", "0.5 * f()", "f() * 9", "0")
    assert [(v.kind, v.points) for v in result.verdicts.values()] == [("partly passed", 0.5), ("passed", 2), ("failed", 0)]
    assert text(result, 2) == "0.5"


def test_a12_a_time_out_interrupts_the_call_and_keeps_the_room(short):
    """A12 (3): `count` goes on from where it was, so nothing was run again."""
    result = short.grade(SETUP, COUNTER + "def f():\n    while True: pass", "assert count() == 1", "f()", "assert count() == 2")
    assert kinds(result) == ["passed", "timed out", "passed"] and result.notes == ()
    assert result.verdicts["t2"].message == "longer than 0.5 s" and text(result, 3) == "Timed out"


def test_a12_a_test_cannot_swallow_its_time_out(short):
    result = short.grade(SETUP, "def f():\n    while True: pass", "try: f()\nexcept BaseException: pass", "assert True")
    assert kinds(result) == ["timed out", "passed"]


def test_a12_a_students_cell_that_takes_too_long_is_interrupted(short):
    result = short.grade(SETUP, COUNTER + "while True: pass", "assert count() == 1")
    assert kinds(result) == ["passed"] and "KeyboardInterrupt" in text(result, 1) and "Timeout" in text(result, 1)


def test_a12_time_is_the_rooms_cpu_time(short):
    """A12 (3): waiting costs nothing, so a busy machine costs nothing."""
    assert kinds(short.grade(SETUP, "def f(): time.sleep(0.8); return 1", "assert f() == 1")) == ["passed"]


CRASH = COUNTER + "def f(): os._exit(0)\nprint('begun')"


def test_a12_after_a_crash_only_that_call_is_left_out(bench):
    """A12 (3): the room is run again, with the calls of the tests that are judged already; their verdicts stay."""
    result = bench.grade(SETUP, CRASH, "assert count() == 1", "assert count() == 2\nf()", "assert count() == 2")
    assert kinds(result) == ["passed", "crashed", "passed"]
    assert result.notes == ("the student's process ended and was started again",)
    assert text(result, 1) == "begun\n" and text(result, 3) == "Crashed"


def test_an_object_that_defies_description_ends_its_test_and_no_process(bench):
    shy = "class Shy:\n    @property\n    def __class__(self): raise ValueError('shy')\ndef f(): return Shy()"
    result = bench.grade(SETUP, shy, "f()", "assert True")
    assert kinds(result) == ["raised", "passed"] and result.notes == ()


def test_a12_two_crashes_cost_two_tests(bench):
    result = bench.grade(SETUP, CRASH, "f()", "assert count() == 1", "f()", "assert count() == 2")
    assert kinds(result) == ["crashed", "passed", "crashed", "passed"]


def test_a12_a_cell_that_crashes_is_left_out(bench):
    cells = [
        ("setup", SETUP),
        ("solution", "def f(): return 1"),
        ("solution", "os.kill(os.getpid(), 9)\ndef g(): return 1"),
        ("test", "assert f() == 1"),
        ("test", "g()"),
    ]
    result = bench.grade_cells(cells)
    assert kinds(result) == ["passed", "raised"] and text(result, 2) == "Crashed"


def test_a12_what_always_crashes_comes_to_an_end(bench, monkeypatch):
    monkeypatch.setattr(submission, "MOST_REPLAYS", 2)
    result = bench.grade(SETUP, "def f(): os._exit(1)", *["f()"] * 5)
    assert kinds(result) == ["crashed"] * 5 and result.verdicts["t5"].message.startswith("not run")


def test_a12_a_breach_by_the_room_is_its_crash_and_costs_that_test_only(bench):
    """A12 (2)."""
    student = """
def g(): return 1
def f():
    import gc
    from seodang.room import Room
    next(r for r in gc.get_objects() if type(r) is Room).connection.send(b"X", b"")
"""
    result = bench.grade(SETUP, student, "f()", "assert g() == 1")
    assert kinds(result) == ["crashed", "passed"]


STUBBORN = {
    "swallows": """
def f():
    while True:
        try:
            while True: sum(range(1_000_000))
        except BaseException: pass
""",
    "cannot be interrupted": """
def f():
    import signal
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])  # as in a long call of a library's
    t = time.process_time()
    while time.process_time() < t + 4: pass
    signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])
""",
}


@pytest.mark.long
@pytest.mark.parametrize("name", STUBBORN)
def test_a12_a_call_that_is_not_interrupted_costs_no_other_test(name, short):
    """A12 (3): the room is run again; a late reply is not taken for the next one."""
    result = short.grade(SETUP, COUNTER + STUBBORN[name], "assert count() == 1", "f()", "assert count() == 2", "assert count() == 3")
    assert kinds(result) == ["passed", "timed out", "passed", "passed"] and len(result.notes) == 1


def test_an_object_that_defies_description_is_its_authors_error(bench):
    student = """class Odd:
    @property
    def __name__(self): raise ValueError
    def __call__(self): pass
class Worse(Exception):
    def __str__(self): raise SystemExit
def f(): return Odd()
def g(): raise Worse
def h(): sys.exit(3)"""
    result = bench.grade(SETUP, student, "f()\nassert False, 'reached'", "g()", "h()", "assert f is not None")
    assert kinds(result)[1:] == ["raised", "raised", "passed"] and kinds(result)[0] in ("raised", "failed")


# The engine's own parts


def test_submissions_in_several_threads_do_not_meet(bench):
    results = {}

    def grade(number):
        results[number] = bench.engine.run("work", taken(f"x = {number}", f"assert x == {number}"))

    def taken(student, test):
        cells = [
            new_code_cell(SETUP),
            new_code_cell(student),
            new_code_cell(test, metadata={"nbgrader": {"grade": True, "grade_id": "t1", "points": 1}}),
        ]
        cells[1].metadata["nbgrader"] = {"solution": True, "grade_id": "c1"}
        return SimpleNamespace(notebook=new_notebook(cells=cells), roles=("setup", "solution", "test"), files={})

    bench.engine.sources["work"].names = {"c1": ["x"]}
    threads = [threading.Thread(target=grade, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [kinds(results[number]) for number in range(4)] == [["passed"]] * 4


def test_a_submission_that_uses_up_the_time_of_all_its_cells_has_little_left_for_the_rest(bench, monkeypatch):
    """Forty cells that loop must not hold a core for forty times the limit; honest tests behind them still pass."""
    monkeypatch.setattr(bench.engine, "limits", replace(bench.engine.limits, seconds=0.4))
    monkeypatch.setattr(submission, "SUBMISSION_CELLS", 2)
    monkeypatch.setattr(submission, "LEAST_SECONDS", 0.05)
    cells = [("setup", SETUP), ("solution", "def f(): return 1"), *[("added", "while True: pass")] * 8, ("test", "assert f() == 1")]
    result = bench.grade_cells(cells)
    assert kinds(result) == ["passed"] and result.cpu_seconds < 2
    said = [result.notebook.cells[number].outputs[-1].evalue for number in (2, 9)]
    assert said == ["longer than 0.4 s", "all cells together longer than 0.8 s"]


def test_an_engine_that_does_not_start_says_why(monkeypatch, tmp_path):
    monkeypatch.setattr(engine.walls, "outer_command", lambda *_: [sys.executable, "-c", "raise SystemExit('no such thing')"])
    with pytest.raises(GradeError, match="the engine did not start: no such thing"), Engine({"work": Source([], {})}):
        pass


def test_a6_without_walls_grading_refuses_to_start(monkeypatch):
    """A6: it never falls back in silence."""

    def refuse(*_):
        raise WallsError("bubblewrap", "is not installed")

    monkeypatch.setattr(engine.walls, "outer_command", refuse)
    monkeypatch.setattr(engine.subprocess, "Popen", None)
    with pytest.raises(WallsError, match="bubblewrap: is not installed"), Engine({"work": Source([], {})}):
        pass


@pytest.mark.parametrize("word, reason", [(b"-mount: not permitted", "mount: not permitted"), (b"", "its process ended")])
def test_a6_a_room_whose_walls_fail_is_no_room(word, reason):
    ours, theirs = pair()
    with theirs:
        theirs.sendall(word)
    with pytest.raises(GradeError, match=f"no room could be built: {reason}; see `seodang doctor`"):
        Engine.birth(ours)


@pytest.mark.parametrize(
    "found",
    [
        None,
        3,
        {},
        {"kind": "passed", "points": 1},
        {"kind": "passed", "points": 99},
        {"kind": "partly passed", "points": 3},
        {"kind": "failed", "points": -1},
        {"kind": "excellent", "points": 2},
        {"kind": "passed", "points": 2, "more": 1},
        {"kind": "passed", "points": float("nan")},
        {"kind": "passed", "points": "2"},
    ],
    ids=str,
)
def test_a_verdict_that_does_not_fit_its_cell_is_a_crash(found):
    cell = {"id": "t", "points": 2.0, "source": ""}
    assert submission._verdict(cell, found).kind == verdicts.CRASHED
    assert submission._verdict(cell, {"test": "other", "kind": "passed", "points": 2, "max_points": 9}) == verdicts.Verdict(
        "t", "passed", 2, 2.0
    )


@pytest.mark.parametrize(
    "output, clean",
    [
        ({"output_type": "stream", "name": "odd", "text": 3, "more": 1}, {"output_type": "stream", "name": "stdout", "text": "3"}),
        (
            {"output_type": "display_data", "data": {"text/plain": "a", "odd": "b"}, "metadata": 5, "transient": {}},
            {"output_type": "display_data", "data": {"text/plain": "a", "odd": "b"}, "metadata": {}},
        ),
        ({"output_type": "display_data", "data": 3}, None),
        ({"output_type": "pickle"}, None),
        (3, None),
        ({}, None),
        (
            {"output_type": "error", "ename": "E", "evalue": None, "traceback": "x"},
            {"output_type": "error", "ename": "E", "evalue": "None", "traceback": []},
        ),
    ],
)
def test_only_outputs_that_a_notebook_may_hold_are_taken_over(output, clean):
    assert submission.clean_outputs([output]) == ([clean] if clean else [])
    assert submission.clean_outputs(output) == []


@pytest.mark.parametrize(
    "shown, success, kind, points",
    [
        ("1.5", True, "partly passed", 1.5),
        ("7", True, "passed", 2),
        ("-1", True, "failed", 0),
        ("'a'", True, "passed", 2),
        ("nan", True, "passed", 2),
        (None, True, "passed", 2),
        (None, False, "raised", 0),
        ("AssertionError", False, "failed", 0),
        ("ValueError", False, "raised", 0),
    ],
)
def test_tests_inside_the_room_are_scored_as_nbgrader_does(shown, success, kind, points):
    outputs = [{"output_type": "execute_result", "data": {"text/plain": shown}}] if success and shown else []
    outputs += [{"output_type": "error", "ename": shown, "evalue": "why"}] if shown and not success else []
    verdict = submission._verdict_inside({"id": "t", "points": 2.0}, {"success": success}, outputs, SimpleNamespace(breach=""))
    assert (verdict.kind, verdict.points, verdict.inside) == (kind, points, True)


@pytest.mark.long
def test_behind_walls_it_is_the_same(tmp_path):
    student = (
        CRASH
        + """
def g():
    while True: pass
def h(): return np.ones(1 << 27)
def cores(): return len(os.sched_getaffinity(0))
"""
    )
    with Bench(tmp_path, ["numpy"], sandbox=True, limits=Limits(seconds=2, memory=400 << 20)) as bench:
        result = bench.grade(SETUP, student, "assert count() == 1 and cores() == 1", "f()", "g()", "h()", "assert count() == 2")
        assert kinds(result) == ["passed", "crashed", "timed out", result.verdicts["t4"].kind, "passed"]
        assert result.verdicts["t4"].kind in ("raised", "crashed")  # MemoryError, or the keeper's doing
        cells = [("setup", SETUP), ("solution", SCAN + "def f(): return 1"), ("test", CANARY), ("added", "print(found())")]
        scanned = bench.grade_cells(cells)
        assert kinds(scanned) == ["passed"] and text(scanned, 3) in ("0\n", "PermissionError")


def test_korean_letters_in_a_figure_are_drawn_where_the_machine_has_a_font_for_them(tmp_path):
    """A font is missing when matplotlib warns of it on stderr."""
    from matplotlib import font_manager

    has_font = any(font.name in KOREAN_FONTS for font in font_manager.fontManager.ttflist)
    cell = "import matplotlib.pyplot as plt\nplt.figure(figsize=(2, 1))\nplt.title('학습 곡선 abc')\nplt.show()"
    with Bench(tmp_path, ["matplotlib.pyplot"]) as running:
        outputs = running.grade("", cell).notebook.cells[1].outputs
    assert "image/png" in outputs[-1].data
    assert any("missing from" in output.get("text", "") for output in outputs) != has_font
