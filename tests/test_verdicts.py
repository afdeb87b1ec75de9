"""A verdict cannot say what does not go together: a forged one is refused where it is made."""

import math

import pytest

from seodang.verdicts import CRASHED, FAILED, KINDS, NOT_GRADED, PARTLY, PASSED, RAISED, TIMED_OUT, Verdict


@pytest.mark.parametrize("kind", [FAILED, RAISED, TIMED_OUT, CRASHED, NOT_GRADED])
def test_no_other_verdict_earns_all_points(kind):
    assert Verdict("t", kind, 0, 2).points == 0
    for points in (1, 2):
        with pytest.raises(ValueError, match=f"t: {kind} with {points} of 2 points"):
            Verdict("t", kind, points, 2)


@pytest.mark.parametrize("points", [0, 1, 1.999])
def test_passed_earns_all_points_and_nothing_less(points):
    assert Verdict("t", PASSED, 2, 2).points == 2
    with pytest.raises(ValueError, match="passed with"):
        Verdict("t", PASSED, points, 2)


@pytest.mark.parametrize("points", [-1, 2.5, math.nan, math.inf])
@pytest.mark.parametrize("kind", KINDS)
def test_points_lie_between_zero_and_those_of_the_cell(kind, points):
    with pytest.raises(ValueError):
        Verdict("t", kind, points, 2)


def test_some_of_the_points_are_for_a_partly_passed_test():
    assert Verdict("t", PARTLY, 0.5, 2).points == 0.5


@pytest.mark.parametrize("kind", KINDS)
def test_a_test_without_points_may_come_to_anything(kind):
    assert Verdict("t", kind, 0, 0).points == 0
    with pytest.raises(ValueError):
        Verdict("t", kind, 1, 0)


def test_an_unknown_word_is_no_verdict():
    with pytest.raises(ValueError, match="unknown verdict 'excellent'"):
        Verdict("t", "excellent", 0, 2)
