"""Feedback without the hidden tests: what a student may read of a failed test.

Secret are the tests' text and expected values. For a failure in the hidden part a student sees the claim, the assert's own message, the
exception's type and the frames in the student's own cells, but neither the text of an exception that somebody else raised (it may quote
inputs or expected values) nor what was printed or drawn meanwhile.
"""

import re

from nbconvert.preprocessors import Preprocessor
from traitlets import Bool

from seodang.leaks import hidden_line_numbers, strip_regions

NOTE = "# (hidden tests of the same claim on other values)"
ANSI = re.compile(r"\x1b\[[0-9;]*m")
STUB = re.compile(r"NotImplementedError: [A-Za-z_]\w* is still to be written")
FRAME = re.compile(r"^(?:Cell In\s*\[(\d+)\], line (\d+)|File )")
CHAIN = re.compile("The above exception was the direct cause|During handling of the above exception")


class Redact(Preprocessor):
    """The nbconvert preprocessor that `nbgrader generate_feedback` runs (see page.FeedbackPages)."""

    enabled = Bool(True).tag(config=True)  # nbconvert's own default would pass every notebook through as it is

    def preprocess(self, nb, resources):
        redact_notebook(nb)
        return nb, resources


def redact_notebook(notebook):
    """Remove hidden tests from all test cells of an executed notebook, in place."""
    instructors = {cell.execution_count for cell in notebook.cells if _is_instructors(cell)}
    for cell in notebook.cells:
        if cell.cell_type == "code" and "BEGIN HIDDEN TESTS" in cell.source:
            redact(cell, instructors)


def _is_instructors(cell):
    """Is it a code cell that no student writes: a test, or locked?"""
    flags = cell.metadata.get("nbgrader", {})
    mine = flags.get("locked") or flags.get("grade") and not flags.get("solution")
    return cell.cell_type == "code" and bool(mine or "BEGIN HIDDEN TESTS" in cell.source)


def redact(cell, instructors=()):
    """Remove hidden tests from an executed test cell, in place: from its source and from its outputs.

    `instructors` are the execution counts of the instructor's cells: a helper that one of them defines may assert for the test.
    """
    hidden = hidden_line_numbers(cell.source)
    lines = cell.source.split("\n")
    cell.source = strip_regions(cell.source, "HIDDEN TESTS", NOTE)
    trusted = {cell.execution_count, *instructors}
    cell.outputs = [_redact_output(output, cell.execution_count, lines, hidden, trusted) for output in cell.outputs if _may_stay(output)]


def _may_stay(output):
    """Errors, and the number that is partial credit; what a test cell printed or drew may come from hidden calls."""
    if output.output_type == "execute_result":
        return re.fullmatch(r"[\d.eE+-]+", str(output.data.get("text/plain", ""))) is not None
    return output.output_type == "error"


def _redact_output(output, execution_count, lines, hidden, trusted):
    if output.output_type != "error":
        output.data = {"text/plain": output.data["text/plain"]}
        return output
    if is_stub(output):
        output.evalue = ""
        return output
    chained = max((i for i, entry in enumerate(output.traceback) if CHAIN.match(ANSI.sub("", entry).lstrip())), default=0)
    frames = [frame for frame in map(_frame, output.traceback[chained:]) if frame]  # those of the last error decide
    own = [number for cell, number, _ in frames if cell == execution_count and number]
    # Without a frame of this cell (a time-out, a syntax error) nothing tells where it happened: treat it as hidden.
    in_hidden = not own or own[0] in hidden
    asserted_by_the_test = output.ename == "AssertionError" and bool(own) and all(place in trusted for place, _, _ in frames)
    if in_hidden and not asserted_by_the_test:
        output.evalue = "its text is not shown, because a hidden test made the call"
    where = "in the hidden part of this test" if in_hidden else f"line {own[0]}: {lines[own[0] - 1].strip()}"
    students = [text for place, _, text in filter(None, map(_frame, output.traceback)) if place not in (None, *trusted)]
    output.traceback = [f"{output.ename}, {where}", *students, f"{output.ename}: {output.evalue}"]
    return output


def is_stub(output):
    """The one line of an exercise that is not written yet; it names the student's function and nothing else."""
    return len(output.traceback) == 1 and STUB.fullmatch(output.traceback[0]) is not None


def _frame(entry):
    """(cell's execution count, line number, text) of a traceback entry; count and line are None for a library's frame."""
    if not (match := FRAME.match(ANSI.sub("", entry).lstrip())):
        return None
    return (int(match[1]), int(match[2]), entry) if match[1] else (None, None, entry)
