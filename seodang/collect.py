"""What an LMS hands out, a ZIP or a folder → submitted/STUDENT/NAME/NAME.ipynb with its timestamp.txt, as nbgrader wants them.

A file goes through four questions: may it be read (`_check`), what does its name say (`_Reader`), whose is it (`_owner`), and which of a
student's notebooks counts (`_choose`). Whatever falls out on the way raises `_Refused` and is listed with the reason. Nothing here trusts
the hand-in: its names are read but never written to, links are not followed, and reading stops at a limit.

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
LOOK_LIMIT = 20 * 2**20  # bytes of a notebook that is parsed: JSON takes many times its size in memory
INNER_FILES = 10_000  # files in a student's ZIP
NEVER = datetime.min.replace(tzinfo=UTC)
STUDENT = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_.-]{0,63}")
NUMBER = re.compile(r"(?<!\d)\d{6,12}(?!\d)")
COPY = re.compile(r"(?:-(\d{1,2})|\s*\((\d{1,3})\))$")
SUFFIX = re.compile(r"\.(ipynb|zip)$", re.IGNORECASE)
JUNK_FOLDERS, JUNK_FILES = {"__MACOSX", ".ipynb_checkpoints"}, {".DS_Store", "Thumbs.db", "desktop.ini"}
OTHER_ARCHIVES = (".7z", ".rar", ".egg", ".alz", ".tar", ".gz", ".tgz")
OWN, MARKS = "\ue000", "\ue000-\uf8ff"  # stand for the names of this and of other assignments while a file name is read
# How an LMS names what was handed in, tried in this order on each part of a path: whose it is, the LMS's own id, the student's file.
LMS_NAMES = (
    re.compile(r"(?P<who>.+?)_attempt_(?P<attempt>\d{4}(?:-\d\d){5})(?:_(?P<file>.*))?"),  # Blackboard
    re.compile(r"(?P<who>.+?)_(?P<lms>\d+)_assignsubmission_[a-z]+_?(?P<file>.*)"),  # Moodle, as folders and flat
    re.compile(rf"(?P<who>[^{MARKS}]+?)(?P<late>_LATE)?_(?P<lms>\d{{3,}})_(?P<attachment>\d{{3,}})_(?P<file>.+)"),  # Canvas
)
HEADINGS = {  # of a roster's columns; in lower case, whatever is not a letter or digit as one space
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
    """The students' numbers in order, by their lower case, and whom an LMS id, a name or a login stands for."""

    numbers: dict[str, str] = field(default_factory=dict)
    lms: dict[str, str] = field(default_factory=dict)
    names: dict[str, set[str]] = field(default_factory=dict)
    logins: dict[str, set[str]] = field(default_factory=dict)

    @functools.cached_property
    def pattern(self):
        """Finds a number that does not go on to either side: 20211 is not in 202112, nor C12 in AC12."""
        numbers = sorted(self.numbers, key=len, reverse=True)
        digits, mixed = [n for n in numbers if n.isdigit()], [n for n in numbers if not n.isdigit()]
        kinds = [(edge, some) for edge, some in (("[0-9]", digits), ("[a-z0-9]", mixed)) if some]
        return re.compile("|".join(f"(?<!{edge})(?:{'|'.join(map(re.escape, some))})(?!{edge})" for edge, some in kinds), re.IGNORECASE)


@dataclass(frozen=True)
class _Item:
    """A file of the hand-in, not yet read. `inner` is its time inside the student's own ZIP, `refused` why it must not be read."""

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


@dataclass(frozen=True)
class _Reading:
    """What a file's name says; `texts` are its parts without the LMS's additions, the last one being the student's name for the file."""

    texts: tuple[str, ...]
    who: str
    lms: str
    attempt: datetime | None
    late: bool
    copies: tuple[int, ...]

    @property
    def base(self):
        """The same for all copies of a notebook that an LMS or a browser numbered."""
        return COPY.sub("", self.texts[-1]).casefold()

    @property
    def holds_name(self):
        return OWN in self.texts[-1]


