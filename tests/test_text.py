"""The solution text: what is well formed survives parse and write unchanged, what is malformed is refused with file and line."""

import ast
import itertools

import jupytext
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_assignment import NAME, TEXT

from seodang import text
from seodang.errors import TextError
from seodang.text import Assignment, Cell, Head, parse, read, write

HEAD = "# ---\n# title: T\n# unit: 1 U\n# minutes: 5\n# points: {points}\n# ---\n"
SOLUTION = '# %% solution="f"\n### BEGIN SOLUTION\nf = 1\n### END SOLUTION\n'


def with_head(body, points=0):
    """A text whose cells begin at line 7."""
    return HEAD.format(points=points) + body


def refused(text_):
    with pytest.raises(TextError) as caught:
        parse(text_, "105_knn", "solutions/105_knn.py")
    return caught.value


MALFORMED_CELLS = {
    "unknown word": ("# %% solutoin\n", 7, "unknown word 'solutoin'"),
    "unknown word with a value": ('# %% name="x"\n', 7, "unknown word 'name'"),
    "doubled word": ('\n# %% test="a" test="b" points=1\n', 8, "test stands twice"),
    "doubled bare word": ("# %% setup setup\n", 7, "setup stands twice"),
    "two roles": ('# %% solution="a" test="b" points=1\n', 7, "one role, not solution and test"),
    "two bare roles": ("# %% setup run\n", 7, "one role, not setup and run"),
    "unbalanced quotation mark": ('# %% solution="f\n', 7, "unbalanced quotation mark"),
    "value where none belongs": ('# %% setup="x"\n', 7, "setup takes no value"),
    "no value where one belongs": ("# %% solution\n", 7, 'write solution="…"'),
    "empty name": ('# %% solution=""\n', 7, "a name is lower-case letters"),
    "name with a capital": ('# %% solution="F"\n', 7, "a name is lower-case letters"),
    "name with a hyphen": ('# %% solution="a-b"\n', 7, "a name is lower-case letters"),
    "name of 49 characters": (f'# %% solution="{"a" * 49}"\n', 7, "at most 48"),
    "code cell in markdown": ("# %% [markdown] setup\n", 7, "setup cells are code"),
    "test in markdown": ('# %% [markdown] test="a" points=1\n', 7, "test cells are code"),
    "essay in code": ('# %% essay="a" points=1\n', 7, "essay cells are markdown: write # %% [markdown] essay=…"),
    "doubled id": (SOLUTION + '# %%\n# %% solution="f"\n', 12, "the name 'f' stands already at line 7"),
    "id of a test that is a solution's": (SOLUTION + '# %% test="f" points=1\n', 11, "the name 'f' stands already at line 7"),
    "BEGIN without END": ('# %% solution="f"\nf = 1\n### BEGIN SOLUTION\n', 9, "BEGIN SOLUTION without END SOLUTION"),
    "END without BEGIN": ('# %% solution="f"\nf = 1\n### END SOLUTION\n', 9, "END SOLUTION without BEGIN SOLUTION"),
    "nested BEGIN": ('# %% solution="f"\n### BEGIN SOLUTION\n\n### BEGIN SOLUTION\n', 10, "inside the region that begins at line 8"),
    "second END": (SOLUTION.rstrip() + "\n### END SOLUTION\n", 11, "END SOLUTION without BEGIN"),
    "solution in a test": (SOLUTION + '# %% test="t" points=0\n### BEGIN SOLUTION\n', 12, "BEGIN SOLUTION has no place in a test cell"),
    "hidden test in a solution": ('# %% solution="f"\n### BEGIN HIDDEN TESTS\n', 8, "BEGIN HIDDEN TESTS has no place in a solution cell"),
    "solution in a free cell": ("# %%\n1\n### END SOLUTION\n", 9, "END SOLUTION has no place in a free cell"),
    "solution in setup": ("# %% setup\n### BEGIN SOLUTION\n", 8, "has no place in a setup cell"),
    "hidden test in a run cell": ("# %% run\n### BEGIN HIDDEN TESTS\n", 8, "has no place in a run cell"),
    "mark scheme in markdown": ("# %% [markdown]\n# ### BEGIN MARK SCHEME\n", 8, "has no place in a markdown cell"),
    "mark scheme without END": ('# %% [markdown] essay="e" points=0\n# A.\n#\n# ### BEGIN MARK SCHEME\n', 10, "without END MARK SCHEME"),
    "region behind an empty line": ('# %% solution="f"\n\n\n### END SOLUTION\n', 10, "END SOLUTION without BEGIN"),
    "region behind an empty markdown line": ("# %% [markdown]\n\n#\n# BEGIN SOLUTION\n", 10, "has no place in a markdown cell"),
    "solution without a region": ('# %% solution="f"\nf = 1\n', 7, 'solution="f" has no ### BEGIN SOLUTION'),
    "test without points": (SOLUTION + '# %% test="t"\n', 11, 'test="t" needs points='),
    "essay without points": ('# %% [markdown] essay="e"\n', 7, 'essay="e" needs points='),
    "negative points": (SOLUTION + '# %% test="t" points=-1\n', 11, "points=-1: points are between 0 and 10000"),
    "points that are text": (SOLUTION + '# %% test="t" points=two\n', 11, "points=two is not a number"),
    "empty points": (SOLUTION + '# %% test="t" points=\n', 11, "points= is not a number"),
    "points nan": (SOLUTION + '# %% test="t" points=nan\n', 11, "points=nan: points are between"),
    "points inf": (SOLUTION + '# %% test="t" points=inf\n', 11, "points=inf: points are between"),
    "too many points": (SOLUTION + '# %% test="t" points=1e308\n', 11, "points=1e308: points are between"),
    "points of a solution": ('# %% solution="f" points=2\n', 7, "solution cells have no points"),
    "points of a free cell": ("# %% points=2\n", 7, "free cells have no points"),
    "points of markdown": ("# %% [markdown] points=2\n", 7, "markdown cells have no points"),
    "points of zero still have no place in setup": ("# %% setup points=0\n", 7, "setup cells have no points"),
    "test before any solution": ('\n# %% test="t" points=0\n', 8, 'test="t" stands before any solution'),
    "markdown without a comment mark": ("# %% [markdown]\n# fine\nnot fine\n", 9, "must begin with '# '"),
    "markdown without a space": ("# %% [markdown]\n#not fine\n", 8, "must begin with '# '"),
    "markdown behind an empty line": ("# %% [markdown]\n\n\nnot fine\n", 10, "must begin with '# '"),
    "empty line inside markdown": ("# %% [markdown]\n# a\n\n# b\n", 9, "must begin with '# '"),
    "header without a space": ("#%%\n1\n", 7, "a cell header begins with '# %%' and a space"),
    "header without a space behind": ("# %%\n1\n# %%setup\n", 9, "a cell header begins with '# %%' and a space"),
    "header that is indented": ("# %%\nif 1:\n    # %% run\n    pass\n", 9, "a cell header begins with '# %%' and a space"),
    "header of another editor": ("# %%\n1\n# In[2]:\n", 9, "a cell header begins with '# %%' and a space"),
    "text before the first header": ("\nx = 1\n# %%\n", 8, "text before the first cell header"),
    "text and no header": ("\n\nx = 1\n", 9, "text before the first cell header"),
    "syntax error": ("# %%\nx = 1\ny = = 2\n", 9, "not Python: invalid syntax"),
    "syntax error behind empty lines": ("# %%\n\n\nx = 1\ny = = 2\n", 11, "not Python: invalid syntax"),
    "syntax error in the second cell": ("# %%\nx = 1\n\n# %% run\ndef f(:\n", 11, "not Python"),
    "indentation that does not fit": ("# %%\nif 1:\n    a = 1\n  b = 2\n", 10, "not Python: unindent"),
    "null byte in code": ("# %%\nx = '\0'\n", 8, "not Python"),
    "code nested too deep to parse": (f"# %%\n{'(' * 500}1{')' * 500}\n", 8, "not Python"),
}


