"""Small courses to try things on."""

import pytest
from small_assignment import BANK, NAME, TEXT

from seodang.course import Course


@pytest.fixture
def small_course(tmp_path):
    """A function that lays out a course with one small assignment."""

    def lay_out(text=TEXT, bank=BANK, name=NAME):
        for folder in ("solutions", "tests/answers", "datasets"):
            (tmp_path / folder).mkdir(parents=True, exist_ok=True)
        (tmp_path / "solutions" / f"{name}.py").write_text(text, encoding="utf-8")
        (tmp_path / "tests" / "answers" / f"{name}.py").write_text(bank, encoding="utf-8")
        return Course(tmp_path)

    return lay_out
