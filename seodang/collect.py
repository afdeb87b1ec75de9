"""What an LMS hands out, a ZIP or a folder → submitted/STUDENT/NAME/NAME.ipynb with its timestamp.txt, as nbgrader wants them.

A file goes through four questions: may it be read (`_refusal`), which assignment and whose is it (`_Reader`, `_identify`), which of a
student's notebooks counts (`_choose`), and is it newer than what is there (`_place`). What falls out on the way is listed with its reason.
Nothing here trusts the archive: names are only read, never used as paths to write, and reading stops at a limit.

Times in names and in ZIP entries carry no zone and are taken as this machine's local time; timestamp.txt is in UTC.
"""

import contextlib
import csv
import functools
import io
import json
import os
import re
import stat
import tempfile
import unicodedata
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from seodang.errors import CourseError

LIMIT = 100 * 2**20  # bytes of a notebook, or of a student's ZIP
LOOK_LIMIT = 20 * 2**20  # bytes of a notebook that is parsed to look into it; JSON takes many times its size in memory
INNER_FILES = 10_000  # files in a student's ZIP
STUDENT = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_.-]{0,63}")
NUMBER = re.compile(r"(?<!\d)\d{6,12}(?!\d)")
COPY = re.compile(r"(?:-(\d{1,2})|\s*\((\d{1,3})\))$")
SUFFIX = re.compile(r"\.(ipynb|zip)$", re.IGNORECASE)
OTHER_ARCHIVES = (".7z", ".rar", ".egg", ".alz", ".tar", ".gz", ".tgz")
JUNK_FOLDERS, JUNK_FILES = {"__MACOSX", ".ipynb_checkpoints"}, {".DS_Store", "Thumbs.db", "desktop.ini"}
OWN, MARKS = "\ue000", "\ue000-\uf8ff"  # stand for assignments' names while the rest of a file name is read
NEVER = datetime.min.replace(tzinfo=UTC)
# How an LMS names what was handed in, tried in this order on each part of a path: who it is, the LMS's own id, the student's file.
LMS_NAMES = (
    re.compile(r"(?P<who>.+?)_attempt_(?P<attempt>\d{4}(?:-\d\d){5})(?:_(?P<file>.*))?"),  # Blackboard
    re.compile(r"(?P<who>.+?)_(?P<lms>\d+)_assignsubmission_[a-z]+_?(?P<file>.*)"),  # Moodle, as folders and flat
    re.compile(rf"(?P<who>[^{MARKS}]+?)(?P<late>_LATE)?_(?P<lms>\d+)_(?P<attachment>\d+)_(?P<file>.+)"),  # Canvas
)
HEADINGS = {  # in a roster; lower case, anything but letters and digits as one space
    "number": ("student number", "학번", "학생번호", "sis user id", "id number", "idnumber", "student id", "student no"),
    "name": ("name", "이름", "성명", "student", "full name", "student name"),
    "first": ("first name", "given name"),
    "last": ("last name", "surname", "family name", "성"),
    "lms": ("id", "canvas id", "canvas user id", "identifier", "lms id"),
    "login": ("email", "email address", "e mail", "이메일", "login", "login id", "sis login id", "username", "아이디"),
}


@dataclass(frozen=True)
class Placed:
    """A student's notebook in submitted/; `late` is what the LMS said, `timestamp` what timestamp.txt says."""

    student: str
    source: str
    target: Path
    timestamp: datetime | None
    late: bool
    note: str


@dataclass(frozen=True)
class Unplaced:
    source: str
    reason: str


@dataclass
class Collected:
    """What became of a hand-in; `missing` are the students of the roster who have nothing in submitted/."""

    placed: list[Placed] = field(default_factory=list)
    unplaced: list[Unplaced] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


