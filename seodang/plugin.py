"""nbgrader's own commands with Seodang's engine: `nbgrader autograde` and formgrader's button give the same scores as `seodang grade`.

Two lines in nbgrader_config.py are all that a course needs:

    import seodang.plugin
    seodang.plugin.install()

Lists of preprocessors would sit too late: renamed, damaged and unreadable notebooks stop nbgrader before them, and it copies a submission's
files with links followed. So what stands in the place of `Autograde` is a subclass of it.
"""

import atexit
import contextlib
import os
import shutil
import stat
import threading
from fnmatch import fnmatchcase
from pathlib import Path

import nbgrader.apps.api
import nbgrader.apps.autogradeapp
import nbgrader.apps.generatefeedbackapp
import nbgrader.converters
from nbgrader.converters.autograde import Autograde
from nbgrader.converters.base import NbGraderException
from nbgrader.utils import find_all_files

from seodang import grade
from seodang.errors import SeodangError
from seodang.layout import Layout, notebook_of
from seodang.page import FeedbackPages

KEEP = 300  # seconds that an engine is kept for the next submission: formgrader's button asks for one at a time


def install():
    """Put Seodang's Autograde and feedback pages in the place of nbgrader's, in this process; to be called in nbgrader_config.py."""
    for module in (nbgrader.converters, nbgrader.apps.api, nbgrader.apps.autogradeapp):
        module.Autograde = SeodangAutograde
    for module in (nbgrader.converters, nbgrader.apps.api, nbgrader.apps.generatefeedbackapp):
        module.GenerateFeedback = FeedbackPages


class SeodangAutograde(Autograde):
    """nbgrader's Autograde with another engine: its options, hooks, permissions, late penalties and manual scores work as they do there."""

    def start(self):
        """Grade what coursedir's assignment, student and notebook patterns name.

        Raises:
            NbGraderException: an assignment or a submission could not be graded; the log says why.
        """
        if not self.config.Execute.get("enabled", True):
            self._give_up("--no-execute would take scores from outputs that students can write themselves; Seodang always runs notebooks")
        with kept.lock:
            try:
                super().start()
            except SeodangError as error:
                self._give_up(str(error))
            finally:
                kept.close_later()

    def _give_up(self, message):
        self.log.error(message)
        raise NbGraderException(message)

    def init_notebooks(self):
        """The notebooks to be graded are those of the source folder, in every submission's folder, whatever that holds."""
        assignment, students = self.coursedir.assignment_id, self.coursedir.student_id
        layout = Layout(self.coursedir, self.config)
        stems = [notebook_of(key) for key in layout.keys(assignment) if _matches(notebook_of(key), self.coursedir.notebook_id)]
        found = [student for student in layout.submitters(assignment) if _matches(student, students)]
        if not stems or not found:
            path = os.path.join(self._format_source(assignment, students), f"{self.coursedir.notebook_id}.ipynb")
            self._give_up(f"No notebooks were matched by '{path}'")
        folders = [self._format_source(assignment, student) for student in found]
        self.assignments = {folder: [os.path.join(folder, f"{stem}.ipynb") for stem in stems] for folder in folders}
        self.grader = grade.Grader(
            layout, [assignment], create_student=self.create_student, notebooks=self.coursedir.notebook_id, leave_own=True
        )
        self.job = self.grader.job(assignment)
        for sentence in self.grader.doubts[assignment]:
            self.log.warning(sentence)
        if not self.grader.sandbox:
            self.log.warning("Students' code runs WITHOUT walls (c.Seodang.sandbox): it can read and change whatever you can")

    def init_assignment(self, assignment_id, student_id):
        """Grade a submission with Seodang's engine, record it and book it.

        Raises:
            NbGraderException: it could not be graded; in the gradebook it has no points and waits for a person.
        """
        with self.grader.scorebook(self.job) as book:
            for sentence in self.grader.migrated[assignment_id]:
                self.log.warning("Gradebook brought up to the source: %s", sentence)
            if not book.create_student and student_id not in book.students():
                self._give_up(f"No student with ID '{student_id}' exists in the database")
            before = book.submissions(assignment_id).get(student_id)
            self.grader.lend(kept.engine(self.grader, self.job))
            outcome = self.grader.book(self.job, book, self.grader.run(self.job, student_id), before)
        for sentence in (*outcome.mended, *outcome.notes, *outcome.moved):
            self.log.warning("%s: %s", student_id, sentence)
        if outcome.status == "not graded":
            self._give_up(f"{assignment_id}, {student_id}: not graded: {outcome.message}")
        if outcome.message:
            self.log.error("%s, %s: %s", assignment_id, student_id, outcome.message)

    def convert_single_notebook(self, notebook_filename):
        """Nothing is left to do, but for notebooks that the course has nbgrader itself run (c.Seodang.own_execution_for)."""
        path = Path(notebook_filename)
        own = [key for key in self.job.own if notebook_of(key) == path.stem]
        if not own:
            return
        if not path.exists() or path.is_symlink():
            self._give_up(f"{path} is {'a link, which is not followed' if path.is_symlink() else 'missing'}")
        student = self.init_single_notebook_resources(notebook_filename)["nbgrader"]["student"]
        target = Path(self._format_dest(self.job.assignment, student))
        for folder in (path.parent, self.grader.layout.step("source", own[0])):
            copy_regular_files(folder, target, self.coursedir.ignore)
        super().convert_single_notebook(notebook_filename)


def copy_regular_files(folder, target, ignore):
    """Copy what lies beside notebooks, as nbgrader does, but without following links."""
    for found in map(Path, find_all_files(str(folder), [*ignore, "*.ipynb"])):
        if stat.S_ISREG(found.lstat().st_mode):
            copy = target / found.relative_to(folder)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.unlink(missing_ok=True)
            shutil.copyfile(found, copy, follow_symlinks=False)


def _matches(name, pattern):
    return name == pattern or fnmatchcase(name, pattern)


class _Kept:
    """The engine of the assignment that was graded last, for the next submission; closed when it has been idle for KEEP seconds."""

    def __init__(self):
        self.lock = threading.RLock()
        self._engine, self._key, self._timer = None, None, None

    def engine(self, grader, job):
        """A running engine for this assignment as it is now."""
        key = (grader.layout.root, job.assignment, tuple(sorted(job.digests.items())))
        if self._key != key:
            self.close()
            self._engine, self._key = grader.start(), key
        return self._engine

    def close_later(self):
        if self._timer:
            self._timer.cancel()
        self._timer = threading.Timer(KEEP, self.close)
        self._timer.daemon = True
        self._timer.start()

    def close(self):
        with self.lock:
            engine, self._engine, self._key = self._engine, None, None
            if engine is not None:
                with contextlib.suppress(Exception):  # its processes may be gone already
                    engine.__exit__(None, None, None)


kept = _Kept()
atexit.register(kept.close)
