"""What nbgrader's configuration says of a course: where things stand, how it grades, and its notebooks as grading wants them.

A *key* names a source notebook. nbgrader's assignments may hold several notebooks each: the key of `problem1` in the assignment `ps1` is
`ps1/problem1`; where notebook and assignment share a name, as all of ours do, the key is that name.
"""

import contextlib
import os
import stat
from pathlib import Path

from nbconvert.exporters.exporter import ResourcesDict
from nbgrader.converters import GenerateAssignment
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import AssignLatePenalties, CheckCellMetadata, ClearHiddenTests, Execute, SaveAutoGrades, SaveCells
from nbgrader.utils import parse_utc
from traitlets import Bool, Float, Integer, List, Unicode
from traitlets.config import Configurable
from traitlets.utils.importstring import import_item

from seodang import bridge
from seodang.course import write_atomically
from seodang.errors import CourseError, GradeError
from seodang.pull import read_notebook

RECORDS = ".seodang"  # nbgrader does not look into folders whose names begin with a dot
STAMP_LIMIT = 200  # bytes of a timestamp.txt that are read


class Seodang(Configurable):
    """What a course says about grading in its nbgrader_config.py, such as `c.Seodang.timeout = 120`."""

    timeout = Float(None, allow_none=True, help="CPU seconds a cell may take; c.Execute.timeout where it is not set").tag(config=True)
    memory = Integer(2048, help="MB that one submission's processes may use").tag(config=True)
    workers = Integer(0, help="submissions at once; 0: as many as cores and memory allow").tag(config=True)
    sandbox = Bool(True, help="run students' code inside walls; False is recorded in every result").tag(config=True)
    inside = List(Unicode(), help="ids of test cells to be run in the student's process, where they can be forged").tag(config=True)
    own_execution_for = List(Unicode(), help="names of kernels, such as ir, whose notebooks nbgrader itself is to run").tag(config=True)
    drop = List(Unicode(), help="ids of cells to be removed from the gradebook with what a person has written there").tag(config=True)


