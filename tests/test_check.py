"""The gate can fail: each way in which an assignment can fall short is planted, and found."""

import json

import pytest
from small_assignment import BANK, NAME, STUB_CLASS, TEXT

from seodang import cheats, check, release
from seodang.build import build, cell_ids, notebook
from seodang.errors import CourseError


@pytest.fixture
def findings(small_course, monkeypatch):
    """A function that checks a text and a bank without the runs in Jupyter, and returns {clause: [findings as text]}."""
    monkeypatch.setattr(check, "check_in_jupyter", lambda *_: None)
    monkeypatch.setattr(check, "FEWEST_WRONG", 2)
    monkeypatch.setattr(check, "FEWEST_RIGHT", 2)

    def run(text=TEXT, bank=BANK):
        report, found = check.check(small_course(text, bank), NAME), {}
        for finding in report.findings:
            found.setdefault(finding.clause, []).append(str(finding))
        return found

    return run


def test_a_sound_assignment_passes(findings):
    assert findings() == {}


@pytest.mark.long
def test_a_weak_test_is_found(findings):
    """A test that the bank's wrong answer passes."""
    found = findings(TEXT.replace("[4.0, -1.0, 2.0]", "[-1.0, 2.0, 4.0]"))
    assert set(found) == {"weak"}
    assert "range_of_values passes" in found["weak"][0] and "last minus the first" in found["weak"][0]


@pytest.mark.long
def test_an_unfair_test_is_found(findings):
    """A test that asks for a type which the statement does not ask for."""
    unfair = TEXT.replace(
        "got = np.asarray(centre(np.array([1.0, 2.0, 6.0])), dtype=float)",
        "got = centre(np.array([1.0, 2.0, 6.0]))\nassert type(got) is np.ndarray",
    )
    found = findings(unfair)
    assert set(found) == {"unfair"}
    assert "mean_becomes_zero failed" in found["unfair"][0] and "A loop." in found["unfair"][0]


@pytest.mark.long
def test_a_wrong_answer_that_loses_more_than_it_names_is_found(findings):
    found = findings(bank=BANK.replace('loses="range_of_values"', 'loses="mean_becomes_zero"'))
    assert "weak" not in found and any("range_of_values failed" in text for text in found["bank"])


@pytest.mark.long
@pytest.mark.parametrize(
    "cell",
    [
        "# %% [markdown]\n# Hint: np.asarray(x) - np.mean(x)",
        "# %% run\nx = np.ones(2)\nprint(np.asarray( x )-np.mean(x))",
    ],
    ids=["in markdown", "in a run cell with other spacing"],
)
@pytest.mark.long
def test_a_leaked_solution_is_found(findings, cell):
    found = findings(TEXT.replace('# %% solution="spread"', f'{cell}\n\n# %% solution="spread"'))
    assert set(found) == {"leak"} and "solution of 'centre'" in found["leak"][0]


@pytest.mark.long
def test_a_leaked_hidden_test_is_found(findings):
    line = 'assert np.allclose(np.asarray(centre(np.array([-5.5, 5.0])), dtype=float), [-5.25, 5.25]), "two other numbers"'
    found = findings(TEXT.replace("# ## 1. Centre", f"# ## 1. Centre\n# {line}"))
    assert set(found) == {"leak"} and "hidden tests of 'mean_becomes_zero'" in found["leak"][0]


@pytest.mark.long
def test_a_graded_cell_that_never_calls_what_it_defines_is_found(findings):
    """It is named by itself, and by every cheat that gains its points."""
    lines = TEXT.split("# The spread is the largest value minus the smallest.\n")[1].split("\n# %% run")[0].strip().split("\n")
    inside = "def test_spread():\n" + "\n".join(f"    {line}" for line in lines if "HIDDEN" not in line)
    found = findings(TEXT.replace("\n".join(lines), inside))
    assert any("defines test_spread and never uses it" in text for text in found["test"])
    assert len(found["cheat"]) == len(cheats.battery("spread")) and "weak" in found


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("model = fit(X)\nassert model.score(X, y) > 0.9", ["lets the student's object judge itself (model.score)"]),
        ("log = train(X).history\nassert log['loss'][-1] < 1", ["lets the student's object judge itself (train(X).history)"]),
        ("search = fit(X)\nbest = search\nassert best.best_score_ > 0", ["lets the student's object judge itself (best.best_score_)"]),
        ("assert isinstance(fit(X), list)\nassert isinstance(train(X), dict)", ["asserts nothing but a class"]),
        ("ours = KNeighborsClassifier().fit(X, y)\nassert ours.score(X, fit(X)) == 1", []),
        ("got = fit(X)\nassert isinstance(got, list)\nassert got == [1]", []),
    ],
)
def test_a_test_that_an_object_can_talk_round_is_found(source, expected):
    found = check.weaknesses(source, {"fit", "train"})
    assert len(found) == len(expected) and all(text.startswith(start) for text, start in zip(found, expected, strict=True))


