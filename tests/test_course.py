"""The course folder: found from anywhere inside it, assignments by number, name or file, data by checksum."""

import hashlib
import os

import pytest
from small_assignment import NAME, TEXT

from seodang.course import Course, holds, sha256, write_atomically
from seodang.errors import CourseError, TextError

NAMES = ["102_regression", "105_knn", "302_cnn"]


@pytest.fixture
def course(tmp_path):
    """Three assignments, whose texts are empty, beside files that are none."""
    (tmp_path / "solutions").mkdir()
    for name in NAMES:
        (tmp_path / "solutions" / f"{name}.py").touch()
    (tmp_path / "solutions" / "README.md").touch()
    (tmp_path / "solutions" / ".105_knn.py.part").touch()
    return Course(tmp_path)


# Finding it


def test_a_course_is_found_from_a_folder_inside_it(course, monkeypatch):
    inside = course.root / "source" / "105_knn" / "data"
    inside.mkdir(parents=True)
    assert Course.find(inside) == course
    assert Course.find(course.root) == course
    monkeypatch.chdir(inside)
    assert Course.find() == course


def test_the_nearest_course_is_found(course):
    inner = course.root / "demo_course"
    (inner / "solutions").mkdir(parents=True)
    assert Course.find(inner) == Course(inner)


def test_a_folder_outside_any_course_is_refused(tmp_path):
    (tmp_path / "solutions").write_text("a file is no folder")
    with pytest.raises(CourseError, match=f"^{tmp_path} is not in a course: .*use --course or change the folder$"):
        Course.find(tmp_path)


# Naming assignments


def test_names_are_the_solution_texts_in_order(course):
    assert course.names() == NAMES


def test_an_empty_course_says_how_to_begin(tmp_path):
    (tmp_path / "solutions").mkdir()
    with pytest.raises(CourseError, match="solutions is empty; `seodang new 101_name` writes a first assignment"):
        Course(tmp_path).resolve()


@pytest.mark.parametrize("wanted", [None, (), []], ids=repr)
def test_none_named_means_all(course, wanted):
    assert course.resolve(wanted) == NAMES


@pytest.mark.parametrize(
    "wanted",
    ["105", "105_knn", "105_knn/", "105_knn.py", "solutions/105_knn.py", "source/105_knn/105_knn.ipynb", "/elsewhere/105_knn.ipynb"],
)
def test_an_assignment_is_named_by_number_name_or_file(course, wanted):
    assert course.resolve([wanted]) == ["105_knn"]


def test_several_come_once_each_in_the_order_asked_for(course):
    assert course.resolve(["302", "105_knn", "302_cnn", "105"]) == ["302_cnn", "105_knn"]


@pytest.mark.parametrize(
    ("wanted", "near"),
    [
        ("105_kn", "105_knn, 302_cnn, 102_regression?"),
        ("104_regression", "102_regression?"),
        ("knn", "105_knn, 302_cnn?"),
        ("1", "102_regression, 105_knn, 302_cnn?"),
        ("", "102_regression, 105_knn, 302_cnn?"),
        ("zzz", "102_regression, 105_knn, 302_cnn?"),
        ("*", "102_regression, 105_knn, 302_cnn?"),
    ],
)
def test_an_unknown_assignment_is_refused_with_the_nearest_names(course, wanted, near):
    with pytest.raises(CourseError) as caught:
        course.resolve(["105", wanted])
    assert str(caught.value) == f"unknown assignment {wanted!r}; did you mean {near}"


def test_other_files_name_no_assignment(course):
    with pytest.raises(CourseError, match=r"unknown assignment '105\.txt'"):
        course.resolve(["105.txt"])


def test_of_many_assignments_five_are_named(course):
    for number in range(400, 409):
        (course.root / "solutions" / f"{number}_x.py").touch()
    with pytest.raises(CourseError, match=r"did you mean 102_regression, 105_knn, 302_cnn, 400_x, 401_x\?"):
        course.resolve(["?"])


def test_a_number_that_two_assignments_share_is_refused_with_both(course):
    (course.root / "solutions" / "105_kmeans.py").touch()
    assert course.resolve(["105_knn"]) == ["105_knn"]
    with pytest.raises(CourseError, match=r"'105'; did you mean 105_kmeans, 105_knn\?"):
        course.resolve(["105"])


# Where things stand


