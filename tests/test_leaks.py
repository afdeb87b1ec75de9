"""Leaks are found where they are, and not where they are not."""

import pytest
from small_assignment import NAME, TEXT

from seodang import leaks, text

HEAD = "# ---\n# title: T\n# unit: 1 U\n# minutes: 5\n# points: 3\n# ---\n"
LONG = "np.sqrt(np.sum((np.asarray(a, float) - np.asarray(b, float)) ** 2))"
ASSIGNMENT = text.parse(
    HEAD
    + f'''# %% solution="distance"
def distance(a, b):
    """How far apart two bottles are."""
    ### BEGIN SOLUTION
    return {LONG}
    ### END SOLUTION

# %% solution="vote"
def vote(labels):
    ### BEGIN SOLUTION
    counts = collections.Counter(labels)
    best = max(counts.values())
    x = 1
    for label in sorted(counts):
        if counts[label] == best:
            return label
    ### END SOLUTION

# %% test="most_votes_win" points=2
# The label with most votes wins.
sample = [3, 1, 3, 2]
assert vote(sample) == 3, "three votes twice"
### BEGIN HIDDEN TESTS
assert vote(sample) == 3, "three votes twice"
assert vote([7, 7, 9]) == 7, "others"
### END HIDDEN TESTS

# %% [markdown] essay="why" points=1
# Because of the units.
#
# ### BEGIN MARK SCHEME
# - 1 point: says that units decide.
# ### END MARK SCHEME
''',
    "105_knn",
)
OTHER = "# Who is near?\n\nTwo bottles are near when the distance is small.\n"
COUNTER = "collections.Counter(labels)"
SECOND = "max(counts.values())"
LOOP = "for label in sorted(counts):"
TEST = 'assert vote([7, 7, 9]) == 7, "others"'


def found(*shown):
    return leaks.find(ASSIGNMENT, "\n".join([OTHER, *shown]))


def test_nothing_leaks_from_text_that_has_nothing_to_do_with_it():
    assert found() == [] and leaks.find(ASSIGNMENT, "") == []


def test_an_assignment_s_own_release_has_no_leak():
    assignment = text.parse(TEXT, NAME)
    shown = [
        leaks.strip_regions(cell.source, text.REGIONS[cell.role]) if cell.role in text.REGIONS else cell.source for cell in assignment.cells
    ]
    assert leaks.find(assignment, "\n".join(shown)) == []
    assert [leak.split(" can")[0] for leak in leaks.find(assignment, TEXT)] == [
        "solution of 'centre'",
        "hidden tests of 'mean_becomes_zero'",
        "solution of 'spread'",
        "hidden tests of 'range_of_values'",
        "mark scheme of 'why'",
    ]


@pytest.mark.parametrize(
    "shown",
    [
        f"The answer is `{LONG}`.",
        f"    return {LONG}",
        f"truth = {LONG.replace(' ', '')}",
        "truth = " + LONG.replace("(", "( ").replace(" - ", " -\n        "),
        f"show(1 + {LONG})",
        LONG.replace(" ", "\u00a0"),
    ],
    ids=["in markdown", "in another function", "without spaces", "over lines", "inside another expression", "no-break spaces"],
)
def test_a_solution_that_can_be_read_elsewhere_is_a_leak_however_spaced(shown):
    assert found(shown) == [f"solution of 'distance' can be read: {LONG!r}"]


@pytest.mark.parametrize("shown", [[COUNTER], [LOOP], [SECOND, COUNTER], ["x = 1", "return label"]], ids=" and ".join)
def test_half_of_the_lines_or_less_are_no_leak(shown):
    """Of four lines that say something; `x = 1` and `return label` stand in every program."""
    assert found(*shown) == []


def test_more_than_half_of_the_lines_are_a_leak():
    assert found(SECOND, COUNTER, LOOP) == [f"solution of 'vote' can be read: {COUNTER!r}"]


@pytest.mark.parametrize(("length", "leaks_"), [(leaks.TELLING - 1, False), (leaks.TELLING, True)])
def test_a_single_line_is_a_leak_when_it_is_long(length, leaks_):
    line = f"total(a, {'b' * (length - len('total(a,)'))})"
    cell = text.Cell("solution", f"### BEGIN SOLUTION\ny = {line}\nz = first_of_all(2)\nw = second_of_all(3)\n### END SOLUTION", "f")
    assignment = text.Assignment("105_knn", ASSIGNMENT.head, (cell,))
    assert len(line.replace(" ", "")) == length
    assert bool(leaks.find(assignment, f"print({line})")) == leaks_


