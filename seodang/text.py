"""The solution text: one assignment, solved, as a Python program in the percent format.

`parse` reads a text into an `Assignment` and refuses whatever is malformed, with file and line; `write` is its inverse on texts
in canonical form (what `seodang pull` writes). The format is described in docs/authoring.md.
"""

import ast
import itertools
import re
import shlex
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

import yaml

from seodang.errors import TextError

GRADED = ("test", "essay")
NAMED = ("solution", *GRADED)
REGIONS = {"solution": "SOLUTION", "test": "HIDDEN TESTS", "essay": "MARK SCHEME"}
MOST_POINTS = 10_000
HEAD_KEYS = {"title": str, "unit": str, "minutes": int, "points": (int, float), "data": list}
ASSIGNMENT_NAME = re.compile(r"[0-9]{3}_[a-z0-9_]+")
CELL_NAME = re.compile(r"[a-z][a-z0-9_]{0,47}")
HEADER = re.compile(r"# %%(?: (.*))?")
ALMOST_HEADER = re.compile(r"\s*#\s*(?:%%.*|(?:<codecell>|In\[[0-9 ]*\]:?)\s*)")  # what jupytext takes for a header as well
REGION_LINE = re.compile(r"(BEGIN|END) (SOLUTION|HIDDEN TESTS|MARK SCHEME)")


@dataclass(frozen=True)
class Cell:
    """One cell.

    `role` is markdown, free, setup, run, solution, test or essay; `line` is where its header stands, `first` where its source begins.
    """

    role: str
    source: str
    name: str | None = None
    points: int | float | None = None
    line: int = field(default=1, compare=False)
    first: int = field(default=2, compare=False)

    @property
    def is_code(self):
        return self.role not in ("markdown", "essay")


@dataclass(frozen=True)
class Head:
    """The front matter."""

    title: str
    unit: str
    minutes: int
    points: int | float
    data: tuple[str, ...] = ()


@dataclass(frozen=True)
class Assignment:
    name: str
    head: Head
    cells: tuple[Cell, ...]

    def named(self, role):
        """The cells of a role, by name, in the order of the text."""
        return {cell.name: cell for cell in self.cells if cell.role == role}

    def exercises(self):
        """The exercises in order: {solution name: [names of its test cells]}."""
        tests, current = {}, None
        for cell in self.cells:
            if cell.role == "solution":
                tests[current := cell.name] = []
            elif cell.role == "test":
                tests[current].append(cell.name)
        return tests


def read_text(path):
    """The text of a file, refused with a place when it is not UTF-8."""
    try:
        return Path(path).read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise TextError(path, 1, f"not UTF-8 at byte {error.start}; save the file as UTF-8") from None
    except FileNotFoundError:
        raise TextError(path, 1, "no such file") from None


def read(path):
    """The assignment in a solution text; its name is the file's."""
    path = Path(path)
    if not ASSIGNMENT_NAME.fullmatch(path.stem):
        raise TextError(path, 1, f"an assignment is named like 105_knn, not {path.stem!r}; rename the file")
    return parse(read_text(path), path.stem, path)


def parse(text, name, path="<text>"):
    """Parse a solution text.

    Args:
        text: the whole text.
        name: the assignment's name.
        path: the file to name in errors.

    Raises:
        TextError: at the first thing that is malformed.
    """
    lines = text.split("\n")
    head, start = _parse_head(lines, path)
    cells = tuple(_parse_cell(*chunk, path) for chunk in split_cells(lines, start, path))
    _check_cells(cells, path)
    _check_points(head, cells, path)
    return Assignment(name, head, cells)


def split_cells(lines, start, path):
    """Yield (line number, header words, body lines) for each cell; line numbers count from 1."""
    starts = [i for i in range(start, len(lines)) if ALMOST_HEADER.fullmatch(lines[i])]
    for i in starts:
        if not HEADER.fullmatch(lines[i]):
            raise TextError(path, i + 1, f"a cell header begins with '# %%' and a space, not {lines[i]!r}")
    for i in range(start, starts[0] if starts else len(lines)):
        if lines[i].strip():
            raise TextError(path, i + 1, "text before the first cell header; begin a cell with '# %%'")
    for begin, end in itertools.pairwise([*starts, len(lines)]):
        words = HEADER.fullmatch(lines[begin])[1] or ""
        yield begin + 1, words, lines[begin + 1 : end]


