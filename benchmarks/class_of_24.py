#!/usr/bin/env python3
"""A class of 24 on the three assignments, graded by plain nbgrader and by Seodang's engine, one after the other in one run.

python benchmarks/class_of_24.py [--students N] [--assignment NAME …] [--into FOLDER]

Measured are ratios, since machines differ and are shared: how many times as many submissions an hour, how much longer a submission takes
than its cells in an interpreter that has imported everything, the most memory, and every cell whose points differ. Writes
benchmarks/class_of_24.json, benchmarks/class_of_24.md and docs/images/benchmark.png. Takes half an hour.
"""

import argparse
import contextlib
import importlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import nbformat
import psutil

from seodang import bridge, build, demo, parents, records, release, shell, walls
from seodang.course import Course

ROOT = Path(__file__).resolve().parent.parent
RESULT = Path(__file__).with_suffix(".json")
TABLE = Path(__file__).with_suffix(".md")
PICTURE = ROOT / "docs" / "images" / "benchmark.png"
KINDS = (("perfect", 0, 0), ("another way", 0, 0), ("average", 0.3, 0), ("weak", 0.6, 0.1), ("lost", 1, 0), ("half", 0.2, 0.5))
PLAIN_CONFIG = "c = get_config()\nc.Execute.timeout = 120\nc.ExecutePreprocessor.timeout = 120\n"


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--students", type=int, default=24)
    options.add_argument("--assignment", nargs="*", help="names; all three when left out")
    options.add_argument("--into", type=Path, help="keep the courses in this folder")
    chosen = options.parse_args()
    course = Course(ROOT)
    names = course.resolve(chosen.assignment)
    folder = chosen.into or Path(tempfile.mkdtemp(prefix="benchmark-"))
    students = the_class(chosen.students)
    found = {"students": len(students), "assignments": names, "cores": len(os.sched_getaffinity(0)), "seconds": {}, "memory_mb": {}}
    schools = {engine: lay_out(course, names, students, folder / engine) for engine in ("plain", "one", "two")}
    for workers, engine in ((1, "one"), (2, "two")):
        found["seconds"][engine], found["memory_mb"][engine] = run(schools[engine], seodang("grade", *names, "--workers", workers))
    found["bare"] = {name: bare(schools["one"], name, students) for name in names}
    found["alone"] = {name: record_seconds(schools["one"], name, students) for name in names}
    found["seconds"]["plain"], found["memory_mb"]["plain"] = run(schools["plain"], *(nbgrader("autograde", name) for name in names))
    points = {engine: {name: points_of(school, name, students) for name in names} for engine, school in schools.items()}
    found["cells"] = sum(len(cells) for name in names for cells in points["plain"][name].values())
    found["differ"] = differences(points, names)
    RESULT.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    report(found)
    if not chosen.into:
        shutil.rmtree(folder)


def the_class(size):
    """Students of six kinds in turn, with other draws of right and wrong answers each."""
    return [
        demo.Student(f"20260{number:05}", f"{kind} {number}", f"{kind} {number}" if kind != "another way" else kind, wrong, blank)
        for number, (kind, wrong, blank) in ((n, KINDS[n % len(KINDS)]) for n in range(size))
    ]


def lay_out(course, names, students, folder):
    """A course with the class's submissions in it; the one for plain nbgrader knows nothing of Seodang."""
    school = demo.lay_out(course, names, folder)
    if folder.name == "plain":
        (school.root / "nbgrader_config.py").write_text(PLAIN_CONFIG, encoding="utf-8")
    for name in names:
        build.build(school, name)
        release.release(school, name)
        for student in students:
            path = school.step("submitted", name, student.number) / f"{name}.ipynb"
            path.parent.mkdir(parents=True)
            path.write_text(build.dumps(demo.submission(school, name, student)), encoding="utf-8")
    return school


# ----------------------------------------------------------------------------------------------------------------- running


def seodang(*words):
    return [sys.executable, "-c", "from seodang.cli import main; main()", *map(str, words)]


def nbgrader(*words):
    return [sys.executable, "-m", "nbgrader", *words]