@pytest.mark.long
def test_a_test_without_an_assertion_is_found(findings):
    found = findings(TEXT.replace('assert np.allclose(got, [-2.0, -1.0, 3.0]), f"centre([1, 2, 6]) is {got}"', "seen = got").replace(
        'assert np.allclose(np.asarray(centre(np.array([-5.5, 5.0])), dtype=float), [-5.25, 5.25]), "two other numbers"', "more = got"
    ))  # fmt: skip
    assert any("asserts nothing" in text for text in found["test"])


@pytest.mark.long
def test_a_flaky_test_is_found(findings):
    """One that depends on the seed: here the solution itself fails with some seeds."""
    found = findings(TEXT.replace("# %% run", 'assert np.random.random() < 0.6, "unlucky"\n\n# %% run'))
    assert "range_of_values failed, seeds " in found["solution"][0]
    assert any("range_of_values" in text for text in found["flaky"])


@pytest.mark.long
def test_a_test_that_depends_on_the_hash_seed_is_found(findings):
    found = findings(TEXT.replace("# %% run", "assert hash('seodang') % 2 == 0\n\n# %% run"))
    seeds = found["solution"][0].split("seeds ")[1].split(":")[0]
    assert seeds in ("0, 2, 4", "1, 3")


@pytest.mark.long
@pytest.mark.parametrize(
    ("label", "test"),
    [
        ("returns None", "assert spread(np.ones(3)) is None or spread(np.array([4.0, -1.0, 2.0])) == 5.0"),
        ("returns 0", "assert np.isclose(float(spread(np.ones(3))), 0.0)"),
        ("returns 1", "assert spread(np.arange(2.0)) == 1"),
        ("returns 0.5", "assert 0 <= spread(np.array([0, 0.5]))"),
        ("returns True", "assert spread(np.arange(9.0))"),
        ("returns empty text", "assert not spread(np.ones(3))"),
        ("returns an empty list", "assert np.all(np.asarray(spread(np.arange(3.0))) == 2.0)"),
        ("returns zeros like its first argument", "assert np.allclose(spread(np.ones(3)), 0)"),
        ("returns nan", "assert not spread(np.arange(3.0)) != spread(np.arange(3.0)) or True"),
        ("echoes its first argument", "assert np.max(spread(np.arange(3.0))) == 2.0"),
        ("echoes its last argument", "assert np.max(spread(np.arange(3.0))) == 2.0"),
        ("echoes all its arguments", "assert np.max(spread(np.arange(3.0))) == 2.0"),
        ("zeroes its arguments in place", "x = np.arange(3.0)\ngot = spread(x)\nassert np.allclose(got, x.max() - x.min())"),
        ("is equal to everything", "assert len(spread(np.arange(3.0))) == 1"),
        ("scores itself", "got = spread(np.arange(3.0))\nassert got == 2.0 or got.score() > 0.9"),
    ],
)
@pytest.mark.long
def test_a_test_that_a_cheat_fools_is_found(findings, label, test):
    """For every cheat of the battery there is a test that lets it through, and the gate says so."""
    begin, end = TEXT.index("# The spread is the largest"), TEXT.index("# %% run")
    found = findings(TEXT[:begin] + f"# A claim.\n{test}\n\n" + TEXT[end:])
    assert any(text.endswith(f"when spread {label}") for text in found["cheat"]), found


def test_every_cheat_has_a_test_above():
    (cases,) = (mark.args[1] for mark in test_a_test_that_a_cheat_fools_is_found.pytestmark if mark.name == "parametrize")
    assert {label for label, _ in cases} == set(cheats.battery("f"))


@pytest.mark.long
def test_a_solution_that_writes_to_stderr_is_found(findings):
    found = findings(TEXT.replace("got = np.asarray(spread", "import warnings\nwarnings.warn('beware')\ngot = np.asarray(spread", 1))
    assert "range_of_values writes to stderr" in found["stderr"][0] and "beware" in found["stderr"][0]


