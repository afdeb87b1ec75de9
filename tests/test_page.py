"""The feedback page: which words and marks it finds for what."""

import pytest
from nbgrader.preprocessors import GetGrades
from traitlets.config import Config

from seodang.page import Claims, FeedbackPages, claim, state
from seodang.redact import Redact


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("# The mean becomes zero.\nassert True", "The mean becomes zero."),
        ("\n# 평균은 0이 된다,\n# 차이는 그대로이다.\nassert True", "평균은 0이 된다, 차이는 그대로이다."),
        ("# A claim.\n### BEGIN HIDDEN TESTS\nassert True", "A claim."),
        ("assert True  # no claim", ""),
        ("# Only a claim.", "Only a claim."),
        ("", ""),
    ],
)
def test_the_claim_is_the_comment_at_the_top(source, expected):
    assert claim(source) == expected


@pytest.mark.parametrize(
    ("score", "points", "waits", "expected"),
    [(2, 2, False, "passed"), (0, 0, False, "passed"), (0.5, 2, False, "partly"), (0, 2, False, "failed"), (0, 2, True, "waiting")],
)
def test_how_a_graded_cell_stands(score, points, waits, expected):
    assert state(score, points, waits) == expected


def test_a_course_with_its_own_list_still_shows_no_hidden_test_and_keeps_its_own_preprocessors():
    config = Config()
    config.GenerateFeedback.preprocessors = ["nbgrader.preprocessors.GetGrades", "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor"]
    assert FeedbackPages(config=config).preprocessors == [Redact, Claims, "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor"]
    kinds = FeedbackPages(config=Config()).preprocessors
    assert kinds[:2] == [Redact, Claims] and GetGrades not in kinds[2:]
