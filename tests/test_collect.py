"""collect: real ZIPs and folders, named as LMSs and students name them."""

import io
import json
import os
import stat
import time
import tracemalloc
import unicodedata
import zipfile
from datetime import UTC, datetime

import pytest

from seodang import handin
from seodang.collect import collect
from seodang.course import Course
from seodang.errors import CourseError
from seodang.roster import read_roster

NAME = "105_knn"
HONG, KIM, LEE = "2021123456", "2021000001", "0012345678"
ROSTER = f"""학번,이름,Canvas ID,Email
{HONG},홍길동,48213,gildong@example.ac.kr
{KIM},Kim Minsu,48214,mskim@example.ac.kr
{LEE},이영희,48215,hong_yh@example.ac.kr
"""


class Entry(zipfile.ZipInfo):
    """A ZIP entry whose name is raw bytes without the UTF-8 flag; `flags` are added to its flags."""

    raw, flags = None, 0

    def _encodeFilenameFlags(self):
        name, flags = super()._encodeFilenameFlags()
        return self.raw or name, (flags & ~0x800 if self.raw else flags) | self.flags


def entry(name="x.ipynb", when=(2026, 3, 2, 14, 5, 0), raw=None, flags=0, mode=0o644, method=zipfile.ZIP_DEFLATED):
    made = Entry(name, when)
    made.raw, made.flags, made.external_attr, made.compress_type = raw, flags, mode << 16, method
    return made


def notebook(text="1", cells=(), **metadata):
    """A notebook's bytes; `text` tells notebooks apart."""
    code = {"cell_type": "code", "source": text, "metadata": {}, "outputs": [], "execution_count": None}
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": [code, *cells]}).encode()


def graded(*names):
    return [{"cell_type": "code", "source": "", "metadata": {"nbgrader": {"grade_id": name, "grade": True}}} for name in names]


@pytest.fixture
def course(tmp_path):
    root = tmp_path / "course"
    (root / "solutions").mkdir(parents=True)
    for name in (NAME, "102_regression", "105_knn_extra"):
        (root / "solutions" / f"{name}.py").write_text("")
    return Course(root)


@pytest.fixture
def roster(tmp_path):
    path = tmp_path / "class.csv"
    path.write_text(ROSTER, encoding="utf-8")
    return path


@pytest.fixture
def pack(tmp_path):
    """A function that makes a ZIP of {name or entry: bytes}; a name alone holds a notebook."""

    def make(*entries, path=None):
        path = path or tmp_path / "submissions.zip"
        with zipfile.ZipFile(path, "w") as archive:
            for found in entries:
                found, data = found if isinstance(found, tuple) else (found, notebook())
                archive.writestr(entry(found) if isinstance(found, str) else found, data)
        return path

    return make


@pytest.fixture
def hand_in(tmp_path):
    """A function that makes a folder of files; a name alone holds a notebook, all are of the same time."""

    def make(*files):
        root = tmp_path / "handed in"
        for found in files:
            found, data = found if isinstance(found, tuple) else (found, notebook())
            path = root / found
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            os.utime(path, (1772460300, 1772460300))
        return root

    return make


@pytest.fixture
def local_zone(monkeypatch):
    monkeypatch.setenv("TZ", "Asia/Seoul")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def students(collected):
    return [placed.student for placed in collected.placed]


def only(collected):
    """The one placed notebook, everything else being empty."""
    assert not collected.unplaced
    (placed,) = collected.placed
    return placed


def reason(collected):
    assert not collected.placed
    (unplaced,) = collected.unplaced
    return unplaced.reason


def submitted(course, student=HONG, file=f"{NAME}.ipynb"):
    return (course.step("submitted", NAME, student) / file).read_bytes()


# ── Names ──

