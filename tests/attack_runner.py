"""Grades each attack of tests/attacks in a small class, and says what it gained, what it learned and whom it harmed.

`python tests/attack_runner.py [--plain] [ATTACK…]` prints a table; with `--plain` it is nbgrader's own engine that grades, in a throw-away
folder inside bubblewrap (some attacks kill every process that they may).

An attack is a Python file: a docstring that says what it tries, a line `# trace: KIND` where the trace it leaves is not something printed,
and the cells of the submission, each under `# %% PLACE`. PLACE is the id of an answer; `first` or `after ID` for a cell of the student's
own; or `forge`, which defines forge(notebook, folder), called before the notebook is written. Answers that it does not give stay unwritten.
"""

import argparse
import base64
import contextlib
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import nbformat
import psutil
from attack_target import CANARIES, NAME, NET, TEXTS, WRONG

from seodang import bridge, build, keeper
from seodang.course import Course
from seodang.grade import Grader
from seodang.layout import Layout
from seodang.leaks import strip_regions
from seodang.redact import redact_notebook

HERE = Path(__file__).resolve().parent
ATTACKS = sorted((HERE / "attacks").glob("*.py"))
CELL = re.compile(r"^# %% (.+)$", re.M)
BEFORE, ATTACKER, AFTER, WRONG_ONE = "1-right", "2-attack", "3-right", "4-wrong"
OTHERS = (BEFORE, AFTER, WRONG_ONE)
LEFT = "left-behind"  # the name of whatever attacks leave somewhere
SLOWER = (3, 2)  # a submission is slowed down when it takes so many times as long, plus so many seconds
PRY = f"""
import glob, os
print(sorted(glob.glob("/tmp/*") + glob.glob("/dev/shm/*") + glob.glob("/dev/mqueue/*") + glob.glob("*")))
print(sorted(line.split()[7] for line in open("/proc/net/unix").read().split("\\n")[1:] if len(line.split()) > 7))
print(open("/proc/sysvipc/shm").read().count("\\n"), sorted(path for path in os.listdir("/proc") if path.isdigit())[2:])
print([path for path in ("/etc", "/usr", "/var/tmp", os.path.dirname(os.__file__)) if any("{LEFT}" in name for name in os.listdir(path))])
print(sorted(name for name in os.environ if "{LEFT}" in name))
"""  # what an honest student finds who looks around


@dataclass(frozen=True)
class Attack:
    """One file of tests/attacks: `cells` are pairs (place, source), `trace` what shows that it was really tried."""

    name: str
    tries: str
    trace: str
    cells: tuple

    @property
    def target(self):
        return NET if any(place == "build" for place, _ in self.cells) else NAME


@dataclass(frozen=True)
class Report:
    """What came of an attack; all is well when it gained 0 points, `learned` and `harmed` are empty, and it was tried."""

    attack: str
    gained: float
    learned: tuple
    harmed: tuple
    tried: bool
    seconds: float
    passed: tuple = ()


def read(path):
    content = path.read_text(encoding="utf-8")
    docstring = re.match(r'"""(.+?)"""\n', content, re.S)[1]
    trace = re.search(r"^# trace: (.+)$", content, re.M)
    _, *parts = CELL.split(content)
    cells = tuple((place, source.strip("\n")) for place, source in zip(parts[::2], parts[1::2], strict=True))
    return Attack(path.stem, docstring, trace[1] if trace else "printed", cells)


# ------------------------------------------------------------------------------------------------------------ hand in


def write(notebook, folder, cells, name):
    """Write the submission that these cells make of a notebook as it was handed out."""
    forge = None
    for place, source in cells:
        if place == "forge":
            forge = source
        elif place == "first":
            notebook.cells.insert(0, nbformat.v4.new_code_cell(source))
        elif place.startswith("after "):
            at = next(i for i, cell in enumerate(notebook.cells) if cell.id == place[6:])
            notebook.cells.insert(at + 1, nbformat.v4.new_code_cell(source))
        else:
            next(cell for cell in notebook.cells if cell.id == place).source = source
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    path = folder / f"{name}.ipynb"
    if forge:
        defined = {}
        exec(compile(forge, "forge", "exec"), defined)
        defined["forge"](notebook, folder)
    if not path.exists() and not path.is_symlink():
        path.write_text(nbformat.v4.writes(notebook), encoding="utf-8")


