"""Feedback shows what failed, and nothing of the hidden tests: every secret here holds a canary, which must be nowhere afterwards."""

import copy
import json
import os

import pytest
from nbclient import NotebookClient
from nbconvert.exporters import HTMLExporter
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from seodang.bridge import KERNEL_ARGUMENTS
from seodang.leaks import hidden_line_numbers
from seodang.redact import ANSI, NOTE, Redact, redact
from seodang.walls import ENVIRONMENT

CANARY = "847261"
NOT_SHOWN = "its text is not shown, because a hidden test made the call"
VISIBLE_LINE, HIDDEN_LINE = 2, 4
SOURCE = f"""# Far points do not vote.
assert vote(1) == 1, "vote(1) is 1"
### BEGIN HIDDEN TESTS
assert vote({CANARY}) == 2, "other points"
### END HIDDEN TESTS"""
COUNT = 7  # the test cell's execution count; the student's cell has 3


def frame(count, line, function="", code=""):
    """A traceback entry as IPython writes it, with colours."""
    where = f", in \x1b[36m{function}\x1b[39m\x1b[34m(x)\x1b[39m" if function else ""
    place = f"\x1b[36mCell\x1b[39m\x1b[36m \x1b[39m\x1b[32mIn[{count}]\x1b[39m\x1b[32m, line {line}\x1b[39m{where}"
    return f"{place}\n\x1b[32m----> \x1b[39m\x1b[32m{line}\x1b[39m {code}\n"


VISIBLE = frame(COUNT, VISIBLE_LINE, code=f"assert vote(1) == 1\n  ### BEGIN HIDDEN TESTS\n  assert vote({CANARY}) == 2")
HIDDEN = frame(COUNT, HIDDEN_LINE, code=f"assert vote({CANARY}) == 2")
STUDENT = frame(3, 2, "vote", "return x / 0")
LIBRARY = f"\x1b[36mFile \x1b[39m\x1b[32m/lib/numpy/testing/utils.py:9\x1b[39m, in assert_equal(actual, {CANARY})\n"


def error(name, text, *frames):
    head = ["\x1b[31m-----\x1b[39m", f"\x1b[31m{name}\x1b[39m   Traceback (most recent call last)"]
    return new_output("error", ename=name, evalue=text, traceback=[*head, *frames, f"\x1b[31m{name}\x1b[39m: {text}"])


def executed(*outputs, source=SOURCE, count=COUNT):
    return new_code_cell(source, outputs=list(outputs), execution_count=count)


def redacted(*outputs, **options):
    """The cell after redaction; the canary is nowhere in it."""
    cell = executed(*outputs, **options)
    redact(cell)
    assert CANARY not in json.dumps(cell)
    return cell


def told(*outputs, **options):
    """The traceback of the one error that is left, without colours."""
    (output,) = redacted(*outputs, **options).outputs
    return [ANSI.sub("", line) for line in output.traceback]


def plain(entry):
    return ANSI.sub("", entry)


def test_a_passed_cell_shows_its_visible_part_and_a_note():
    assert redacted().source == f'# Far points do not vote.\nassert vote(1) == 1, "vote(1) is 1"\n{NOTE}'


def test_a_failure_in_the_visible_part_keeps_line_and_message():
    assert told(error("AssertionError", "vote(1) is 1", VISIBLE)) == [
        'AssertionError, line 2: assert vote(1) == 1, "vote(1) is 1"',
        "AssertionError: vote(1) is 1",
    ]


def test_a_student_s_error_in_the_visible_part_keeps_text_and_frames():
    assert told(error("ZeroDivisionError", "division by zero", VISIBLE, STUDENT)) == [
        'ZeroDivisionError, line 2: assert vote(1) == 1, "vote(1) is 1"',
        plain(STUDENT),
        "ZeroDivisionError: division by zero",
    ]


def test_a_plain_assert_in_the_hidden_part_keeps_its_message_only():
    assert told(error("AssertionError", "other points", HIDDEN)) == [
        "AssertionError, in the hidden part of this test",
        "AssertionError: other points",
    ]