WITH_NUMBER = [
    f"105_knn_{HONG}_attempt_2026-03-02-14-05-00_105_knn.ipynb",
    f"과제 1_{HONG}_attempt_2026-03-02-14-05-00_homework.ipynb",
    f"{HONG}/105_knn.ipynb",
    f"{HONG} 홍길동/과제 제출.ipynb",
    f"105_knn_{HONG}_홍길동 (1).ipynb",
    f"{HONG}-105_knn.ipynb",
    f"105_knn({HONG}).ipynb",
    f"105-KNN{HONG}홍길동.IPYNB",
    f"105_{HONG}_홍길동.ipynb",
    f"HW_5_{HONG}_홍길동.ipynb",
    f"105_knn/{HONG}.ipynb",
    f"honggildong_LATE_48213_9912345_{HONG}_105_knn-2.ipynb",
    f"{HONG}홍길동_1234567_assignsubmission_file_/105_knn.ipynb",
    unicodedata.normalize("NFD", f"{HONG}_홍길동/과제.ipynb"),
]
WITH_ROSTER = [
    *WITH_NUMBER,
    "honggildong_LATE_48213_9912345_105_knn-2.ipynb",
    "홍길동_48213_9912345_105_knn.ipynb",
    "홍길동_48213_assignsubmission_file_/105_knn.ipynb",
    "홍길동_48213_assignsubmission_file/105_knn.ipynb",
    "홍길동_48213_assignsubmission_file_105_knn.ipynb",
    "Participant_48213_assignsubmission_file_/105_knn.ipynb",
    "홍길동_777_assignsubmission_file_/105_knn.ipynb",
    "105_knn_gildong_attempt_2026-03-02-14-05-00_105_knn.ipynb",
    "gildong/105_knn.ipynb",
    "105_knn_gildong@example.ac.kr.ipynb",
    "105_knn_홍길동 (1).ipynb",
    f"20260302_{HONG}_105_knn.ipynb",
    unicodedata.normalize("NFD", "홍길동/105_knn.ipynb"),
]


@pytest.mark.parametrize("name", WITH_NUMBER)
def test_a_student_number_in_a_name_is_found_without_a_roster(course, pack, name):
    """Canvas's and Moodle's ids, attempt times and the assignment's own number are not taken for it."""
    assert only(collect(course, pack(name), NAME)).student == HONG
    assert submitted(course) == notebook()


@pytest.mark.parametrize("name", WITH_ROSTER)
def test_a_roster_tells_whose_a_file_is(course, hand_in, roster, name):
    """By number, LMS id, login or unique full name, in folders as in ZIPs."""
    assert only(collect(course, hand_in(name), NAME, roster)).student == HONG


@pytest.mark.parametrize(
    ("name", "student"),
    [
        ("kimminsu_999_9912345_105_knn.ipynb", KIM),
        ("minsukim_999_9912345_105_knn.ipynb", KIM),
        ("Minsu Kim_12_assignsubmission_file_/105_knn.ipynb", KIM),
        ("Kim_Minsu_105_knn.ipynb", KIM),
        (f"105_knn_{LEE}.ipynb", LEE),
        ("105_knn_12345678.ipynb", None),
        (f"105_knn_9{HONG}.ipynb", None),
        ("과제 1_hong_yh_attempt_2026-03-02-14-05-00_105_knn.ipynb", LEE),
        ("mskim_park/105_knn.ipynb", None),
        ("Kim Minsu Park/105_knn.ipynb", None),
        ("홍길동전/105_knn.ipynb", None),
    ],
)
def test_a_name_counts_only_as_a_whole(course, pack, roster, name, student):
    """Names stand in either order; parts of names, of logins and of numbers are nobody's, and leading zeros stay."""
    collected = collect(course, pack(name), NAME, roster)
    assert students(collected) == ([student] if student else [])
    assert student or "roster" in reason(collected)


@pytest.mark.parametrize(
    "name",
    [
        f"{HONG}/105_knn_{KIM}.ipynb",
        f"105_knn_{HONG}_Kim Minsu.ipynb",
        f"홍길동_48213_9912345_105_knn_{KIM}.ipynb",
        "105_knn_홍길동_이영희.ipynb",
    ],
)
def test_two_students_in_one_name_are_nobody_s_file(course, pack, roster, name):
    """Whether by number, by name or by the LMS's id: it is listed with both numbers."""
    why = reason(collect(course, pack(name), NAME, roster))
    assert HONG in why and "several students" in why


def test_namesakes_are_told_apart_by_number_only(course, pack, tmp_path):
    """A name of two students alone places nothing; with one's number it does."""
    path = tmp_path / "class.csv"
    path.write_text(f"학번,이름\n{HONG},홍길동\n{KIM},홍길동\n", encoding="utf-8")
    collected = collect(course, pack("홍길동/105_knn.ipynb", f"{KIM} 홍길동/105_knn.ipynb"), NAME, path)
    assert students(collected) == [KIM]
    assert HONG in collected.unplaced[0].reason and KIM in collected.unplaced[0].reason


