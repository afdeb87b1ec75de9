"""The shell: a cell's outputs are those that Jupyter would have shown, within limits."""

from types import SimpleNamespace

import pytest

from seodang import shell
from seodang.shell import CUT, MOST_OUTPUTS, MOST_TEXT, Outputs, Writer

SETUP = "import os, sys, subprocess, time\nimport numpy as np, pandas as pd\nfrom IPython.display import clear_output, display"


def stream(text, name="stdout"):
    return {"output_type": "stream", "name": name, "text": text}


def shown(*texts, kind="display_data"):
    return [(kind, text) for text in texts]


# name: (a cell, what it comes to: streams as (name, text), the rest as (type, text/plain or name of the error))
CELLS = {
    "nothing": ("x = 1", []),
    "print": ("print('한글', 1)\nprint('b')", [("stdout", "한글 1\nb\n")]),
    "standard error": ("print('a')\nprint('b', file=sys.stderr)\nprint('c')", [("stdout", "a\n"), ("stderr", "b\n"), ("stdout", "c\n")]),
    "result": ("1 + 1", [("execute_result", "2")]),
    "result that is kept back": ("1 + 1;", []),
    "printed before result": ("print('a')\n[1]", [("stdout", "a\n"), ("execute_result", "[1]")]),
    "display": ("display(1)\ndisplay('a', [2])", shown("1", "'a'", "[2]")),
    "display updated": ("h = display('old', display_id=True)\ndisplay('next')\nh.update('new')", shown("'new'", "'next'")),
    "cleared": ("print('old')\nclear_output()\nprint('new')", [("stdout", "new\n")]),
    "frame": ("pd.DataFrame({'a': [1]})", [("execute_result", "   a\n0  1")]),
    "descriptor": (
        "print('a')\nos.write(1, b'b\\n')\nos.write(2, b'c\\n')\nprint('d')",
        [("stdout", "a\nb\n"), ("stderr", "c\n"), ("stdout", "d\n")],
    ),
    "program": ("r = subprocess.run(['echo', 'hello'])", [("stdout", "hello\n")]),
    "system": ("r = os.system('echo hello')", [("stdout", "hello\n")]),
    "shell line": ("!echo hello", [("stdout", "hello\r\n")]),
    "bytes that are no text": ("r = os.write(1, b'\\xff\\n')", [("stdout", "\ufffd\n")]),
    "await": ("import asyncio\nawait asyncio.sleep(0, 'done')", [("execute_result", "'done'")]),
    "magic": ("%%capture\nprint('kept')", []),
    "error": ("a = 1\n1 / 0", [("error", "ZeroDivisionError")]),
    "printed before error": ("print('a')\n1 / 0", [("stdout", "a\n"), ("error", "ZeroDivisionError")]),
    "syntax error": ("a = = 1", [("error", "SyntaxError")]),
    "unknown magic": ("%nothing_of_that_name", [("stderr", "UsageError: Line magic function `%nothing_of_that_name` not found.\n")]),
    "exit": ("exit()\nprint('still here')", [("stdout", "still here\n")]),
    "sys.exit": ("sys.exit(3)", [("error", "SystemExit"), ("stderr", None)]),
    "input": ("input()", [("error", "EOFError")]),
    "error that has no text": (
        "class E(Exception):\n    def __str__(self): raise ValueError\nraise E",
        [("error", "E"), ("error", "ValueError")],
    ),
    "stdout replaced": ("old, sys.stdout = sys.stdout, None\nprint('lost')\nsys.stdout = old\nprint('back')", [("stdout", "back\n")]),
    "no bytes": (
        "try: sys.stdout.write(b'a')\nexcept TypeError as error: print(error)",
        [("stdout", "write() argument must be str, not bytes\n")],
    ),
    "a terminal": (
        "print(sys.stdout.isatty(), sys.stdout.fileno(), sys.stderr.fileno(), sys.stdout.encoding)",
        [("stdout", "False 1 2 utf-8\n")],
    ),
    "much text": (f"for i in range(12): print('x' * {MOST_TEXT // 10})\nprint('end')", [("stdout", None)]),
    "much text past Python": (f"os.write(1, b'x' * {2 * MOST_TEXT})\nNone", [("stdout", None)]),
    "many outputs": (f"for i in range({MOST_OUTPUTS} + 50): display(i)", [*shown(*map(str, range(MOST_OUTPUTS)))]),
    "a large thing": ("class Large:\n    def __repr__(self): return 'x' * (9 << 20)\nLarge()", [("execute_result", CUT.strip())]),
    "underscore": ("5\n_ == 5", [("execute_result", "False")]),
    "last": ("x", [("execute_result", "1")]),
}


