"""Grades each attack of tests/attacks in a small class, and says what it gained, what it learned and whom it harmed.

`python tests/attack_runner.py [--plain | --compare FILE] [ATTACK…]` prints a table; with `--plain` it is nbgrader's own engine that
grades, in a throw-away folder inside bubblewrap (some attacks kill every process that they may); with `--compare` both do.

An attack is a Python file: a docstring that says what it tries, a line `# trace: KIND` where the trace it leaves is not something printed,
a line `# begins: wire` where its first cell begins with attack_wire.py, and the cells of the submission, each under `# %% PLACE`. PLACE
is the id of an answer; `first` or `after ID` for a cell of the student's own; or `forge`, which defines forge(notebook, folder), called
before the notebook is written. Answers that it does not give stay unwritten.
"""

import argparse
import base64
import contextlib
import hashlib
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, replace
from pathlib import Path

import nbformat
import psutil
from attack_target import CANARIES, NAME, NET, TEXTS, WRONG

from seodang import bridge, build, keeper, walls
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
PORT, SOCKET = 47811, "\0seodang-attacks"  # where this machine listens for attacks that reach it
PRESS = {"BACKSTOP": (1, 3), "GRACE": 0.5}  # a keeper in a hurry: dozens of attacks loop and sleep
SLOWER = (4, 8)  # a submission is slowed down when it takes so many times as long, plus so many seconds
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
    if re.search(r"^# begins: wire$", content, re.M):
        cells = _with_wire(cells)
    return Attack(path.stem, docstring, trace[1] if trace else "printed", cells)


def _with_wire(cells):
    """The cells, with the beginning of attacks on the wire in the first one."""
    wire = (HERE / "attack_wire.py").read_text(encoding="utf-8").partition('"""\n\n')[2]
    if cells[0][0] == "first":
        return (("first", f"{wire}\n\n{cells[0][1]}"), *cells[1:])
    return (("first", wire), *cells)


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
    folder.unlink() if folder.is_symlink() else shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    path = folder / f"{name}.ipynb"
    if forge:
        defined = {}
        exec(compile(forge, "forge", "exec"), defined)
        defined["forge"](notebook, folder)
    if not path.is_symlink() and not folder.is_symlink() and not path.exists():
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


class Listener:
    """Something on this machine that nobody in a room should reach; it tells a secret to who does. A context manager."""

    def __enter__(self):
        self.reached, self._sockets = [], [socket.socket(socket.AF_INET), socket.socket(socket.AF_UNIX)]
        self._sockets[0].setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        for sock, address in zip(self._sockets, (("127.0.0.1", PORT), SOCKET), strict=True):
            sock.bind(address)
            sock.listen()
            threading.Thread(target=self._serve, args=[sock, address], daemon=True).start()
        return self

    def _serve(self, sock, address):
        with contextlib.suppress(OSError):
            while True:
                with sock.accept()[0] as found:
                    self.reached.append(str(address))
                    found.sendall(CANARIES[0].encode())

    def __exit__(self, *_):
        for sock in self._sockets:
            sock.close()