def test_without_number_and_roster_the_reason_names_the_roster(course, pack):
    """Neither no number nor several are guessed at."""
    collected = collect(course, pack("홍길동/105_knn.ipynb", f"{HONG}_20260302_105_knn.ipynb", "hong_48213_9912345_105_knn.ipynb"), NAME)
    assert not collected.placed
    assert all("a roster would help" in entry.reason for entry in collected.unplaced) and len(collected.unplaced) == 3


def test_a_number_or_id_outside_the_roster_is_named(course, pack, roster):
    """The reason says which, so that the roster can be mended."""
    collected = collect(course, pack("105_knn_2021999999.ipynb", "hong_55555_9912345_105_knn.ipynb"), NAME, roster)
    assert [entry.reason.split(";")[0] for entry in collected.unplaced] == [
        "2021999999 is not in the roster",
        "LMS id 55555 is not in the roster",
    ]
    assert collected.missing == [HONG, KIM, LEE]


def test_missing_are_those_with_nothing_in_submitted(course, pack, roster):
    """Who was collected earlier is not missing from a later hand-in; order is the roster's."""
    assert collect(course, pack(f"{KIM}.ipynb"), NAME, roster).missing == [HONG, LEE]
    assert collect(course, pack(f"{HONG}.ipynb"), NAME, roster).missing == [LEE]
    assert collect(course, pack(f"{HONG}.ipynb"), NAME).missing == []


@pytest.mark.parametrize("name", [f"{HONG}/102_regression.ipynb", f"105_knn_{HONG}_attempt_2026-03-02-14-05-00_102-Regression.ipynb"])
def test_another_assignment_s_file_is_not_filed(course, pack, name):
    """The student's own name for the file decides, whatever the LMS calls the assignment."""
    assert reason(collect(course, pack(name), NAME)) == "names 102_regression, not 105_knn"


def test_an_assignment_s_name_inside_a_longer_one_is_the_longer_one(course, pack):
    """105_knn_extra is not 105_knn; a folder of another assignment does not spoil a file of this one."""
    collected = collect(course, pack(f"{HONG}/105_knn_extra.ipynb", f"102_regression/{KIM}_105_knn.ipynb"), NAME)
    assert students(collected) == [KIM] and collected.unplaced[0].reason == "names 105_knn_extra, not 105_knn"


def test_canvas_s_late_mark_is_reported(course, pack, roster):
    """late is what the LMS said."""
    names = ("honggildong_LATE_48213_9912345_105_knn.ipynb", "kimminsu_48214_9912346_105_knn.ipynb")
    assert {entry.student: entry.late for entry in collect(course, pack(*names), NAME, roster).placed} == {HONG: True, KIM: False}


@pytest.mark.parametrize(("encoding", "noted"), [("cp949", True), ("utf-8", False)])
def test_names_without_the_utf8_flag_are_recovered(course, pack, roster, encoding, noted):
    """Korean Windows writes CP949, older macOS UTF-8; zipfile reads both as cp437."""
    placed = only(collect(course, pack(entry(raw="홍길동/과제 제출.ipynb".encode(encoding))), NAME, roster))
    assert placed.source == "홍길동/과제 제출.ipynb" and ("CP949" in placed.note) == noted


def test_names_in_folders_may_be_cp949_bytes(course, hand_in, roster, tmp_path):
    """What unzip on Linux makes of a Korean ZIP is read as well, and can be printed."""
    root = hand_in("placeholder.txt")
    with open(os.path.join(os.fsencode(root), "홍길동.ipynb".encode("cp949")), "wb") as stream:
        stream.write(notebook())
    collected = collect(course, root, NAME, roster)
    assert [entry.source for entry in collected.placed] == ["홍길동.ipynb"] and "CP949" in collected.placed[0].note


def test_leftovers_are_skipped_in_silence(course, pack):
    """What macOS, Windows and Jupyter leave behind, and copies of the data, are not worth a line."""
    junk = ["__MACOSX/._105_knn.ipynb", f"{HONG}/._105_knn.ipynb", f"{HONG}/.DS_Store", f"{HONG}/data/iris.csv", f"{HONG}/"]
    only(collect(course, pack(*junk, f"{HONG}/.ipynb_checkpoints/105_knn-checkpoint.ipynb", f"{HONG}/105_knn.ipynb"), NAME))


def test_windows_and_unprintable_names_are_read(course, pack):
    """A backslash parts folders; what would steer a terminal is replaced."""
    placed = only(collect(course, pack(entry(raw=f"{HONG}\\\x1b[31m.ipynb".encode())), NAME))
    assert placed.student == HONG and placed.source == f"{HONG}/\ufffd[31m.ipynb"