@pytest.fixture(scope="module")
def outputs(bench):
    """{name: outputs} of CELLS, all run in one room."""
    result = bench.grade_cells([("setup", SETUP), *(("added", source) for source, _ in CELLS.values())])
    return {name: (cell.outputs, cell.execution_count) for name, cell in zip(CELLS, result.notebook.cells[1:], strict=True)}


def read(output):
    if output.output_type == "stream":
        return output.name, output.text
    return output.output_type, output.ename if output.output_type == "error" else output.data["text/plain"]


@pytest.mark.parametrize("name", CELLS)
def test_a_cell_comes_to_what_jupyter_shows(name, outputs):
    found, expected = [read(output) for output in outputs[name][0]], CELLS[name][1]
    assert [kind for kind, _ in found] == [kind for kind, _ in expected]
    assert [text for (_, text), (_, wanted) in zip(found, expected, strict=True) if wanted is not None] == [
        text for _, text in expected if text is not None
    ]


@pytest.mark.parametrize("name", ["much text", "much text past Python"])
def test_text_is_cut_at_the_limit(name, outputs):
    text = outputs[name][0][0].text
    assert MOST_TEXT <= len(text) <= MOST_TEXT + len(CUT)


def test_a_result_has_the_number_of_its_cell(outputs):
    for found, count in outputs.values():
        assert all(output.execution_count == count for output in found if output.output_type == "execute_result")


def test_a_frame_is_shown_as_a_table(outputs):
    assert "<table" in outputs["frame"][0][0].data["text/html"]


def test_a_traceback_names_cell_line_and_code_without_colours(outputs):
    error = outputs["error"][0][0]
    text = "\n".join(error.traceback)
    assert error.evalue == "division by zero" and "1 / 0" in text and "----> 2" in text and "\x1b" not in text


@pytest.mark.long
def test_figures_are_drawn_inline(deep_bench):
    cells = [("setup", "import matplotlib.pyplot as plt"), ("solution", "plt.plot([1, 2])\nplt.title('t');"), ("added", "print('next')")]
    first, second = deep_bench.grade_cells(cells).notebook.cells[1:]
    assert [output.output_type for output in first.outputs] == ["display_data"] and first.outputs[0].data["image/png"]
    assert [output.output_type for output in second.outputs] == ["stream"]


# Outputs by themselves


def test_text_of_one_stream_grows_and_another_begins_a_new_output():
    outputs = Outputs()
    for name, text in (("stdout", "a"), ("stdout", "b"), ("stderr", "c"), ("stdout", ""), ("stdout", "d")):
        outputs.stream(name, text)
    assert outputs.items == [stream("ab"), stream("c", "stderr"), stream("d")]


def test_after_the_limit_nothing_more_is_kept():
    outputs = Outputs()
    outputs.stream("stdout", "x" * (MOST_TEXT - 1))
    outputs.stream("stderr", "yz")
    outputs.stream("stdout", "more")
    assert outputs.items[1:] == [stream("y" + CUT, "stderr")]


def test_what_is_displayed_keeps_its_small_parts():
    outputs = Outputs()
    outputs.display({"text/plain": "small", "image/png": "x" * (shell.MOST_DATA + 1)}, None)
    assert outputs.items[0]["data"] == {"text/plain": "small"}


def test_a_writer_is_a_text_file():
    fake = SimpleNamespace(outputs=Outputs(), drain=lambda: None)
    writer = Writer(fake, "stderr")
    assert writer.write("ab") == 2 and writer.writable() and not writer.readable() and writer.fileno() == 2
    writer.writelines(["c", "d"])
    writer.flush()
    assert fake.outputs.items == [stream("abcd", "stderr")]
