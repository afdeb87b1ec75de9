"""Trials: other answers in place of the solution end as they would at grading, and no cell takes the others down with it."""

import pytest
from small_assignment import NAME, TEXT

from seodang import text
from seodang.trial import Trials

SETUP = {"role": "setup", "name": "setup", "source": "import random\nimport numpy as np"}
CENTRE = "def centre(x):\n    return np.asarray(x) - np.mean(x)"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with data."""
    folder = tmp_path_factory.mktemp("trials")
    (folder / "data").mkdir()
    (folder / "data" / "wine.csv").write_text("1,2\n")
    return folder


@pytest.fixture(scope="module")
def trials(folder):
    with Trials(text.parse(TEXT, NAME), folder, seconds=2) as running:
        yield running


@pytest.fixture
def run(trials):
    """A function that runs pairs (role, source) behind the setup; the solution cell has the name of an exercise."""

    def run(*cells, **options):
        names = {"solution": "centre"}
        requests = [
            {"role": role, "name": names.get(role, f"{role}{number}"), "source": source, "points": 2 if role == "test" else 0}
            for number, (role, source) in enumerate(cells)
        ]
        setup, *replies = trials.run([SETUP, *requests], **options)
        assert setup["verdict"] == "passed"
        assert [(reply["name"], reply["role"]) for reply in replies] == [(request["name"], request["role"]) for request in requests]
        return replies

    return run


@pytest.mark.parametrize(
    ("source", "verdict", "message", "earned"),
    [
        ("assert np.allclose(centre([1, 3]), [-1, 1])", "passed", "", 2),
        ("", "passed", "", 2),
        ("assert centre([1, 3])[0] == 1, 'one'", "failed", "one", 0),
        ("centre()", "raised", "TypeError: centre() missing 1 required positional argument: 'x'", 0),
        ("0.5", "partly passed", "0.5 of 2 points", 0.5),
        ("while True: pass", "timed out", "longer than 2 s", 0),
    ],
    ids=str,
)
def test_a_test_ends_in_a_verdict_with_a_message_and_points(run, source, verdict, message, earned):
    _, first, second = run(("solution", CENTRE), ("test", source), ("test", "assert True"))
    assert (first["verdict"], first["message"], first["earned"]) == (verdict, message, earned)
    assert second["verdict"] == "passed"


@pytest.mark.parametrize(
    ("source", "message"),
    [("1 / 0", "ZeroDivisionError: division by zero"), ("x = = 1", "SyntaxError: invalid syntax")],
)
def test_another_cell_passes_or_raises_and_earns_nothing(run, source, message):
    broken, whole = run(("solution", source), ("run", "7"))
    assert broken["verdict"] == "raised" and broken["message"].startswith(message) and broken["earned"] == 0
    assert (whole["verdict"], whole["message"], whole["earned"]) == ("passed", "", 0)


def test_a_crash_costs_the_test_in_which_it_happens(run):
    answer = "import os\ndef centre(x):\n    os._exit(0)"
    replies = run(("solution", answer), ("test", "centre([1])"), ("test", "assert True"))
    assert [reply["verdict"] for reply in replies] == ["passed", "crashed", "passed"]


def test_an_exercise_may_be_answered_several_times_in_one_trial(run):
    check = ("test", "assert centre(3) == 6")
    replies = run(("solution", "def centre(x): return 1"), check, ("solution", "def centre(x): return 2 * x"), check)
    assert [reply["verdict"] for reply in replies] == ["passed", "failed", "passed", "passed"]


def test_stderr_belongs_to_the_cell_that_wrote_it(run):
    replies = run(("run", "import sys\nprint('one', file=sys.stderr)"), ("run", "1"), ("run", "import os\nos.write(2, b'two')"))
    assert [reply["stderr"] for reply in replies] == ["one\n", "", "two"]


def test_seconds_are_cpu_time(run):
    work = "import time\nend = time.process_time() + 0.3\nwhile time.process_time() < end: pass"
    slept, worked = run(("run", "import time\ntime.sleep(0.3)"), ("run", work))
    assert slept["seconds"] < 0.2 < worked["seconds"]


def test_the_data_stand_beside_the_notebook_and_one_trial_cannot_change_them_for_the_next(run):
    spoil = "import os\nos.remove('data/wine.csv')\nopen('data/wine.csv', 'w').write('3')"
    assert run(("run", spoil))[0]["message"] == ""
    assert run(("run", "assert open('data/wine.csv').read() == '1,2\\n', 'changed'"))[0]["message"] == ""


def test_the_same_seed_gives_the_same_draws_and_another_seed_others(run):
    draw = ("run", "raise Exception((random.random(), np.random.random(), np.random.default_rng(5).random()))")
    first, again, other = (run(draw, seed=seed)[0]["message"] for seed in (3, 3, 4))
    assert first == again
    python, numpy_global, own = zip(first[:-1].split(","), other[:-1].split(","), strict=True)
    assert python[0] != python[1] and numpy_global[0] != numpy_global[1] and own[0] == own[1]


def test_the_hash_seed_is_that_of_all_its_processes(folder):
    hashes = []
    for hash_seed in (0, 1):
        with Trials(text.parse(TEXT, NAME), folder, hash_seed) as running:
            cells = [("run", "raise Exception(hash('서당'))"), ("test", "assert False, hash('서당')")]
            replies = running.run([{"role": role, "name": role, "source": source} for role, source in cells])
            hashes.append(tuple(reply["message"].removeprefix("Exception: ") for reply in replies))
    assert all(room == examiner for room, examiner in hashes) and hashes[0] != hashes[1]