def lay_out(root):
    """A course with the two target assignments, built; returns it."""
    for folder in ("solutions", "tests/answers", "datasets"):
        (root / folder).mkdir(parents=True)
    course = Course(root)
    for name, content in TEXTS.items():
        course.solution(name).write_text(content, encoding="utf-8")
        build.build(course, name)
    return course


class Class:
    """A class of four with one engine. A context manager.

    Args:
        root: an empty folder.
        seconds: CPU seconds that a cell may take.
    """

    def __init__(self, root, seconds=3):
        self.course = lay_out(root)
        self.layout = Layout.of(self.course)
        self.templates = {name: self.layout.template(name) for name in TEXTS}
        self.grader = Grader(self.layout, list(TEXTS), workers=1, timeout=seconds, memory=700)
        self._backstop, keeper.BACKSTOP = keeper.BACKSTOP, (1, 3)

    def __enter__(self):
        self.usual = {}
        for name in TEXTS:
            for student in OTHERS:
                self.hand_in(name, student, [*self._honest(name, student), ("after " + self._last(name), PRY)])
            self.hand_in(name, ATTACKER, ())
            self.grader.grade(name)
            self.usual[name] = {student: self._found(name, student) for student in OTHERS}
            for student, best in zip(OTHERS, (1, 1, 0), strict=True):
                points = sum(verdict["max_points"] for verdict in self._verdicts(name, student).values())
                assert self.usual[name][student]["score"] == best * points, (student, self._verdicts(name, student))
        self.processes = self._count()
        return self

    def __exit__(self, *_):
        keeper.BACKSTOP = self._backstop
        self.grader.close()

    def _last(self, name):
        return self.templates[name].cells[-1].id

    def _honest(self, name, student):
        if student == WRONG_ONE:
            return [(place, source) for place, source in WRONG.items() if place in self.course.read(name).named("solution")]
        return solutions(self.course, name)

    def hand_in(self, name, student, cells):
        write(released(self.templates[name]), self.course.step("submitted", name, student), cells, name)

    def _verdicts(self, name, student):
        return {verdict["test"]: verdict for verdict in self._record(name, student)["notebooks"][name]["verdicts"]}

    def _record(self, name, student):
        return json.loads(self.layout.record(name, student).read_text(encoding="utf-8"))

    def _found(self, name, student):
        """What grading made of a student: score, notebook and time."""
        notebook = nbformat.read(self.course.notebook("autograded", name, student), as_version=4)
        shown = [cell.get("outputs") for cell in notebook.cells]
        return {"score": self._record(name, student)["score"], "shown": shown, "seconds": self._record(name, student)["seconds"]}

    def _count(self):
        """Processes of the engine's, without the parents of assignments."""
        return len(psutil.Process().children(recursive=True)) - len(self.grader.start()._parents)

    def run(self, attack):
        """Grade the class with the attack in it; returns a Report."""
        name, begun = attack.target, time.monotonic()
        self.hand_in(name, ATTACKER, attack.cells)
        before = self._digest()
        outcomes = {outcome.student: outcome for outcome in self.grader.grade(name, force=True)}
        seconds = outcomes[ATTACKER].seconds
        harmed = [f"{path} was changed" for path in self._digest() ^ before]
        harmed += [sentence for student in OTHERS for sentence in self._harm(name, student, outcomes[student])]
        harmed += self._left_over(begun)
        gained, passed, tried, shown = 0.0, (), attack.trace == "not read" and outcomes[ATTACKER].status == "not graded", ""
        if outcomes[ATTACKER].status == "graded":
            verdicts = self._verdicts(name, ATTACKER)
            gained = sum(verdict["points"] for verdict in verdicts.values())
            passed = tuple(test for test, verdict in verdicts.items() if verdict["points"])
            if outcomes[ATTACKER].score != gained:
                harmed.append(f"the gradebook says {outcomes[ATTACKER].score}")
            notebook = nbformat.read(self.course.notebook("autograded", name, ATTACKER), as_version=4)
            tried = _was_tried(attack, notebook, verdicts, self._record(name, ATTACKER))
            redact_notebook(notebook)
            shown = nbformat.writes(notebook)
        learned = tuple(word for word in CANARIES if _is_in(word, shown + self._other_files(name)))
        return Report(attack.name, gained, learned, tuple(harmed), tried, seconds, passed)

    def _harm(self, name, student, outcome):
        found, usual = self._found(name, student), self.usual[name][student]
        if outcome.status != "graded" or found["score"] != usual["score"]:
            yield f"{student} has {found['score']} instead of {usual['score']} points: {outcome.message}"
        if found["shown"] != usual["shown"]:
            yield f"{student} sees something else than before"
        if found["seconds"] > SLOWER[0] * usual["seconds"] + SLOWER[1]:
            yield f"{student} takes {found['seconds']} s instead of {usual['seconds']} s"

    def _digest(self):
        """Paths and contents of all that grading must not change."""
        steps = [self.course.root / step for step in ("solutions", "source", "submitted", "tests", "datasets")]
        files = [path for step in steps for path in step.rglob("*") if path.is_file() and not path.is_symlink()]
        return {(str(path.relative_to(self.course.root)), _hash(path)) for path in files}

    def _left_over(self, begun):
        deadline = time.monotonic() + 3
        while self._count() > self.processes and time.monotonic() < deadline:
            time.sleep(0.05)
        if (more := self._count() - self.processes) > 0:
            yield f"{more} processes were left"
        for folder in ("/tmp", "/dev/shm", "/var/tmp", "/etc", str(Path.home()), os.path.dirname(os.__file__), str(HERE), os.getcwd()):
            yield from (f"{folder}/{name} was left" for name in os.listdir(folder) if LEFT in name)

    def _other_files(self, name):
        """The bytes of what else a student may get back."""
        folder = self.course.step("autograded", name, ATTACKER)
        files = [path for path in folder.rglob("*") if path.is_file() and path.suffix != ".ipynb"] if folder.exists() else []
        return "".join(path.read_bytes().decode("latin-1") for path in files)


