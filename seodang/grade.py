"""submitted/ → autograded/ and the gradebook: a class in parallel, where no submission can stop another and a killed run loses nothing.

Worker threads take submissions in, have the engine run them, and write the autograded notebook and a record (see records), each
atomically; the main thread alone writes the gradebook, and then marks the record as booked. Whatever moment a run ends at, the next one
finds what is left to grade, and books what was graded without running it again.
"""

import contextlib
import fnmatch
import json
import os
import shutil
import threading
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

import nbformat
import psutil
from nbgrader.converters.autograde import Autograde

from seodang import __version__, records
from seodang.course import Course
from seodang.errors import CourseError, GradeError, SeodangError, WallsError
from seodang.foreign import doubtful
from seodang.intake import take_in
from seodang.layout import Layout, notebook_of
from seodang.pictures import shown_pictures
from seodang.release import refuse_stale_source
from seodang.scorebook import Marks, Scorebook, marks, no_marks

STOP_AFTER = 3  # submissions in a row that the engine failed at: then it is not the submissions
OUTSIDE = (GradeError, WallsError, OSError)  # what no submission brings about
STRANGER = "the gradebook does not know the student, and c.Autograde.create_student is False"


class Interrupted(KeyboardInterrupt):
    """Ctrl-C during a run; says how far it came."""


class NothingRead(Exception):
    """Nothing in a submission could be read; never leaves this module."""


@dataclass(frozen=True)
class Job:
    """An assignment that is ready to be graded.

    Attributes:
        templates: {key: template} of all its notebooks.
        digests: what its submissions' keys have in common.
        own: the keys of notebooks that nbgrader itself is to run.
    """

    assignment: str
    templates: dict
    digests: dict
    own: frozenset = frozenset()

    def by_notebook(self):
        return {notebook_of(key): template for key, template in self.templates.items()}


def start_engine(layout, keys, limits, sandbox):
    """The engine, started; a function of its own so that tests can put another one in its place."""
    from seodang import doctor
    from seodang.engine import Engine

    if sandbox:
        doctor.require_walls()
    return Engine.of_course(layout, keys, limits, sandbox).__enter__()


def grade(course, name, students="*", force=False, progress=lambda done, total: None, **settings):
    """Grade what is new or changed of an assignment.

    Args:
        students: a pattern like 2021*.
        force: grade unchanged submissions as well.
        progress: called with the number of submissions done and their total.
        settings: those of Grader.

    Returns:
        One Outcome a submission, in the order of student numbers.

    Raises:
        CourseError: there is nothing to grade, or source, text and data disagree.
        GradeError: the gradebook cannot take the assignment, or the engine cannot start.
    """
    with Grader(Layout.of(course), [name], **settings) as grader:
        return grader.grade(name, students, force, progress)