class _Refused(Exception):
    """Why one file cannot be filed; never leaves this module."""


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
        for item in _unpacked(items, result.unplaced):
            try:
                _check(item)
                reading = reader.read(item.parts)
                hand_ins.setdefault(_owner(reading, students), []).append((item, reading))
            except _Refused as error:
                result.unplaced.append(Unplaced(item.source, str(error)))
        for student in sorted(hand_ins):
            _settle(course, name, student, hand_ins[student], result)
    result.unplaced.sort(key=lambda entry: (entry.source, entry.reason))
    numbers = students.numbers.values() if students else ()
    result.missing = [number for number in numbers if not course.notebook("submitted", name, number).exists()]
    return result


# ── The files of a hand-in ──


@contextlib.contextmanager
def _opened(source):
    """The files of a ZIP or a folder, in order of their names."""
    with contextlib.ExitStack() as stack:
        if not source.exists():
            raise CourseError(f"{source}: no such file or folder; give the ZIP or the folder that the LMS made")
        try:
            found = _folder_items(source) if source.is_dir() else _zip_items(stack.enter_context(_open_zip(source)))
        except _Refused as error:
            raise CourseError(f"{source}: {error}; give the ZIP that the LMS made, or a folder with its files") from None
        items = _in_order(found)
        if not items:
            raise CourseError(f"{source} holds no files; download the submissions again")
        yield items


def _in_order(items):
    return sorted((item for item in items if not _is_junk(item.parts)), key=lambda item: item.parts)


def _is_junk(parts):
    """What operating systems and Jupyter leave behind, and copies of the assignment's data files."""
    *folders, last = parts
    data = "data" in folders and not SUFFIX.search(last)
    return data or last.startswith("._") or last in JUNK_FILES or not JUNK_FOLDERS.isdisjoint(parts)


def _folder_items(folder):
    """Every file below a folder; links are listed, never followed."""
    waiting = [(folder, ())]
    while waiting:
        path, parts = waiting.pop()
        try:
            entries = list(os.scandir(path))
        except OSError as error:
            yield _Item(parts or (folder.name,), None, 0, bytes, f"the folder cannot be read: {error.strerror}")
            continue
        for entry in entries:
            part, cp949 = _decode(os.fsencode(entry.name))
            info = entry.stat(follow_symlinks=False)
            if stat.S_ISDIR(info.st_mode):
                waiting.append((entry.path, (*parts, part)))
            else:
                refused = "" if stat.S_ISREG(info.st_mode) else "a symbolic link or a device; put the file itself there"
                read = functools.partial(_read, open, entry.path, "rb")
                yield _Item((*parts, part), _moment(datetime.fromtimestamp, int(info.st_mtime)), info.st_size, read, refused, cp949)


def _open_zip(file):
    try:
        return zipfile.ZipFile(file)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise _Refused(f"not a ZIP that can be read ({error})") from None


def _zip_items(archive):
    for info in archive.infolist():
        # zipfile takes names that are not marked as UTF-8 for cp437; Windows in Korea writes CP949, macOS writes UTF-8.
        name, marked = info.orig_filename.split("\0")[0], info.flag_bits & 0x800
        name, cp949 = _decode(name.encode("utf-8" if marked else "cp437"))
        name = name.replace("\\", "/")
        if name and not name.endswith("/"):
            parts = tuple(part for part in name.split("/") if part not in ("", "."))
            read = functools.partial(_read, archive.open, info)
            yield _Item(parts or (name,), _moment(datetime, *info.date_time), info.file_size, read, _hazard(info, name), cp949)


def _hazard(info, name):
    """Why an entry of a ZIP must not be read, or nothing."""
    if name.startswith("/") or re.match("[A-Za-z]:", name) or ".." in name.split("/"):
        return "its name leads out of the archive"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "a symbolic link, which is not followed"
    if info.flag_bits & 0x1:
        return "protected with a password; ask for it without one"
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return "packed in a way other than deflate; ask for it again"  # zipfile unpacks bzip2 and LZMA without a limit
    return ""


