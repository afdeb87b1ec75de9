"""The release gate: does an assignment give the points it should, to the answers it should, and tell nothing it should not?"""

import ast
import contextlib
import os
import re
import shutil
import subprocess
import tempfile
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field, replace
from itertools import chain
from pathlib import Path

import numpy as np
from nbclient import NotebookClient

from seodang import bank, bridge, build, cheats, leaks, redact, sources, walls
from seodang.errors import CourseError, GradeError, NotebookError
from seodang.pull import read_notebook
from seodang.release import rehearse, shown_text
from seodang.trial import Trials

SEEDS = range(5)
FEWEST_WRONG, FEWEST_RIGHT = 12, 3
CELL_BUDGET = 10  # seconds of CPU time a cell may take, on a core on which the yardstick takes one second
NOTEBOOK_BUDGET = 30
ATTEMPTS = 3  # runs of the notebook, where it seems to take too long
CELL_TIMEOUT = 20  # CPU seconds after which an answer loses the claim
JUDGES = ("score", "evaluate", "history", "best_score_", "oob_score_")


@dataclass
class Finding:
    """Something that falls short: which clause of the gate, what, and with which seeds where it depends on one."""

    clause: str
    message: str
    seeds: list[int] = field(default_factory=list)
    detail: str = ""

    def __str__(self):
        seeds = "" if len(self.seeds) in (0, len(SEEDS)) else f", seeds {', '.join(map(str, sorted(self.seeds)))}"
        return f"{self.clause}: {self.message}{seeds}{': ' if self.detail else ''}{self.detail}"


