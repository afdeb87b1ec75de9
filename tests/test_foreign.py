"""Test cells that cannot work between two processes are named beforehand, and no others."""

import pytest
from nbformat.v4 import new_code_cell, new_notebook

from seodang.foreign import doubtful


def course(source, solution=False):
    flags = {"grade": True, "solution": solution, "grade_id": "t1", "points": 1}
    return new_notebook(cells=[new_code_cell("plt.gca()"), new_code_cell(source, metadata={"nbgrader": flags})])


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("ax = plt.gca()\nassert ax.get_title()", "gca"),
        ("with mock.patch('builtins.input'): ask()", "patch"),
        ("assert 'for' not in inspect.getsource(f)", "getsource"),
        ("with tf.GradientTape() as tape: y = f(x)", "GradientTape"),
        ("assert In[3]", "In"),
    ],
)
def test_what_is_out_of_reach_is_said_with_the_setting_that_helps(source, name):
    (sentence,) = doubtful(course(source))
    assert sentence.startswith(f"t1 uses {name}: ") and "add 't1' to c.Seodang.inside" in sentence
    assert list(doubtful(course(source), inside=["t1"])) == []


@pytest.mark.parametrize("source", ["assert f(2) == 4", "assert = 1", "%%time\nf()", "x = {'In': 1}"])
def test_other_tests_are_passed_over_in_silence(source):
    assert list(doubtful(course(source))) == []


def test_an_answer_that_is_graded_by_hand_is_no_test():
    assert list(doubtful(course("plt.gca()", solution=True))) == []