def _read(opener, *args):
    """All that `opener(*args)` gives, but never more than the limit."""
    data = bytearray()
    try:
        with opener(*args) as stream:
            while len(data) <= LIMIT and (chunk := stream.read(2**20)):
                data += chunk
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError) as error:
        raise _Refused(f"cannot be read ({error}); ask for it again") from None
    _check_size(len(data))
    return bytes(data)


def _check_size(size):
    if size > LIMIT:
        raise _Refused(f"over {LIMIT // 2**20} MB; ask for it with its outputs cleared")


def _unpacked(items, unplaced):
    """The files, with those in students' own ZIPs in the place of the ZIPs."""
    for item in items:
        if item.refused or not item.source.lower().endswith(".zip"):
            yield item
            continue
        try:
            with _open_inner(item) as archive:
                inner = _in_order(_inner_items(item, archive))
            if not inner:
                raise _Refused("a ZIP without a notebook")
            yield from inner
        except _Refused as error:
            unplaced.append(Unplaced(item.source, str(error)))


def _open_inner(item):
    _check_size(item.size)
    data = item.read()
    if data.count(zipfile.stringCentralDir) > INNER_FILES:
        raise _Refused(f"a ZIP of more than {INNER_FILES} files; ask for the notebook alone")
    return _open_zip(io.BytesIO(data))


def _inner_items(item, archive):
    """The files in a student's ZIP. Their time is the ZIP's own: the times inside are the student's to set."""
    for position, found in enumerate(_zip_items(archive)):
        read = functools.partial(_read_inner, item, position)
        cp949 = item.cp949 or found.cp949
        yield replace(found, parts=item.parts + found.parts, time=item.time, inner=found.time, read=read, cp949=cp949)


def _read_inner(item, position):
    """Unpacks anew, so that one student's ZIP at a time is in memory."""
    with _open_inner(item) as archive:
        return list(_zip_items(archive))[position].read()


def _decode(raw):
    """A file name from its bytes, composed (NFC) and printable, and whether it was CP949."""
    encoding = next((known for known in ("utf-8", "cp949") if _can_decode(raw, known)), None)
    name = unicodedata.normalize("NFC", raw.decode(encoding or "utf-8", "replace"))
    return "".join(c if c.isprintable() else "\ufffd" for c in name), encoding == "cp949"


def _can_decode(raw, encoding):
    try:
        return raw.decode(encoding) is not None
    except UnicodeDecodeError:
        return False


def _moment(make, *fields):
    """`make(*fields)`, a local time, in UTC; None where there is no such time, and on the first day of 1980, a ZIP's way to give none."""
    try:
        return make(*fields).astimezone(UTC) if fields[:3] != (1980, 1, 1) else None
    except (ValueError, OverflowError, OSError):
        return None


# ── What a file is, and whose ──


def _check(item):
    """Refuse what is not a notebook to read."""
    name = item.parts[-1].lower()
    if item.refused:
        raise _Refused(item.refused)
    if name.endswith((".zip", *OTHER_ARCHIVES)):
        raise _Refused("an archive inside an archive, or not a ZIP; unpack it by hand")
    if not name.endswith(".ipynb"):
        raise _Refused("not a notebook")
    _check_size(item.size)