@dataclass
class Report:
    """What `check` found out about one assignment.

    `claims` maps each test to {place in `answers`: verdict} over all seeds; `answers` lists the bank in order; `partly` says that only some
    exercises were looked at.
    """

    name: str
    points: float
    exercises: dict[str, list[str]]
    answers: list[bank.Answer]
    claims: dict[str, dict[int, str]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    partly: bool = False
    cheats_tried: int = 0
    cell_times: dict[str, float] = field(default_factory=dict)  # CPU seconds of the solution's cells
    seconds: float = 0

    @property
    def passed(self):
        return not self.findings

    @property
    def cell_seconds(self):
        return round(sum(self.cell_times.values()), 2)

    def find(self, clause, message, seed=None, detail=""):
        """Note a finding; the same one with another seed is the same finding."""
        finding = next((known for known in self.findings if (known.clause, known.message) == (clause, message)), None)
        if finding is None:
            self.findings.append(finding := Finding(clause, message, detail=detail))
        if seed is not None:
            finding.seeds.append(seed)

    def as_dict(self):
        """The report for --json."""
        return {
            "assignment": self.name,
            "passed": self.passed,
            "partly": self.partly,
            "points": self.points,
            "exercises": self.exercises,
            "answers": [{**asdict(answer), "loses": sorted(answer.loses), "right": answer.is_right} for answer in self.answers],
            "claims": self.claims,
            "cheats_tried": self.cheats_tried,
            "findings": [asdict(finding) for finding in self.findings],
            "cell_seconds": self.cell_seconds,
            "seconds": self.seconds,
        }


@dataclass(frozen=True)
class Job:
    """One trial: which cells to run with which seed, and what to do with the replies."""

    cells: list[dict]
    seed: int
    judge: object


def check(course, name, workers=2, progress=lambda done, total: None, only=()):
    """Check one assignment.

    Args:
        workers: trials at once; at least two, since half of them run with another hash seed.
        progress: called with the number of trials done and their total.
        only: exercises whose answers and cheats are tried, for somebody who is writing them; all, and Jupyter too, when empty.

    Returns:
        The Report. Nothing in the course folder changes.

    Raises:
        CourseError: `only` names something that is no exercise of the assignment.
    """
    begin, assignment = time.monotonic(), course.read(name)
    exercises, answers = assignment.exercises(), bank.read(course.bank(name), assignment)
    if unknown := sorted(set(only) - set(exercises)):
        raise CourseError(f"{name} has no exercise {unknown[0]}; it has {', '.join(exercises)}")
    if only:
        exercises = {exercise: tests for exercise, tests in exercises.items() if exercise in only}
        answers = [answer for answer in answers if answer.exercise in only]
    report = Report(name, assignment.head.points, exercises, answers, partly=bool(only))
    check_text(assignment, course, report)
    if not only:
        check_bank_size(report)
    with tempfile.TemporaryDirectory() as folder:
        released = rehearse(assignment, course, folder)
        check_release(assignment, released, report)
        course.check_data(name, course.root / "datasets")
        copy_data(course, assignment, data := Path(folder) / "work")
        in_jupyter = [] if only else [lambda: check_in_jupyter(assignment, released, report, data)]
        run_jobs(list(jobs(assignment, released, report)), assignment, data, workers, progress, in_jupyter, report)
    report.seconds = round(time.monotonic() - begin, 1)
    return report


# What can be told without running anything


def check_text(assignment, course, report):
    """Each test has a claim in words, asserts something and uses what it defines; ids are those of the last release."""
    students = {name for cell in assignment.named("solution").values() for name in sources.bound(cell.source)}
    for name, cell in assignment.named("test").items():
        if not cell.source.startswith("#"):
            report.find("claim", f"{name}: the first line must be a comment that states the claim")
        for message in weaknesses(cell.source, students):
            report.find("test", f"{name}: {message}")
    for exercise, tests in assignment.exercises().items():
        if not tests:
            report.find("test", f"exercise {exercise} has no test cell")
    if (last := course.notebook("release", assignment.name)).exists():
        try:
            for lost in sorted(graded_ids(read_notebook(last)) - set(build.cell_ids(assignment.cells))):
                report.find(
                    "ids", f"{lost} was released and is gone; a released id stays, or delete release/{report.name} if nobody has it"
                )
        except NotebookError as error:
            report.find("ids", str(error))


def graded_ids(notebook):
    """The ids of the cells that a gradebook or a student's file depends on."""
    flags = (cell.metadata.get("nbgrader", {}) for cell in notebook.cells)
    return {flag["grade_id"] for flag in flags if flag.get("grade") or flag.get("solution")}


def weaknesses(source, students=()):
    """What makes a test cell worth nothing whatever the answer, as sentences; `students` are the names that solutions bind."""
    tree = ast.parse(source)
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
    defined = [node.name for node in tree.body if isinstance(node, (ast.FunctionDef, ast.ClassDef, ast.AsyncFunctionDef))]
    found = [f"defines {name} and never uses it" for name in defined if name not in used]
    judges = any(isinstance(node, (ast.Assert, ast.Raise)) for node in ast.walk(tree)) or "assert" in source
    if not judges and not (tree.body and isinstance(tree.body[-1], ast.Expr)):
        found.append("asserts nothing")
    asserts = [node.test for node in ast.walk(tree) if isinstance(node, ast.Assert)]
    if asserts and all(isinstance(test, ast.Call) and getattr(test.func, "id", "") == "isinstance" for test in asserts):
        found.append("asserts nothing but a class, which an object of the student's can claim; ask for behaviour as well")
    return found + [
        f"lets the student's object judge itself ({name}); predict, and compute it in the test" for name in self_judged(tree, students)
    ]


def self_judged(tree, students):
    """What a test asks of objects that the student's code made and that would say how good they are, such as model.score."""
    theirs, found = set(students), []
    for node in ast.walk(tree):  # outer statements come first, in order
        if isinstance(node, ast.Assign) and _names(node.value) & theirs:
            theirs |= {name for target in node.targets for name in _names(target)}
        elif isinstance(node, ast.Attribute) and node.attr in JUDGES and _names(node.value) & theirs:
            found.append(ast.unparse(node))
    return found


def check_bank_size(report):
    wrong = Counter(answer.exercise for answer in report.answers if not answer.is_right)
    right = sum(answer.is_right for answer in report.answers)
    if wrong.total() < FEWEST_WRONG or right < FEWEST_RIGHT:
        report.find(
            "bank",
            f"the bank has {wrong.total()} wrong and {right} right answers; it needs {FEWEST_WRONG} and {FEWEST_RIGHT}",
        )
    for exercise in report.exercises:
        if not wrong[exercise]:
            report.find("bank", f"no wrong answer for exercise {exercise}")


def check_release(assignment, released, report):
    """The release has all cells and none of the secrets."""
    for leak in leaks.find(assignment, shown_text(released)):
        report.find("leak", f"in the release, {leak}")
    if missing := set(build.cell_ids(assignment.cells)) - {cell.id for cell in released.cells}:
        report.find("release", f"cells are missing from the release: {', '.join(sorted(missing))}")


# Trials


def jobs(assignment, released, report):
    """All trials, each with the function that judges its replies."""
    program = [
        _as_request(cell, cell_id) for cell, cell_id in zip(assignment.cells, build.cell_ids(assignment.cells), strict=True) if cell.is_code
    ]
    light = [cell for cell in program if cell["role"] != "run"]
    stubs = {cell.id: cell.source for cell in released.cells}
    yield Job(program, 0, lambda replies: judge_solution(replies, 0, report))
    for seed in SEEDS[1:]:
        yield Job(light, seed, lambda replies, seed=seed: judge_solution(replies, seed, report))
    untouched = [{**cell, "source": stubs[cell["name"]]} if cell["role"] == "solution" else cell for cell in light]
    yield Job(untouched, 0, lambda replies: judge_untouched(replies, report))
    for exercise in report.exercises:
        yield from jobs_of_exercise(exercise, concerned_tests(assignment, exercise), light, report)


def jobs_of_exercise(exercise, concerned, cells, report):
    """The trials of an exercise's answers and cheats.

    With the first seed each answer is a submission of its own. With the others they come one after the other in one, which saves most
    of the time, and with the last of them all tests that none of them concerns come behind them all.
    """
    answers = [(number, answer) for number, answer in enumerate(report.answers) if answer.exercise == exercise]
    for number, answer in answers:
        wanted = concerned | answer.loses
        yield Job(with_answer(cells, exercise, answer.source, wanted), SEEDS[0], _judging(number, answer, SEEDS[0], report))
    for seed in SEEDS[1:]:
        candidates = [(answer.source, concerned, _judging(number, answer, seed, report)) for number, answer in answers]
        if answers and seed == SEEDS[-1]:
            last = answers[-1][1]
            others = {cell["name"] for cell in cells if cell["role"] == "test"} - concerned - last.loses
            candidates.append((last.source, others, lambda replies: judge_others(replies, exercise, report)))
        yield all_at_once(candidates, exercise, cells, seed)
    lazy = [
        (source, report.exercises[exercise], _judging_cheat(exercise, label, report)) for label, source in cheats.battery(exercise).items()
    ]
    yield all_at_once(lazy, exercise, cells, SEEDS[1])


def _judging(number, answer, seed, report):
    return lambda replies: judge_answer(replies, number, answer, seed, report)


def _judging_cheat(exercise, label, report):
    return lambda replies: judge_cheat(replies, exercise, label, report)


def all_at_once(candidates, exercise, cells, seed):
    """One trial for many answers to an exercise, (source, wanted tests, judge) each, one after the other with its tests behind it."""
    before = [cell for cell in cells[: _place(cells, exercise)] if cell["role"] != "test"]
    blocks = [with_answer(cells, exercise, source, wanted)[len(before) :] for source, wanted, _ in candidates]

    def judge_all(replies):
        begin = len(before)
        for block, (_, _, judge) in zip(blocks, candidates, strict=True):
            judge(replies[begin : begin + len(block)])
            begin += len(block)

    return Job([*before, *chain.from_iterable(blocks)], seed, judge_all)


def copy_data(course, assignment, folder):
    """The assignment's data files in FOLDER/data."""
    folder.mkdir()
    for file in assignment.head.data:
        target = folder / "data" / file
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(course.root / "datasets" / file, target)


def _as_request(cell, cell_id):
    return {"role": cell.role, "name": cell_id, "source": cell.source, "points": cell.points or 0}


def with_answer(cells, exercise, source, wanted):
    """The cells with an answer in place of a solution cell, as far as the last wanted test, without the tests that are not wanted."""
    place = _place(cells, exercise)
    cells = [*cells[:place], {**cells[place], "source": source}, *cells[place + 1 :]]
    last = max((i for i, cell in enumerate(cells) if cell["name"] in wanted), default=place)
    return [
        cell for i, cell in enumerate(cells) if i <= max(place, last) and (cell["role"] != "test" or i > place and cell["name"] in wanted)
    ]


def _place(cells, exercise):
    return next(i for i, cell in enumerate(cells) if cell["name"] == exercise)


def concerned_tests(assignment, exercise):
    """The tests whose code leads to an exercise's function: by its name, or by a function of the solution or the setup that uses it."""
    uses = {}  # what each top-level name of solution and setup cells uses
    for cell in assignment.cells:
        if cell.role in ("setup", "solution"):
            for node in ast.parse(cell.source).body:
                for name in sources.binds_of(node):
                    uses.setdefault(name, set()).update(_names(node))
    return {name for name, cell in assignment.named("test").items() if exercise in _reached(_names(ast.parse(cell.source)), uses)}


def _names(tree):
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def _reached(names, uses):
    """The names, and all that they lead to."""
    reached, waiting = set(), set(names)
    while waiting:
        reached |= waiting
        waiting = set().union(*(uses.get(name, ()) for name in waiting)) - reached
    return reached


def run_jobs(todo, assignment, data, workers, progress, beside, report):
    """Run the trials on warm processes, those with odd seeds under another hash seed than those with even ones, and what can run beside.

    The first one is the whole notebook, whose time is checked in the end.
    """
    done, lock = iter(range(1, len(todo) + 1)), threading.Lock()

    def work(job):
        replies = trials[job.seed % 2].run(job.cells, job.seed)
        with lock:
            job.judge(replies)
            progress(next(done), len(todo))

    with contextlib.ExitStack() as stack:
        trials = [stack.enter_context(Trials(assignment, data, hash_seed, CELL_TIMEOUT)) for hash_seed in (0, 1)]
        pool = stack.enter_context(ThreadPoolExecutor(max(2, workers)))
        stack.callback(pool.shutdown, cancel_futures=True)  # what is left when one of them fails
        for future in [pool.submit(work, todo[0]), *map(pool.submit, beside), *(pool.submit(work, job) for job in todo[1:])]:
            future.result()
        check_time(lambda: trials[0].run(todo[0].cells, todo[0].seed), report)


def judge_solution(replies, seed, report):
    """The solution scores 100 %, silently."""
    for reply in replies:
        if reply["verdict"] != "passed":
            report.find("solution", f"{reply['name']} {reply['verdict']}", seed, reply["message"])
        if reply["stderr"]:
            report.find("stderr", f"{reply['name']} writes to stderr, for which plain nbgrader takes points", seed, _first(reply["stderr"]))
    if seed == SEEDS[0]:
        report.cell_times = {reply["name"]: reply["seconds"] for reply in replies}


def _first(text):
    return text.strip()[:300]


def check_time(run_again, report):
    """The solution's cells keep to their budgets.

    Machines are shared, and differ: where the cells seem to take too long they run again, with nothing else beside them, the least of
    each cell's times counts, and on a slow machine budgets grow in proportion.
    """
    for _ in range(ATTEMPTS - 1):
        if not list(over_budget(report)):
            return
        for reply in run_again():
            report.cell_times[reply["name"]] = min(report.cell_times[reply["name"]], reply["seconds"])
    for message, seconds in over_budget(report, yardstick()):
        report.find("time", message, detail=f"{seconds:.1f} s")


def over_budget(report, slowness=1.0):
    """(what takes too long, its seconds), on a machine as slow as that; a fast one gets no less."""
    slowness = max(1.0, slowness)
    for name, seconds in report.cell_times.items():
        if seconds > CELL_BUDGET * slowness:
            yield f"{name} takes more than {CELL_BUDGET} s", seconds
    if report.cell_seconds > NOTEBOOK_BUDGET * slowness:
        yield f"the notebook takes more than {NOTEBOOK_BUDGET} s", report.cell_seconds


def yardstick():
    """CPU seconds that a fixed piece of work takes here and now: about one on a core of 2.6 GHz that has nothing else to do."""
    begin = time.thread_time()
    for seed in range(20):
        values = np.random.RandomState(seed).rand(500_000)
        sum(value * value for value in np.sort(np.exp(values)).tolist())
    return time.thread_time() - begin


def judge_untouched(replies, report):
    """The untouched release scores 0."""
    for reply in replies:
        if reply["earned"]:
            report.find("untouched", f"{reply['name']} gives {reply['earned']:g} points to an exercise that was not written")


def judge_answer(replies, number, answer, seed, report):
    """A wrong answer loses exactly the claims it names, a right one nothing; partly passed is lost as well."""
    who = f"with the {'right' if answer.is_right else 'wrong'} answer at line {answer.line} of the bank ({answer.label})"
    for reply in replies:
        name, verdict = reply["name"], reply["verdict"]
        if reply["role"] != "test":
            if verdict != "passed":
                report.find("bank", f"{name} {verdict} {who}", seed, reply["message"])
            continue
        verdicts = report.claims.setdefault(name, {})
        if verdicts.setdefault(number, verdict) != verdict:
            report.find("flaky", f"{name} {verdicts[number]} or {verdict} {who}", seed)
        if verdict != "passed" and name not in answer.loses:
            report.find("unfair" if answer.is_right else "bank", f"{name} {verdict} {who}", seed, reply["message"])
        elif verdict == "passed" and name in answer.loses:
            report.find("weak", f"{name} passes {who}", seed)


def judge_others(replies, exercise, report):
    """Tests that an exercise's answers do not concern pass behind all of them."""
    for reply in replies:
        if reply["role"] == "test" and reply["verdict"] != "passed":
            report.find(
                "bank",
                f"{reply['name']} {reply['verdict']} behind the answers to {exercise}: one of them changes more than {exercise}, "
                "or the test comes to it by another way than its name",
                detail=reply["message"],
            )


def judge_cheat(replies, exercise, label, report):
    """A cheat gains nothing."""
    report.cheats_tried += 1
    for reply in replies:
        if reply["earned"] and reply["name"] in report.exercises[exercise]:
            report.find("cheat", f"{reply['name']} gives {reply['earned']:g} points when {exercise} {label}")


# In a real kernel


def check_in_jupyter(assignment, released, report, data):
    """The release runs from top to bottom with one line for each unwritten exercise; feedback shows no hidden test."""
    try:
        check_run_all(execute(released, data), report)
        check_feedback(assignment, execute(failing_notebook(assignment), data), report)
    except GradeError as error:
        report.find("run all", str(error))


def check_run_all(executed, report):
    for cell in executed.cells:
        for output in cell.get("outputs", ()):
            if output.output_type == "error" and not redact.is_stub(output):
                report.find("run all", f"{cell.id} in the untouched release: {output.ename}", detail=_first(output.evalue))
            elif output.output_type == "stream" and output.name == "stderr":
                report.find("run all", f"{cell.id} in the untouched release writes to stderr", detail=_first(output.text))


def failing_notebook(assignment):
    """The source notebook without run cells, every test failing as soon as it comes to its hidden part."""
    notebook = build.notebook(assignment)
    notebook.cells = [cell for cell in notebook.cells if cell.metadata.get("seodang", {}).get("role") != "run"]
    for cell in notebook.cells:
        cell.source = re.sub(r"^( *)(### BEGIN HIDDEN TESTS)$", r"\1\2\n\1assert False, 'planted'", cell.source, flags=re.MULTILINE)
    return notebook


def check_feedback(assignment, executed, report):
    redact.redact_notebook(executed)
    tests = replace(assignment, cells=tuple(cell for cell in assignment.cells if cell.role == "test"))
    for leak in leaks.find(tests, redact.ANSI.sub("", shown_text(executed))):
        report.find("leak", f"in the feedback, {leak}")


def execute(notebook, folder):
    """Run a notebook in a Jupyter kernel, in `folder`, past errors; returns it with its outputs.

    Raises:
        GradeError: the kernel does not start, dies, or does not come to an end.
    """
    options = {"timeout": 3 * CELL_TIMEOUT, "allow_errors": True, "resources": {"metadata": {"path": str(folder)}}}
    client = NotebookClient(notebook, extra_arguments=bridge.KERNEL_ARGUMENTS, **options)
    try:
        # what cells write to stderr comes as outputs; the rest is of a kernel's threads that are still at work while it shuts down
        client.execute(env={**os.environ, **walls.ENVIRONMENT}, stderr=subprocess.DEVNULL)
    except (RuntimeError, TimeoutError) as error:  # nbclient's own errors are of these kinds
        raise GradeError(f"the Jupyter kernel: {str(error).splitlines()[0]}; try again, or run the notebook in JupyterLab") from error
    return notebook