@dataclass
class Roster:
    """The students' numbers in the roster's order, and whom an LMS id, a name or a login stands for."""

    numbers: list[str] = field(default_factory=list)
    lms: dict[str, str] = field(default_factory=dict)
    names: dict[str, set[str]] = field(default_factory=dict)
    logins: dict[str, set[str]] = field(default_factory=dict)

    @functools.cached_property
    def pattern(self):
        """Finds a number that does not go on to either side; 20211 is not in 202112, nor C12 in AC12."""
        numbers = sorted(self.numbers, key=len, reverse=True)
        kinds = ((r"[0-9]", filter(str.isdigit, numbers)), (r"[a-z0-9]", (n for n in numbers if not n.isdigit())))
        parts = [f"(?<!{edge})(?:{'|'.join(map(re.escape, found))})(?!{edge})" for edge, some in kinds if (found := list(some))]
        return re.compile("|".join(parts), re.IGNORECASE)

    @functools.cached_property
    def spelling(self):
        return {number.casefold(): number for number in self.numbers}


@dataclass(frozen=True)
class _Item:
    """A file of the hand-in, not yet read. `inner` is its time in the student's own ZIP, `refused` why it must not be read."""

    parts: tuple[str, ...]
    time: datetime | None
    size: int
    read: Callable[[], bytes]
    refused: str = ""
    cp949: bool = False
    inner: datetime | None = None

    @property
    def source(self):
        return "/".join(self.parts)

    def is_a(self, *suffixes):
        return self.parts[-1].lower().endswith(suffixes)


@dataclass(frozen=True)
class _Reading:
    """What the name of a file says; `texts` are its parts without what the LMS added, assignments' names as marks."""

    texts: tuple[str, ...]
    who: str
    lms: str
    attempt: datetime | None
    late: bool
    copies: tuple[int, ...]

    @property
    def base(self):
        """The notebook's name, the same for all its resubmissions."""
        return COPY.sub("", self.texts[-1]).casefold()

    @property
    def holds_name(self):
        return OWN in self.texts[-1]


class _Unreadable(Exception):
    """Why one file cannot be read; never leaves this module."""


def collect(course, source, name, roster=None):
    """File what students handed in for an assignment; the latest attempt wins, and what is in submitted/ and newer stays.

    Args:
        course: the course.
        source: the ZIP or folder that the LMS gave.
        name: the assignment's name, e.g. 105_knn.
        roster: a CSV file of the students (see `read_roster`); without it, only student numbers in file names count.

    Raises:
        CourseError: the hand-in or the roster cannot be read at all; one bad file never stops the others.
    """
    students, reader, result, hand_ins = read_roster(roster) if roster else None, _Reader(course, name), Collected(), {}
    with _opened(Path(source)) as items:
        for item in _unpacked(items, result):
            reading = reader.read(item.parts)
            student, reason = "", _refusal(item) or reader.refusal(reading)
            if not reason:
                student, reason = _identify(reading, students)
            if reason:
                result.unplaced.append(Unplaced(item.source, reason))
            else:
                hand_ins.setdefault(student, []).append((item, reading))
        matches = functools.partial(_matches, _look(_source_notebook(course, name)))
        for student in sorted(hand_ins):
            _settle(course, name, student, hand_ins[student], matches, result)
    result.unplaced.sort(key=lambda entry: (entry.source, entry.reason))
    done = {entry.student for entry in result.placed}
    result.missing = [
        n for n in (students.numbers if students else ()) if n not in done and not course.notebook("submitted", name, n).exists()
    ]
    return result


# ── Files of the hand-in ──────────────────────────────────────────────────────────────────────────────────────────────────────


@contextlib.contextmanager
def _opened(source):
    """The files of a ZIP or a folder, in order of their names, without what operating systems and Jupyter leave behind."""
    with contextlib.ExitStack() as stack:
        if source.is_dir():
            found = _folder_items(source)
        elif source.is_file():
            try:
                found = _zip_items(stack.enter_context(_open_zip(source)))
            except _Unreadable as error:
                raise CourseError(f"{source}: {error}; give the ZIP that the LMS made, or a folder with its files") from None
        else:
            raise CourseError(f"{source}: no such file or folder; give the ZIP or the folder that the LMS made")
        items = [item for item in found if not _is_junk(item)]
        if not items:
            raise CourseError(f"{source} holds no files; download the submissions again")
        yield sorted(items, key=lambda item: item.parts)


