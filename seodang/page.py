"""The feedback page: nbgrader's, with each claim in words, passed or not, and without hidden tests."""

from pathlib import Path

from nbgrader.converters.generate_feedback import GenerateFeedback
from nbgrader.preprocessors import GetGrades
from nbgrader.utils import is_grade, is_solution
from traitlets.config import Config

from seodang.redact import Redact

TEMPLATES = Path(__file__).resolve().parent / "templates"
PASSED, PARTLY, FAILED, WAITING = "passed", "partly", "failed", "waiting"


class Claims(GetGrades):
    """nbgrader's GetGrades, which adds scores and comments to cells; this one adds `claim` and `state` to graded ones as well."""

    def _get_score(self, cell, resources):
        super()._get_score(cell, resources)
        flags = cell.metadata.nbgrader
        grade = self.gradebook.find_grade(flags["grade_id"], self.notebook_id, self.assignment_id, self.student_id)
        flags["claim"] = "" if is_solution(cell) or not is_grade(cell) else claim(cell.source) or flags["grade_id"]
        flags["state"] = state(flags["score"], flags["points"], grade.needs_manual_grade)


def claim(source):
    """The comment that a test cell begins with, in one line."""
    lines = source.strip().split("\n")
    count = next((i for i, line in enumerate(lines) if not line.startswith("#") or line.startswith("###")), len(lines))
    return " ".join(line.lstrip("# ").strip() for line in lines[:count]).strip()


def state(score, points, waits):
    """How a graded cell stands: one of PASSED, PARTLY, FAILED, and WAITING for a person."""
    if waits:
        return WAITING
    return PASSED if score >= points else PARTLY if score > 0 else FAILED


class FeedbackPages(GenerateFeedback):
    """nbgrader's GenerateFeedback with this page. Hidden tests are removed whatever list of preprocessors a course sets."""

    def __init__(self, coursedir=None, **kwargs):
        super().__init__(coursedir=coursedir, **kwargs)
        others = [kind for kind in self.preprocessors if kind not in (GetGrades, "nbgrader.preprocessors.GetGrades", Redact, Claims)]
        self.preprocessors = [Redact, Claims, *others]
        own, nbgraders = Config(), self.config.HTMLExporter
        own.HTMLExporter.template_name = "seodang"
        own.HTMLExporter.extra_template_basedirs = [str(TEMPLATES), *nbgraders.extra_template_basedirs]
        own.HTMLExporter.extra_template_paths = [*nbgraders.extra_template_paths, *nbgraders.extra_template_basedirs]  # for {% extends %}
        self.update_config(own)
