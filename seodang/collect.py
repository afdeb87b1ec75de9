"""What an LMS hands out, a ZIP or a folder → submitted/STUDENT/NAME/NAME.ipynb with its timestamp.txt, as nbgrader wants them.

A file goes through four questions: may it be read (`handin.check`), what does its name say (`_Reader`), whose is it (`_owner`), and
which of a student's notebooks counts (`_choose`). Whatever falls out on the way raises `Refused` and is listed with the reason.

Times in names and in ZIP entries carry no zone and are taken as this machine's local time; timestamp.txt is in UTC.
"""

import json
import re
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from seodang.course import write_atomically
from seodang.handin import SUFFIX, Refused, check, moment, opened, unpacked
from seodang.roster import read_roster, words

LOOK_LIMIT = 20 * 2**20  # bytes of a notebook that is parsed: JSON takes many times its size in memory
NEVER = datetime.min.replace(tzinfo=UTC)
NUMBER = re.compile(r"(?<!\d)\d{6,12}(?!\d)")
COPY = re.compile(r"(?:-(\d{1,2})|\s*\((\d{1,3})\))$")
OWN, MARKS = "\ue000", "\ue000-\uf8ff"  # stand for the names of this and of other assignments while a file name is read
# How an LMS names what was handed in, tried in this order on each part of a path: whose it is, the LMS's own id, the student's file.
LMS_NAMES = (
    re.compile(r"(?P<who>.+?)_attempt_(?P<attempt>\d{4}(?:-\d\d){5})(?:_(?P<file>.*))?"),  # Blackboard
    re.compile(r"(?P<who>.+?)_(?P<lms>\d+)_assignsubmission_[a-z]+_?(?P<file>.*)"),  # Moodle, as folders and flat
    re.compile(rf"(?P<who>[^{MARKS}]+?)(?P<late>_LATE)?_(?P<lms>\d{{3,}})_(?P<attachment>\d{{3,}})_(?P<file>.+)"),  # Canvas
)


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
    with opened(Path(source)) as items:
        for item in unpacked(items, lambda source, reason: result.unplaced.append(Unplaced(source, reason))):
            try:
                check(item)
                reading = reader.read(item.parts)
                hand_ins.setdefault(_owner(reading, students), []).append((item, reading))
            except Refused as error:
                result.unplaced.append(Unplaced(item.source, str(error)))
        for student in sorted(hand_ins):
            _settle(course, name, student, hand_ins[student], result)
    result.unplaced.sort(key=lambda entry: (entry.source, entry.reason))
    numbers = students.numbers.values() if students else ()
    result.missing = [number for number in numbers if not course.notebook("submitted", name, number).exists()]
    return result


# ── What a file is, and whose ──


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
        attempt = moment(datetime, *map(int, found["attempt"].split("-"))) if "attempt" in found else None
        order = (*copies, int(found.get("attachment", "0")[:18]))
        return _Reading(tuple(texts), found.get("who", ""), found.get("lms", ""), attempt, "late" in found, order)

    def _refuse_other(self, texts):
        """The innermost part that names an assignment decides."""
        marks = next((found for text in reversed(texts) if (found := re.findall(f"[{MARKS}]", text))), [OWN])
        if OWN not in marks:
            raise Refused(f"names {self.names[ord(marks[0]) - ord(OWN) - 1]}, not {self.name}")


def _owner(reading, roster):
    """The number of the student whose file it is."""
    numbers = sorted({number for text in reading.texts for number in NUMBER.findall(text)})
    if roster is None:
        if len(numbers) != 1:
            why = f"several numbers could be the student's ({', '.join(numbers)})" if numbers else "no student number in its name"
            raise Refused(f"{why}; a roster would help (--roster CSV)")
        return numbers[0]
    evidence = _evidence(reading, roster)
    agreed = set.intersection(*evidence) if evidence else set()
    if len(agreed) == 1:
        return agreed.pop()
    if evidence:
        raise Refused(f"could be of several students: {', '.join(sorted(set.union(*evidence)))}; put one student number into its name")
    unknown = f"LMS id {reading.lms}" if reading.lms else numbers[0] if numbers else ""
    what = f"{unknown} is not in the roster" if unknown else "nothing in its name is in the roster"
    raise Refused(f"{what}; complete the roster, or put the student number into the name")


def _evidence(reading, roster):
    """The students that each telling thing in a name points to; they must agree.

    Only a student number may contradict the LMS's own id; names and logins count where the roster does not have that id.
    """
    found = [{roster.numbers[number.casefold()]} for text in reading.texts for number in roster.pattern.findall(text)]
    if reading.lms in roster.lms:
        return [*found, {roster.lms[reading.lms]}]
    for text in reading.texts:
        whole = COPY.sub("", text).strip(f" _-().[]{OWN}")
        fields = {words(part) for part in (whole, *re.split(rf"[_\-()\[\],.\d{MARKS}]+", text))}
        found += [roster.names[words] for words in sorted(fields) if words in roster.names]
        # A login is short and may be part of another's name, so it must be all there is; with Blackboard, all behind the title.
        starts = [0, *(match.end() for match in re.finditer("_", whole))] if reading.attempt and text == reading.who else [0]
        found += [roster.logins[login] for start in starts if (login := whole[start:].casefold()) in roster.logins][:1]
    return found


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
        except Refused as error:
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
    except Refused:
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
            write_atomically(target.with_name("timestamp.txt"), f"{time:%Y-%m-%d %H:%M:%S} UTC")
        write_atomically(target, data)
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