def test_other_files_are_listed(course, pack):
    """A report, a script or an archive that is no ZIP does not vanish."""
    collected = collect(course, pack(*(f"{HONG}/105_knn{suffix}" for suffix in (".pdf", ".py", ".html", ".7z", ".ipynb.txt"))), NAME)
    assert [entry.reason.split(",")[0] for entry in collected.unplaced] == ["an archive inside an archive"] + ["not a notebook"] * 4


# ── Times and attempts ──


def test_times_are_local_and_kept_in_utc(course, pack, local_zone):
    """An attempt's time in the name goes before the entry's; timestamp.txt is nbgrader's."""
    collected = collect(course, pack(f"105_knn_{HONG}_attempt_2026-03-01-08-00-00_105_knn.ipynb", f"{KIM}/105_knn.ipynb"), NAME)
    assert [str(entry.timestamp) for entry in collected.placed] == ["2026-03-02 05:05:00+00:00", "2026-02-28 23:00:00+00:00"]
    assert submitted(course, file="timestamp.txt") == b"2026-02-28 23:00:00 UTC"
    assert stat.S_IMODE((course.step("submitted", NAME, HONG) / f"{NAME}.ipynb").stat().st_mode) == 0o644


def test_a_file_in_a_folder_has_its_modification_time(course, hand_in):
    """Written as nbgrader's own `timestamp.txt`."""
    collect(course, hand_in(f"{HONG}.ipynb"), NAME)
    assert submitted(course, file="timestamp.txt") == b"2026-03-02 14:05:00 UTC"


@pytest.mark.parametrize("moment", [(1980, 1, 1, 0, 0, 0), (2026, 2, 31, 0, 0, 0)])
def test_an_entry_without_a_time_gets_no_timestamp(course, pack, moment):
    """Neither a ZIP's empty date nor an impossible one becomes a time of submission."""
    assert only(collect(course, pack(entry(f"{HONG}.ipynb", moment)), NAME)).timestamp is None
    assert not (course.step("submitted", NAME, HONG) / "timestamp.txt").exists()


def test_the_latest_attempt_wins(course, pack):
    """Even under another name; the earlier ones are named in the note."""
    names = [f"105_knn_{HONG}_attempt_2026-03-0{day}-14-05-00_{file}.ipynb" for day, file in ((3, "homework"), (1, NAME), (2, NAME))]
    placed = only(collect(course, pack(*((name, notebook(name)) for name in names)), NAME))
    assert placed.source == names[0] and submitted(course) == notebook(names[0])
    assert "latest of 3" in placed.note and names[1] in placed.note


def test_the_newest_file_wins_then_the_highest_copy(course, pack):
    """Time goes before the number that Canvas or a browser adds."""
    later, ten = entry(f"{HONG}_105_knn.ipynb", (2026, 3, 5, 0, 0, 0)), entry(f"{KIM}_105_knn-10.ipynb")
    names = (f"{HONG}_105_knn (1).ipynb", later, ten, f"{KIM}_105_knn-2.ipynb", f"{KIM}_105_knn.ipynb")
    collected = collect(course, pack(*names), NAME)
    assert [entry.source for entry in collected.placed] == [ten.filename, later.filename]
    assert "latest of 3" in collected.placed[0].note and "latest of 2" in collected.placed[1].note


def test_what_is_there_and_newer_stays(course, pack):
    """An old archive does not undo a later hand-in, and says so."""
    collect(course, pack((entry(f"{HONG}.ipynb", (2026, 3, 5, 0, 0, 0)), notebook("new"))), NAME)
    placed = only(collect(course, pack((f"{HONG}.ipynb", notebook("old"))), NAME))
    assert "already there and newer" in placed.note and placed.timestamp == datetime(2026, 3, 5).astimezone(UTC)
    assert submitted(course) == notebook("new")
    nameless = only(collect(course, pack((entry(f"{HONG}.ipynb", (1980, 1, 1, 0, 0, 0)), notebook("?"))), NAME))
    assert "kept" in nameless.note and submitted(course) == notebook("new")


def test_a_newer_hand_in_replaces_an_older_one(course, pack):
    """Notebook and time alike; a timestamp that cannot be read does not protect anything."""
    collect(course, pack((f"{HONG}.ipynb", notebook("old"))), NAME)
    collect(course, pack((entry(f"{HONG}.ipynb", (2026, 3, 5, 0, 0, 0)), notebook("new"))), NAME)
    at_midnight = f"{datetime(2026, 3, 5).astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC".encode()
    assert submitted(course) == notebook("new") and submitted(course, file="timestamp.txt") == at_midnight
    (course.step("submitted", NAME, HONG) / "timestamp.txt").write_text("yesterday")
    collect(course, pack((f"{HONG}.ipynb", notebook("old"))), NAME)
    assert submitted(course) == notebook("old")