def test_a_line_shorter_than_twelve_characters_says_nothing():
    for line, expected in (("f(1, 2, 3456)", 0), ("f(1, 2, 34567)", 1)):
        cell = text.Cell("solution", f"### BEGIN SOLUTION\n{line}\n### END SOLUTION", "f")
        assert len(leaks.find(text.Assignment("105_knn", ASSIGNMENT.head, (cell,)), f"see {line}")) == expected


def test_a_hidden_test_that_can_be_read_is_a_leak():
    assert found(TEST) == [f"hidden tests of 'most_votes_win' can be read: {TEST!r}"]


def test_a_hidden_line_that_also_stands_in_a_visible_test_is_no_leak():
    assert found('sample = [3, 1, 3, 2]\nassert vote(sample) == 3, "three votes twice"') == []


def test_a_solution_s_line_that_stands_in_a_visible_test_is_a_leak():
    """Visible tests excuse hidden tests, not solutions."""
    given_away = text.parse(
        HEAD.replace("points: 3", "points: 1")
        + '# %% solution="f"\n### BEGIN SOLUTION\nf = sum(range(1, 101))\n### END SOLUTION\n'
        + '# %% test="t" points=1\nexpected = sum(range(1, 101))\nassert f == expected\n',
        "105_knn",
    )
    assert leaks.find(given_away, "expected = sum(range(1, 101))\nassert f == expected") == [
        "solution of 'f' can be read: 'sum(range(1, 101))'"
    ]


def test_a_mark_scheme_that_can_be_read_is_a_leak():
    assert found("Hint: - 1 point: says that units decide.") == ["mark scheme of 'why' can be read: '- 1 point: says that units decide.'"]


def test_each_leak_is_reported_once():
    assert [leak.split(" can")[0] for leak in found(LONG, LONG, TEST)] == ["solution of 'distance'", "hidden tests of 'most_votes_win'"]


@pytest.mark.parametrize(
    "line",
    ["    return largest_of(values)", "best = largest_of(values)", "a, b = largest_of(values)", "best = largest_of(values)  # the best"],
)
def test_return_assignment_and_comment_do_not_hide_a_leak(line):
    cell = text.Cell("solution", f"def f(values):\n    ### BEGIN SOLUTION\n{line}\n    ### END SOLUTION", "f")
    assignment = text.Assignment("105_knn", ASSIGNMENT.head, (cell,))
    assert leaks.find(assignment, "print( largest_of( values ) )") == ["solution of 'f' can be read: 'largest_of(values)'"]


def test_a_line_that_adds_to_a_variable_counts_as_a_whole():
    cell = text.Cell("solution", "### BEGIN SOLUTION\nweighted_sum += w\n### END SOLUTION", "f")
    assignment = text.Assignment("105_knn", ASSIGNMENT.head, (cell,))
    assert leaks.find(assignment, "weighted_sum += w") == ["solution of 'f' can be read: 'weighted_sum += w'"]


# Stripping

NESTED = """def f(x):
    if x:
        ### BEGIN HIDDEN TESTS
        secret(x)

        ### END HIDDEN TESTS
    return x
### BEGIN HIDDEN TESTS
secret(2)
### END HIDDEN TESTS"""


def test_regions_are_stripped_at_any_indentation():
    assert leaks.strip_regions(NESTED, "HIDDEN TESTS") == "def f(x):\n    if x:\n    return x"


def test_a_note_stands_in_the_place_of_each_region_as_indented_as_it_was():
    assert leaks.strip_regions(NESTED, "HIDDEN TESTS", "pass  # hidden") == (
        "def f(x):\n    if x:\n        pass  # hidden\n    return x\npass  # hidden"
    )


def test_regions_of_another_kind_stay():
    assert leaks.strip_regions(NESTED, "SOLUTION", "note") == NESTED


def test_a_region_without_an_end_is_stripped_to_the_end():
    assert leaks.strip_regions("a\n### BEGIN HIDDEN TESTS\nb\nc", "HIDDEN TESTS") == "a"