@pytest.mark.long
def test_a_cell_over_its_budget_is_found(findings, monkeypatch):
    monkeypatch.setattr(check, "CELL_BUDGET", 0.3)
    monkeypatch.setattr(check, "yardstick", lambda: 1.0)
    slow = "import time\nbegin = time.process_time()\nwhile time.process_time() < begin + 0.4: pass\n"
    found = findings(TEXT.replace("print(spread(np.arange(4.0)))", slow))
    assert set(found) == {"time"} and found["time"][0].startswith("time: range_of_values-run-1 takes more than 0.3 s")


def test_an_exercise_without_a_test_and_a_cell_that_is_not_released_are_found(small_course):
    untested = TEXT.replace(
        "# %% run", '# %% solution="extra"\ndef extra():\n    ### BEGIN SOLUTION\n    pass\n    ### END SOLUTION\n\n# %% run'
    )
    course = small_course(untested)
    assignment, report = course.read(NAME), check.Report(NAME, 5, {}, [])
    check.check_text(assignment, course, report)
    released = notebook(assignment)
    del released.cells[3]
    check.check_release(assignment, released, report)
    found = [str(finding) for finding in report.findings if finding.clause != "leak"]
    assert found == [
        "test: exercise extra has no test cell",
        f"release: cells are missing from the release: {cell_ids(assignment.cells)[3]}",
    ]


@pytest.mark.parametrize(
    ("again", "slowness", "found"),
    [
        ([12.0, 12.0], 1.0, ["a takes more than 10 s"]),
        ([12.0, 12.0], 0.5, ["a takes more than 10 s"]),
        ([12.0, 9.0], 1.0, []),
        ([12.0, 12.0], 1.3, []),
        ([29.0, 29.0], 1.1, ["a takes more than 10 s", "the notebook takes more than 30 s"]),
    ],
)
def test_the_quickest_run_counts_and_on_a_slow_machine_budgets_grow(again, slowness, found, monkeypatch):
    monkeypatch.setattr(check, "yardstick", lambda: slowness)
    report = check.Report("108_spread", 5, {}, [], cell_times={"a": 30.0, "b": 6.0})
    runs = iter(again)
    check.check_time(lambda: [{"name": "a", "seconds": next(runs)}, {"name": "b", "seconds": 7.0}], report)
    assert [finding.message for finding in report.findings] == found


def test_what_is_in_time_is_run_once():
    report = check.Report("108_spread", 5, {}, [], cell_times={"a": 9.0, "b": 9.0})
    check.check_time(None, report)
    assert report.passed and report.cell_seconds == 18


@pytest.mark.long
def test_points_for_an_untouched_release_are_found(findings):
    """A test that takes an exercise not written yet for a right one."""
    asked = "got = np.asarray(spread(np.array([4.0, -1.0, 2.0])))"
    forgiving = f"try:\n    {asked}\nexcept NotImplementedError:\n    got, spread = np.float64(5), np.ptp"
    text = TEXT.replace("got = np.asarray(spread(np.array([4.0, -1.0, 2.0])), dtype=float)", forgiving)
    assert "range_of_values gives 2 points to an exercise that was not written" in findings(text)["untouched"][0]


@pytest.mark.long
def test_a_test_that_needs_a_run_cell_is_found(findings):
    """Run cells are left out when other answers are tried, as they are when a class is graded."""
    text = TEXT.replace('# %% solution="spread"', '# %% run\nlimit = 5.0\n\n# %% solution="spread"').replace(
        "np.isclose(got, 5.0)", "np.isclose(got, limit)"
    )
    assert "NameError" in findings(text)["solution"][0]


@pytest.mark.long
def test_a_released_id_that_is_gone_is_found(findings, small_course):
    course = small_course()
    build(course, NAME)
    release.release(course, NAME)
    found = findings(TEXT.replace('test="range_of_values"', 'test="range"'), BANK.replace("range_of_values", "range"))
    assert set(found) == {"ids"} and "range_of_values was released and is gone" in found["ids"][0]


@pytest.mark.long
def test_a_small_bank_and_an_exercise_without_wrong_answer_are_found(findings):
    bank = BANK[: BANK.index('# %% wrong="spread"')] + BANK[BANK.index('# %% right="centre"') :]
    found = findings(bank=bank)
    assert "1 wrong and 2 right answers; it needs 2 and 2" in found["bank"][0]
    assert "no wrong answer for exercise spread" in found["bank"][1]


@pytest.mark.long
def test_a_claim_without_words_is_found(findings):
    found = findings(TEXT.replace("# The spread is the largest value minus the smallest.\n", ""))
    assert set(found) == {"claim"}