def test_the_same_bytes_keep_their_first_time(course, pack):
    """A Canvas ZIP that is downloaded again makes nobody late."""
    collect(course, pack(f"{HONG}.ipynb"), NAME)
    before = submitted(course, file="timestamp.txt")
    placed = only(collect(course, pack(entry(f"{HONG}.ipynb", (2026, 3, 9, 0, 0, 0))), NAME))
    assert "unchanged" in placed.note and submitted(course, file="timestamp.txt") == before


def test_timestamps_of_the_exchange_are_understood(course, pack):
    """nbgrader's exchange writes fractions and zones."""
    folder = course.step("submitted", NAME, HONG)
    folder.mkdir(parents=True)
    (folder / f"{NAME}.ipynb").write_bytes(notebook("old"))
    for written in ("2026-03-05 09:00:00.123456 UTC", "2026-03-05 09:00:00 +0900", "2026-03-05 09:00:00"):
        (folder / "timestamp.txt").write_text(written)
        assert "newer" in only(collect(course, pack(f"{HONG}.ipynb"), NAME)).note


# ── Several notebooks, inner ZIPs, contents ──


def test_the_notebook_with_the_assignment_s_name_is_taken(course, pack):
    """Though another one is newer; the other is listed."""
    scratch = entry(f"{HONG}/scratch.ipynb", (2026, 3, 9, 0, 0, 0))
    collected = collect(course, pack(scratch, f"{HONG}/105_knn.ipynb"), NAME)
    assert "taken for its name" in collected.placed[0].note and "latest" not in collected.placed[0].note
    assert [entry.source for entry in collected.unplaced] == [scratch.filename] and "was taken" in collected.unplaced[0].reason


@pytest.mark.parametrize("copy", [notebook("mine", graded("vote", "far")), notebook("mine", seodang={"title": "Neighbours"})])
def test_the_notebook_with_the_assignment_s_cells_is_taken(course, pack, copy):
    """By the title that build wrote, or by the cell ids, where names do not tell."""
    original = course.notebook("source", NAME)
    original.parent.mkdir(parents=True)
    original.write_bytes(notebook("", graded("vote", "far", "near"), seodang={"title": "Neighbours"}))
    newer = entry(f"{HONG}/연습.ipynb", (2026, 3, 9, 0, 0, 0))
    collected = collect(course, pack((newer, notebook("", graded("else"))), (f"{HONG}/과제.ipynb", copy)), NAME)
    assert submitted(course) == copy and collected.placed[0].note == "renamed; taken for its cells"
    assert len(collected.unplaced) == 1


def test_the_newest_of_several_notebooks_is_taken_when_nothing_tells(course, pack):
    """And the note says that nothing else told."""
    newer = entry(f"{HONG}/b.ipynb", (2026, 3, 9, 0, 0, 0))
    collected = collect(course, pack(newer, f"{HONG}/c.ipynb"), NAME)
    assert collected.placed[0].source == newer.filename and "taken as the newest" in collected.placed[0].note
    assert len(collected.unplaced) == 1


@pytest.mark.parametrize("data", [b"", b"PK not json", b"[1, 2]", b'{"cells": 1}', b"[" * 100_000, b"\xff\xfe{"])
def test_what_is_not_a_notebook_inside_is_filed_all_the_same(course, pack, data):
    """The grader owes its author a reason."""
    assert "not readable as a notebook" in only(collect(course, pack((f"{HONG}_105_knn.ipynb", data)), NAME)).note
    assert submitted(course) == data