class Class:
    """A class of four with one engine, two submissions at once. A context manager.

    Args:
        root: an empty folder.
        seconds: CPU seconds that a cell may take.
    """

    def __init__(self, root, seconds=2):
        self.course = lay_out(root)
        self.layout = Layout.of(self.course)
        self.templates = {name: self.layout.template(name) for name in TEXTS}
        self.grader = Grader(self.layout, list(TEXTS), workers=2, timeout=seconds, memory=700)
        self.listener = Listener()
        self._press = {name: getattr(keeper, name) for name in PRESS}

    def __enter__(self):
        self._hurry(PRESS)
        self.listener.__enter__()
        self.usual = {}
        for name in TEXTS:
            for student in OTHERS:
                self.hand_in(name, student, [*self._honest(name, student), ("after " + self._last(name), PRY)])
            self.grader.grade(name)
            self.usual[name] = {student: self._found(name, student) for student in OTHERS}
            for student, best in zip(OTHERS, (1, 1, 0), strict=True):
                points = sum(verdict["max_points"] for verdict in self._verdicts(name, student).values())
                assert self.usual[name][student]["score"] == best * points, (student, self._verdicts(name, student))
        self.processes = self._count()
        return self

    def __exit__(self, *_):
        self._hurry(self._press)
        self.listener.__exit__()
        self.grader.close()

    @staticmethod
    def _hurry(settings):
        for name, value in settings.items():
            setattr(keeper, name, value)

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
        """What grading made of a student: score, outputs, what the feedback shows of them, and time."""
        record, path = self._record(name, student), self.course.notebook("autograded", name, student)
        if not path.exists():
            return {"score": None, "shown": None, "feedback": None, "seconds": record["seconds"]}
        notebook = nbformat.read(path, as_version=4)
        shown = json.dumps([cell.get("outputs") for cell in notebook.cells])
        redact_notebook(notebook)
        return {"score": record["score"], "shown": shown, "feedback": nbformat.writes(notebook), "seconds": record["seconds"]}

    def _count(self):
        """Processes of the engine's, without the parents of assignments."""
        return len(psutil.Process().children(recursive=True)) - len(self.grader.start()._parents)

    def run(self, attack):
        """Grade the class with the attack in it; returns a Report."""
        name = attack.target
        self.listener.reached.clear()
        self.hand_in(name, ATTACKER, attack.cells)
        before = self._digest()
        outcomes = {outcome.student: outcome for outcome in self.grader.grade(name, force=True)}
        seconds = outcomes[ATTACKER].seconds
        harmed = [f"{path} was changed" for path in sorted({path for path, _ in self._digest() ^ before})]
        harmed += [sentence for student in OTHERS for sentence in self._harm(name, student, outcomes[student])]
        harmed += self._left_over()
        harmed += [f"{address} was reached" for address in self.listener.reached]
        gained, passed, tried, shown = 0.0, (), attack.trace == "not read" and outcomes[ATTACKER].status == "not graded", ""
        if outcomes[ATTACKER].status == "graded":
            verdicts = self._verdicts(name, ATTACKER)
            gained = sum(verdict["points"] for verdict in verdicts.values())
            passed = tuple(test for test, verdict in verdicts.items() if verdict["points"])
            if outcomes[ATTACKER].score != gained:
                harmed.append(f"the gradebook says {outcomes[ATTACKER].score}")
            notebook = nbformat.read(self.course.notebook("autograded", name, ATTACKER), as_version=4)
            tried = self._is_forged(attack) or _was_tried(attack, notebook, verdicts, self._record(name, ATTACKER))
            redact_notebook(notebook)
            shown = nbformat.writes(notebook)
        learned = tuple(word for word in CANARIES if _is_in(word, shown + self._other_files(name)))
        return Report(attack.name, gained, learned, tuple(harmed), tried, seconds, passed)

    def _harm(self, name, student, outcome):
        found, usual = self._found(name, student), self.usual[name][student]
        if outcome.status != "graded" or found["score"] != usual["score"]:
            yield f"{student} has {found['score']} instead of {usual['score']} points: {outcome.message}"
        yield from (f"{student}'s {part} are not what they were" for part in ("shown", "feedback") if found[part] != usual[part])
        if found["seconds"] > SLOWER[0] * usual["seconds"] + SLOWER[1]:
            yield f"{student} takes {found['seconds']} s instead of {usual['seconds']} s"

    def _is_forged(self, attack):
        """Was the notebook handed in another one, where that is all there is to see?"""
        path = self.course.notebook("submitted", attack.target, ATTACKER)
        return attack.trace == "forged" and json.loads(path.read_bytes())["cells"] != released(self.templates[attack.target])["cells"]

    def _digest(self):
        """Paths and contents of all that grading must not change."""
        steps = [self.course.root / step for step in ("solutions", "source", "submitted", "tests", "datasets")]
        files = [path for step in steps for path in step.rglob("*") if path.is_file() and not path.is_symlink()]
        return {(str(path.relative_to(self.course.root)), _hash(path)) for path in files}

    def _left_over(self):
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
    if attack.trace == "ended":
        return any("ended" in note for note in record["notebooks"][notebook_name(record)]["notes"])
    names = {output.ename.lower() for output in outputs if output.output_type == "error"}
    return attack.trace in {verdict["kind"] for verdict in verdicts.values()} | names | {"timed out" if "timeout" in names else ""}


def notebook_name(record):
    return next(iter(record["notebooks"]))


# -------------------------------------------------------------------------------------------------------------- plain