def parse_words(words, known, line, path):
    """The words of a cell header as a dict: `test="x" points=2` → {"test": "x", "points": "2"}; a bare word maps to None."""
    try:
        tokens = shlex.split(words)
    except ValueError:
        raise TextError(path, line, f"unbalanced quotation mark in the cell header: {words}") from None
    found = {}
    for token in tokens:
        key, equals, value = token.partition("=")
        if key not in known:
            raise TextError(path, line, f"unknown word {key!r} in the cell header; known are {', '.join(known)}")
        if key in found:
            raise TextError(path, line, f"{key} stands twice in the cell header")
        if bool(equals) != known[key]:
            raise TextError(path, line, f'write {key}="…"' if known[key] else f"{key} takes no value")
        found[key] = value if equals else None
    return found


def _parse_head(lines, path):
    if not lines or lines[0].rstrip() != "# ---":
        raise TextError(path, 1, "no front matter: the first line must be '# ---' (docs/authoring.md shows one)")
    end = next((i for i in range(1, len(lines)) if lines[i].rstrip() == "# ---"), None)
    if end is None:
        raise TextError(path, 1, "the front matter has no closing '# ---'")
    try:
        values = yaml.safe_load("\n".join(line.removeprefix("#").removeprefix(" ") for line in lines[1:end]))
    except Exception as error:  # yaml lets through what int(), date() and the like raise for values such as 2026-13-45
        mark = getattr(error, "problem_mark", None)
        line = min(2 + mark.line, end + 1) if mark else 2
        message = getattr(error, "problem", None) or str(error) or type(error).__name__
        raise TextError(path, line, f"front matter is not YAML: {message.splitlines()[0]}") from None
    return _check_head(values, lines, end, path), end + 1


def _check_head(values, lines, end, path):
    if not isinstance(values, dict):
        raise TextError(path, 2, "front matter must be lines of 'key: value'")

    def line_of(key):
        return next((i + 1 for i in range(1, end) if lines[i].startswith(f"# {key}:")), 1)

    for key, value in values.items():
        if key not in HEAD_KEYS:
            raise TextError(path, line_of(key), f"unknown key {key!r} in the front matter; known are {', '.join(HEAD_KEYS)}")
        if not isinstance(value, HEAD_KEYS[key]) or isinstance(value, bool):
            raise TextError(path, line_of(key), f"{key} is {value!r}; it must be a {_kind(HEAD_KEYS[key])}")
    for key in ("title", "unit", "minutes", "points"):
        if key not in values:
            raise TextError(path, 1, f"the front matter lacks {key!r}")
    if not 0 <= values["points"] < float("inf"):
        raise TextError(path, line_of("points"), f"points is {values['points']}; it must be zero or more")
    data = values.get("data", [])
    for item in data:
        if not isinstance(item, str) or not _is_inside(item):
            raise TextError(path, line_of("data"), f"data file {item!r} must be a path inside datasets/, such as digits/one.png")
    return Head(values["title"], values["unit"], values["minutes"], whole(values["points"]), tuple(data))


def _is_inside(item):
    """Is it a plain relative path, written the one way that a listing of the folder shows it?"""
    plain = PurePosixPath(item)
    return str(plain) == item and item != "." and not Path(item).is_absolute() and ".." not in plain.parts


def whole(number):
    """2.0 as 2: points are written one way only."""
    return int(number) if number == int(number) else number


def _kind(kind):
    return {str: "text", int: "whole number", list: "list of file names"}.get(kind, "number")


def _parse_cell(line, words, body, path):
    known = {"[markdown]": False, "setup": False, "run": False, "solution": True, "test": True, "essay": True, "points": True}
    found = parse_words(words, known, line, path)
    markdown = found.pop("[markdown]", "") is None
    points = _parse_points(found.pop("points"), line, path) if "points" in found else None
    if len(found) > 1:
        raise TextError(path, line, f"a cell has one role, not {' and '.join(found)}")
    role, name = next(iter(found.items()), ("markdown" if markdown else "free", None))
    if markdown != (role in ("markdown", "essay")):
        raise TextError(path, line, f"{role} cells are {'code' if markdown else 'markdown: write # %% [markdown] essay=…'}")
    if role in NAMED and not CELL_NAME.fullmatch(name):
        raise TextError(path, line, f"{role}={name!r}: a name is lower-case letters, digits and _, at most 48 of them")
    if (points is not None) != (role in GRADED):
        raise TextError(path, line, f"{role} cells have no points" if points is not None else f'{role}="{name}" needs points=')
    source, first = strip_blank(_uncomment(body, line, path) if markdown else "\n".join(body), line)
    return Cell(role, source, name, points, line, first)


def strip_blank(source, line):
    """A cell's source without the empty lines around it, and the number of its first line; the header stands at `line`."""
    return source.strip("\n"), line + 1 + len(source) - len(source.lstrip("\n"))


