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


@pytest.fixture(scope="session")
def bench(tmp_path_factory):
    """A crossing_bench.Bench for all tests, with the libraries that are quickly imported."""
    from crossing_bench import Bench

    with Bench(tmp_path_factory.mktemp("bench")) as made:
        yield made


@pytest.fixture(scope="session")
def deep_bench(tmp_path_factory):
    """Another one, with Keras, TensorFlow and all: for long tests."""
    from crossing_bench import DEEP, Bench

    with Bench(tmp_path_factory.mktemp("deep"), DEEP) as made:
        yield made
