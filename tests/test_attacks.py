"""Attacks: none gains a point, learns a hidden test or harms anybody. Each file of tests/attacks is one; see attack_runner."""

import dataclasses
import importlib
import json
import re
import socket
from pathlib import Path

import pytest
from attack_runner import AFTER, ATTACKER, ATTACKS, BEFORE, PORT, Class, read
from attack_target import CANARIES, NAME

pytestmark = pytest.mark.long
KINDS = {path.stem: read(path) for path in ATTACKS}


@pytest.fixture(scope="module")
def classroom(tmp_path_factory):
    with Class(tmp_path_factory.mktemp("class")) as running:
        yield running


def test_there_are_at_least_sixty_attacks_and_each_says_what_it_tries():
    assert len(KINDS) >= 60
    assert all(attack.tries.endswith(".") and attack.cells for attack in KINDS.values())


def test_what_attacks_replace_in_the_engine_is_there():
    """Else an attack on a name that was changed since would be tried on nothing."""
    sources = {path.stem: path.read_text(encoding="utf-8") for path in ATTACKS}
    replaced = {
        (name, module, attribute)
        for name, source in sources.items()
        for module, attribute in re.findall(r"^(?:seodang\.)?(\w+)\.(\w+) = ", source, re.MULTILINE)
        if f"seodang.{module}" in source or f"from seodang import {module}" in source
    }
    assert len(replaced) >= 5
    for name, module, attribute in replaced:
        assert hasattr(importlib.import_module(f"seodang.{module}"), attribute), (name, module, attribute)


@pytest.mark.parametrize("name", KINDS)
def test_an_attack_gains_nothing_learns_nothing_and_harms_nobody(classroom, name):
    report = classroom.run(KINDS[name])
    assert report.gained == 0, report.passed
    assert report.learned == ()
    assert report.harmed == ()
    assert report.tried


# The runner can fail


@pytest.fixture
def weakened(classroom, monkeypatch):
    """The engine as other graders are: all tests run in the student's process."""
    key = f"{NAME}/{NAME}"
    engine = classroom.grader.start()
    source = next(source for known, source in engine.sources.items() if known in (key, NAME))
    tests = {cell.id for cell in classroom.templates[NAME].cells if cell.metadata.nbgrader.get("grade")}
    monkeypatch.setattr(source, "inside", frozenset(tests))
    return classroom


def test_patched_comparisons_gain_points_where_tests_run_beside_the_answers(weakened):
    report = weakened.run(KINDS["numpy_allclose_patched"])
    assert report.gained > 0 and "mean_becomes_zero" in report.passed


def test_an_input_transformer_learns_hidden_tests_where_they_run_beside_the_answers(weakened):
    assert {"haetae", "48151"} <= set(weakened.run(KINDS["input_transformer"]).learned)


def test_feedback_that_is_not_redacted_tells_the_hidden_tests(classroom, monkeypatch):
    monkeypatch.setattr("attack_runner.redact_notebook", lambda notebook: None)
    assert "haetae" in classroom.run(KINDS["quoted_by_a_library"]).learned


def test_edited_tests_gain_points_where_they_are_taken_from_the_submission(classroom, monkeypatch):
    def careless(job, key, student, take_in=classroom.grader._take_in):
        taken = take_in(job, key, student)
        path = classroom.course.notebook("submitted", NAME, student)
        theirs = {cell["id"]: "".join(cell["source"]) for cell in json.loads(path.read_bytes())["cells"]}
        for cell in taken.notebook.cells:
            cell.source = theirs.get(cell.id, cell.source)
        return taken

    monkeypatch.setattr(classroom.grader, "_take_in", careless)
    assert classroom.run(KINDS["edited_tests"]).gained > 0


def test_neighbours_who_get_somebody_elses_points_are_harmed(classroom, monkeypatch):
    take_in = classroom.grader._take_in
    mixed = {AFTER: ATTACKER}
    monkeypatch.setattr(classroom.grader, "_take_in", lambda job, key, student: take_in(job, key, mixed.get(student, student)))
    harmed = classroom.run(KINDS["nan_tricks"]).harmed
    assert any(sentence.startswith(f"{AFTER} has 0.0 instead of 20") for sentence in harmed)
    assert f"{AFTER}'s feedback are not what they were" in harmed
    assert not any(BEFORE in sentence for sentence in harmed)


def test_files_changed_or_left_are_harm(classroom):
    place, left = classroom.course.step("submitted", NAME, BEFORE) / "left-behind", Path("/tmp/left-behind")
    before = classroom._digest()
    try:
        place.touch()
        left.touch()
        assert {path for path, _ in classroom._digest() ^ before} == {f"submitted/{BEFORE}/{NAME}/left-behind"}
        assert list(classroom._left_over()) == ["/tmp/left-behind was left"]
    finally:
        place.unlink()
        left.unlink()


def test_a_room_that_reaches_this_machine_is_harm(classroom):
    classroom.listener.reached.clear()
    with socket.create_connection(("127.0.0.1", PORT)) as sock:
        assert sock.recv(100).decode() == CANARIES[0]
    assert classroom.listener.reached == [str(("127.0.0.1", PORT))]


def test_an_attack_that_never_ran_was_not_tried(classroom):
    attack = dataclasses.replace(KINDS["nan_tricks"], cells=(("centre", "def centre(x:"),))
    assert not classroom.run(attack).tried