class Layout:
    """A course as nbgrader sees it. Engine, grading and plug-in know a course by this alone.

    Args:
        coursedir: nbgrader's CourseDirectory.
        config: the whole configuration it was made with.
    """

    def __init__(self, coursedir, config):
        self.coursedir, self.config = coursedir, config
        self.root = Path(coursedir.root)
        self.options = Seodang(config=config)

    @classmethod
    def of(cls, course):
        """The layout of the course in the folder `course.root`."""
        config = bridge.configuration(course)
        return cls(CourseDirectory(config=config), config)

    @property
    def timeout(self):
        """CPU seconds a cell may take."""
        usual = self.config.Execute.get("timeout") or 60
        return self.options.timeout or (usual if usual > 0 else 3600)  # nbgrader's -1 means: no limit

    def step(self, step, key, student="."):
        """The folder of a key's assignment in one of nbgrader's steps."""
        return Path(os.path.normpath(self.coursedir.format_path(self._directory(step), student, assignment_of(key))))

    def notebook(self, step, key, student="."):
        return self.step(step, key, student) / f"{notebook_of(key)}.ipynb"

    def record(self, assignment, student):
        """Where the result of a submission is kept."""
        return self.root / self._directory("autograded") / RECORDS / assignment / f"{student}.json"

    def made_of(self, assignment, student):
        """Where it is kept what a feedback page was made of."""
        return self.root / self._directory("feedback") / RECORDS / assignment / f"{student}.sha256"

    def _directory(self, step):
        return getattr(self.coursedir, f"{step}_directory")

    def keys(self, assignment):
        """The keys of an assignment's source notebooks, in order.

        Raises:
            CourseError: there are none.
        """
        folder = self.step("source", assignment)
        names = sorted(path.stem for path in folder.glob("*.ipynb") if not path.name.startswith("."))
        if not names:
            raise CourseError(f"{self.show(folder)} holds no notebook; the tests are taken from there: is the assignment's name right?")
        return [assignment if name == assignment else f"{assignment}/{name}" for name in names]

    def submitters(self, assignment):
        """The students with a folder for the assignment, sorted."""
        there = Path(self.coursedir.format_path(self._directory("submitted"), "*", assignment))
        found = self.root.glob(os.path.relpath(there, self.root))
        depth = there.parts.index("*")
        return sorted(path.parts[depth] for path in found if path.is_dir() and not path.parts[depth].startswith("."))

    def template(self, key):
        """A source notebook as nbgrader would release it, but with the hidden tests in it.

        It comes out of the course's own list of preprocessors, up to the one that saves the cells in the gradebook. To be called from the
        main thread: nbgrader's preprocessors count on the course as working folder.

        Raises:
            NotebookError: the source notebook cannot be read.
            GradeError: nbgrader refuses it.
        """
        path = self.notebook("source", key)
        kinds = _imported(GenerateAssignment(coursedir=self.coursedir, config=self.config).preprocessors)
        end = next((place for place, kind in enumerate(kinds) if _is_a(kind, SaveCells, ClearHiddenTests)), len(kinds))
        with contextlib.chdir(self.root):
            return _with_ids(self._preprocess(read_notebook(path), key, kinds[:end], self.show(path)))

    def polish(self, notebook, key, preprocessors):
        """Run what else stands in a course's list of autograding preprocessors, in place: shorter outputs, and the course's own ones.

        Execution and the gradebook are seen to otherwise, and the cells' metadata are those of the template, which was checked.
        """
        kinds = [
            kind for kind in _imported(preprocessors) if not _is_a(kind, Execute, SaveAutoGrades, AssignLatePenalties, CheckCellMetadata)
        ]
        return self._preprocess(notebook, key, kinds, key)

    def _preprocess(self, notebook, key, kinds, place):
        about = {"student": ".", "assignment": assignment_of(key), "notebook": notebook_of(key), "db_url": self.coursedir.db_url}
        resources = ResourcesDict(unique_key=notebook_of(key), nbgrader=about)
        try:
            for kind in kinds:
                preprocessor = kind(config=self.config) if isinstance(kind, type) else kind
                notebook, resources = preprocessor(notebook, resources)
        except Exception as error:  # whatever nbgrader's and the course's own preprocessors raise
            raise GradeError(f"{place}: nbgrader cannot prepare it: {type(error).__name__}: {error}") from error
        return notebook

    def timestamp(self, assignment, student):
        """When a submission was handed in, in UTC, and a complaint where its timestamp.txt cannot be read."""
        path = self.step("submitted", assignment, student) / "timestamp.txt"
        try:
            if not stat.S_ISREG(path.lstat().st_mode):
                return None, "timestamp.txt is no regular file and was not read"
            with path.open("rb") as file:
                return parse_utc(file.read(STAMP_LIMIT).decode().strip() or None), ""
        except FileNotFoundError:
            return None, ""
        except (OSError, ValueError, OverflowError):
            return None, "timestamp.txt holds no time that can be read"

    def publish(self, path, content, permissions):
        """Write a file atomically, with permissions as nbgrader sets them (octal digits) and, for group-shared courses, its folder's."""
        write_atomically(path, content)
        path.chmod(int(str(permissions), 8))
        if self.coursedir.groupshared:
            for folder in (path.parent, *path.parent.parents):
                if folder == self.root or not folder.is_relative_to(self.root):
                    break
                with contextlib.suppress(PermissionError):  # somebody else's, and shared already
                    folder.chmod(folder.stat().st_mode & 0o7777 | 0o2770)

    def show(self, path):
        """A path as people want to read it: relative to the course where it can be."""
        return Path(path).relative_to(self.root) if Path(path).is_relative_to(self.root) else Path(path)


def assignment_of(key):
    return key.partition("/")[0]


def notebook_of(key):
    return key.rpartition("/")[2]


def _with_ids(notebook):
    """Give cells of formats before 4.5 ids, the same ones each time."""
    notebook.nbformat, notebook.nbformat_minor = 4, max(5, notebook.nbformat_minor)
    for number, cell in enumerate(notebook.cells, start=1):
        cell.setdefault("id", f"cell-{number}")
    return notebook


def _imported(kinds):
    return [import_item(kind) if isinstance(kind, str) else kind for kind in kinds]


def _is_a(kind, *classes):
    return isinstance(kind, type) and issubclass(kind, classes)