@pytest.mark.parametrize(("body", "line", "message"), MALFORMED_CELLS.values(), ids=MALFORMED_CELLS)
def test_a_malformed_cell_is_refused_with_file_and_line(body, line, message):
    error = refused(with_head(body))
    assert (error.path, error.line) == ("solutions/105_knn.py", line)
    assert message in error.message
    assert str(error) == f"solutions/105_knn.py:{line}: {error.message}"


def replace_line(number, line):
    """The head alone, with another line in the place of one of its six."""
    lines = HEAD.format(points=0).split("\n")
    return "\n".join([*lines[: number - 1], *([line] if line is not None else []), *lines[number:]])


MALFORMED_HEADS = {
    "missing": ("# %%\n1\n", 1, "no front matter"),
    "empty file": ("", 1, "no front matter"),
    "behind an empty line": ("\n" + HEAD.format(points=0), 1, "no front matter"),
    "not closed": ("# ---\n# title: T\n", 1, "no closing '# ---'"),
    "not YAML": (replace_line(3, "# unit: [1"), 4, "front matter is not YAML"),
    "a colon in a title": (
        replace_line(2, "# title: K-means: how many?"),
        2,
        "front matter is not YAML: mapping values are not allowed here",
    ),
    "tabs": (replace_line(4, "# \tminutes: 5"), 4, "front matter is not YAML"),
    "empty": ("# ---\n# ---\n", 2, "lines of 'key: value'"),
    "a list": ("# ---\n# - title\n# ---\n", 2, "lines of 'key: value'"),
    "unknown key": (replace_line(4, "# minuets: 5"), 4, "unknown key 'minuets'"),
    "key that is a number": (replace_line(4, "# 7: 5"), 4, "unknown key 7"),
    "title is a number": (replace_line(2, "# title: 2026"), 2, "title is 2026; it must be a text"),
    "title is yes": (replace_line(2, "# title: yes"), 2, "title is True; it must be a text"),
    "title is empty": (replace_line(2, "# title:"), 2, "title is None; it must be a text"),
    "unit is a number": (replace_line(3, "# unit: 1"), 3, "unit is 1; it must be a text"),
    "minutes are text": (replace_line(4, "# minutes: long"), 4, "minutes is 'long'; it must be a whole number"),
    "minutes in quotation marks": (replace_line(4, '# "minutes": long'), 1, "minutes is 'long'; it must be a whole number"),
    "minutes with a fraction": (replace_line(4, "# minutes: 1.5"), 4, "minutes is 1.5; it must be a whole number"),
    "minutes are true": (replace_line(4, "# minutes: true"), 4, "minutes is True; it must be a whole number"),
    "points are text": (replace_line(5, "# points: many"), 5, "points is 'many'; it must be a number"),
    "points nan": (replace_line(5, "# points: .nan"), 5, "points is nan"),
    "points inf": (replace_line(5, "# points: .inf"), 5, "points is inf"),
    "points negative": (replace_line(5, "# points: -1"), 5, "points is -1; it must be zero or more"),
    "data is text": (replace_line(5, "# points: 0\n# data: a.csv"), 6, "data is 'a.csv'; it must be a list of file names"),
    "data climbs out": (replace_line(5, "# points: 0\n# data: [../a.csv]"), 6, "data file '../a.csv' must be a path inside datasets/"),
    "data climbs out later": (replace_line(5, "# points: 0\n# data: [a/../../b]"), 6, "must be a path inside datasets/"),
    "data is absolute": (replace_line(5, "# points: 0\n# data: [ok.csv, /etc/passwd]"), 6, "data file '/etc/passwd' must be"),
    "data is a number": (replace_line(5, "# points: 0\n# data: [1]"), 6, "data file 1 must be"),
    "data is the folder itself": (replace_line(5, "# points: 0\n# data: [.]"), 6, "data file '.' must be"),
    "data is empty text": (replace_line(5, "# points: 0\n# data: ['']"), 6, "data file '' must be"),
    "data is written in a roundabout way": (replace_line(5, "# points: 0\n# data: [./a.csv]"), 6, "data file './a.csv' must be"),
    "a date that is none": (replace_line(2, "# title: 2026-13-45"), 2, "front matter is not YAML: month must be in 1..12"),
    "brackets without end": (replace_line(3, f"# unit: {'[' * 500}"), 2, "front matter is not YAML: maximum recursion depth"),
    "a number without end": (replace_line(4, f"# minutes: {'1' * 5000}"), 2, "front matter is not YAML: Exceeds the limit"),
    "a tag that does not fit": (replace_line(4, "# minutes: !!int ''"), 2, "front matter is not YAML"),
    "points that do not add up": (HEAD.format(points=3) + SOLUTION + '# %% test="t" points=1\n', 1, "says 3 points, the cells add up to 1"),
    **{
        f"no {key}": (replace_line(number, None), 1, f"lacks '{key}'")
        for number, key in enumerate(("title", "unit", "minutes", "points"), 2)
    },
}


