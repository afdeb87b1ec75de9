"""nbgrader's gradebook, written by one process: its cells brought up to the source notebooks, and the scores of submissions.

Tests are taken from the source notebook and not from the gradebook, so a test may be reworded, split or added after the first
submission: `migrate` brings the gradebook after it, which nbgrader itself refuses to do. `record` writes what nbgrader's own autograding
would have written. Both are one transaction each, and patient while another program, such as formgrader, has the gradebook locked.
"""

import contextlib
import json
import signal
import threading
import time
import warnings
from dataclasses import asdict, dataclass, field
from typing import NamedTuple

from nbgrader.api import Assignment, InvalidEntry, MissingEntry, SubmittedAssignment, SubmittedNotebook
from nbgrader.converters.autograde import Autograde
from nbgrader.preprocessors import AssignLatePenalties
from nbgrader.utils import is_grade, is_solution, is_task
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, SAWarning
from sqlalchemy.orm import Session, scoped_session, sessionmaker
from traitlets.utils.importstring import import_item

from seodang import bridge
from seodang.errors import GradeError
from seodang.migration import Migration, id_of
from seodang.verdicts import NOT_GRADED

PATIENCE = 300  # seconds that a locked gradebook is waited for
NO_RESPONSE = "No response."  # nbgrader's words for a cell that stands as released


@dataclass(frozen=True)
class Marks:
    """What grading says of one notebook, in the gradebook's terms; plain data, so that a result on disk can be booked later.

    Attributes:
        scores: {cell: points}; None where a person gives them.
        unsure: graded cells whose score a person must look at, because a test did not come to a verdict.
        comments: {cell: words or None} for the cells that have a comment box.
    """

    scores: dict = field(default_factory=dict)
    unsure: tuple = ()
    comments: dict = field(default_factory=dict)

    def as_dict(self):
        return asdict(self)


def marks(template, notebook, verdicts, untouched):
    """The Marks of an executed notebook.

    Args:
        template: the instructor's notebook; it alone says which cells there are and what they are worth.
        notebook: the same with the student's answers.
        verdicts: {test: Verdict}; a test without one, or with one over other points, counts as not graded.
        untouched: nbformat's ids of cells graded by hand that stand as released.
    """
    answers = {id_of(cell): cell.source for cell in notebook.cells if id_of(cell)}
    scores, unsure, comments, box = {}, [], {}, None
    for cell in (cell for cell in template.cells if id_of(cell)):
        name = id_of(cell)
        blank = cell.id in untouched or is_solution(cell) and answers.get(name) == cell.source
        if is_solution(cell) or is_task(cell):
            box = name
            comments[name] = NO_RESPONSE if blank and not is_task(cell) else None
        if is_grade(cell) and is_solution(cell):
            scores[name] = 0.0 if blank else None
        elif is_grade(cell) and cell.cell_type == "code":
            verdict = _verdict(verdicts.get(name), float(cell.metadata.nbgrader["points"]))
            scores[name] = verdict.points if verdict else 0.0
            if verdict is None or verdict.kind == NOT_GRADED:
                unsure.append(name)
            if box and (remark := _remark(name, verdict)):
                comments[box] = "\n".join(filter(None, (comments[box], remark)))
        elif is_grade(cell):
            scores[name] = None
    return Marks(scores, tuple(unsure), comments)


def _verdict(verdict, points):
    return verdict if verdict is not None and verdict.max_points == points else None


def _remark(name, verdict):
    """What a reader of the gradebook is to know about a test; its comment stands at the answer above, as tests have no comment box."""
    if verdict is None:
        return f"{name}: not graded: the engine gave no verdict"
    if verdict.kind == NOT_GRADED:
        return f"{name}: not graded: {_clean(verdict.message)[:500]}"
    return f"{name}: judged inside the student's process" if verdict.inside else ""


def no_marks(template):
    """The Marks of a submission that could not be graded: no points, and a person must look at every graded cell."""
    graded = [id_of(cell) for cell in template.cells if is_grade(cell)]
    return Marks({name: 0.0 for name in graded}, tuple(graded), {})


def _clean(words):
    """Text that a database takes."""
    return words.encode("utf-8", "replace").decode()


class Booked(NamedTuple):
    """A submission in the gradebook.

    Attributes:
        id: its id there.
        score: in points, with what a person gave, late penalties not taken off.
        complaint: why there is no late penalty though there may have to be one.
    """

    id: str
    score: float
    complaint: str = ""