def test_each_thing_has_its_place(course):
    places = {
        course.solution("105_knn"): "solutions/105_knn.py",
        course.bank("105_knn"): "tests/answers/105_knn.py",
        course.notebook("source", "105_knn"): "source/105_knn/105_knn.ipynb",
        course.notebook("submitted", "105_knn", "2021123456"): "submitted/2021123456/105_knn/105_knn.ipynb",
        course.step("feedback", "105_knn", "2021123456"): "feedback/2021123456/105_knn",
    }
    assert {str(course.show(path)) for path in places} == set(places.values())
    assert all(path == course.root / place for path, place in places.items())


def test_a_path_outside_the_course_is_shown_whole(course, tmp_path_factory):
    outside = tmp_path_factory.mktemp("elsewhere")
    assert course.show(outside) == outside


def test_an_assignment_is_read_from_its_text(small_course):
    assert small_course().read(NAME).head.title == "Spread"
    with pytest.raises(TextError, match="108_spread.py:1: no front matter"):
        small_course(text="").read(NAME)


# Data

HASH = hashlib.sha256(b"1,2\n").hexdigest()
TABLE = """# Data

| file | what | origin | licence | made by | sha256 |
|---|---|---|---|---|---|
| `a.csv` | numbers, "quoted" | us | none | `make_a.py` | `{hash}` |
|  b/c.png  |  a picture  |||  hand  |  {other}  |
| `too.few` | cells | `{hash}` |
`no.table` | a | b | c | d | `{hash}` |

| `far.csv` | another table | x | y | z | `{hash}` |   {end}"""


@pytest.fixture
def with_table(small_course):
    """A function that lays out the small course, which uses a.csv, with a table of checksums."""

    def lay_out(table=TABLE, content=b"1,2\n"):
        course = small_course(TEXT.replace("# points: 5\n", "# points: 5\n# data: [a.csv]\n"))
        (course.root / "datasets" / "a.csv").write_bytes(content)
        text = table.format(hash=HASH, other="0" * 64, end="")
        (course.root / "datasets" / "README.md").write_text(text, encoding="utf-8")
        return course

    return lay_out


def test_checksums_are_the_rows_of_six_cells(with_table):
    found = with_table().checksums()
    assert {key: value for key, value in found.items() if len(value) == 64} == {"a.csv": HASH, "b/c.png": "0" * 64, "far.csv": HASH}


def test_without_a_table_there_are_no_checksums(course):
    assert course.checksums() == {}


def test_a_data_file_with_its_checksum_is_good(with_table):
    course = with_table()
    assert course.check_data(NAME, course.root / "datasets") is None


def test_a_checksum_in_capitals_is_the_same_checksum(with_table):
    """As PowerShell prints it."""
    course = with_table(TABLE.replace("`{hash}`", HASH.upper()))
    assert course.check_data(NAME, course.root / "datasets") is None


def test_a_data_file_with_another_checksum_is_refused(with_table):
    course = with_table(content=b"1,3\n")
    with pytest.raises(CourseError, match="^datasets/a.csv differs from its SHA-256 in datasets/README.md; "):
        course.check_data(NAME, course.root / "datasets")


def test_a_data_file_without_a_row_is_refused(with_table):
    course = with_table("| `b.csv` | a | b | c | d | `{hash}` |")
    with pytest.raises(CourseError, match="^a.csv has no row in datasets/README.md; add one with its SHA-256, origin and licence$"):
        course.check_data(NAME, course.root / "datasets")


def test_data_are_looked_for_in_the_folder_asked_about(with_table):
    course = with_table()
    with pytest.raises(CourseError, match=f"^source/{NAME}/data/a.csv is missing"):
        course.check_data(NAME, course.step("source", NAME) / "data")


# Writing


def test_write_makes_folders_and_leaves_nothing_else(tmp_path):
    path = tmp_path / "a" / "b.txt"
    write_atomically(path, "서당\n")
    assert path.read_bytes() == "서당\n".encode()
    write_atomically(path, b"\xff\r\n")
    assert path.read_bytes() == b"\xff\r\n"
    assert [one.name for one in path.parent.iterdir()] == ["b.txt"]


def test_an_interrupted_write_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch):
    path = tmp_path / "b.txt"
    write_atomically(path, "old")
    monkeypatch.setattr(os, "replace", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        write_atomically(path, "new")
    assert path.read_text() == "old"
    assert [one.name for one in path.parent.iterdir()] == ["b.txt"]


def test_holds_compares_and_never_fails_on_a_file(tmp_path):
    path = tmp_path / "b.txt"
    assert not holds(path, "서당")
    path.write_bytes("서당".encode("cp949"))
    assert not holds(path, "서당")
    path.write_bytes("서당".encode())
    assert holds(path, "서당") and not holds(path, "서당\n")


def test_sha256_is_what_sha256sum_prints(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"")
    assert sha256(path) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
