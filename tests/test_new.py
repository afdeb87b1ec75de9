"""A new assignment begins as a text and a bank that hold."""

import ast

import pytest

from seodang import bank, new, trial
from seodang.build import build, cell_ids
from seodang.course import Course
from seodang.errors import CourseError


@pytest.fixture
def course(tmp_path):
    (tmp_path / "solutions").mkdir()
    return Course(tmp_path)


def test_what_is_written_parses_and_builds(course):
    paths = new.new(course, "104_metrics")
    assert [str(course.show(path)) for path in paths] == ["solutions/104_metrics.py", "tests/answers/104_metrics.py"]
    assignment = course.read("104_metrics")
    assert assignment.exercises() == {"mean": ["mean_of_three_numbers"]} and list(assignment.named("essay")) == ["why_more_than_half"]
    assert build(course, "104_metrics") is True
    answers = bank.read(course.bank("104_metrics"), assignment)
    assert [answer.is_right for answer in answers] == [False, False, True]


@pytest.mark.long
def test_what_is_written_passes_its_own_tests_and_its_bank_is_right(course, tmp_path):
    new.new(course, "104_metrics")
    assignment = course.read("104_metrics")
    cells = [
        {"role": cell.role, "name": name, "source": cell.source, "points": cell.points or 0}
        for cell, name in zip(assignment.cells, cell_ids(assignment.cells), strict=True)
        if cell.is_code
    ]
    with trial.Trials(assignment, tmp_path) as trials:
        assert {reply["verdict"] for reply in trials.run(cells)} == {"passed"}
        for answer in bank.read(course.bank("104_metrics"), assignment):
            replies = trials.run([{**cell, "source": answer.source} if cell["role"] == "solution" else cell for cell in cells])
            (test,) = [reply for reply in replies if reply["role"] == "test"]
            assert (test["verdict"] == "passed") == answer.is_right


@pytest.mark.parametrize(
    ("name", "title", "unit"),
    [
        ("104_metrics", "Metrics", "1 Machine learning"),
        ("204_deep_nets", "Deep nets", "2 Neural networks"),
        ("801_more", "More", "8 Further topics"),
        ("001_on", "On", "0 Further topics"),
        ("002_2026", "2026", "0 Further topics"),
        ("003_null", "Null", "0 Further topics"),
        ("004__", "004__", "0 Further topics"),
    ],
)
def test_title_and_unit_come_from_the_name(course, name, title, unit):
    """Also where YAML would read a number or a truth value."""
    new.new(course, name)
    head = course.read(name).head
    assert (head.title, head.unit) == (title, unit)


@pytest.mark.parametrize(
    "title",
    [
        "K-means: how many groups?",
        "# 1",
        "'quoted\" {braces} [brackets]",
        "서당 🙂",
        "- a",
        "%",
        "yes",
        "2026",
        "a \\ b",
        "tail: ",
        "x" * 300,
    ],
)
def test_any_title_may_be_given(course, title):
    new.new(course, "104_metrics", title)
    assignment = course.read("104_metrics")
    assert assignment.head.title == title.strip()
    assert assignment.cells[0].source.split("\n")[0] == f"# {title.strip()}"


def test_a_title_is_one_line(course):
    new.new(course, "104_metrics", "Two\n# %%\n  lines ")
    assert course.read("104_metrics").head.title == "Two # %% lines"


@pytest.mark.parametrize(
    "name", ["metrics", "104", "104_", "104-metrics", "1040_metrics", "104_Metrics", "104 metrics", "../104_x", "104_a/b", ""]
)
def test_a_bad_name_is_refused_and_nothing_written(course, name):
    with pytest.raises(CourseError, match="is no assignment's name; three digits and words, like 104_metrics"):
        new.new(course, name)
    assert [path for path in course.root.rglob("*") if path.is_file()] == []


def test_a_taken_number_is_refused_and_nothing_written(course):
    course.solution("104_metrics").write_text("mine")
    for name in ("104_metrics", "104_other"):
        with pytest.raises(CourseError, match="number 104 is taken by 104_metrics; choose another number"):
            new.new(course, name)
    assert [path.read_text() for path in course.root.rglob("*.py")] == ["mine"]


def test_a_bank_that_is_there_is_not_overwritten(course):
    course.bank("104_metrics").parent.mkdir(parents=True)
    course.bank("104_metrics").write_text("mine")
    with pytest.raises(CourseError, match="tests/answers/104_metrics.py is there already; delete it or choose another name"):
        new.new(course, "104_metrics")
    assert course.bank("104_metrics").read_text() == "mine" and not course.solution("104_metrics").exists()


def test_each_answer_of_the_first_bank_is_a_program_that_binds_the_exercise():
    for answer in new.BANK.split("# %% ")[1:]:
        tree = ast.parse(answer.partition("\n")[2])
        assert ast.get_docstring(tree) and [node.name for node in tree.body[1:]] == ["mean"]