def test_a_library_s_assertion_in_the_hidden_part_loses_its_text():
    """np.testing quotes the expected values."""
    cell = redacted(error("AssertionError", f"DESIRED: {CANARY}", HIDDEN, LIBRARY))
    assert cell.outputs[0].evalue == NOT_SHOWN
    assert cell.outputs[0].traceback == ["AssertionError, in the hidden part of this test", f"AssertionError: {NOT_SHOWN}"]


def test_a_student_s_error_in_the_hidden_part_keeps_type_and_own_frames_only():
    output = error("ValueError", f"cannot do {CANARY}", HIDDEN, STUDENT, LIBRARY)
    assert told(output) == ["ValueError, in the hidden part of this test", plain(STUDENT), f"ValueError: {NOT_SHOWN}"]


def test_a_student_s_own_assert_in_the_hidden_part_loses_its_text():
    """It may quote what the hidden test passed in."""
    output = error("AssertionError", f"{CANARY} is odd", HIDDEN, STUDENT)
    assert told(output) == ["AssertionError, in the hidden part of this test", plain(STUDENT), f"AssertionError: {NOT_SHOWN}"]


def test_another_error_that_the_hidden_part_raises_itself_loses_its_text():
    output = error("KeyError", CANARY, HIDDEN)
    assert told(output) == ["KeyError, in the hidden part of this test", f"KeyError: {NOT_SHOWN}"]


def test_a_chained_error_does_not_bring_the_first_one_s_text():
    first = ["ValueError: " + CANARY, "\nThe above exception was the direct cause of the following exception:\n"]
    output = error("AssertionError", "no vote", HIDDEN, STUDENT, *first, HIDDEN)
    assert told(output) == ["AssertionError, in the hidden part of this test", plain(STUDENT), "AssertionError: no vote"]


@pytest.mark.parametrize("frames", [(), (LIBRARY,), (STUDENT,)], ids=["none", "a library's", "a student's"])
def test_without_a_frame_of_the_cell_the_failure_counts_as_hidden(frames):
    """A time-out, a dead kernel, a syntax error."""
    lines = told(error("AssertionError", CANARY, *frames))
    assert lines[0] == "AssertionError, in the hidden part of this test" and lines[-1] == f"AssertionError: {NOT_SHOWN}"


@pytest.mark.parametrize("frames", [(VISIBLE,), (HIDDEN,), (LIBRARY,), (HIDDEN, LIBRARY)], ids=["visible", "hidden", "library", "both"])
def test_without_an_execution_count_the_failure_counts_as_hidden(frames):
    cell = executed(error("AssertionError", CANARY, *frames), count=None)
    redact(cell)
    assert cell.outputs[0].evalue == NOT_SHOWN


STUB_LINE = "NotImplementedError: vote is still to be written"


def test_an_exercise_that_is_not_written_says_so():
    (output,) = redacted(new_output("error", ename="NotImplementedError", evalue=CANARY, traceback=[STUB_LINE])).outputs
    assert output.traceback == [STUB_LINE]


@pytest.mark.parametrize(
    "lines",
    [
        [f"{STUB_LINE}: {CANARY}"],
        [f"NotImplementedError: {CANARY} is still to be written"],
        [STUB_LINE, CANARY],
        [f"{STUB_LINE}\n{CANARY}"],
    ],
)
def test_what_only_looks_like_an_unwritten_exercise_does_not_speak(lines):
    shown = told(new_output("error", ename="NotImplementedError", evalue="", traceback=lines))
    assert shown[0] == "NotImplementedError, in the hidden part of this test"


@pytest.mark.parametrize(
    "output",
    [
        new_output("stream", text=CANARY),
        new_output("stream", name="stderr", text=CANARY),
        new_output("display_data", data={"text/plain": CANARY}),
        new_output("display_data", data={"image/png": CANARY}),
        new_output("execute_result", data={"text/plain": f"array([{CANARY}])"}),
        new_output("execute_result", data={"text/html": CANARY}),
        new_output("execute_result", data={"text/plain": ""}),
    ],
    ids=["printed", "stderr", "displayed", "drawn", "a value", "a value as HTML", "nothing"],
)
def test_what_a_test_with_a_hidden_part_printed_or_drew_is_gone(output):
    failure = error("AssertionError", "vote(1) is 1", VISIBLE)
    assert [one.output_type for one in redacted(output, failure).outputs] == ["error"]