def _is_junk(item):
    """Leftovers, and the copies of the assignment's data files beside a notebook."""
    *folders, last = item.parts
    data = "data" in folders and not SUFFIX.search(last)
    return data or last.startswith("._") or last in JUNK_FILES or not JUNK_FOLDERS.isdisjoint(item.parts)


def _folder_items(folder):
    """Every file below a folder; links are listed, never followed."""
    waiting = [(folder, ())]
    while waiting:
        path, parts = waiting.pop()
        try:
            entries = list(os.scandir(path))
        except OSError as error:
            yield _Item(parts or (str(folder),), None, 0, bytes, f"cannot be read: {error.strerror}")
            continue
        for entry in entries:
            part, cp949 = _decode(os.fsencode(entry.name))
            info = entry.stat(follow_symlinks=False)
            if stat.S_ISDIR(info.st_mode):
                waiting.append((entry.path, (*parts, part)))
                continue
            link = "a symbolic link, which is not followed" if stat.S_ISLNK(info.st_mode) else "not a regular file"
            refused = "" if stat.S_ISREG(info.st_mode) else link
            time = datetime.fromtimestamp(int(info.st_mtime), UTC)
            yield _Item((*parts, part), time, info.st_size, functools.partial(_read_file, entry.path), refused, cp949)


def _read_file(path):
    try:
        with open(path, "rb") as stream:
            return _capped(stream)
    except OSError as error:
        raise _Unreadable(f"cannot be read: {error.strerror}") from None


def _open_zip(file):
    try:
        return zipfile.ZipFile(file)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise _Unreadable(f"not a ZIP that can be read ({error})") from None


def _zip_items(archive):
    for info in archive.infolist():
        # zipfile takes names that are not marked as UTF-8 for cp437; Windows in Korea writes CP949, macOS writes UTF-8.
        name, marked = info.orig_filename.split("\0")[0], info.flag_bits & 0x800
        name, cp949 = _decode(name.encode("utf-8" if marked else "cp437", "surrogatepass"))
        name = name.replace("\\", "/")
        if name and not name.endswith("/"):
            parts = tuple(part for part in name.split("/") if part not in ("", "."))
            read = functools.partial(_read_entry, archive, info)
            yield _Item(parts or (name,), _local(*info.date_time), info.file_size, read, _entry_refusal(info, name), cp949)


def _entry_refusal(info, name):
    """Why an entry of a ZIP must not be read, or nothing."""
    if name.startswith("/") or re.match("[A-Za-z]:", name) or ".." in name.split("/"):
        return "its name leads out of the archive"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "a symbolic link, which is not followed"
    if info.flag_bits & 0x1:
        return "protected with a password; ask for it without one"
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return "packed in a way other than deflate; ask for it again"  # bzip2 and LZMA unpack without a limit in zipfile
    return ""


def _read_entry(archive, info):
    try:
        with archive.open(info) as stream:
            return _capped(stream)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError) as error:
        raise _Unreadable(f"damaged in the archive ({error}); ask for it again") from None


def _capped(stream):
    """All of a stream, but never more than the limit."""
    data = bytearray()
    while chunk := stream.read(2**20):
        data += chunk
        if len(data) > LIMIT:
            raise _Unreadable(_too_large())
    return bytes(data)


def _too_large():
    return f"over {LIMIT // 2**20} MB; ask for it with its outputs cleared"


def _unpacked(items, result):
    """The files, those in students' own ZIPs in place of the ZIPs."""
    for item in items:
        if item.refused or not item.is_a(".zip"):
            yield item
            continue
        try:
            inner = [found for found in _inner_items(item) if not _is_junk(found)]
        except _Unreadable as error:
            result.unplaced.append(Unplaced(item.source, str(error)))
            continue
        if not inner:
            result.unplaced.append(Unplaced(item.source, "a ZIP without a notebook"))
        yield from sorted(inner, key=lambda found: found.parts)


