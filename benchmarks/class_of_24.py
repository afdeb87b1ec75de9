#!/usr/bin/env python3
"""A class on three assignments or on the whole course, graded by plain nbgrader and by Seodang's engine, one after the other in one run.

python benchmarks/class_of_24.py [--course] [--students N] [--assignment NAME …] [--into FOLDER] [--only overhead]

Measured are ratios, since machines differ and are shared: how many times as many submissions an hour, how much longer a submission takes
than its cells in an interpreter that has imported everything, the most memory, and every cell whose points differ. Writes
benchmarks/class_of_24.json, benchmarks/class_of_24.md and docs/images/benchmark.png in half an hour; with --course
benchmarks/whole_course.json and .md, in 40 minutes for two students.
"""

import argparse
import contextlib
import gc
import importlib
import json
import multiprocessing
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import nbformat
import psutil

from seodang import bridge, build, demo, release, shell, sources, walls
from seodang.course import Course
from seodang.engine import Engine
from seodang.intake import take_in
from seodang.layout import Layout

ROOT = Path(__file__).resolve().parent.parent
THREE_ASSIGNMENTS, WHOLE_COURSE = (Path(__file__).with_name(name) for name in ("class_of_24.json", "whole_course.json"))
PICTURE = ROOT / "docs" / "images" / "benchmark.png"
THREE = ["102_regression", "105_knn", "302_cnn"]
OF_EACH_KIND = 6
KINDS = (("perfect", 0, 0), ("another way", 0, 0), ("average", 0.3, 0), ("weak", 0.6, 0.1), ("lost", 1, 0), ("half", 0.2, 0.5))
PLAIN_CONFIG = "c = get_config()\nc.Execute.timeout = 120\nc.ExecutePreprocessor.timeout = 120\n"


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--course", action="store_true", help="the whole course, with six students when not told otherwise")
    options.add_argument("--students", type=int)
    options.add_argument("--assignment", nargs="+", default=THREE, help="names")
    options.add_argument("--into", type=Path, help="keep the courses in this folder")
    options.add_argument("--only", choices=["overhead"], help="measure this part anew, and leave the rest as it was measured last")
    chosen = options.parse_args()
    names = Course(ROOT).resolve([] if chosen.course else chosen.assignment)
    students = the_class(chosen.students or (OF_EACH_KIND if chosen.course else 24))
    result = WHOLE_COURSE if chosen.course else THREE_ASSIGNMENTS
    with tempfile.TemporaryDirectory(prefix="benchmark-") as scratch:
        folder = chosen.into or Path(scratch)
        if chosen.only:
            found = json.loads(result.read_text(encoding="utf-8"))
        else:
            command = " ".join(["python", "benchmarks/class_of_24.py", *sys.argv[1:]])
            found = {"command": command, "students": len(students), "assignments": names, "cores": len(os.sched_getaffinity(0))}
            found |= compared(names, students, folder)
        school = lay_out(Course(ROOT), names, students[:OF_EACH_KIND], folder / "alone")
        measured = {name: overhead(school, name, students[:OF_EACH_KIND]) for name in names}
        found |= {part: {name: measured[name][place] for name in names} for place, part in enumerate(("overhead", "start"))}
    result.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(text := table(found))
    result.with_suffix(".md").write_text(text, encoding="utf-8")
    if not chosen.course:
        draw(found)


def compared(names, students, folder):
    """Seconds, memory and points of the class with both engines."""
    schools = {engine: lay_out(Course(ROOT), names, students, folder / engine) for engine in ("plain", "one", "two")}
    taken = {
        "plain": run(schools["plain"], *(nbgrader("autograde", name) for name in names)),
        "one": run(schools["one"], seodang("grade", *names, "--workers", 1)),
        "two": run(schools["two"], seodang("grade", *names, "--workers", 2)),
    }
    points = {engine: {name: points_of(school, name, students) for name in names} for engine, school in schools.items()}
    return {
        "seconds": {engine: seconds for engine, (seconds, _) in taken.items()},
        "memory_mb": {engine: most for engine, (_, most) in taken.items()},
        "cells": sum(len(cells) for name in names for cells in points["plain"][name].values()),
        "differ": differences(points, names, schools["plain"]),
    }


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


def overhead(school, name, students):
    """What the engine takes beside the cells, once both are warm; one after the other, so that a busy machine slows both.

    Returns:
        {student: [seconds of the cells alone, seconds with the engine]}, and how many seconds more the very first submission took.
    """
    os.environ.update(walls.ENVIRONMENT)  # before another process imports numpy: one thread, as in the engine
    layout, found = Layout.of(school), {}
    template = layout.template(name)
    with Engine.of_course(layout, [name]) as engine, Bare(school, name, template) as bare:
        begin = time.monotonic()
        engine.run(name, take_in(template, school.step("submitted", name, students[0].number), name))
        cold = time.monotonic() - begin
        for student in students:
            begin = time.monotonic()
            taken = take_in(template, school.step("submitted", name, student.number), name)
            result = engine.run(name, taken)
            whole = time.monotonic() - begin
            found[student.number] = [bare.seconds(result.notebook), round(whole, 3)]
    return found, round(cold - found[students[0].number][1], 3)