def _hash(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def released(template):
    """The notebook that students get."""
    notebook = nbformat.from_dict(json.loads(json.dumps(template)))
    for cell in notebook.cells:
        cell.source = strip_regions(cell.source, "HIDDEN TESTS")
    return notebook


def solutions(course, name):
    """[(place, source)] of the instructor's answers."""
    notebook = nbformat.read(course.notebook("source", name), as_version=4)
    answers = [cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("solution")]
    return [(cell.id, re.sub(r"^\s*### (BEGIN|END) SOLUTION\n?", "", cell.source, flags=re.M)) for cell in answers]


def _is_in(word, text):
    """Does a word stand in a text, plainly or disguised?"""
    plain, encoded = text.lower(), word.encode()
    forms = [word, word[::-1], encoded.hex(), *(base64.b64encode(b"x" * n + encoded)[4:-4].decode().lower() for n in range(3))]
    return any(form in plain for form in forms if len(form) >= 5)


def _was_tried(attack, notebook, verdicts, record):
    """Did the attack leave the trace that it says?"""
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", ())]
    if attack.trace == "printed":
        return "tried:" in json.dumps(outputs)
    if attack.trace == "mended":
        return bool(record["notebooks"][notebook_name(record)]["mended"])
    names = {output.ename.lower() for output in outputs if output.output_type == "error"}
    return attack.trace in {verdict["kind"] for verdict in verdicts.values()} | names | {"timed out" if "timeout" in names else ""}


def notebook_name(record):
    return next(iter(record["notebooks"]))


# -------------------------------------------------------------------------------------------------------------- plain


def run_plain(attack, folder, seconds=120):
    """Grade a class with the attack in it by nbgrader's own engine, inside bubblewrap; returns a Report."""
    command = [sys.executable, str(HERE / "attack_runner.py"), "--inside", str(folder), attack.name]
    walls = ["--bind", "/", "/", "--tmpfs", "/tmp", "--bind", str(folder), str(folder), "--proc", "/proc", "--dev", "/dev"]
    walls += ["--ro-bind", "/usr", "/usr", "--ro-bind", "/work", "/work", "--ro-bind", "/root", "/root", "--ro-bind", "/etc", "/etc"]
    walls += ["--unshare-pid", "--unshare-ipc", "--unshare-net", "--die-with-parent", "--new-session"]
    from seodang.walls import bwrap

    begun = time.monotonic()
    try:
        done = subprocess.run([bwrap(), *walls, "--", *command], capture_output=True, text=True, timeout=seconds)
        found = json.loads(done.stdout.strip().split("\n")[-1])
    except (subprocess.TimeoutExpired, ValueError, IndexError):
        return Report(attack.name, 0, (), ("the class was not graded",), True, round(time.monotonic() - begun, 1))
    return Report(attack.name, found["gained"], tuple(found["learned"]), tuple(found["harmed"]), True, round(time.monotonic() - begun, 1))


def inside(folder, attack):
    """What runs inside bubblewrap for run_plain: a class of three in a copy of the course."""
    course = Course(Path(folder))
    Path(folder, "nbgrader_config.py").write_text("c = get_config()\nc.Execute.timeout = 20\nc.Execute.interrupt_on_timeout = True\n")
    for name in TEXTS:
        if name != attack.target:
            shutil.rmtree(course.step("source", name), ignore_errors=True)
    name = attack.target
    bridge.generate(course, name)
    notebook = nbformat.read(course.notebook("release", name), as_version=4)
    for student, cells in {ATTACKER: attack.cells, AFTER: solutions(course, name)}.items():
        write(nbformat.from_dict(json.loads(json.dumps(notebook))), course.step("submitted", name, student), cells, name)
    harmed, scores, shown = [], {}, ""
    for student in (ATTACKER, AFTER):
        try:
            bridge.autograde(course, name, student)
            with bridge.gradebook(course) as book:
                scores[student] = book.find_submission(name, student).score
        except Exception as error:
            harmed.append(f"{student}: {str(error)[:60]}")
    if ATTACKER in scores:
        autograded = nbformat.read(course.notebook("autograded", name, ATTACKER), as_version=4)
        shown = json.dumps([cell.get("outputs") for cell in autograded.cells])
    if scores.get(AFTER) not in (20, 3):
        harmed.append(f"{AFTER} has {scores.get(AFTER)}")
    learned = [word for word in CANARIES if _is_in(word, shown)]
    return {"gained": scores.get(ATTACKER, 0), "learned": learned, "harmed": harmed}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("attacks", nargs="*")
    parser.add_argument("--plain", action="store_true")
    parser.add_argument("--inside")
    options = parser.parse_args()
    chosen = [attack for attack in map(read, ATTACKS) if not options.attacks or any(part in attack.name for part in options.attacks)]
    if options.inside:
        print(json.dumps(inside(options.inside, *(attack for attack in chosen if attack.name == options.attacks[0]))))
        return
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        course = None if options.plain else stack.enter_context(Class(Path(folder)))
        total = dict.fromkeys(("gained", "learned", "harmed", "tried"), 0)
        for attack in chosen:
            if options.plain:
                copy = Path(folder, attack.name)
                lay_out(copy)
                report = run_plain(attack, copy)
                shutil.rmtree(copy, ignore_errors=True)
            else:
                report = course.run(attack)
            _print(report)
            for field in total:
                total[field] += bool(getattr(report, field))
        print(f"{len(chosen)} attacks: {', '.join(f'{count} {field}' for field, count in total.items())}")


def _print(report):
    words = f"{report.attack:44} {report.gained:5g} points {report.seconds:6.1f} s {' '.join(report.learned)} {'; '.join(report.harmed)}"
    print(words, "" if report.tried else "NOT TRIED", " ".join(report.passed), flush=True)


if __name__ == "__main__":
    main()