def _inner_items(item):
    """The files in a student's ZIP. Their time is the ZIP's: the times inside are the student's to set."""
    with _open_inner(item) as archive:
        for position, found in enumerate(_zip_items(archive)):
            read = functools.partial(_read_inner, item, position)  # unpacks anew: no two students' ZIPs are in memory at once
            cp949 = item.cp949 or found.cp949
            yield replace(found, parts=item.parts + found.parts, time=item.time, inner=found.time, read=read, cp949=cp949)


def _open_inner(item):
    if item.size > LIMIT:
        raise _Unreadable(_too_large())
    data = item.read()
    if data.count(b"PK\1\2") > INNER_FILES:
        raise _Unreadable(f"a ZIP of more than {INNER_FILES} files; ask for the notebook alone")
    return _open_zip(io.BytesIO(data))


def _read_inner(item, position):
    with _open_inner(item) as archive:
        return list(_zip_items(archive))[position].read()


def _decode(raw):
    """A file name from its bytes, composed (NFC) and printable; and whether it was CP949."""
    for encoding in ("utf-8", "cp949"):
        with contextlib.suppress(UnicodeDecodeError):
            return _printable(raw.decode(encoding)), encoding == "cp949"
    return _printable(raw.decode("utf-8", "replace")), False


def _printable(name):
    return "".join(c if c.isprintable() else "\ufffd" for c in unicodedata.normalize("NFC", name))


def _local(*fields):
    """A local time as UTC; None for one that does not exist and for the first day of 1980, ZIP's way to say that it has none."""
    with contextlib.suppress(ValueError, OverflowError):
        if fields[:3] != (1980, 1, 1):
            return datetime(*fields).astimezone(UTC)


# ── Whose and what a file is ──────────────────────────────────────────────────────────────────────────────────────────────────


def _refusal(item):
    """Why a file is not a notebook to file, or nothing."""
    if item.refused:
        return item.refused
    if item.is_a(".zip"):
        return "a ZIP inside a student's ZIP; unpack it by hand"
    if item.is_a(*OTHER_ARCHIVES):
        return "an archive other than ZIP; unpack it by hand"
    if not item.is_a(".ipynb"):
        return "not a notebook"
    return _too_large() if item.size > LIMIT else ""


class _Reader:
    """Reads file names, knowing the names of all assignments."""

    def __init__(self, course, name):
        found = {path.stem for path in (course.root / "solutions").glob("*.py")} | {
            path.name for path in (course.root / "source").glob("[!.]*/")
        }
        self.names = [name, *sorted(found - {name})]
        self.longest = sorted(self.names, key=len, reverse=True)
        # 105_knn is also 105-KNN and "105 knn", but neither 1105_knn nor 105_knns.
        spelled = (r"[\W_]{0,3}".join(map(re.escape, name.split("_"))) for name in self.longest)
        self.pattern = re.compile("|".join(rf"(?<!\d)({words})(?![a-z])" for words in spelled), re.IGNORECASE)

    def _mark(self, match):
        return chr(ord(OWN) + self.names.index(self.longest[match.lastindex - 1]))

    def read(self, parts):
        """What the parts of a path say, the LMS's pattern taken from the outermost part that has one."""
        texts, copies, found = [], [], {}
        for part in parts:
            text = self.pattern.sub(self._mark, SUFFIX.sub("", part))
            match = None if found else next((match for pattern in LMS_NAMES if (match := pattern.fullmatch(text))), None)
            if match:
                found = {key: value for key, value in match.groupdict().items() if value}
                texts += filter(None, (found["who"], found.get("file")))
            else:
                texts.append(text)
            if SUFFIX.search(part):
                copy = COPY.search(text)
                copies.append(int(copy[1] or copy[2]) if copy else 0)
        attempt = _local(*map(int, found["attempt"].split("-"))) if "attempt" in found else None
        order = (*copies, int(found.get("attachment", "0")[:18]))
        return _Reading(tuple(texts), found.get("who", ""), found.get("lms", ""), attempt, "late" in found, order)

    def refusal(self, reading):
        """Says so when the innermost part that names an assignment names another one."""
        for text in reversed(reading.texts):
            if marks := re.findall(f"[{MARKS}]", text):
                return "" if OWN in marks else f"names {self.names[ord(marks[0]) - ord(OWN)]}, not {self.names[0]}"
        return ""