@pytest.mark.parametrize(("text_", "line", "message"), MALFORMED_HEADS.values(), ids=MALFORMED_HEADS)
def test_a_malformed_front_matter_is_refused_with_file_and_line(text_, line, message):
    error = refused(text_)
    assert (error.path, error.line) == ("solutions/105_knn.py", line)
    assert message in error.message and "\n" not in error.message


def test_the_smallest_text_is_a_head_without_cells():
    assert parse(with_head(""), "105_knn") == Assignment("105_knn", Head("T", "1 U", 5, 0), ())


def test_each_header_gives_its_role():
    cells = parse(
        with_head(
            "# %% [markdown]\n# text\n# %% setup\nimport math\n"
            + SOLUTION
            + '# %% test="t" points=1.5\nassert f\n# %% [markdown] essay="e" points=2\n# Why.\n# %% run\nprint(f)\n# %%\nf\n',
            points=3.5,
        ),
        "105_knn",
    ).cells
    assert [(cell.role, cell.name, cell.points, cell.line, cell.is_code) for cell in cells] == [
        ("markdown", None, None, 7, False),
        ("setup", None, None, 9, True),
        ("solution", "f", None, 11, True),
        ("test", "t", 1.5, 15, True),
        ("essay", "e", 2, 17, False),
        ("run", None, None, 19, True),
        ("free", None, None, 21, True),
    ]
    assert [cells[0].source, cells[1].source, cells[4].source, cells[6].source] == ["text", "import math", "Why.", "f"]


