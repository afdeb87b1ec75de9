"""Do solutions, hidden tests or marking schemes stand in what students get to see?"""

import ast
import re

from seodang.text import REGION_LINE, REGIONS

SHORTEST = 12  # characters without spaces; shorter lines stand in every program
TELLING = 48  # a single line this long tells by itself; otherwise more than half of a region's lines must show


def find(assignment, shown):
    """The regions whose text stands in `shown`, as sentences; none when nothing leaks.

    A region leaks when more than half of its lines, or one long line of it, can be read in `shown`, however spaced. A line of hidden tests
    that also stands in the visible part of a test is no secret.
    """
    shown, found = _squeeze(shown), []
    visible = {line for cell in assignment.cells if cell.role == "test" for line in _telling_lines(cell, inside=False)}
    for cell in assignment.cells:
        lines = [line for line in _telling_lines(cell, inside=True) if cell.role != "test" or line not in visible]
        seen = [line for line in lines if _squeeze(line) in shown]
        if len(seen) > len(lines) / 2 or any(len(_squeeze(line)) >= TELLING for line in seen):
            found.append(f"{REGIONS[cell.role].lower()} of {cell.name!r} can be read: {seen[0]!r}")
    return found


def _telling_lines(cell, inside):
    """The lines inside, or outside, a cell's regions that say something, without indentation, comments, `return` and assignment targets."""
    within, lines = False, []
    for line in cell.source.split("\n"):
        if mark := REGION_LINE.search(line):
            within = mark[1] == "BEGIN"
        elif within == inside and len(_squeeze(line := _core(line))) >= SHORTEST:
            lines.append(line)
    return lines


def _core(line):
    line = line.strip()
    try:
        (statement,) = ast.parse(line).body
    except (SyntaxError, ValueError):
        return line.split("  #")[0]
    value = getattr(statement, "value", None)
    return ast.get_source_segment(line, value) if isinstance(statement, (ast.Return, ast.Assign)) and value else line.split("  #")[0]


def _squeeze(text):
    return re.sub(r"\s+", "", text)


def strip_regions(source, kind, note=None):
    """A cell's source without its regions of a kind, each replaced by `note` if there is one."""
    kept, inside = [], False
    for line in source.split("\n"):
        mark = REGION_LINE.search(line)
        if mark and mark[2] == kind:
            inside = mark[1] == "BEGIN"
            if inside and note:
                kept.append(re.match(r"\s*", line)[0] + note)
        elif not inside:
            kept.append(line)
    return "\n".join(kept)


def hidden_line_numbers(source):
    """The numbers, from 1, of the lines between BEGIN and END HIDDEN TESTS."""
    numbers, inside = set(), False
    for number, line in enumerate(source.split("\n"), start=1):
        inside = (inside or "BEGIN HIDDEN TESTS" in line) and "END HIDDEN TESTS" not in line
        if inside:
            numbers.add(number)
    return numbers