def zipped(*entries):
    """A student's own ZIP, as bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for found, data in entries:
            archive.writestr(found, data)
    return buffer.getvalue()


def test_a_student_s_own_zip_is_opened_once(course, pack):
    """Its data are left out, its time is the outer one, a ZIP inside it is listed."""
    later = (2030, 1, 1, 0, 0, 0)
    inner = zipped(
        (entry("105_knn/105_knn.ipynb", later), notebook("inner")), ("105_knn/data/iris.csv", b"1"), ("105_knn/more.zip", zipped())
    )
    collected = collect(course, pack((f"{HONG}_105_knn.zip", inner)), NAME)
    assert submitted(course) == notebook("inner") and collected.placed[0].timestamp == datetime(2026, 3, 2, 14, 5).astimezone(UTC)
    assert [entry.source for entry in collected.unplaced] == [f"{HONG}_105_knn.zip/105_knn/more.zip"]


def test_a_zip_in_a_folder_is_opened(course, hand_in, roster):
    """With CP949 names inside, and a later copy of the ZIP winning."""
    first, second = (zipped((entry(raw="홍길동.ipynb".encode("cp949")), notebook(text))) for text in "12")
    placed = only(collect(course, hand_in(("105_knn.zip", first), ("105_knn (1).zip", second)), NAME, roster))
    assert placed.source == "105_knn (1).zip/홍길동.ipynb" and "CP949" in placed.note and "latest of 2" in placed.note


@pytest.mark.parametrize("data", [b"no zip", b"", zipped(), zipped(("a/__MACOSX/x", b"")), zipped(("x.ipynb", notebook()))[:-10]])
def test_a_student_s_broken_or_empty_zip_loses_nothing_else(course, pack, data):
    """It is listed; the class goes on."""
    collected = collect(course, pack((f"{KIM}.zip", data), f"{HONG}.ipynb"), NAME)
    assert students(collected) == [HONG] and [entry.source for entry in collected.unplaced] == [f"{KIM}.zip"]


# ── Hostile and damaged hand-ins ──


@pytest.mark.parametrize("name", ["/etc/{}.ipynb", "../../{}.ipynb", "a/../../{}.ipynb", "C:/{}.ipynb", "..\\{}.ipynb", "{}\\..\\x.ipynb"])
def test_names_that_lead_out_are_not_read(course, pack, tmp_path, name):
    """In the LMS's ZIP as in a student's."""
    name = name.format(HONG)
    inner = zipped((entry(raw=name.encode()), notebook()))
    before = sorted(tmp_path.rglob("*"))
    collected = collect(course, pack(entry(raw=name.encode()), (f"{KIM}.zip", inner)), NAME)
    assert [entry.reason for entry in collected.unplaced] == ["its name leads out of the archive"] * 2 and not collected.placed
    assert sorted(tmp_path.rglob("*")) == sorted([*before, tmp_path / "submissions.zip"])


def test_links_are_never_followed(course, pack, hand_in, tmp_path):
    """Neither entries of a ZIP nor links to files and folders; pipes are not opened."""
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "105_knn.ipynb").write_bytes(notebook("secret"))
    link = entry(f"{HONG}/105_knn.ipynb", mode=stat.S_IFLNK | 0o777)
    assert "link" in reason(collect(course, pack((link, str(secret).encode())), NAME))
    root = hand_in(f"{KIM}/105_knn.ipynb")
    (root / HONG).symlink_to(secret)
    (root / f"{LEE}.ipynb").symlink_to(secret / "105_knn.ipynb")
    os.mkfifo(root / "2021777777.ipynb")
    collected = collect(course, root, NAME)
    assert students(collected) == [KIM] and len(collected.unplaced) == 3
    assert all("link" in entry.reason for entry in collected.unplaced)


def test_a_bomb_is_not_unpacked(course, tmp_path, pack, monkeypatch):
    """Neither a notebook nor a ZIP of zeros fills memory or disk, whether its size is declared or hidden one level down."""
    monkeypatch.setattr(handin, "LIMIT", 2**20)
    bomb, inner = bytes(30 * 2**20), tmp_path / "inner.zip"
    pack((f"{HONG}.ipynb", bomb), path=inner)
    source = pack((f"{HONG}.ipynb", bomb), (f"{KIM}.zip", inner.read_bytes()), ("2021777777.zip", bomb), f"{LEE}.ipynb")
    del bomb
    tracemalloc.start()
    collected = collect(course, source, NAME)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert students(collected) == [LEE] and [entry.reason[:9] for entry in collected.unplaced] == ["over 1 MB"] * 3
    assert peak < 8 * 2**20


def test_a_size_that_lies_is_found_out(course, pack):
    """An entry larger than it says is damaged, and only it is lost."""
    source = pack((entry(f"{HONG}.ipynb"), bytes(4_000_000)), f"{KIM}.ipynb")
    size = (4_000_000).to_bytes(4, "little")
    source.write_bytes(source.read_bytes().replace(size, (10).to_bytes(4, "little")))
    collected = collect(course, source, NAME)
    assert students(collected) == [KIM] and "cannot be read" in collected.unplaced[0].reason


def test_a_notebook_over_100_mb_is_listed(course, hand_in):
    """The limit is 100 MB, told before the file is read."""
    root = hand_in(f"{HONG}.ipynb", f"{KIM}.ipynb")
    os.truncate(root / f"{HONG}.ipynb", 100 * 2**20 + 1)
    collected = collect(course, root, NAME)
    assert students(collected) == [KIM] and "over 100 MB" in collected.unplaced[0].reason


def test_a_zip_of_very_many_files_is_not_opened(course, pack, monkeypatch):
    """Its list of files alone would fill memory."""
    monkeypatch.setattr(handin, "INNER_FILES", 3)
    inner = zipped(*((f"{i}.ipynb", b"") for i in range(4)))
    assert "more than 3 files" in reason(collect(course, pack((f"{HONG}.zip", inner)), NAME))


@pytest.mark.parametrize("locked", [entry(f"{HONG}.ipynb", flags=1), entry(f"{HONG}.ipynb", method=zipfile.ZIP_BZIP2)])
def test_what_cannot_be_unpacked_is_listed(course, pack, locked):
    """A password, or a packing that could not be unpacked within limits."""
    collected = collect(course, pack(locked, f"{KIM}.ipynb"), NAME)
    assert students(collected) == [KIM] and "ask for it" in collected.unplaced[0].reason


def test_a_damaged_latest_attempt_leaves_the_one_before(course, pack):
    """And is listed, so that nobody thinks it was graded."""
    source = pack((f"{HONG}_105_knn-1.ipynb", notebook("first")), (f"{HONG}_105_knn-2.ipynb", os.urandom(100)))
    data = bytearray(source.read_bytes())
    spot = data.rindex(b"PK\3\4") + 30 + len(f"{HONG}_105_knn-2.ipynb")
    data[spot : spot + 20] = bytes(20)
    source.write_bytes(data)
    collected = collect(course, source, NAME)
    assert submitted(course) == notebook("first") and "cannot be read" in collected.unplaced[0].reason


def test_what_cannot_be_written_is_listed(course, pack):
    """One student's spoiled folder does not stop the class."""
    (course.root / "submitted").mkdir()
    (course.root / "submitted" / HONG).write_text("a file")
    collected = collect(course, pack(f"{HONG}.ipynb", f"{KIM}.ipynb"), NAME)
    assert students(collected) == [KIM] and "cannot be filed" in collected.unplaced[0].reason