@pytest.mark.parametrize("number", ["0.5", "2", "1e-05", "-0.25", "0"])
def test_partial_credit_stays_as_a_bare_number(number):
    output = new_output("execute_result", data={"text/plain": number, "text/html": CANARY}, execution_count=COUNT)
    (left,) = redacted(output).outputs
    assert left.data == {"text/plain": number}


def test_two_regions_and_a_nested_one_are_hidden():
    source = "\n".join(
        [
            "for x in [1, 2]:",
            "    assert vote(x)",
            "    ### BEGIN HIDDEN TESTS",
            f"    assert vote(x * {CANARY})",
            "    ### END HIDDEN TESTS",
            "assert vote(3)",
            "### BEGIN HIDDEN TESTS",
            f"assert vote({CANARY})",
            "### END HIDDEN TESTS",
        ]
    )
    assert hidden_line_numbers(source) == {3, 4, 7, 8}
    for line, where in ((2, "line 2: assert vote(x)"), (4, "in the hidden part"), (6, "line 6: assert vote(3)"), (8, "in the hidden part")):
        assert where in told(error("AssertionError", "no", frame(COUNT, line)), source=source)[0]
    assert redacted(source=source).source == f"for x in [1, 2]:\n    assert vote(x)\n    {NOTE}\nassert vote(3)\n{NOTE}"


# The preprocessor


def redacted_notebook(*cells):
    return Redact().preprocess(new_notebook(cells=list(cells)), {})[0]


def test_cells_without_hidden_tests_are_untouched():
    untouched = [
        new_markdown_cell("### BEGIN HIDDEN TESTS\nis what instructors write.\n### END HIDDEN TESTS"),
        executed(new_output("stream", text="seen"), error("ValueError", "text", frame(COUNT, 1), LIBRARY), source="assert vote(1)"),
    ]
    before = copy.deepcopy(untouched)
    assert redacted_notebook(*untouched, executed(error("AssertionError", "", HIDDEN), count=COUNT + 1)).cells[:2] == before


def test_what_another_test_s_hidden_part_defines_is_not_shown():
    """A hidden helper, called by the hidden part of a later test; its assert speaks for the test."""
    first = executed(source=f"### BEGIN HIDDEN TESTS\ndef deep(x):\n    assert x == {CANARY}\n### END HIDDEN TESTS", count=5)
    helper = frame(5, 3, "deep", f"assert x == {CANARY}")
    found = redacted_notebook(first, executed(error("AssertionError", "deeper", HIDDEN, helper)))
    assert CANARY not in json.dumps(found)
    assert found.cells[1].outputs[0].traceback == ["AssertionError, in the hidden part of this test", "AssertionError: deeper"]


def test_another_error_in_such_a_helper_loses_its_text():
    first = executed(source="### BEGIN HIDDEN TESTS\n### END HIDDEN TESTS", count=5)
    for name, frames in (("KeyError", [frame(5, 3, "deep")]), ("AssertionError", [frame(5, 3, "deep"), LIBRARY])):
        found = redacted_notebook(first, executed(error(name, CANARY, HIDDEN, *frames)))
        assert CANARY not in json.dumps(found)


@pytest.mark.parametrize(
    ("flags", "speaks"),
    [
        ({"locked": True, "grade": False, "solution": False}, True),
        ({"locked": False, "grade": True, "solution": False}, True),
        ({"locked": False, "grade": True, "solution": True}, False),
        ({"locked": False, "grade": False, "solution": True}, False),
        ({}, False),
    ],
    ids=["locked", "test", "manually graded answer", "solution", "free"],
)
def test_a_helper_in_an_instructor_s_cell_speaks_for_the_test(flags, speaks):
    """A function of the setup cell that asserts, but not one of the student's."""
    other = executed(source="def same(x): ...", count=2)
    other.metadata["nbgrader"] = flags
    (_, cell) = redacted_notebook(other, executed(error("AssertionError", "not the same", HIDDEN, frame(2, 1, "same")))).cells
    assert cell.outputs[0].traceback[-1] == f"AssertionError: {'not the same' if speaks else NOT_SHOWN}"


