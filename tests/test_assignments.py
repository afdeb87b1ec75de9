"""Every assignment's derived files are what its text gives. The gate itself is `tox -e solutions`."""

from pathlib import Path

import pytest

from seodang import bank, build, leaks, pull, release, text
from seodang.course import Course

COURSE = Course.find(Path(__file__).parent)
NAMES = COURSE.names()
each_assignment = pytest.mark.parametrize("name", NAMES)


@each_assignment
def test_the_text_is_in_canonical_form(name):
    """So that `seodang pull` after an edit in JupyterLab changes the edited lines and no others."""
    assert COURSE.solution(name).read_text(encoding="utf-8") == text.write(COURSE.read(name)), f"run `seodang build {name}`, then `pull`"


@each_assignment
def test_the_source_notebook_is_what_the_text_gives(name):
    built = build.dumps(build.notebook(COURSE.read(name)))
    assert COURSE.notebook("source", name).read_text(encoding="utf-8") == built, f"stale: run `seodang build {name}`"


@each_assignment
def test_the_source_notebook_folds_back_into_the_text(name):
    folded = pull.fold(pull.read_notebook(COURSE.notebook("source", name)), name)
    assert text.write(folded) == COURSE.solution(name).read_text(encoding="utf-8")


@each_assignment
def test_the_release_is_what_the_text_gives(name, tmp_path):
    """Rehearsed in another folder: a notebook with the same bytes."""
    release.rehearse(COURSE.read(name), COURSE, tmp_path)
    made = Course(tmp_path).notebook("release", name)
    assert made.read_bytes() == COURSE.notebook("release", name).read_bytes(), f"stale: run `seodang release {name}`"


@each_assignment
def test_data_files_are_the_ones_with_a_licence(name):
    for step in ("source", "release"):
        COURSE.check_data(name, COURSE.step(step, name) / "data")


@each_assignment
def test_the_release_holds_no_secret(name):
    shown = release.shown_text(pull.read_notebook(COURSE.notebook("release", name)))
    assert leaks.find(COURSE.read(name), shown) == []
    for mark in ("BEGIN SOLUTION", "BEGIN HIDDEN TESTS", "BEGIN MARK SCHEME"):
        assert mark not in shown


@each_assignment
def test_the_zip_is_small_and_the_same_each_time(name, tmp_path):
    archives = [tmp_path / "1.zip", tmp_path / "2.zip"]
    for archive in archives:
        release.write_zip(COURSE.step("release", name), archive)
    assert archives[0].read_bytes() == archives[1].read_bytes() and archives[0].stat().st_size < 12e6


@each_assignment
def test_the_bank_is_well_formed_and_large(name):
    answers = bank.read(COURSE.bank(name), COURSE.read(name))
    assert sum(answer.is_right for answer in answers) >= 3 and sum(not answer.is_right for answer in answers) >= 12
    assert len({answer.source for answer in answers}) == len(answers)


def test_every_data_file_is_used():
    used = {file for name in NAMES for file in COURSE.read(name).head.data}
    assert set(COURSE.checksums()) - {"file", "---"} == used