def _identify(reading, roster):
    """(student, ""), or ("", why it is not known whose file it is)."""
    if roster is None:
        numbers = sorted({number for text in reading.texts for number in NUMBER.findall(text)})
        if len(numbers) == 1:
            return numbers[0], ""
        why = f"several numbers could be the student's ({', '.join(numbers)})" if numbers else "no student number in its name"
        return "", f"{why}; a roster would help (--roster CSV)"
    evidence = _evidence(reading, roster)
    agreed = set.intersection(*evidence) if evidence else set()
    if len(agreed) == 1:
        return agreed.pop(), ""
    if evidence:
        return "", f"could be of several students: {', '.join(sorted(set.union(*evidence)))}; put one student number into its name"
    unknown = [f"LMS id {reading.lms}"] if reading.lms else []
    unknown += [number for text in reading.texts for number in NUMBER.findall(text)]
    return (
        "",
        f"no student of the roster in its name{f' ({unknown[0]} is not in the roster)' if unknown else ''}; rename it or complete the roster",
    )


def _evidence(reading, roster):
    """For each thing in the name that points to students of the roster, the students it points to; they must agree.

    With the LMS's own id, only student numbers may contradict it; names and logins count where there is none.
    """
    found = [{roster.spelling[number.casefold()]} for text in reading.texts for number in roster.pattern.findall(text)]
    if reading.lms in roster.lms:
        return [*found, {roster.lms[reading.lms]}]
    for text in reading.texts:
        whole = COPY.sub("", text).strip(f" _-().[]{OWN}")
        fields = {_words(part) for part in (whole, *re.split(rf"[_\-()\[\],.\d{MARKS}]+", text))}
        found += [roster.names[words] for words in sorted(fields) if words in roster.names]
        # A login is short and may be part of another's name, so it must be all there is; behind Blackboard's title, the end.
        starts = [0, *(match.end() for match in re.finditer("_", whole))] if text == reading.who else [0]
        found += [roster.logins[login] for start in starts if (login := whole[start:].casefold()) in roster.logins]
    return found


def _words(text):
    return " ".join(re.findall(r"[^\W\d_]+", text.casefold()))


# ── Which notebook counts, and filing it ──────────────────────────────────────────────────────────────────────────────────────


def _settle(course, name, student, hand_in, matches, result):
    """File one student's best notebook that can be read; list the others."""
    while hand_in:
        best, how = _choose(hand_in, matches)
        item, reading = best
        try:
            placed = _place(course, name, student, item, reading, item.read())
        except (_Unreadable, OSError) as error:
            reason = str(error) if isinstance(error, _Unreadable) else f"cannot be filed: {error}"
            result.unplaced.append(Unplaced(item.source, reason))
            hand_in = [entry for entry in hand_in if entry is not best]
            continue
        earlier, others = _losers(best, hand_in)
        latest = f"latest of {len(earlier) + 1} (superseded: {', '.join(earlier)})" if earlier else ""
        result.unplaced += [Unplaced(other, f"another notebook of {student}; {item.source} was taken") for other in others]
        notes = (placed.note, latest, how if others else "", "name decoded from CP949" if item.cp949 else "")
        result.placed.append(replace(placed, note="; ".join(filter(None, notes))))
        return