PLAIN_OTHERS = (BEFORE, AFTER)
PLAIN_TIMEOUT = 20  # seconds a cell may take
TOO_MUCH = ("fork_bomb", "large_file", "memory_bomb")  # nothing in plain nbgrader would stop them from taking the whole machine


def prepare_plain(folder, name):
    """A course in which nbgrader's own engine has graded two right submissions."""
    course = lay_out(folder)
    settings = f"c.Execute.timeout = {PLAIN_TIMEOUT}\nc.Execute.interrupt_on_timeout = True\n"
    (folder / "nbgrader_config.py").write_text(f"c = get_config()\n{settings}")
    for other in TEXTS.keys() - {name}:
        shutil.rmtree(course.step("source", other))
    bridge.generate(course, name)
    for student in PLAIN_OTHERS:
        notebook = nbformat.read(course.notebook("release", name), as_version=4)
        write(notebook, course.step("submitted", name, student), solutions(course, name), name)
        bridge.autograde(course, name, student)
    (folder / "usual.json").write_text(json.dumps(_plain_results(course, name)))


def _plain_results(course, name):
    """{student: [score, outputs]} of the others."""
    with bridge.gradebook(course) as book:
        scores = {student: book.find_submission(name, student).score for student in PLAIN_OTHERS}
    return {student: [score, _plain_outputs(course, name, student)] for student, score in scores.items()}


def _plain_outputs(course, name, student):
    notebook = nbformat.read(course.notebook("autograded", name, student), as_version=4)
    return json.dumps([cell.get("outputs") for cell in notebook.cells])


def run_plain(attack, prepared, folder, seconds=240):
    """Grade an attack, and then an honest submission, by nbgrader's own engine, inside bubblewrap; returns a Report.

    Args:
        prepared: what prepare_plain has made; it is copied.
    """
    shutil.copytree(prepared, folder)
    command = [sys.executable, str(HERE / "attack_runner.py"), "--inside", str(folder), attack.name]
    bound = ["--bind", "/", "/", "--tmpfs", "/tmp", "--bind", str(folder), str(folder), "--proc", "/proc", "--dev", "/dev"]
    kept = ("/usr", "/etc", "/root", "/home", "/opt", "/var", str(HERE.parent), *map(str, walls.python_folders()))
    bound += [word for path in kept if Path(path).exists() for word in ("--ro-bind", path, path)]
    bound += ["--unshare-pid", "--unshare-ipc", "--unshare-net", "--die-with-parent", "--new-session"]
    begun, report = time.monotonic(), Report(attack.name, 0, (), ("the class was not graded",), True, 0)
    with contextlib.suppress(subprocess.TimeoutExpired, ValueError, IndexError):
        done = subprocess.run([walls.bwrap(), *bound, "--", *command], capture_output=True, text=True, errors="replace", timeout=seconds)
        found = json.loads(done.stdout.strip().split("\n")[-1])
        report = Report(attack.name, found["gained"], tuple(found["learned"]), tuple(found["harmed"]), True, 0)
    return replace(report, seconds=round(time.monotonic() - begun, 1))


def inside(folder, attack):
    """What runs inside bubblewrap for run_plain, on a copy of the course."""
    course, name = Course(folder), attack.target
    usual = json.loads((folder / "usual.json").read_text())
    write(nbformat.read(course.notebook("release", name), as_version=4), course.step("submitted", name, ATTACKER), attack.cells, name)
    before, harmed, gained, shown = _hashes(folder), [], 0, ""
    with Listener() as listener:
        for student in (ATTACKER, AFTER):
            try:
                bridge.autograde(course, name, student)
            except Exception as error:
                harmed += [f"{student}: {str(error)[:60]}"] if student != ATTACKER else []
    harmed += [f"{path} was changed" for path in sorted({path for path, _ in _hashes(folder) ^ before})]
    harmed += [f"{address} was reached" for address in listener.reached]
    with contextlib.suppress(Exception), bridge.gradebook(course) as book:
        gained = book.find_submission(name, ATTACKER).score
        shown = _plain_outputs(course, name, ATTACKER)
    try:
        found = _plain_results(course, name)
        others = [student for student in usual if found[student] != usual[student]]
        harmed += [f"{student} has {found[student][0]} instead of {usual[student][0]}" for student in others]
    except Exception as error:
        harmed.append(f"the results cannot be read: {str(error)[:60]}")
    harmed += [f"{folder}/{entry} was left" for folder in ("/tmp", "/dev/shm") for entry in os.listdir(folder) if LEFT in entry]
    if more := [process.pid for process in psutil.Process().children(recursive=True)]:
        harmed.append(f"{len(more)} processes were left")
    return {"gained": gained, "learned": [word for word in CANARIES if _is_in(word, shown)], "harmed": harmed}