def test_nbconvert_runs_it_by_its_name():
    """As nbgrader_config.py lists it."""
    exporter = HTMLExporter(preprocessors=["seodang.redact.Redact"])
    page, _ = exporter.from_notebook_node(new_notebook(cells=[executed(error("AssertionError", "other points", HIDDEN))]))
    assert CANARY not in page and "other points" in page and "in the hidden part of this test" in page


# In a real kernel

SETUP = """import sys
import numpy as np


class NotImplementedError(NotImplementedError):
    def _render_traceback_(self):
        last = self.__traceback__
        while last.tb_next:
            last = last.tb_next
        return [f"NotImplementedError: {last.tb_frame.f_code.co_name} is still to be written"]
"""
ANSWER = """def same(x):
    return x


def double(x):
    if x > 10:
        raise ValueError(f"{x} is too much")
    return 2 * x


def odd(x):
    assert x < 10, f"{x} is too large"
    return x


def quiet(x):
    __tracebackhide__ = True
    raise AssertionError(f"{x} again")


def chained(x):
    try:
        double(x)
    except ValueError as error:
        raise KeyError(str(x)) from error


def talk(x):
    print("got", x)
    sys.stderr.write(f"got {x}")
    display(x)
    return x


def leave(x):
    sys.exit(f"{x}")


def unwritten(x):
    raise NotImplementedError(x)
"""
HIDDEN_CALLS = {
    "plain assert": f'assert same(1) == {CANARY}, "another number"',
    "assert without a message": f"assert same(1) == {CANARY}",
    "np.testing.assert_equal": f"np.testing.assert_equal(same(1), {CANARY})",
    "np.testing.assert_allclose": f"np.testing.assert_allclose(same(np.ones(3)), [1, 1, {CANARY}])",
    "np.testing.assert_array_equal": f"np.testing.assert_array_equal(same(np.ones(3)), [1, 1, {CANARY}])",
    "np.testing.assert_almost_equal": f"np.testing.assert_almost_equal(same(1), {CANARY})",
    "student's error": f"double({CANARY})",
    "student's assert": f"odd({CANARY})",
    "student's frame that hides itself": f"quiet({CANARY})",
    "student's chained error": f"chained({CANARY})",
    "printed and displayed": f"talk({CANARY})\nassert same(1) == 2, 'no'",
    "exit": f"leave({CANARY})",
    "undefined name": f"name_{CANARY}",
    "helper of its own": f"def helper(x):\n    assert same(x) == {CANARY}, 'another number'\nhelper(1)",
    "assert behind a student's error": f"try:\n    double({CANARY})\nexcept ValueError as e:\n    raise AssertionError('own') from e",
    "assert in a comprehension": f"[exec('raise IndexError({CANARY})') for _ in range({CANARY})]",
    "unwritten": f"unwritten({CANARY})",
    "partial credit": f"same(0 * {CANARY} + 0.5)",
}
VISIBLE_CALLS = {
    "plain assert": ("assert same(1) == 2, 'visible'", "AssertionError, line 2: assert same(1) == 2, 'visible'", "AssertionError: visible"),
    "student's error": ("double(99)", "ValueError, line 2: double(99)", "ValueError: 99 is too much"),
    "np.testing": ("np.testing.assert_equal(same(1), 2)", "AssertionError, line 2: np.testing.", " DESIRED: 2"),
    "unwritten": ("unwritten(1)", "NotImplementedError: unwritten is still to be written", ""),
}


def with_hidden(visible, hidden):
    return new_code_cell(f"# The claim.\n{visible}\n### BEGIN HIDDEN TESTS\n{hidden}\n### END HIDDEN TESTS")