class _Reader:
    """Reads file names, knowing the names of all assignments."""

    def __init__(self, course, name):
        texts, notebooks = (course.root / "solutions").glob("*.py"), (course.root / "source").glob("*/*.ipynb")
        self.name = name
        self.names = sorted({name, *(path.stem for path in (*texts, *notebooks))}, key=lambda known: (-len(known), known))
        # 105_knn is also 105-KNN, "105 knn" and, where it is asked for, 105; but neither 1105_knn nor 105_knns.
        spelled = [r"[\W_]{0,3}".join(map(re.escape, known.split("_"))) + "(?![a-z])" for known in self.names]
        if number := re.match(r"\d*", name)[0]:
            spelled.append(rf"{number}(?!\d)")
        self.pattern = re.compile("|".join(rf"(?<!\d)({words})" for words in spelled), re.IGNORECASE)

    def _mark(self, match):
        named = [*self.names, self.name][match.lastindex - 1]
        return OWN if named == self.name else chr(ord(OWN) + 1 + self.names.index(named))

    def read(self, parts):
        """What the parts of a path say; the outermost part that has an LMS's form is taken as the LMS's."""
        texts, copies, found = [], [], {}
        for part in parts:
            text = self.pattern.sub(self._mark, SUFFIX.sub("", part))
            if SUFFIX.search(part):
                copy = COPY.search(text)
                copies.append(int(copy[1] or copy[2]) if copy else 0)
            if not found and (match := next(filter(None, (form.fullmatch(text) for form in LMS_NAMES)), None)):
                found = {key: value for key, value in match.groupdict().items() if value}
                texts += [found["who"], *([found["file"]] if "file" in found else [])]
            else:
                texts.append(text)
        self._refuse_other(texts)
        attempt = _moment(datetime, *map(int, found["attempt"].split("-"))) if "attempt" in found else None
        order = (*copies, int(found.get("attachment", "0")[:18]))
        return _Reading(tuple(texts), found.get("who", ""), found.get("lms", ""), attempt, "late" in found, order)

    def _refuse_other(self, texts):
        """The innermost part that names an assignment decides."""
        marks = next((found for text in reversed(texts) if (found := re.findall(f"[{MARKS}]", text))), [OWN])
        if OWN not in marks:
            raise _Refused(f"names {self.names[ord(marks[0]) - ord(OWN) - 1]}, not {self.name}")


def _owner(reading, roster):
    """The number of the student whose file it is."""
    numbers = sorted({number for text in reading.texts for number in NUMBER.findall(text)})
    if roster is None:
        if len(numbers) != 1:
            why = f"several numbers could be the student's ({', '.join(numbers)})" if numbers else "no student number in its name"
            raise _Refused(f"{why}; a roster would help (--roster CSV)")
        return numbers[0]
    evidence = _evidence(reading, roster)
    agreed = set.intersection(*evidence) if evidence else set()
    if len(agreed) == 1:
        return agreed.pop()
    if evidence:
        raise _Refused(f"could be of several students: {', '.join(sorted(set.union(*evidence)))}; put one student number into its name")
    unknown = f"LMS id {reading.lms}" if reading.lms else numbers[0] if numbers else ""
    what = f"{unknown} is not in the roster" if unknown else "nothing in its name is in the roster"
    raise _Refused(f"{what}; complete the roster, or put the student number into the name")


def _evidence(reading, roster):
    """The students that each telling thing in a name points to; they must agree.

    Only a student number may contradict the LMS's own id; names and logins count where the roster does not have that id.
    """
    found = [{roster.numbers[number.casefold()]} for text in reading.texts for number in roster.pattern.findall(text)]
    if reading.lms in roster.lms:
        return [*found, {roster.lms[reading.lms]}]
    for text in reading.texts:
        whole = COPY.sub("", text).strip(f" _-().[]{OWN}")
        fields = {_words(part) for part in (whole, *re.split(rf"[_\-()\[\],.\d{MARKS}]+", text))}
        found += [roster.names[words] for words in sorted(fields) if words in roster.names]
        # A login is short and may be part of another's name, so it must be all there is; with Blackboard, all behind the title.
        starts = [0, *(match.end() for match in re.finditer("_", whole))] if reading.attempt and text == reading.who else [0]
        found += [roster.logins[login] for start in starts if (login := whole[start:].casefold()) in roster.logins][:1]
    return found


def _words(text):
    return " ".join(re.findall(r"[^\W\d_]+", text.casefold()))


# ── Which notebook counts ──