def _parse_points(value, line, path):
    try:
        points = float(value)
    except ValueError:
        raise TextError(path, line, f"points={value} is not a number") from None
    if not 0 <= points <= MOST_POINTS:
        raise TextError(path, line, f"points={value}: points are between 0 and {MOST_POINTS}")
    return whole(points)


def _uncomment(body, line, path):
    """Markdown as it stands behind the comment marks, line for line."""
    while body and not body[-1].strip():
        body = body[:-1]
    blank = next((i for i, text in enumerate(body) if text.strip()), 0)
    for number, text in enumerate(body[blank:], start=line + 1 + blank):
        if text.rstrip() != "#" and not text.startswith("# "):
            raise TextError(path, number, "a line of a markdown cell must begin with '# '")
    return "\n" * blank + "\n".join(text.removeprefix("#").removeprefix(" ") for text in body[blank:])


def _check_cells(cells, path):
    seen, solved = {}, False
    for cell in cells:
        if cell.name in seen:
            raise TextError(path, cell.line, f"the name {cell.name!r} stands already at line {seen[cell.name]}")
        if cell.name:
            seen[cell.name] = cell.line
        solved |= cell.role == "solution"
        if cell.role == "test" and not solved:
            raise TextError(path, cell.line, f'test="{cell.name}" stands before any solution cell')
        _check_regions(cell, path)
        if cell.is_code:
            parse_python(cell.source, cell.first, path)


def _check_regions(cell, path):
    """BEGIN and END in pairs, each kind only in the role it belongs to."""
    open_at, pairs = None, 0
    for number, text in enumerate(cell.source.split("\n"), start=cell.first):
        if not (mark := REGION_LINE.search(text)):
            continue
        word, kind = mark.groups()
        if kind != REGIONS.get(cell.role):
            raise TextError(path, number, f"{word} {kind} has no place in a {cell.role} cell")
        if word == "BEGIN" and open_at:
            raise TextError(path, number, f"BEGIN {kind} inside the region that begins at line {open_at}")
        if word == "END" and not open_at:
            raise TextError(path, number, f"END {kind} without BEGIN {kind}")
        open_at, pairs = (number, pairs) if word == "BEGIN" else (None, pairs + 1)
    if open_at:
        raise TextError(path, open_at, f"BEGIN {REGIONS[cell.role]} without END {REGIONS[cell.role]}")
    if cell.role == "solution" and not pairs:
        raise TextError(path, cell.line, f'solution="{cell.name}" has no ### BEGIN SOLUTION … ### END SOLUTION')


def parse_python(source, first, path):
    """The syntax tree of a cell whose source begins at line `first`."""
    try:
        return ast.parse(source)
    except SyntaxError as error:
        raise TextError(path, first + (error.lineno or 1) - 1, f"not Python: {error.msg}") from None
    except (ValueError, RecursionError, MemoryError) as error:  # null bytes; expressions nested deeper than the parser goes
        raise TextError(path, first, f"not Python: {str(error) or type(error).__name__}") from None


def _check_points(head, cells, path):
    total = total_points(cells)
    if total != head.points:
        raise TextError(path, 1, f"the front matter says {head.points} points, the cells add up to {total}")


def total_points(cells):
    return whole(round(sum(cell.points for cell in cells if cell.role in GRADED), 6))  # three times 0.1 is 0.3


def write(assignment):
    """The canonical text of an assignment."""
    return "\n".join([_write_head(assignment.head), *map(_write_cell, assignment.cells)])


def _write_head(head):
    values = {"title": head.title, "unit": head.unit, "minutes": head.minutes, "points": head.points}
    style = {"sort_keys": False, "allow_unicode": True, "width": 10**6}
    lines = yaml.safe_dump(values, default_flow_style=False, **style)
    if head.data:
        lines += "data: " + yaml.safe_dump(list(head.data), default_flow_style=True, **style)
    return "\n".join(["# ---", *(f"# {line}" for line in lines.rstrip("\n").split("\n")), "# ---", ""])


def _write_cell(cell):
    words = ["# %%"]
    if not cell.is_code:
        words.append("[markdown]")
    if cell.role in NAMED:
        words.append(f'{cell.role}="{cell.name}"')
    elif cell.role in ("setup", "run"):
        words.append(cell.role)
    if cell.points is not None:
        words.append(f"points={cell.points}")
    body = cell.source if cell.is_code else _comment(cell.source)
    return "\n".join([" ".join(words), *([body] if body else []), ""])


def _comment(source):
    return "\n".join(f"# {line}" if line else "#" for line in source.split("\n")) if source else ""