class Grader:
    """Grades the assignments of a course with one engine, which is started when the first submission needs it.

    A context manager. To be made and used from one thread that outlives it: the engine's processes end with the thread that started them.

    Args:
        layout: the course's Layout.
        assignments: all that will be graded; the engine imports for all of them at once.
        workers: submissions at once; 0 for as many as cores and memory allow.
        timeout: CPU seconds that a cell may take.
        memory: MB that one submission's processes may use.
        sandbox: run students' code inside walls; without, it can read and write whatever this process can.
        create_student: enter students that the gradebook does not know.
        drop: ids of cells that may go from the gradebook with what a person has written there.
        notebooks: a pattern, where not all of an assignment's notebooks are to be graded.
        leave_own: pass over notebooks that nbgrader itself is to run (c.Seodang.own_execution_for), for the caller to see to them.

    The course's `c.Seodang` options hold where an argument is None.
    """

    def __init__(
        self,
        layout,
        assignments,
        *,
        workers=None,
        timeout=None,
        memory=None,
        sandbox=None,
        create_student=None,
        drop=(),
        notebooks="*",
        leave_own=False,
    ):
        from seodang.walls import Limits

        options = layout.options
        self.layout, self.assignments, self.create_student = layout, list(assignments), create_student
        self.drop, self.notebooks, self.leave_own = {*drop, *options.drop}, notebooks, leave_own
        self.limits = Limits(seconds=float(timeout or layout.timeout), memory=(memory or options.memory) * 2**20)
        self.sandbox = options.sandbox if sandbox is None else sandbox
        self.workers = workers or options.workers or usual_workers(self.limits.memory)
        self.migrated = {}  # {assignment: sentences}
        self.doubts = {}  # {assignment: sentences} on test cells that may not work between two processes
        self.converter = Autograde(coursedir=layout.coursedir, config=layout.config)  # for its options only
        self._jobs, self._engine, self._stopping = {}, None, threading.Event()

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()

    def close(self):
        """End the engine's processes."""
        engine, self._engine = self._engine, None
        if engine is not None:
            engine.__exit__(None, None, None)

    # --------------------------------------------------------------------------------------------------- before grading

    def job(self, assignment):
        """The assignment, ready to be graded; raises CourseError, NotebookError or GradeError where it is not."""
        if assignment not in self._jobs:
            templates = {key: self.layout.template(key) for key in self.layout.keys(assignment)}
            self._refuse_stale(assignment, templates)
            own = frozenset(key for key, template in templates.items() if self._is_own(key, template))
            self.doubts[assignment] = [
                f"{key}: {sentence}"
                for key, template in templates.items()
                if key not in own and "seodang" not in template.metadata  # ours were checked on the engine itself
                for sentence in doubtful(template, self.layout.options.inside)
            ]
            self._jobs[assignment] = Job(assignment, templates, self._digests(assignment, templates), own)
        return self._jobs[assignment]

    def _refuse_stale(self, assignment, templates):
        """In a course of solution texts: refuse a source notebook that is not what its text gives, and data that were changed."""
        course = Course(self.layout.root)
        if assignment in templates and "seodang" in templates[assignment].metadata and course.solution(assignment).exists():
            refuse_stale_source(course, assignment)
            course.check_data(assignment, self.layout.step("source", assignment) / "data")

    def _is_own(self, key, template):
        """Is nbgrader itself to run this notebook?"""
        kernel = template.metadata.get("kernelspec", {})
        if kernel.get("language", "python").lower() == "python":
            return False
        name, listed = kernel.get("name"), self.layout.options.own_execution_for
        if name in listed and self.leave_own:
            return True
        how = "use `nbgrader autograde`" if name in listed else f"set c.Seodang.own_execution_for = [{name!r}] in nbgrader_config.py"
        raise GradeError(
            f"{key}: its kernel {name!r} is not Python, and Seodang runs Python only; to have nbgrader run it, without walls, {how}"
        )

    def _digests(self, assignment, templates):
        layout, folder = self.layout, self.layout.step("source", assignment)
        notebooks = [layout.notebook("source", key).read_bytes() for key in templates]
        settings = {**asdict(self.limits), "sandbox": self.sandbox, "inside": sorted(layout.options.inside)}
        return {
            "source": records.digest(*notebooks),
            "data": records.tree_digest(folder, lambda name: name.endswith(".ipynb") or self._is_ignored(name)),
            "engine": __version__,
            "limits": records.digest(json.dumps(settings, sort_keys=True).encode()),
        }

    def _is_ignored(self, name):
        return any(fnmatch.fnmatch(name, pattern) for pattern in self.layout.coursedir.ignore)

    def start(self):
        """Start the engine unless it runs already."""
        if self._engine is None:
            keys = [key for job in self._ready_jobs() for key in job.templates if key not in job.own]
            self._engine = start_engine(self.layout, keys, self.limits, self.sandbox)
        return self._engine

    def _ready_jobs(self):
        """Those of all assignments; one that is not ready says why when its turn comes."""
        for assignment in self.assignments:
            with contextlib.suppress(SeodangError):
                yield self.job(assignment)

    def lend(self, engine):
        """Use an engine that somebody else has started and will close."""
        self._engine = engine

    # ---------------------------------------------------------------------------------------------------------- grading

    def grade(self, assignment, students="*", force=False, progress=lambda done, total: None):
        """Grade what is new or changed of an assignment; see the function `grade`.

        Raises:
            Interrupted: Ctrl-C was pressed; what is done is written and booked.
        """
        job = self.job(assignment)
        found = [student for student in self.layout.submitters(assignment) if fnmatch.fnmatch(student, students)]
        if not found:
            where = self.layout.show(self.layout.step("submitted", assignment, students))
            raise CourseError(f"no submission {where}; `seodang collect` files what a learning management system hands out")
        with self.scorebook(job) as book:
            return self._grade(job, book, found, force, progress)

    @contextlib.contextmanager
    def scorebook(self, job):
        """The gradebook, its cells brought up to the source notebooks."""
        with Scorebook(self.layout, self.create_student) as book:
            self.migrated[job.assignment] = book.migrate(job.assignment, job.by_notebook(), self.drop)
            yield book

    def _grade(self, job, book, students, force, progress):
        there, outcomes, to_run = book.submissions(job.assignment), {}, {}
        strangers = set() if book.create_student else set(students) - book.students()
        with self._pool() as pool:
            plans = pool.map(lambda student: self._plan(job, student, there.get(student), force), students)
            for student, (plan, found) in zip(students, plans, strict=True):
                if student in strangers:
                    outcomes[student] = records.Outcome(student, "not graded", STRANGER)
                elif plan == "unchanged":
                    outcomes[student] = records.outcome(found, status="unchanged", score=there[student].score)
                elif plan == "book":
                    outcomes[student] = self.book(job, book, found, there.get(student))
                else:
                    to_run[student] = found
        progress(len(outcomes), len(students))
        if to_run:
            self.start()
        with self._pool() as pool:
            running = [pool.submit(self.run, job, student, key) for student, key in to_run.items()]
            try:
                for record in self._sound(future.result() for future in as_completed(running)):
                    outcomes[record["student"]] = self.book(job, book, record, there.get(record["student"]))
                    progress(len(outcomes), len(students))
            except KeyboardInterrupt:
                self._stop()
                pool.shutdown(cancel_futures=True)
                for record in _results(running):
                    if record["student"] not in outcomes and not record["outside"]:
                        outcomes[record["student"]] = self.book(job, book, record, there.get(record["student"]))
                raise Interrupted(f"{job.assignment}: interrupted with {len(outcomes)} of {len(students)} done") from None
            except GradeError:
                self._stop()
                raise
        return [outcomes[student] for student in students]

    @property
    def has_stopped(self):
        """Was the run given up, by a person or because the engine does not work?"""
        return self._stopping.is_set()

    def _stop(self):
        """End the engine; what runs ends with it, and writes nothing."""
        self._stopping.set()
        self.close()

    def _sound(self, found):
        """Hold records back that the engine failed at until it is clear that it works for others.

        Raises:
            GradeError: it fails at one after the other; the gradebook keeps what it has of them.
        """
        held = []
        for record in found:
            if record["outside"]:
                held.append(record)
                if len(held) == STOP_AFTER:
                    raise GradeError(
                        f"{record['message']} ({STOP_AFTER} submissions one after the other; once it is mended, the same command goes on)"
                    )
            else:
                yield record
                yield from held
                held = []
        yield from held

    def _plan(self, job, student, booked, force):
        """What is to be done for a submission: ("unchanged" or "book", its record) or ("run", its key)."""
        before = records.read(self.layout.record(job.assignment, student))
        key = self.key(job, student)
        there = all(self.layout.notebook("autograded", each, student).exists() for each in job.templates)
        if force or before.get("status") != "graded" or before.get("key") != key or not there:
            return "run", key
        return ("unchanged" if booked and before.get("booked") == booked.id else "book"), before

    def key(self, job, student):
        """What the result of a submission depends on, as digests."""
        folder = self.layout.step("submitted", job.assignment, student)
        try:
            return {"submission": records.tree_digest(folder, self._is_ignored), **job.digests}
        except OSError as error:
            return {"submission": f"unreadable: {error}", **job.digests}

    @contextlib.contextmanager
    def _pool(self):
        """A pool of worker threads that is left without waiting for work that has not begun."""
        pool = ThreadPoolExecutor(self.workers, thread_name_prefix="grade")
        try:
            yield pool
        finally:
            pool.shutdown(cancel_futures=True)

    def run(self, job, student, key=None):
        """Run one submission, and write its notebooks and its record; returns the record. Never raises for what is in the submission."""
        begin, path = time.monotonic(), self.layout.record(job.assignment, student)
        before = records.read(path)
        timestamp, complaint = self.layout.timestamp(job.assignment, student)
        record = {
            "assignment": job.assignment,
            "student": student,
            "status": "graded",
            "message": "",
            "outside": False,
            "score": None,
            "booked": "",
            "key": key or self.key(job, student),
            "engine": __version__,
            "sandbox": self.sandbox,
            "timestamp": timestamp and timestamp.isoformat(),
            "notes": [complaint] if complaint else [],
        }
        try:
            record["notebooks"] = self._run_notebooks(job, student, timestamp)
            records.complete(job, record, before)
            record["message"] = records.claims_not_graded(record)
        except Exception as error:
            record |= {
                "status": "not graded",
                "message": _reason(error),
                "notebooks": {},
                "outside": isinstance(error, OUTSIDE),
            }
        if self._stopping.is_set():
            raise Interrupted
        if record["status"] == "not graded":  # an old notebook would pass for the result
            shutil.rmtree(self.layout.step("autograded", job.assignment, student), ignore_errors=True)
        record |= records.compared(before, record)
        record["seconds"] = round(time.monotonic() - begin, 2)
        self._publish(path, records.dumps(record))  # last: it stands for all that was written before it
        return record

    def _run_notebooks(self, job, student, timestamp):
        """Run the notebooks that are wanted; returns what the record keeps of each.

        Raises:
            NothingRead: nothing among them could be read.
            GradeError: a cause outside the submission.
        """
        found, executed, unreadable = {}, {}, {}
        for key, template in job.templates.items():
            if key not in job.own and fnmatch.fnmatch(notebook_of(key), self.notebooks):
                taken = self._take_in(job, key, student)
                if taken.is_empty:
                    unreadable[key] = " ".join(taken.mended)
                    found[notebook_of(key)] = _unread(template, taken)
                    continue
                result = self._engine.run(key, taken)
                executed[key] = (result.notebook, taken.files)
                found[notebook_of(key)] = _run(template, taken, result)
        if unreadable and not executed:
            raise NothingRead("; ".join(unreadable.values()))
        if not self._stopping.is_set():
            for key, (notebook, files) in executed.items():
                self._write(key, student, notebook, files, timestamp)
            for key in unreadable:  # an old notebook would pass for the result
                self.layout.notebook("autograded", key, student).unlink(missing_ok=True)
        return found

    def _take_in(self, job, key, student):
        others = [notebook_of(other) for other in job.templates if other != key]
        return take_in(job.templates[key], self.layout.step("submitted", key, student), notebook_of(key), others)

    # ---------------------------------------------------------------------------------------------------------- writing

    def _write(self, key, student, notebook, files, timestamp):
        """Write an autograded notebook, with the pictures that it shows and nbgrader's timestamp, and nothing else of the submission."""
        polished = self.layout.polish(notebook, key, self.converter.autograde_preprocessors)
        path = self.layout.notebook("autograded", key, student)
        for name, content in shown_pictures(polished, files, self.layout.step("source", key)):
            self._publish(path.parent / name, content)
        content = nbformat.writes(polished, version=nbformat.NO_CONVERT) + "\n"
        self._publish(path, content.encode("utf-8", "backslashreplace"))
        if timestamp:
            self._publish(path.with_name("timestamp.txt"), f"{timestamp:%Y-%m-%d %H:%M:%S.%f} UTC\n")

    def _publish(self, path, content):
        self.layout.publish(path, content, self.converter.permissions)

    def book(self, job, book, record, before=None):
        """Write a record's scores into the gradebook, mark it as booked, and return the Outcome.

        Args:
            book: an open Scorebook.
            before: the submission as it is Booked until now.
        """
        if record["status"] == "graded":
            found = {name: Marks(**notebook["marks"]) for name, notebook in record["notebooks"].items()}
        else:
            found = {name: no_marks(template) for name, template in job.by_notebook().items()}
        stamp = record["timestamp"] and datetime.fromisoformat(record["timestamp"])
        booked = book.record(job.assignment, record["student"], found, stamp)
        was = before.score if before and record["was"].get("status") == "graded" else None
        record["message"] = "; ".join(filter(None, (record["message"], booked.complaint)))
        record |= {"booked": booked.id, "score": booked.score if record["status"] == "graded" else None, "score_was": was}
        self._publish(self.layout.record(job.assignment, record["student"]), records.dumps(record))
        return records.outcome(record)