def _settle(course, name, student, hand_in, result):
    """File the best of a student's notebooks that can be read, and list the others."""
    while hand_in:
        best, rivals, how = _choose(course.notebook("source", name), hand_in)
        item, reading = best
        hand_in = [entry for entry in hand_in if entry is not best]
        try:
            placed = _place(course.notebook("submitted", name, student), student, item, reading)
            break
        except _Refused as error:
            result.unplaced.append(Unplaced(item.source, str(error)))
        except OSError as error:
            result.unplaced.append(Unplaced(item.source, f"cannot be filed: {error}"))
    else:
        return
    earlier = [other for other, read in hand_in if _is_earlier(read, reading, (other, read) in rivals)]
    others = [other for other, _ in hand_in if other not in earlier]
    result.unplaced += [Unplaced(other.source, f"another notebook of {student}; {item.source} was taken") for other in others]
    latest = f"latest of {len(earlier) + 1} (superseded: {', '.join(other.source for other in earlier)})" if earlier else ""
    notes = (placed.note, latest, how if others else "", "name decoded from CP949" if item.cp949 else "")
    result.placed.append(replace(placed, note="; ".join(filter(None, notes))))


def _choose(original, hand_in):
    """The notebook that counts, its rivals, and by what: of the latest attempt, with the assignment's name, with its cells, the newest."""
    latest = max(reading.attempt or NEVER for _, reading in hand_in)
    rivals, how = [entry for entry in hand_in if (entry[1].attempt or NEVER) == latest], "taken as the newest"
    if named := [entry for entry in rivals if entry[1].holds_name]:
        rivals, how = named, "taken for its name"
    if len({reading.base for _, reading in rivals}) > 1 and original.is_file():
        model = _look(original.read_bytes())
        if matching := [entry for entry in rivals if _matches(model, entry[0])]:
            rivals, how = matching, "taken for its cells"
    best = max(rivals, key=lambda entry: (entry[0].time or NEVER, entry[1].copies, entry[0].inner or NEVER, entry[0].source))
    return best, rivals, how


def _is_earlier(reading, chosen, rival):
    """Whether a notebook is an earlier form of the chosen one, not a different one."""
    return reading.base == chosen.base or reading.attempt != chosen.attempt or (rival and reading.holds_name)


def _look(data):
    """A notebook as parsed JSON; None when it is not one."""
    try:
        found = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) and isinstance(found.get("cells", found.get("worksheets")), list) else None


def _matches(model, item):
    """Whether a file is a copy of the assignment: the title that `build` wrote, or half of the ids of exercises and tests."""
    try:
        data = item.read()
    except _Refused:
        return False
    found = _look(data) if len(data) <= LOOK_LIMIT else None
    if not found or not model:
        return False
    title, ids = _get(model, "metadata", "seodang", "title"), _cell_ids(model)
    same_title = title is not None and title == _get(found, "metadata", "seodang", "title")
    return same_title or 2 * len(ids & _cell_ids(found)) >= max(1, len(ids))


def _cell_ids(notebook):
    flags = [_get(cell, "metadata", "nbgrader") for cell in notebook.get("cells", ())]
    return {str(flag.get("grade_id")) for flag in flags if isinstance(flag, dict) and (flag.get("solution") or flag.get("grade"))}


def _get(value, *keys):
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value


# ── Filing it ──


def _place(target, student, item, reading):
    """Write a notebook and its time, unless what is there is the same or newer."""
    data, time = item.read(), reading.attempt or item.time
    there = _read_timestamp(target.with_name("timestamp.txt"))
    existing = target.read_bytes() if target.is_file() else None
    if existing == data:
        time, note = there, "unchanged"
    elif existing is not None and there and there > (time or NEVER):
        note = "kept: already there and newer" if time else "kept: already there; this one has no time (delete the old one to take it)"
        time = there
    else:
        note = "; ".join(_remarks(data, reading))
        # The time first: if this is cut short between the two, the next run sees a different notebook and writes it.
        target.with_name("timestamp.txt").unlink(missing_ok=True)
        if time:
            _write(target.with_name("timestamp.txt"), f"{time:%Y-%m-%d %H:%M:%S} UTC".encode())
        _write(target, data)
    return Placed(student, item.source, target, time, reading.late, note)


