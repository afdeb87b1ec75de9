"""The class list: which student a number, an LMS id, a name or a login stands for."""

import csv
import functools
import io
import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

from seodang.errors import CourseError
from seodang.handin import can_decode

STUDENT = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_.-]{0,63}")
HEADINGS = {  # of a roster's columns; in lower case, whatever is not a letter or digit as one space
    "number": ("student number", "학번", "학생번호", "sis user id", "id number", "idnumber", "student id", "student no"),
    "name": ("name", "이름", "성명", "student", "full name", "student name"),
    "first": ("first name", "given name"),
    "last": ("last name", "surname", "family name", "성"),
    "lms": ("id", "canvas id", "canvas user id", "identifier", "lms id"),
    "login": ("email", "email address", "e mail", "이메일", "login", "login id", "sis login id", "username", "아이디"),
}


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
    encoding = next((known for known in ("utf-8-sig", "cp949") if can_decode(raw, known)), None)
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
    forms = {words(" ".join(order)) for order in orders}
    return {form for form in forms | {form.replace(" ", "") for form in forms} if len(form) > 1}


def words(text):
    return " ".join(re.findall(r"[^\W\d_]+", text.casefold()))
