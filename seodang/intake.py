"""Taking a submission in: the instructor's notebook with the student's answers transplanted into it.

Nothing that is not an answer, or a cell of the student's own, comes from the submission: so deleted, doubled, retyped, moved and renamed
cells, changed points and forged outputs cannot matter beyond the exercise itself. What was mended is reported, one sentence each.
"""

import copy
import functools
import importlib.util
import re
from dataclasses import dataclass
from importlib.machinery import PathFinder
from pathlib import Path

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_raw_cell

from seodang import belongings, sources
from seodang.matching import Match, added_lines, match
from seodang.places import ANSWERS, places

NEW = {"code": new_code_cell, "markdown": new_markdown_cell, "raw": new_raw_cell}
FENCE = re.compile(r"\s*+```\w*+\n(.*)\n```\s*", re.DOTALL)
KEPT = ("import", "definition", "assignment")  # statements added to a locked cell that still run


@dataclass(frozen=True)
class Taken:
    """A submission, ready to be graded.

    `notebook` is the instructor's with the student's answers, without outputs and counts; `roles` has one entry a cell: setup, run,
    solution, test, essay, task, markdown, added (the student's own cell) or amended (what was added to a locked cell). `mended` are
    sentences for the report, `untouched` the ids of manually graded cells that stand as released, `files` the student's own regular
    files: {path beside the notebook: where it is}; `is_empty` says that no notebook could be read.
    """

    notebook: NotebookNode
    roles: tuple[str, ...]
    mended: tuple[str, ...]
    untouched: frozenset[str]
    files: dict[str, Path]
    is_empty: bool = False


@dataclass(frozen=True)
class Part:
    """A cell of the graded notebook, with its role and the number of the student's cell that it comes from, if any."""

    role: str
    cell: NotebookNode
    number: int | None = None


def take_in(template, folder, name, others=()):
    """Take in what a student handed in; never raises for what is in the folder.

    Args:
        template: the instructor's notebook as released but with its hidden tests (see `Layout.template`); it is not changed.
        folder: submitted/STUDENT/NAME.
        name: of the notebook, without .ipynb.
        others: the names of the assignment's other notebooks, which are never taken for this one.

    Returns:
        A Taken; where nothing can be read, it holds the untouched template, and `mended` says why.
    """
    folder, wanted = Path(folder), places(template)
    files, left_out = belongings.survey(folder)
    candidates = [file for file in files if file.name.removesuffix(".ipynb") not in others]
    chosen, said = belongings.find_notebook(folder, candidates, name, lambda cells: _fit(match(wanted, cells)))
    found = match(wanted, chosen.cells) if chosen else Match(wanted, [])
    kept, too_much = belongings.beside(folder, files, chosen, name)
    parts, amended = _assemble(template, found)
    mended = (*left_out, *said, *found.said, *amended, *too_much, *_not_installed(parts, kept))
    return Taken(
        _notebook(template, parts),
        tuple(part.role for part in parts),
        tuple(f"{line[0].upper()}{line[1:]}." for line in mended),
        frozenset(_untouched(template, parts, wanted)),
        kept,
        chosen is None,
    )


def _fit(found):
    """How well a notebook fits: answers that were written, and cells that are known; None where it is another assignment's."""
    if found.is_foreign:
        return None
    answers = [(found.places[number], answer) for number, answer in found.answers.items()]
    written = [(place, answer) for place, answer in answers if answer.text not in ("", place.text)]
    sure = [place for place, answer in written if {*place.keys} & {*answer.claims} or place.names and place.names <= answer.binds]
    return len(sure), len(found.owner)


def _notebook(template, parts):
    about = copy.deepcopy({key: value for key, value in template.items() if key != "cells"})
    return NotebookNode({**about, "nbformat": 4, "nbformat_minor": 5, "cells": [part.cell for part in parts]})


def _assemble(template, found):
    """The parts of the graded notebook, and sentences about locked cells that were changed."""
    own, said = _own_cells(found), []
    parts = [_new("added", cell) for cell in own.get(None, ())]
    for place, original in zip(found.places, template.cells, strict=True):
        answer = found.changed.get(place.number) if place.role == "added" else found.answers.get(place.number)
        parts.append(Part(place.role, _filled(original, answer), answer.number if answer else None))
        if place.number in found.changed and place.role != "added":
            source, sentence = _amendment(place, found)
            said.append(sentence)
            if source:
                parts.append(Part("amended", NEW[place.kind](source), found.changed[place.number].number))
        parts += [_new("added", cell) for cell in own.get(place.number, ())]
    _number(parts, {cell.id for cell in template.cells})
    return parts, said