def _run(template, taken, result):
    """What the record keeps of a notebook that was run."""
    return {
        "marks": marks(template, result.notebook, result.verdicts, taken.untouched).as_dict(),
        "verdicts": [records.plain(verdict) for verdict in result.verdicts.values()],
        "mended": list(taken.mended),
        "notes": list(result.notes),
        "cpu_seconds": result.cpu_seconds,
        "peak_memory": result.peak_memory,
    }


def _unread(template, taken):
    """What the record keeps of a notebook that could not be read, beside others of its assignment that could."""
    return {"marks": no_marks(template).as_dict(), "verdicts": [], "mended": list(taken.mended), "notes": []}


def _results(futures):
    """What those that came to their end returned."""
    return [future.result() for future in futures if future.done() and not future.cancelled() and not future.exception()]


def _reason(error):
    words = str(error).strip() or "no message"
    return words if isinstance(error, (SeodangError, NothingRead)) else f"{type(error).__name__}: {words}"


def usual_workers(memory):
    """As many as there are cores for this process, and as memory holds when each takes all that it may.

    Args:
        memory: bytes that one submission may use.
    """
    free = psutil.virtual_memory().available
    with contextlib.suppress(OSError, ValueError):
        free = min(free, int(Path("/sys/fs/cgroup/memory.max").read_text()))
    return max(1, min(len(os.sched_getaffinity(0)), free // memory))


def strays(course):
    """Folders in submitted/ that belong to no assignment: a wrong name loses its author's work in silence otherwise."""
    known = set(course.names())
    return sorted(path for path in (course.root / "submitted").glob("*/*") if path.is_dir() and path.name not in known)