@pytest.mark.parametrize("words", list(itertools.permutations(["[markdown]", 'essay="why"', "points=2.0"])), ids=" ".join)
def test_header_words_in_any_order_are_the_same_cell_and_one_order_is_written(words):
    found = parse(with_head(f"# %% {' '.join(words)}\n# Because.\n", points=2), "105_knn")
    assert found.cells == (Cell("essay", "Because.", "why", 2),)
    assert '# %% [markdown] essay="why" points=2\n' in write(found)


def test_quotation_marks_and_spaces_in_a_header_do_not_matter():
    plain = parse(with_head(SOLUTION), "105_knn")
    assert parse(with_head(SOLUTION.replace('solution="f"', "  solution=f  ")), "105_knn") == plain
    assert parse(with_head(SOLUTION.replace('"f"', "'f'")), "105_knn") == plain


def test_whole_points_are_whole_numbers():
    (essay,) = parse(with_head('# %% [markdown] essay="e" points=2.0\n', points=2), "105_knn").cells
    assert essay.points == 2 and isinstance(essay.points, int)


def test_three_tenths_add_up_to_0_3():
    """0.1 + 0.1 + 0.1 is not 0.3 in floating point."""
    essays = "".join(f'# %% [markdown] essay="e{i}" points=0.1\n' for i in range(3))
    assert parse(with_head(essays, points=0.3), "105_knn").head.points == 0.3


def test_exercises_list_the_tests_behind_each_solution():
    found = parse(TEXT, NAME)
    assert found.exercises() == {"centre": ["mean_becomes_zero"], "spread": ["range_of_values"]}
    assert list(found.named("essay")) == ["why"]


def test_an_essay_s_mark_scheme_may_stand_in_comment_marks():
    essay = parse(TEXT, NAME).named("essay")["why"]
    assert essay.source == "Because.\n\n### BEGIN MARK SCHEME\n- 1 point: says because.\n### END MARK SCHEME"


def test_the_source_has_no_blank_lines_around_it_and_keeps_those_inside():
    (cell,) = parse(with_head("# %%\n\n\na = 1\n\n\nb = 2  \n\n\n"), "105_knn").cells
    assert cell.source == "a = 1\n\n\nb = 2  "


def test_write_gives_a_text_in_canonical_form_back():
    assert write(parse(TEXT, NAME)) == TEXT


def test_an_empty_cell_is_a_header_and_an_empty_line():
    text_ = with_head("\n# %% [markdown]\n\n# %%\n\n# %% run\n")
    assert write(parse(text_, "105_knn")) == text_