def _choose(hand_in, matches):
    """The notebook that counts, and by what: the latest attempt's, the one with the assignment's name, with its cells, the newest."""
    latest = max(reading.attempt or NEVER for _, reading in hand_in)
    pool, how = [entry for entry in hand_in if (entry[1].attempt or NEVER) == latest], "taken as the newest"
    if named := [entry for entry in pool if entry[1].holds_name]:
        pool, how = named, "taken for its name"
    if len({reading.base for _, reading in pool}) > 1 and (matching := [entry for entry in pool if matches(entry[0])]):
        pool, how = matching, "taken for its cells"
    return max(pool, key=lambda entry: (entry[0].time or NEVER, entry[1].copies, entry[0].inner or NEVER, entry[0].source)), how


def _losers(best, hand_in):
    """(sources that `best` supersedes, sources of different notebooks)."""
    earlier, others = [], []
    for entry in hand_in:
        item, reading = entry
        same = reading.base == best[1].base or reading.holds_name and best[1].holds_name or reading.attempt != best[1].attempt
        if entry is not best:
            (earlier if same else others).append(item.source)
    return earlier, others


def _source_notebook(course, name):
    path = course.notebook("source", name)
    return path.read_bytes() if path.is_file() else b""


def _look(data):
    """A notebook as parsed JSON; None when it is not one."""
    try:
        found = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) and isinstance(found.get("cells", found.get("worksheets")), list) else None


def _matches(original, item):
    """Whether a file is a copy of the assignment: the title that `build` wrote, or half of the exercises' and tests' cell ids."""
    try:
        data = item.read()
    except _Unreadable:
        return False
    found = _look(data) if len(data) <= LOOK_LIMIT else None
    if not found or not original:
        return False
    title, ids = _get(original, "metadata", "seodang", "title"), _cell_ids(original)
    return bool(title) and title == _get(found, "metadata", "seodang", "title") or 2 * len(ids & _cell_ids(found)) >= max(1, len(ids))


def _cell_ids(notebook):
    flags = [_get(cell, "metadata", "nbgrader") for cell in notebook.get("cells", ())]
    return {str(flag.get("grade_id")) for flag in flags if isinstance(flag, dict) and (flag.get("solution") or flag.get("grade"))}


def _get(value, *keys):
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _place(course, name, student, item, reading, data):
    """Write a notebook and its time, unless what is there is the same or newer."""
    target, time = course.notebook("submitted", name, student), reading.attempt or item.time
    there = _read_timestamp(target.with_name("timestamp.txt"))
    existing = target.read_bytes() if target.is_file() else None
    if existing == data:
        time, notes = there, ["unchanged"]
    elif existing is not None and there and there > (time or NEVER):
        note = "kept: already there and newer" if time else "kept: already there; this one has no time (delete the old one to take it)"
        time, notes = there, [note]
    else:
        notes = _notes_on(data, reading)
        # The time first: if this is cut short between the two, the next run sees a different notebook and writes it.
        if time:
            _write(target.with_name("timestamp.txt"), f"{time:%Y-%m-%d %H:%M:%S} UTC".encode())
        else:
            target.with_name("timestamp.txt").unlink(missing_ok=True)
        _write(target, data)
    return Placed(student, item.source, target, time, reading.late, "; ".join(notes))


def _notes_on(data, reading):
    notes = [] if reading.holds_name else ["renamed"]
    if len(data) > LOOK_LIMIT:
        return [*notes, f"over {LOOK_LIMIT // 2**20} MB, not looked into"]
    return notes if _look(data) else [*notes, "not readable as a notebook"]


def _read_timestamp(path):
    """The time in a timestamp.txt, as collect and nbgrader's exchange write it; None when there is none that can be read."""
    try:
        date, time, *zone = path.read_text(encoding="utf-8").split()
        zone = "".join(zone)
        return datetime.fromisoformat(f"{date}T{time}{'+00:00' if zone in ('', 'UTC', 'Z') else zone}").astimezone(UTC)
    except (OSError, ValueError):
        return None