def _hashes(folder):
    steps = [folder / step for step in ("source", "release", "submitted")]
    return {(str(path.relative_to(folder)), _hash(path)) for step in steps for path in step.rglob("*") if path.is_file()}


def main():
    parser = argparse.ArgumentParser(description="Grade each attack, and say what it gained, what it learned and whom it harmed.")
    parser.add_argument("attacks", nargs="*", help="parts of names; all when left out")
    parser.add_argument("--plain", action="store_true", help="graded by nbgrader's own engine")
    parser.add_argument("--compare", type=Path, help="graded by both, one after the other; a table goes to this file")
    parser.add_argument("--inside", help=argparse.SUPPRESS)
    options = parser.parse_args()
    chosen = [attack for attack in map(read, ATTACKS) if not options.attacks or any(part in attack.name for part in options.attacks)]
    if options.inside:
        print(json.dumps(inside(Path(options.inside), *(attack for attack in chosen if attack.name == options.attacks[0]))))
    elif options.compare:
        plain, engine = run_all(chosen, plain=True), run_all(chosen)
        options.compare.write_text(comparison(chosen, plain, engine), encoding="utf-8")
    else:
        run_all(chosen, options.plain)


def run_all(attacks, plain=False):
    """Run them one after the other, printing each; their reports."""
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        run = _plainly(Path(folder)) if plain else stack.enter_context(Class(Path(folder))).run
        reports, begun = [], time.monotonic()
        for attack in attacks:
            reports.append(run(attack))
            _print(reports[-1])
    print(f"{len(reports)} attacks: {_counts(reports)}; {time.monotonic() - begun:.0f} s")
    return reports


def _counts(reports):
    fields = ("gained", "learned", "harmed", "tried")
    return ", ".join(f"{sum(bool(getattr(report, field)) for report in reports)} {field}" for field in fields)


def comparison(attacks, plain, engine):
    """A table in Markdown: what each attack came to, graded by plain nbgrader and by the engine."""
    left_out = sum(attack.name in TOO_MUCH for attack in attacks)
    lines = [
        "What each attack of `tests/attacks` came to: points gained, words of hidden tests learned, others harmed.",
        "",
        "`python tests/attack_runner.py --compare benchmarks/attacks.md`",
        "",
        f"- plain nbgrader: {_counts(plain)}, of {len(attacks)}; {left_out} that would take the machine with them were left out",
        f"- engine: {_counts(engine)}, of {len(attacks)}",
        "",
        "| attack | what it tries | plain nbgrader | engine |",
        "|---|---|---|---|",
    ]
    for attack, *reports in zip(attacks, plain, engine, strict=True):
        tries = " ".join(attack.tries.split()).replace("|", r"\|")
        lines.append(f"| {attack.name} | {tries} | {' | '.join(map(_outcome, reports))} |")
    return "\n".join(lines) + "\n"


def _outcome(report):
    if report.attack in TOO_MUCH and not report.tried:
        return "left out"
    points = [f"{report.gained:g} points"] if report.gained else []
    learned = [f"learned {len(report.learned)}"] if report.learned else []
    return ", ".join([*points, *learned, *(["harmed others"] if report.harmed else [])]) or "0"


def _plainly(folder):
    """A function that runs attacks by plain nbgrader; a course is prepared for each target that is asked for."""

    def run(attack):
        if attack.name in TOO_MUCH:
            return Report(attack.name, 0, (), (), False, 0)
        prepared, copy = folder / attack.target, folder / attack.name
        if not prepared.exists():
            prepare_plain(prepared, attack.target)
        report = run_plain(attack, prepared, copy)
        shutil.rmtree(copy, ignore_errors=True)
        return report

    return run


def _print(report):
    words = f"{report.attack:44} {report.gained:5g} points {report.seconds:6.1f} s {' '.join(report.learned)} {'; '.join(report.harmed)}"
    print(words, "" if report.tried else "NOT TRIED", " ".join(report.passed), flush=True)


if __name__ == "__main__":
    main()