def test_an_interrupted_write_leaves_the_old_notebook(course, pack, monkeypatch):
    """And no leftovers; the next run takes the new one."""
    collect(course, pack((f"{HONG}.ipynb", notebook("old"))), NAME)
    newer = pack((entry(f"{HONG}.ipynb", (2026, 3, 9, 0, 0, 0)), notebook("new")))
    replace = os.replace

    def fail(part, path):
        if str(path).endswith(".ipynb"):
            raise KeyboardInterrupt
        replace(part, path)

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(KeyboardInterrupt):
        collect(course, newer, NAME)
    assert submitted(course) == notebook("old")
    assert sorted(os.listdir(course.step("submitted", NAME, HONG))) == [f"{NAME}.ipynb", "timestamp.txt"]
    monkeypatch.undo()
    collect(course, newer, NAME)
    assert submitted(course) == notebook("new")


def test_damaged_archives_never_end_in_a_traceback(course, pack):
    """Every single byte of a small ZIP may be wrong: a CourseError or a listing comes of it."""
    source = pack((entry(f"{HONG}/과제.ipynb"), b'{"cells": []}'))
    good = source.read_bytes()
    for spot in range(len(good)):
        for byte in (0, 0x7F, 0xFF):
            source.write_bytes(good[:spot] + bytes([byte]) + good[spot + 1 :])
            try:
                collected = collect(course, source, NAME)
            except CourseError as error:
                assert "submissions.zip" in str(error)
            else:
                assert len(collected.placed) + len(collected.unplaced) == 1


@pytest.mark.parametrize(("data", "says"), [(b"", "not a ZIP"), (b"text", "not a ZIP"), (zipped(), "no files"), (None, "no such file")])
def test_a_hand_in_that_cannot_be_read_at_all_is_an_error(course, tmp_path, data, says):
    """It names the file and what to do."""
    path = tmp_path / "hand-in.zip"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(CourseError, match=f"hand-in.zip.*{says}.*; "):
        collect(course, path, NAME)