@pytest.mark.long
def test_an_answer_that_never_ends_loses_its_claim_and_no_other(findings, monkeypatch):
    monkeypatch.setattr(check, "CELL_TIMEOUT", 0.5)
    endless = BANK + '\n# %% wrong="centre" loses="mean_becomes_zero"\n"""Never ends."""\ndef centre(x):\n    while True: pass\n'
    assert findings(bank=endless) == {}


@pytest.mark.long
def test_an_answer_that_kills_its_process_loses_its_claim_and_no_other(findings):
    deadly = BANK + '\n# %% wrong="centre" loses="mean_becomes_zero"\n"""Leaves."""\ndef centre(x):\n    import os\n    os._exit(0)\n'
    assert findings(bank=deadly) == {}


def test_a_later_test_that_can_call_an_answer_runs_with_every_seed(small_course):
    """By its name, or by way of a helper of the setup or another exercise; other tests run with one seed."""
    text = TEXT.replace("import numpy as np", "import numpy as np\n\ndef shifted(x):\n    return centre(x) + 1\n", 1)
    text = text.replace("return float(np.max(x) - np.min(x))", "return float(np.ptp(shifted(x)))")
    assignment = small_course(text).read(NAME)
    assert check.concerned_tests(assignment, "centre") == {"mean_becomes_zero", "range_of_values"}
    assert check.concerned_tests(assignment, "spread") == {"range_of_values"}
    assert check.concerned_tests(small_course().read(NAME), "centre") == {"mean_becomes_zero"}


@pytest.mark.long
def test_the_release_must_run_in_jupyter_with_one_line_for_each_stub(small_course):
    """A run cell that needs another run cell's name breaks for a student who has not written the first one yet."""
    course = small_course(TEXT.replace("print(spread(np.arange(4.0)))", "width = spread(np.arange(4.0))\n\n# %% run\nprint(width)"))
    report = check.check(course, NAME)
    assert [str(finding) for finding in report.findings if finding.clause == "run all"] == [
        "run all: range_of_values-run-2 in the untouched release: NameError: name 'width' is not defined"
    ]


@pytest.mark.long
def test_a_stub_that_fills_the_screen_is_found(small_course):
    report = check.check(small_course(TEXT.replace(STUB_CLASS.strip(), "")), NAME)
    assert {finding.clause for finding in report.findings} == {"bank", "run all"}


@pytest.mark.long
def test_feedback_that_shows_hidden_tests_is_found(small_course, monkeypatch):
    monkeypatch.setattr(check.redact, "redact_notebook", lambda notebook: None)
    found = [str(finding) for finding in check.check(small_course(), NAME).findings if finding.clause == "leak"]
    assert found and all("in the feedback, hidden tests of" in text for text in found)


@pytest.mark.long
def test_the_report_is_json(small_course):
    report = check.check(small_course(), NAME)
    data = json.loads(json.dumps(report.as_dict()))
    assert data["claims"]["mean_becomes_zero"] == {"0": "failed", "2": "passed"} and data["cheats_tried"] == 2 * len(cheats.battery("f"))


@pytest.mark.long
def test_an_answer_that_spoils_a_test_of_another_exercise_is_found(findings):
    spoiling = '''
# %% right="centre"
"""Patches a function of NumPy's, which the other exercise uses."""
def centre(x):
    x = np.asarray(x)
    mean = np.mean(x)
    np.max = np.sum
    return x - mean
'''
    found = findings(bank=BANK + spoiling)
    assert set(found) == {"bank"} and len(found["bank"]) == 1
    assert "range_of_values failed behind the answers to centre: one of them changes more than centre" in found["bank"][0]


@pytest.mark.long
def test_one_exercise_alone_is_found_as_weak_as_in_the_whole_and_others_are_left_out(small_course):
    course = small_course(TEXT, BANK.replace('loses="range_of_values"', 'loses="mean_becomes_zero"'))
    whole, centre, spread = (check.check(course, NAME, only=only) for only in ((), ["centre"], ["spread"]))
    assert centre.partly and spread.partly and not whole.partly
    assert {answer.exercise for answer in centre.answers} == {"centre"} and whole.cheats_tried == 2 * centre.cheats_tried
    of_bank = [[str(finding) for finding in report.findings if "of the bank" in finding.message] for report in (whole, centre, spread)]
    assert of_bank[0] and sorted(of_bank[0]) == sorted(of_bank[1] + of_bank[2])


def test_an_exercise_that_is_none_is_named(small_course):
    with pytest.raises(CourseError, match="no exercise center; it has centre, "):
        check.check(small_course(), NAME, only=["center"])