def run(school, *commands):
    """(seconds, the most memory in MB) that commands take, one after the other, with all their processes."""
    begin, watch = time.monotonic(), Watch()
    environment = {**os.environ, "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])}
    with watch:
        for command in commands:
            done = subprocess.run(command, cwd=school.root, env=environment, capture_output=True, text=True)
            if done.returncode:
                print(f"{' '.join(command)} ended with status {done.returncode}\n{done.stderr[-2000:]}", file=sys.stderr)
    return round(time.monotonic() - begin, 1), round(watch.peak / 2**20)


class Watch:
    """The most memory that this process's descendants had together: their PSS, in which a page shared by n counts 1/n in each."""

    def __enter__(self):
        self.peak, self._stopped = 0, threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._stopped.set()
        self._thread.join()

    def _look(self):
        while not self._stopped.wait(0.5):
            used = 0
            for process in psutil.Process().children(recursive=True):
                with contextlib.suppress(psutil.Error):
                    used += process.memory_full_info().pss
            self.peak = max(self.peak, used)


def bare(school, name, students):
    """Seconds that each submission's cells take in one interpreter that has imported everything, without walls and messages."""
    readable, writable = os.pipe()
    if os.fork() == 0:
        os.close(readable)
        os.write(writable, json.dumps(_bare(school, name, students)).encode())
        os._exit(0)
    os.close(writable)
    with os.fdopen(readable, "rb") as pipe:
        found = json.loads(pipe.read())
    os.wait()
    return found


def _bare(school, name, students):
    os.environ.update(walls.ENVIRONMENT)
    executed = {student.number: _code(school.notebook("autograded", name, student.number)) for student in students}
    for module in dict.fromkeys(module for cells in executed.values() for cell in cells for module in parents.imports(cell)):
        with contextlib.suppress(ImportError):
            importlib.import_module(module)
    importlib.import_module("matplotlib_inline.backend_inline")
    os.chdir(school.step("source", name))
    made = shell.make()
    return {number: _timed(made, cells) for number, cells in executed.items()}


def _code(path):
    """What the engine ran: the student's answers with the instructor's tests."""
    return [cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]


def _timed(made, cells):
    """In a fork, as the engine runs them; on one core."""
    readable, writable = os.pipe()
    if os.fork() == 0:
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
        shell.capture(made)
        begin = time.monotonic()
        for count, source in enumerate(cells, 1):
            made.execute(source, count)
        os.write(writable, str(time.monotonic() - begin).encode())
        os._exit(0)
    os.close(writable)
    with os.fdopen(readable) as pipe:
        seconds = float(pipe.read())
    os.wait()
    return round(seconds, 3)


def record_seconds(school, name, students):
    """Seconds for each submission from taking it in to its written result."""
    return {
        student.number: records.read(school.root / "autograded" / ".seodang" / name / f"{student.number}.json")["seconds"]
        for student in students
    }


# --------------------------------------------------------------------------------------------------------------- comparing


def points_of(school, name, students):
    """{student: {cell: points}} in nbgrader's gradebook."""
    with bridge.gradebook(school) as book:
        return {
            student.number: {
                grade.name: grade.auto_score
                for grade in book.find_submission_notebook(name, name, student.number).grades
                if grade.cell.cell_type == "code"
            }
            for student in students
        }


def differences(points, names):
    """Cells whose points differ, as [assignment, student, cell, plain nbgrader, one worker, two workers]."""
    return [
        [name, student, cell, plain, points["one"][name][student][cell], points["two"][name][student][cell]]
        for name in names
        for student, cells in points["plain"][name].items()
        for cell, plain in cells.items()
        if not plain == points["one"][name][student][cell] == points["two"][name][student][cell]
    ]


# --------------------------------------------------------------------------------------------------------------- reporting


def report(found):
    """Print the table, and write it and the picture."""
    text = table(found)
    print(text)
    TABLE.write_text(text, encoding="utf-8")
    draw(found)


def table(found):
    count, seconds = found["students"] * len(found["assignments"]), found["seconds"]
    lines = [
        f"`python benchmarks/class_of_24.py`: {found['students']} students, {', '.join(found['assignments'])}, {found['cores']} cores.",
        "",
        "| | plain nbgrader | engine, 1 worker | engine, 2 workers |",
        "|---|---|---|---|",
        "| submissions an hour | " + " | ".join(f"{3600 * count / seconds[e]:,.0f}" for e in ("plain", "one", "two")) + " |",
        "| times plain nbgrader | 1 | " + " | ".join(f"{seconds['plain'] / seconds[e]:.1f}" for e in ("one", "two")) + " |",
        "| most memory, MB | " + " | ".join(str(found["memory_mb"][e]) for e in ("plain", "one", "two")) + " |",
        "",
        "| assignment | its cells alone, s | a submission, 1 worker, s | overhead |",
        "|---|---|---|---|",
    ]
    for name in found["assignments"]:
        cells, whole = (sum(found[kind][name].values()) / found["students"] for kind in ("bare", "alone"))
        lines.append(f"| {name} | {cells:.2f} | {whole:.2f} | {whole - cells:+.2f} s, {100 * (whole / cells - 1):+.0f} % |")
    lines += ["", f"{len(found['differ'])} of {found['cells']} cells have other points."]
    if found["differ"]:
        lines += ["", "| assignment | student | cell | plain nbgrader | 1 worker | 2 workers |", "|---|---|---|---|---|---|"]
        lines += ["| " + " | ".join(map(str, row)) + " |" for row in found["differ"]]
    return "\n".join(lines) + "\n"


def draw(found):
    """Seconds a submission, plain and with the engine, and the cells' own share."""
    import matplotlib

    matplotlib.use("agg")
    import matplotlib.pyplot as plt

    count = found["students"] * len(found["assignments"])
    per = [found["seconds"][engine] / count for engine in ("plain", "one", "two")]
    cells = sum(sum(found["bare"][name].values()) for name in found["assignments"]) / count
    figure, axis = plt.subplots(figsize=(8, 2.2), layout="constrained")
    bars = axis.barh(["plain nbgrader", "Seodang, 1 worker", "Seodang, 2 workers"], per, color=["0.6", "#0072B2", "#0072B2"])
    axis.bar_label(bars, [f"{value:.1f} s" for value in per], padding=4)
    axis.axvline(cells, color="black", linestyle=":", label="the cells alone, on one core")
    axis.set(xlabel="seconds a submission", xlim=(0, 1.15 * max(per)))
    axis.invert_yaxis()
    axis.legend()
    PICTURE.parent.mkdir(exist_ok=True)
    figure.savefig(PICTURE, dpi=120)


if __name__ == "__main__":
    main()