def _new(role, cell):
    """A part made of a student's own cell."""
    made = NEW[cell.kind](cell.source)
    if cell.attachments:
        made.attachments = NotebookNode(copy.deepcopy(cell.attachments))
    return Part(role, made, cell.number)


def _number(parts, used):
    """Ids for the cells that are not the instructor's: the same submission gives the same ids."""
    count = 0
    for part in parts:
        if part.cell.id not in used:
            count += 1
            while f"own-{count}" in used:
                count += 1
            part.cell.id = f"own-{count}"


def _own_cells(found):
    """{place: the student's own cells behind it}; None for those before all others."""
    own, anchor = {}, None
    for i, cell in enumerate(found.cells):
        if i in found.owner:
            anchor = found.owner[i]
        elif i not in found.gone and cell.text and not cell.leftover:
            own.setdefault(anchor, []).append(cell)
    return own


def _filled(original, answer):
    """A cell of the instructor's notebook, with the student's answer where there is one."""
    cell = copy.deepcopy(original)
    if cell.cell_type == "code":
        cell.outputs, cell.execution_count = [], None
    if answer is None:
        return cell
    fenced = FENCE.fullmatch(answer.source) if cell.cell_type == "code" and answer.kind != "code" else None
    cell.source = fenced[1] if fenced else answer.source
    if answer.attachments and cell.cell_type != "code":
        cell.attachments = NotebookNode(copy.deepcopy(answer.attachments))
    return cell


def _amendment(place, found):
    """What a student added to a locked cell and may keep, and a sentence about it."""
    cell = found.changed[place.number]
    restored = f"cell {cell.number}, {place}, was changed; it was put back as handed out"
    if place.role in ("test", "task"):
        return "", restored
    if place.kind != "code":
        is_answer = any(answer.number == cell.number for answer in found.answers.values())
        lines = [] if is_answer else added_lines(place, cell)
        return "\n\n".join(lines), restored + (", and what was written into it stands below" if lines else "")
    known = {sources.tidy(statement.lines) for statement in place.statements}
    new = [statement for statement in cell.statements if statement.kind in KEPT and sources.tidy(statement.lines) not in known]
    new = [statement for statement in new if not statement.names <= place.binds]  # what the cell defines itself is as it was
    names = ", ".join(sorted(set().union(*(statement.names for statement in new))))
    kept = f"; what was added ({names}) runs right behind it" if names else ""
    return "\n".join(statement.lines for statement in new), restored + kept


def _untouched(template, parts, wanted):
    """The ids of manually graded answers that stand as released, whatever their white space."""
    released = {cell.id: place.source.split() for cell, place in zip(template.cells, wanted, strict=True) if place.role == "essay"}
    return (part.cell.id for part in parts if part.cell.source.split() == released.get(part.cell.id))


def _not_installed(parts, files):
    """Sentences about modules that the student's cells import and that are not there."""
    helpers = {path.split("/")[0].removesuffix(".py") for path in files}
    for part in parts:
        if part.number and part.cell.cell_type == "code" and part.role in (*ANSWERS, "added", "amended"):
            for module in sorted(set(filter(None, map(_missing, sources.modules(part.cell.source)))) - helpers):
                yield f"cell {part.number} imports {module}, which is not installed here"


@functools.lru_cache(1000)
def _missing(module):
    """What is not installed of a module, itself or the package that it is in; None where it is there. Nothing is imported."""
    package, *rest = module.split(".")
    try:
        found = importlib.util.find_spec(package)
    except (ImportError, ValueError):  # a module without a specification, such as __main__
        return None
    if found is None:
        return package
    # Several projects share a package without a file of its own: google.protobuf is here, google.colab is not.
    if rest and found.origin is None and found.submodule_search_locations is not None:
        inner = f"{package}.{rest[0]}"
        return None if PathFinder.find_spec(inner, found.submodule_search_locations) else inner
    return None