# Files


def test_the_name_of_the_file_is_the_name_of_the_assignment(tmp_path):
    path = tmp_path / f"{NAME}.py"
    path.write_text(TEXT, encoding="utf-8")
    assert read(path) == parse(TEXT, NAME)


@pytest.mark.parametrize("name", ["knn", "105", "105_", "105-knn", "105_Knn", "1050_knn", "١٠٥_knn"])
def test_a_file_with_a_name_that_is_no_assignment_s_is_refused(tmp_path, name):
    path = tmp_path / f"{name}.py"
    path.write_text(TEXT, encoding="utf-8")
    with pytest.raises(TextError, match="an assignment is named like 105_knn"):
        read(path)


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(TextError, match="105_knn.py:1: no such file"):
        read(tmp_path / "105_knn.py")


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "BOM"])
def test_line_endings_and_a_byte_order_mark_do_not_matter(tmp_path, ending, mark):
    path = tmp_path / f"{NAME}.py"
    path.write_bytes(mark + TEXT.replace("\n", ending).encode())
    assert read(path) == parse(TEXT, NAME)


def test_a_file_in_another_encoding_is_refused(tmp_path):
    path = tmp_path / f"{NAME}.py"
    path.write_bytes(TEXT.replace("Spread", "서당").encode("cp949"))
    with pytest.raises(TextError, match=r"108_spread.py:1: not UTF-8 at byte 15; save the file as UTF-8"):
        read(path)


# Generated assignments

ODD = [
    "",
    "   ",
    "#",
    "# Title",
    "## 2. 누가 뽑나?",
    "%",
    "%matplotlib inline",
    "'\"\\",
    '"""',
    "tail  ",
    "\t",
    "e\u0301\u3000🙂",
    "\u2028\x85\x0c",
]
ANYTHING = st.characters(exclude_categories=["Cs"], exclude_characters="\r\n\0")
STATEMENTS = [
    "x = 1",
    "x = 1  ",
    "def f(x):\n    return x",
    "if True:\n    pass\n\n    # inside\n\n    y = 2",
    'words = """\n#\n%\n\n   odd "quotes" \\\\ 서당  \n"""',
    "z = [\n    1,\n\n    2,\n]",
    "assert True, '합'",
]


def _is_plain(line):
    """May the line stand in a cell: it begins no cell and no region?"""
    return not text.ALMOST_HEADER.fullmatch(line) and not text.REGION_LINE.search(line)


@st.composite
def markdown(draw, line):
    """Markdown as the model holds it: no empty lines around it."""
    lines = draw(st.lists(line.filter(lambda one: _is_plain(f"# {one}")), max_size=5))
    return "\n".join(lines).strip("\n")


@st.composite
def code(draw, comment, blank):
    statement = st.sampled_from([*STATEMENTS, *blank]) | comment.map("#{}".format) | comment.map(lambda value: f"s = {value!r}")
    lines = draw(st.lists(statement.filter(lambda one: all(map(_is_plain, one.split("\n")))), max_size=4))
    return "\n".join(lines).strip("\n")


def with_region(before, inside, after, kind):
    return "\n".join([*([before] if before else []), f"### BEGIN {kind}", inside, f"### END {kind}", *([after] if after else [])])


@st.composite
def assignments(draw, comment=None, line=None, title=None, blank=("", "   ")):
    """Assignments with every role, hostile text and fractional points.

    Args:
        comment: what code comments and strings hold.
        line: the lines of markdown.
        title: the title and unit.
        blank: lines of nothing in code.
    """
    comment = st.text(ANYTHING, max_size=12) if comment is None else comment
    line = st.sampled_from(ODD) | st.text(ANYTHING, max_size=20) if line is None else line
    # YAML folds the separators of lines that are not \n: a title has none.
    title = (
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x85\u2028\u2029"), max_size=20) if title is None else title
    )
    points = st.sampled_from([0, 1, 2, 0.5, 0.1, 1 / 3, 1e-5, 10_000]) | st.floats(0, 100).map(text.whole)
    cells, solved = [], False
    for number, role in enumerate(draw(st.lists(st.sampled_from(["markdown", "free", "setup", "run", *text.NAMED]), max_size=7))):
        role = "free" if role == "test" and not solved else role
        solved |= role == "solution"
        a, b, c = (draw(markdown(line) if role in ("markdown", "essay") else code(comment, blank)) for _ in "abc")
        if role == "solution" or role in text.GRADED and draw(st.booleans()):
            a = with_region(a, b, c, text.REGIONS[role])
        name = f"{draw(st.sampled_from(['start', 'n', 'far_points', 'a' * 40]))}{number or ''}" if role in text.NAMED else None
        cells.append(Cell(role, a, name, draw(points) if role in text.GRADED else None))
    data = draw(st.lists(st.sampled_from(["a.csv", "그림/digit 1.png", 'it\'s "quoted".txt', "yes", "1"]), unique=True, max_size=3))
    head = Head(draw(title), draw(title), draw(st.integers(0, 900)), text.total_points(cells), tuple(data))
    return Assignment("105_knn", head, tuple(cells))