class Bare:
    """An interpreter that has imported all that an assignment needs, and runs cells without walls and messages: in a fork, on one core."""

    def __init__(self, school, name, template):
        self._theirs, self._ours = multiprocessing.Pipe()
        modules = dict.fromkeys(module for cell in template.cells if cell.cell_type == "code" for module in sources.imports(cell.source))
        self._process = multiprocessing.get_context("spawn").Process(
            target=serve_bare, args=(self._theirs, list(modules), str(school.step("source", name)))
        )

    def __enter__(self):
        self._process.start()
        return self

    def __exit__(self, *_):
        self._ours.send(None)
        self._process.join()

    def seconds(self, notebook):
        """How long its code cells take: the student's answers with the instructor's tests."""
        self._ours.send([cell.source for cell in notebook.cells if cell.cell_type == "code"])
        return self._ours.recv()


def serve_bare(pipe, modules, folder):
    for module in (*modules, "matplotlib_inline.backend_inline"):
        with contextlib.suppress(ImportError):
            importlib.import_module(module)
    os.chdir(folder)
    made = shell.make()
    gc.collect()
    gc.freeze()  # as the engine's parents do: without it forks take a quarter longer, which would flatter the engine
    while (cells := pipe.recv()) is not None:
        pipe.send(_timed(made, cells))


def _timed(made, cells):
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


def differences(points, names, plain):
    """Cells whose points differ: [assignment, student, cell, points with plain nbgrader, one worker, two workers, what tells why]."""
    return [
        [
            name,
            student,
            cell,
            score,
            points["one"][name][student][cell],
            points["two"][name][student][cell],
            why(plain, name, student, cell),
        ]
        for name in names
        for student, cells in points["plain"][name].items()
        for cell, score in cells.items()
        if not score == points["one"][name][student][cell] == points["two"][name][student][cell]
    ]


def why(plain, name, student, cell):
    """What nbgrader takes a cell's points for beside an error: something on stderr. Empty where there is none, for a person to look at."""
    notebook = nbformat.read(plain.notebook("autograded", name, student), as_version=4)
    outputs = next(found.outputs for found in notebook.cells if found.id == cell)
    lines = [line for output in outputs if output.get("name") == "stderr" for line in output.text.splitlines()]
    return f"on stderr: {lines[0].partition(': ')[2] or lines[0]}" if lines else ""


# --------------------------------------------------------------------------------------------------------------- reporting


def table(found):
    count, seconds = found["students"] * len(found["assignments"]), found["seconds"]
    most = 3600 * found["cores"] / seconds_of_cells(found)
    lines = [
        f"`{found['command']}`: {found['students']} students, {', '.join(found['assignments'])}, {found['cores']} cores.",
        "",
        "| | plain nbgrader | engine, 1 worker | engine, 2 workers |",
        "|---|---|---|---|",
        "| submissions an hour | " + " | ".join(f"{3600 * count / seconds[e]:,.0f}" for e in ("plain", "one", "two")) + " |",
        "| times plain nbgrader | 1 | " + " | ".join(f"{seconds['plain'] / seconds[e]:.1f}" for e in ("one", "two")) + " |",
        "| most memory, MB | " + " | ".join(str(found["memory_mb"][e]) for e in ("plain", "one", "two")) + " |",
        "",
        f"{found['cores']} cores busy with nothing but the cells would do {most:,.0f} an hour, "
        f"{most * seconds['plain'] / 3600 / count:.1f} times plain nbgrader: the most that any grader could reach with these assignments.",
        "",
        "| assignment | its cells alone, s | with the engine, s | overhead |",
        "|---|---|---|---|",
    ]
    for name in found["assignments"]:
        cells, whole = map(statistics.mean, zip(*found["overhead"][name].values(), strict=True))
        lines.append(f"| {name} | {cells:.2f} | {whole:.2f} | {whole - cells:+.2f} s, {100 * (whole / cells - 1):+.0f} % |")
    lines += ["", f"An assignment's very first submission takes {start_of(found)} s more, while its processes start."]
    lines += ["", f"{len(found['differ'])} of {found['cells']} cells have other points."]
    if found["differ"]:
        lines += ["", "| assignment | student | cell | plain nbgrader | 1 worker | 2 workers | why |", "|---|---|---|---|---|---|---|"]
        lines += ["| " + " | ".join(map(str, row)) + " |" for row in found["differ"]]
    return "\n".join(lines) + "\n"


def start_of(found):
    """From how many to how many seconds starting an assignment takes."""
    return " to ".join(f"{max(0, few(found['start'].values())):.1f}" for few in (min, max))


def seconds_of_cells(found):
    """What the cells of a submission take on one core without any grader, in seconds."""
    return statistics.mean(statistics.mean(alone for alone, _ in found["overhead"][name].values()) for name in found["assignments"])


def draw(found):
    """Seconds a submission, plain and with the engine, and the cells' own share."""
    import matplotlib

    matplotlib.use("agg")
    import matplotlib.pyplot as plt

    count = found["students"] * len(found["assignments"])
    per = [found["seconds"][engine] / count for engine in ("plain", "one", "two")]
    figure, axis = plt.subplots(figsize=(8, 2.2), layout="constrained")
    bars = axis.barh(["plain nbgrader", "Seodang, 1 worker", "Seodang, 2 workers"], per, color=["0.6", "#0072B2", "#0072B2"])
    axis.bar_label(bars, [f"{value:.1f} s" for value in per], padding=4)
    axis.axvline(seconds_of_cells(found), color="black", linestyle=":", label="the cells alone, on one core")
    axis.set(xlabel="seconds a submission", xlim=(0, 1.15 * max(per)))
    axis.invert_yaxis()
    axis.legend()
    PICTURE.parent.mkdir(exist_ok=True)
    figure.savefig(PICTURE, dpi=120)


if __name__ == "__main__":
    main()
