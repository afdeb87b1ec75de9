"""The instructor's notebook as places to be filled: what each cell is for, and how students' cells are recognised as it."""

from dataclasses import dataclass, replace
from functools import cached_property

from seodang.leaks import strip_regions
from seodang.reader import FLAGS
from seodang.sources import Text

ANSWERS = ("solution", "essay")


@dataclass(frozen=True)
class Place(Text):
    """A cell of the instructor's notebook.

    `source` is its text as students got it, `keys` what it is known by, `exercise` what it is for, `flags` nbgrader's FLAGS.
    """

    number: int
    role: str
    kind: str
    source: str
    keys: tuple
    exercise: str
    flags: dict

    @property
    def is_answer(self):
        return self.role in ANSWERS

    @cached_property
    def names(self):
        """The names that an answer in code has to bind: what the stub defines, else what it assigns."""
        if not self.is_answer or self.kind != "code":
            return frozenset()
        kinds = {kind: [s.names for s in self.statements if s.kind == kind] for kind in ("definition", "assignment")}
        return frozenset().union(*(kinds["definition"] or kinds["assignment"]))

    @cached_property
    def stub(self):
        """The lines that bind the names before an answer is written."""
        return self.extract(self.names)

    def __str__(self):
        """What students call it."""
        if self.is_answer:
            return f"the answer to {self.exercise}" if self.kind == "code" else f"the written answer {self.exercise}"
        if self.role in ("test", "task"):
            return f"the {self.role} {self.keys[0]}"
        what = {"setup": "setup cell", "markdown": "text", "run": "cell", "added": "free cell"}[self.role]
        return f"the {what} {f'behind {self.exercise}' if self.exercise else 'at the beginning'}"


def roles(template):
    """The role of each cell of the instructor's notebook, also in courses that were not written for Seodang."""
    found, solved = [], False
    for cell in template.cells:
        flags = cell.metadata.get("nbgrader", {})
        grade, solution, locked = (bool(flags.get(flag)) for flag in ("grade", "solution", "locked"))
        if flags.get("task"):
            role = "task"
        elif grade or solution:
            role = "essay" if grade and solution else "test" if grade else "solution"
        elif cell.cell_type != "code":
            role = "markdown"
        elif not locked:
            role = "added"
        else:
            role = cell.metadata.get("seodang", {}).get("role") or ("run" if solved else "setup")
        solved |= role == "solution"
        found.append(role)
    return tuple(found)


def places(template):
    """The cells of the instructor's notebook as a list of Place."""
    found, exercise = [], ""
    for number, (cell, role) in enumerate(zip(template.cells, roles(template), strict=True)):
        flags = cell.metadata.get("nbgrader", {})
        keys = tuple(key for key in (flags.get("grade_id"), cell.get("id")) if key)
        flags = {key: flags[key] for key in FLAGS if key in flags}
        place = Place(number, role, cell.cell_type, released(cell.source), keys, exercise, flags)
        if place.is_answer:
            exercise = next(iter(place.names)) if len(place.names) == 1 else place.keys[0]
            place = replace(place, exercise=exercise)
        found.append(place)
    return found


def released(source):
    """The text of an instructor's cell as students got it."""
    return strip_regions(strip_regions(source, "HIDDEN TESTS"), "MARK SCHEME")