def _write(path, data):
    """Write bytes so that an interruption leaves the old file or the new one; readable by all, as nbgrader's own are."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, part = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
        os.chmod(part, 0o644)
        os.replace(part, path)
    except BaseException:
        os.unlink(part)
        raise


# ── The roster ────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def read_roster(path):
    """The students in a CSV file, UTF-8 or CP949; its columns are known by their headings (HEADINGS), rows without a number are skipped.

    Raises:
        CourseError: no such file, not a CSV, no column of student numbers, or a number or LMS id that is malformed or stands twice.
    """
    rows = _read_rows(Path(path))
    headings = [_words_and_digits(heading) for heading in rows[0][1]] if rows else []
    columns = {kind: [headings.index(known) for known in names if known in headings] for kind, names in HEADINGS.items()}
    if not columns["number"]:
        shown = ", ".join(heading.strip() for heading in rows[0][1]) if rows else "none"
        raise CourseError(f"{path}: no column of student numbers; name one 'student number' or 학번 (headings found: {shown})")
    roster, lines = Roster(), {}
    for line, row in rows[1:]:
        found = {kind: [row[i].strip() for i in places if i < len(row) and row[i].strip()] for kind, places in columns.items()}
        if number := "".join(found["number"][:1]).removeprefix("=").strip("\"' "):
            _enter(roster, lines, number, found, f"{path}:{line}")
    if not roster.numbers:
        raise CourseError(f"{path}: no students below the headings; fill in the column {rows[0][1][columns['number'][0]].strip()!r}")
    return roster


def _read_rows(path):
    """[(line number, cells)] of a CSV file, separated by comma, semicolon or tab."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise CourseError(f"{path}: the roster cannot be read: {error.strerror}; give a CSV file") from None
    for encoding in ("utf-8-sig", "cp949"):
        with contextlib.suppress(UnicodeDecodeError):
            content = unicodedata.normalize("NFC", raw.decode(encoding))
            break
    else:
        raise CourseError(f"{path}: neither UTF-8 nor CP949; save the roster as CSV UTF-8")
    delimiter = max(",;\t", key=content.lstrip().partition("\n")[0].count)
    reader = csv.reader(io.StringIO(content, newline=""), delimiter=delimiter)
    try:
        return [(reader.line_num, row) for row in reader if any(map(str.strip, row))]
    except csv.Error as error:
        raise CourseError(f"{path}:{reader.line_num}: not CSV: {error}; save the roster as CSV UTF-8") from None


def _words_and_digits(heading):
    return re.sub(r"[\W_]+", " ", heading.casefold()).strip()


def _enter(roster, lines, number, found, place):
    """Add one student to a roster."""
    if not STUDENT.fullmatch(number) or re.fullmatch(r"\d+\.0+", number):
        raise CourseError(f"{place}: {number!r} is not a student number (letters, digits, _ - .); format the column as text and save again")
    lms = re.findall(r"\d+", found["lms"][0])[-1:] if found["lms"] else []
    for kind, value in (("student number", number.casefold()), *(("LMS id", value) for value in lms)):
        if (kind, value) in lines:
            raise CourseError(f"{place}: the {kind} {value} stands already in {lines[kind, value]}; remove one of the two rows")
        lines[kind, value] = place
    roster.numbers.append(number)
    roster.lms.update(dict.fromkeys(lms, number))
    for form in _name_forms(found):
        roster.names.setdefault(form, set()).add(number)
    for login in {form.casefold() for login in found["login"] for form in (login, login.partition("@")[0])}:
        roster.logins.setdefault(login, set()).add(number)


def _name_forms(found):
    """How a full name may be written: either order, with and without spaces (Canvas leaves them out)."""
    given = found["first"] or found["name"]
    full = [f"{first} {last}" for first in given[:1] for last in found["last"][:1]]
    if found["first"] or not found["last"]:
        full += found["name"]
    parts = [name.replace(",", " ").split() for name in full]
    orders = [order for words in parts for order in (words, words[-1:] + words[:-1], words[1:] + words[:1])]
    forms = {_words(" ".join(order)) for order in orders}
    return {form for form in forms | {form.replace(" ", "") for form in forms} if len(form) > 1}