class _Held(Session):
    """A session whose commits wait: nbgrader's Gradebook commits after every step, and the scorebook's work is to be all or nothing."""

    def commit(self):
        self.flush()

    def settle(self):
        super().commit()


class Scorebook:
    """The gradebook of a course, as a context manager; to be used from one thread.

    Args:
        layout: the course's Layout.
        create_student: may `record` enter students that the gradebook does not know? nbgrader's c.Autograde.create_student by default.

    Raises:
        GradeError: the gradebook cannot be opened, or stays locked for PATIENCE seconds.
    """

    def __init__(self, layout, create_student=None):
        self.layout = layout
        settings = Autograde(coursedir=layout.coursedir, config=layout.config)
        self.create_student = settings.create_student if create_student is None else create_student
        self.penalties = _penalties(settings)

    def __enter__(self):
        self._stack = contextlib.ExitStack()
        with contextlib.ExitStack() as stack:
            stack.enter_context(warnings.catch_warnings())
            warnings.simplefilter("ignore", SAWarning)  # of nbgrader's own queries
            self.book = stack.enter_context(bridge.open_gradebook(self.layout.coursedir))
            self.book.db.remove()
            self.book.db = scoped_session(sessionmaker(class_=_Held, bind=self.book.engine, autoflush=True))
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *exception):
        return self._stack.__exit__(*exception)

    def students(self):
        """The numbers of the students in the gradebook."""
        return self._transaction(lambda: {student.id for student in self.book.students})

    def submissions(self, assignment):
        """{student: Booked} for all submissions of the assignment that the gradebook holds."""
        wanted = select(SubmittedAssignment.student_id, SubmittedAssignment.id, SubmittedAssignment.score).join(Assignment)
        wanted = wanted.where(Assignment.name == assignment)
        return self._transaction(lambda: {student: Booked(id_, score) for student, id_, score in self.book.db.execute(wanted)})

    def _transaction(self, work):
        """Do work() in one transaction, from its beginning again while another program has the gradebook locked."""
        deadline, pause = time.monotonic() + PATIENCE, 0.05
        while True:
            try:
                with _undisturbed():
                    if self.book.engine.dialect.name == "sqlite":
                        self.book.db.execute(text("BEGIN IMMEDIATE"))  # waits for its turn now, not in the middle
                    found = work()
                    self.book.db().settle()
                return found
            except (DBAPIError, InvalidEntry) as error:
                self.book.db.rollback()
                if "locked" not in str(error):
                    raise GradeError(f"{self.layout.coursedir.db_url}: {str(error).splitlines()[0]}") from error
                if time.monotonic() > deadline:
                    raise GradeError(
                        f"{self.layout.coursedir.db_url} has been locked by another program for {PATIENCE} s; "
                        "close what writes to it, such as formgrader or nbgrader, and run the same command again"
                    ) from error
            except BaseException:
                self.book.db.rollback()
                raise
            time.sleep(pause)
            pause = min(2 * pause, 2)

    # ------------------------------------------------------------------------------------------------------- migration

    def migrate(self, assignment, templates, drop=()):
        """Bring the gradebook's cells up to the source notebooks, also when there are submissions.

        Scores given by hand, extra credit and comments stay with the cells that stay; cells that are new get an empty score in every
        submission, for a person to look at until it is graded again.

        Args:
            templates: {notebook: its template}, all of the assignment's notebooks.
            drop: ids of cells that may go with what a person has written there.

        Returns:
            Sentences that say what was changed; none where there was no submission yet or nothing to do.

        Raises:
            GradeError: a notebook with submissions, or a cell that a person has graded or commented on, is no longer in the source.
        """
        return self._transaction(lambda: self._migrate(assignment, templates, set(drop)))

    def _migrate(self, assignment, templates, drop):
        book, sentences = self.book, []
        found = book.update_or_create_assignment(assignment)
        for notebook in list(found.notebooks):
            if notebook.name not in templates:
                self._remove_notebook(notebook)
        known = {notebook.name: notebook for notebook in found.notebooks}
        for name, template in templates.items():
            notebook = known.get(name) or book.add_notebook(name, assignment)
            notebook.kernelspec = json.dumps(template.metadata.get("kernelspec", {}))
            if name not in known:
                for submission in found.submissions:
                    book.db.add(SubmittedNotebook(notebook=notebook, assignment=submission))
                book.db.flush()
            told = Migration(book.db, notebook, template, drop).run()
            sentences += [f"{name}: {sentence}" for sentence in told if notebook.submissions]
        return sentences

    def _remove_notebook(self, notebook):
        if notebook.submissions:
            raise GradeError(
                f"{notebook.assignment.name}: the notebook {notebook.name} has {len(notebook.submissions)} submissions in the gradebook "
                "and is no longer in the source folder; put it back"
            )
        self.book.remove_notebook(notebook.name, notebook.assignment.name)

    # ------------------------------------------------------------------------------------------------------- recording

    def record(self, assignment, student, found, timestamp=None):
        """Write what grading came to for one submission, over what an earlier grading wrote there; returns how it is Booked.

        Scores given by hand stay and count, and are flagged to be looked at again, as nbgrader does; late penalties follow the course's
        AssignLatePenalties and LateSubmissionPlugin.

        Args:
            found: {notebook: Marks}; the assignment's other notebooks keep theirs.
            timestamp: when it was handed in, in UTC; None leaves what the gradebook knows.

        Raises:
            GradeError: the gradebook does not know the assignment, or neither knows the student nor may create her.
        """
        return self._transaction(lambda: self._record(assignment, student, found, timestamp))

    def _record(self, assignment, student, found, timestamp):
        try:
            if self.create_student:
                self.book.update_or_create_student(student)
            when = {"timestamp": timestamp} if timestamp else {}
            submission = self.book.update_or_create_submission(assignment, student, **when)
        except MissingEntry as error:
            raise GradeError(f"{assignment}, {student}: {error}") from error
        for notebook in submission.notebooks:
            if notebook.name in found:
                self._write(notebook, found[notebook.name])
        self.book.db.flush()
        complaints = [self._penalize(notebook, submission) for notebook in submission.notebooks if notebook.name in found]
        self.book.db.flush()
        self.book.db.refresh(submission, ["score"])
        return Booked(submission.id, submission.score, "; ".join(filter(None, complaints)))

    def _write(self, notebook, marks):
        grades = {grade.cell_id: grade for grade in notebook.grades}
        comments = {comment.cell_id: comment for comment in notebook.comments}
        for cell in notebook.notebook.grade_cells:
            if cell.name in marks.scores:
                grade = grades[cell.id]
                grade.auto_score = marks.scores[cell.name]
                by_hand = grade.manual_score is not None or grade.auto_score is None
                grade.needs_manual_grade = by_hand or cell.name in marks.unsure
        for cell in notebook.notebook.solution_cells + notebook.notebook.task_cells:
            if cell.name in marks.comments:
                comments[cell.id].auto_comment = marks.comments[cell.name]

    def _penalize(self, notebook, submission):
        """What AssignLatePenalties does, in this transaction instead of a connection of its own; returns a complaint where it cannot be."""
        notebook.late_submission_penalty = None
        if not self.penalties or not submission.total_seconds_late > 0:
            return ""
        self.book.db.refresh(notebook, ["score"])
        try:
            self.penalties.init_plugin()
            seconds, student = submission.total_seconds_late, submission.student_id
            penalty = self.penalties.plugin_inst.late_submission_penalty(student, notebook.score, seconds)
            if penalty is not None:
                notebook.late_submission_penalty = self.penalties._check_late_penalty(notebook, penalty)
        except Exception as error:  # whatever a course's own plugin raises
            return f"the course's late penalty plugin failed at {notebook.name}: {type(error).__name__}: {error}"
        return ""


@contextlib.contextmanager
def _undisturbed():
    """Ctrl-C waits until the end: in the midst of a step of its own, SQLAlchemy is left in a state in which nothing can be booked."""
    usual, came = signal.getsignal(signal.SIGINT), []
    if threading.current_thread() is not threading.main_thread() or not callable(usual):
        yield
        return
    signal.signal(signal.SIGINT, lambda *about: came.append(about))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, usual)
        if came:
            usual(*came[0])


def _penalties(settings):
    """The course's AssignLatePenalties; None where it took it out of its list."""
    for kind in settings.autograde_preprocessors:
        kind = import_item(kind) if isinstance(kind, str) else kind
        if isinstance(kind, type) and issubclass(kind, AssignLatePenalties):
            found = kind(config=settings.config)
            return found if found.enabled else None
    return None