def _remarks(data, reading):
    if not reading.holds_name:
        yield "renamed"
    if len(data) > LOOK_LIMIT:
        yield f"over {LOOK_LIMIT // 2**20} MB, not looked into"
    elif not _look(data):
        yield "not readable as a notebook"


def _read_timestamp(path):
    """The time in a timestamp.txt, as written here or by nbgrader's exchange; None where there is none that can be read."""
    try:
        date, time, *zone = path.read_text(encoding="utf-8").split()
        zone = "".join(zone)
        return datetime.fromisoformat(f"{date}T{time}{'+00:00' if zone in ('', 'UTC', 'Z') else zone}").astimezone(UTC)
    except (OSError, ValueError):
        return None


def _write(path, data):
    """Write bytes so that an interruption leaves the old file or the new one."""
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


# ── The roster ──


def read_roster(path):
    """The students in a CSV file, UTF-8 or CP949; columns are known by their headings (HEADINGS), rows without a number are skipped.

    Raises:
        CourseError: no such file, not a CSV, no column of student numbers, or a number or LMS id that is malformed or stands twice.
    """
    (_, headings), *rows = _read_rows(Path(path)) or [(1, [])]
    known = [re.sub(r"[\W_]+", " ", heading.casefold()).strip() for heading in headings]
    columns = {kind: [known.index(heading) for heading in names if heading in known] for kind, names in HEADINGS.items()}
    if not columns["number"]:
        shown = ", ".join(map(str.strip, headings)) or "none"
        raise CourseError(f"{path}: no column of student numbers; name one 'student number' or 학번 (headings found: {shown})")
    roster, lines = Roster(), {}
    for line, row in rows:
        found = {kind: [row[i].strip() for i in places if i < len(row) and row[i].strip()] for kind, places in columns.items()}
        if number := "".join(found["number"][:1]).removeprefix("=").strip("\"' "):
            _enter(roster, lines, number, found, f"{path}:{line}")
    if not roster.numbers:
        raise CourseError(f"{path}: no students below the headings; fill in the column {headings[columns['number'][0]].strip()!r}")
    return roster


def _read_rows(path):
    """[(line number, cells)] of a CSV file, separated by comma, semicolon or tab."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise CourseError(f"{path}: the roster cannot be read ({error.strerror}); give a CSV file") from None
    encoding = next((known for known in ("utf-8-sig", "cp949") if _can_decode(raw, known)), None)
    if not encoding:
        raise CourseError(f"{path}: neither UTF-8 nor CP949; save the roster as CSV UTF-8")
    content = unicodedata.normalize("NFC", raw.decode(encoding))
    delimiter = max(",;\t", key=content.lstrip().partition("\n")[0].count)
    reader = csv.reader(io.StringIO(content, newline=""), delimiter=delimiter)
    try:
        return [(reader.line_num, row) for row in reader if any(map(str.strip, row))]
    except csv.Error as error:
        raise CourseError(f"{path}:{reader.line_num}: not CSV: {error}; save the roster as CSV UTF-8") from None


def _enter(roster, lines, number, found, place):
    """Add one student to a roster."""
    if not STUDENT.fullmatch(number) or re.fullmatch(r"\d+\.0+", number):
        raise CourseError(f"{place}: {number!r} is not a student number (letters, digits, _ - .); format the column as text and save again")
    lms = re.findall(r"\d+", found["lms"][0])[-1:] if found["lms"] else []
    for entry in (("student number", number.casefold()), *(("LMS id", value) for value in lms)):
        if entry in lines:
            raise CourseError(f"{place}: the {entry[0]} {entry[1]} stands already in {lines[entry]}; remove one of the two rows")
        lines[entry] = place
    roster.numbers[number.casefold()] = number
    roster.lms.update(dict.fromkeys(lms, number))
    for form in _name_forms(found):
        roster.names.setdefault(form, set()).add(number)
    for login in map(str.casefold, found["login"]):
        for form in (login, login.partition("@")[0]):
            roster.logins.setdefault(form, set()).add(number)


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