@given(assignments())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_parse_is_the_inverse_of_write(assignment):
    written = write(assignment)
    assert parse(written, "105_knn") == assignment
    assert write(parse(written, "105_knn")) == written


@given(assignments())
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_is_written_is_python(assignment):
    """The whole file, whose head and markdown are comments."""
    ast.parse(write(assignment))


# Words, of which no line is what IPython takes for a magic or a shell command.
WORDS = st.text("xyz 서당éß🙂.,:;'\"\\()=+-*", max_size=20).map("note{}end".format)


@given(
    # Whether a line of nothing but spaces is kept, jupytext lets depend on the cells around.
    assignments(WORDS.map(" {}".format), WORDS | st.sampled_from(["", "# Title", "- *list*", "$x_i$", "%"]), WORDS, blank=[""])
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_jupytext_sees_the_same_cells(assignment):
    front_matter, *cells = jupytext.reads(write(assignment), "py:percent").cells
    assert front_matter.cell_type == "raw" and "title: " in front_matter.source
    assert [cell.cell_type == "code" for cell in cells] == [cell.is_code for cell in assignment.cells]
    assert [cell.source.strip("\n") for cell in cells] == [cell.source for cell in assignment.cells]


# Arbitrary text


def parse_or_refuse(text_):
    """Parse; nothing but a TextError with a line of the text may come out."""
    text_ = text_.replace("\r", "\n")  # as reading a file does
    try:
        parse(text_, "105_knn")
    except TextError as error:
        assert 1 <= error.line <= text_.count("\n") + 1


@given(st.text(max_size=60))
@settings(max_examples=200, deadline=None)
def test_arbitrary_text_is_refused_in_one_way(text_):
    parse_or_refuse(text_)
    parse_or_refuse(with_head(text_))
    parse_or_refuse(with_head(f"# %% {text_}"))
    parse_or_refuse(with_head(f"# %%\n{text_}"))


YAML_VALUES = ["!!int ''", "!!bool x", "!!timestamp x", "!!binary =", "0x_", "2026-02-31", ".inf", "-.inf", ".nan", "1e999", "-0", "1_0"]
YAML_VALUES += ["&a [*a]", "*a", "{}", "[[]]", "? x", "|", ">", "'", '"\\x', "\0", "\ufffe", "=", "<<", "%", "@", "`"]


@given(st.sampled_from(["title", "unit", "minutes", "points", "data", "? []", "<<"]), st.sampled_from(YAML_VALUES) | st.text(max_size=9))
@settings(max_examples=200, deadline=None)
def test_an_arbitrary_value_in_the_front_matter_is_refused_in_one_way(key, value):
    parse_or_refuse(f"# ---\n# {key}: {value}\n# ---\n")
    parse_or_refuse(HEAD.format(points=0).replace(f"# {key}: ", f"# {key}: {value} # "))


@given(st.data())
@settings(max_examples=200, deadline=None)
def test_a_text_with_lines_lost_doubled_and_mixed_up_is_refused_in_one_way(data):
    lines = TEXT.split("\n")
    for _ in range(data.draw(st.integers(1, 3))):
        i, j = data.draw(st.integers(0, len(lines) - 1)), data.draw(st.integers(0, len(lines) - 1))
        lines[i : i + data.draw(st.integers(0, 2))] = [lines[j]] * data.draw(st.integers(0, 2)) or [data.draw(st.text(max_size=5))]
    parse_or_refuse("\n".join(lines))
