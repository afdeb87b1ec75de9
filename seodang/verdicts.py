"""What one test cell came to, and what of it a student may read."""

from dataclasses import asdict, dataclass

PASSED, PARTLY, FAILED, RAISED = "passed", "partly passed", "failed", "raised"
TIMED_OUT, CRASHED, NOT_GRADED = "timed out", "crashed", "not graded"
KINDS = (PASSED, PARTLY, FAILED, RAISED, TIMED_OUT, CRASHED, NOT_GRADED)


@dataclass(frozen=True)
class Verdict:
    """The outcome of one test cell.

    Attributes:
        test: the test cell's id.
        kind: one of KINDS; only `passed` and `partly passed` earn points.
        points: the points earned, from 0 to max_points.
        max_points: the test cell's points.
        message: one or more lines for the instructor: the assert's message, or the exception's type and text.
        hidden: it was a line of the hidden part that ended the test.
        inside: the course had this test run in the student's process (see docs/isolation.md), where it can be forged.
    """

    test: str
    kind: str
    points: float
    max_points: float
    message: str = ""
    hidden: bool = False
    inside: bool = False

    def __post_init__(self):
        if self.kind not in KINDS:
            raise ValueError(f"{self.test}: unknown verdict {self.kind!r}")
        fits = (self.kind == PASSED) == (self.points == self.max_points) or self.max_points == 0
        if not 0 <= self.points <= self.max_points or not fits or self.points and self.kind not in (PASSED, PARTLY):
            raise ValueError(f"{self.test}: {self.kind} with {self.points} of {self.max_points} points")

    def as_dict(self):
        return asdict(self)