def run(tmp_path_factory, *cells):
    notebook = new_notebook(cells=[new_code_cell(SETUP), new_code_cell(ANSWER), *cells])
    folder = {"metadata": {"path": str(tmp_path_factory.mktemp("kernel"))}}
    client = NotebookClient(notebook, timeout=60, allow_errors=True, extra_arguments=KERNEL_ARGUMENTS, resources=folder)
    client.execute(env={**os.environ, **ENVIRONMENT})
    assert not [output for cell in notebook.cells[:2] for output in cell.outputs]
    return notebook.cells[2:]


@pytest.fixture(scope="module", params=["Context", "Verbose", "Plain", "Minimal"])
def after_hidden_failures(request, tmp_path_factory):
    """{what was called: the redacted cell}, with each of the ways in which IPython prints tracebacks."""
    cells = [with_hidden("pass", code) for code in HIDDEN_CALLS.values()]
    _, *cells = run(tmp_path_factory, new_code_cell(f"%xmode {request.param}"), *cells)
    assert all(cell.outputs for cell in cells)
    Redact().preprocess(new_notebook(cells=cells), {})
    return request.param, dict(zip(HIDDEN_CALLS, cells, strict=True))


@pytest.mark.long
@pytest.mark.parametrize("call", HIDDEN_CALLS)
def test_in_a_kernel_nothing_of_the_hidden_part_is_shown(after_hidden_failures, call):
    mode, cells = after_hidden_failures
    shown = json.dumps(cells[call])
    if mode == "Verbose":  # prints the arguments of the student's own frames; inputs are no secret, code and expected values are
        shown = shown.replace(f"x={CANARY}", "x=…").replace(f"x = {CANARY}", "x = …")
        shown = "" if call.startswith("student's") else shown
    assert CANARY not in shown


@pytest.mark.long
def test_in_a_kernel_the_type_and_the_student_s_frames_are_shown(after_hidden_failures):
    mode, cells = after_hidden_failures
    told_ = {call: plain("\n".join(cell.outputs[-1].get("traceback", []))) for call, cell in cells.items()}
    assert told_["plain assert"].endswith("AssertionError: another number") == (mode != "Minimal")
    assert told_["assert behind a student's error"].endswith("AssertionError: own") == (mode != "Minimal")
    assert told_["student's error"].startswith("ValueError, in the hidden part of this test")
    assert ("raise ValueError" in told_["student's error"]) == (mode != "Minimal")
    assert ("raise KeyError" in told_["student's chained error"]) == (mode != "Minimal")
    assert all(NOT_SHOWN in told_[call] for call in HIDDEN_CALLS if call.startswith(("np.testing", "student's", "exit", "undefined")))
    assert told_["unwritten"] == "NotImplementedError: unwritten is still to be written"
    assert cells["partial credit"].outputs[0].data == {"text/plain": "0.5"}
    assert [output.output_type for output in cells["printed and displayed"].outputs] == ["error"]


@pytest.mark.long
def test_in_a_kernel_a_failure_in_the_visible_part_says_where_and_why(tmp_path_factory):
    cells = run(tmp_path_factory, *(with_hidden(code, f"assert same(1) == {CANARY}") for code, _, _ in VISIBLE_CALLS.values()))
    Redact().preprocess(new_notebook(cells=cells), {})
    for cell, (_, where, why) in zip(cells, VISIBLE_CALLS.values(), strict=True):
        told_ = plain("\n".join(cell.outputs[0].traceback))
        assert told_.startswith(where) and told_.endswith(why)
        assert CANARY not in json.dumps(cell)


@pytest.mark.long
def test_in_a_kernel_a_hidden_helper_of_another_test_is_not_shown(tmp_path_factory):
    helper = f"def deep(x):\n    assert same(x) == {CANARY}, 'deep'"
    cells = run(tmp_path_factory, with_hidden("pass", helper), with_hidden("pass", "deep(1)"))
    Redact().preprocess(new_notebook(cells=cells), {})
    assert cells[1].outputs and CANARY not in json.dumps(cells)