def test_an_empty_folder_is_an_error(course, tmp_path):
    """Nobody takes it for a class that handed in nothing."""
    (tmp_path / "empty").mkdir()
    with pytest.raises(CourseError, match="no files"):
        collect(course, tmp_path / "empty", NAME)


def test_lists_come_in_the_same_order_however_the_zip_is_sorted(course, pack):
    """Placed by student, unplaced by source."""
    names = [f"{LEE}.ipynb", "b.pdf", f"{HONG}.ipynb", "a.pdf", f"{KIM}.ipynb"]
    for order in (names, names[::-1]):
        collected = collect(course, pack(*order), NAME)
        assert students(collected) == sorted([HONG, KIM, LEE])
        assert [entry.source for entry in collected.unplaced] == ["a.pdf", "b.pdf"]


# ── Rosters ──


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_roster_is_read_in_the_usual_encodings(tmp_path, encoding, delimiter):
    """Excel's BOM, Korean Windows' CP949, and semicolons where commas are decimal."""
    path = tmp_path / "class.csv"
    path.write_bytes(ROSTER.replace(",", delimiter).encode(encoding))
    found = read_roster(path)
    assert list(found.numbers.values()) == [HONG, KIM, LEE] and found.lms["48213"] == HONG and found.names["홍길동"] == {HONG}


@pytest.mark.parametrize(
    "content",
    [
        f'Student,ID,SIS User ID,SIS Login ID\n"    Points Possible",,,\n"Hong, Gildong",48213,{HONG},gildong\n',
        f"Identifier,Full name,ID number,Email address\nParticipant 48213,Gildong Hong,{HONG},gildong@example.ac.kr\n",
        f"First name,Last name,student_id,Canvas ID,Login\nGildong,Hong,{HONG},48213,gildong\n",
        f'Student Number,Surname,Given Name,ID,E-mail\n="{HONG}",Hong,Gildong,48213,Gildong@example.ac.kr\n',
    ],
)
def test_headings_of_the_usual_exports_are_known(tmp_path, content):
    """Canvas's gradebook, Moodle's grading sheet, and lists made by hand; rows without a number are not students."""
    path = tmp_path / "class.csv"
    path.write_text(content, encoding="utf-8")
    found = read_roster(path)
    assert list(found.numbers.values()) == [HONG] and found.lms == {"48213": HONG}
    assert {"gildong hong", "hong gildong", "honggildong"} <= set(found.names) and found.logins["gildong"] == {HONG}


def test_family_and_given_name_in_two_columns_make_a_full_name(tmp_path):
    """A given name alone is nobody's full name."""
    path = tmp_path / "class.csv"
    path.write_text(f"학번,성,이름\n{HONG},홍,길동\n", encoding="utf-8")
    assert set(read_roster(path).names) == {"홍 길동", "홍길동", "길동 홍", "길동홍"}


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("이름,Email\n홍길동,a@b.kr\n", r"no column of student numbers.*headings found: 이름, Email"),
        ("", r"no column of student numbers.*found: none"),
        ("학번,이름\n", r"no students below the headings; fill in the column '학번'"),
        (f"학번\n{HONG}\n{KIM}\n{HONG}\n", rf"class.csv:4: the student number {HONG} stands already in .*class.csv:2"),
        ("학번,ID\n1001,7\n1002,7\n", r"class.csv:3: the LMS id 7 stands already"),
        ("학번\n../../etc\n", r"class.csv:2: '../../etc' is not a student number"),
        ("학번\n.hidden\n", r"'.hidden' is not"),
        ("학번\n2.02E+09\n", r"'2.02E\+09' is not a student number.*format the column as text"),
        ("학번\n2021123456.0\n", r"'2021123456.0' is not"),
    ],
)
def test_a_roster_that_would_mislead_is_an_error(tmp_path, content, says):
    """It names the file, the line, the value and the next step; numbers that a spreadsheet spoiled are found out."""
    path = tmp_path / "class.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(CourseError, match=says):
        read_roster(path)


def test_a_roster_that_is_no_text_is_an_error(tmp_path):
    """A missing file, and a spreadsheet that was not saved as CSV."""
    with pytest.raises(CourseError, match="class.xlsx.*cannot be read"):
        read_roster(tmp_path / "class.xlsx")
    (tmp_path / "class.xlsx").write_bytes(b"PK\3\4\xff\xff\xff")
    with pytest.raises(CourseError, match="save the roster as CSV"):
        read_roster(tmp_path / "class.xlsx")
