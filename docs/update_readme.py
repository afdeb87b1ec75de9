#!/usr/bin/env python3
"""Write the parts of README.md that commands give: assignments, the benchmark's last result and, with --demo, what `seodang demo` prints.

python docs/update_readme.py [--demo]
"""

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from seodang import bank
from seodang.course import Course

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
PARTS = {
    "transcript": re.compile(r"(```console\n\$ python3 bootstrap\.py seodang demo\n)(.*?)(```\n)", re.DOTALL),
    "benchmark": re.compile(r"(## How fast\n\n)(.*?)(\n## )", re.DOTALL),
    "assignments": re.compile(r"(## Assignments\n\n)(.*?)(\n## )", re.DOTALL),
}


def transcript():
    """What `seodang demo` prints; takes minutes."""
    command = [sys.executable, "-c", "from seodang.cli import main; main()", "--course", str(ROOT), "demo"]
    with tempfile.TemporaryDirectory() as folder:
        return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout


def assignments():
    """One row an assignment: what the front matter, the cells and the bank say."""
    course = Course.find(ROOT)
    rows = [
        "| assignment | title | points | minutes | exercises | tests | wrong answers | right answers |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for name in course.names():
        assignment = course.read(name)
        answers = bank.read(course.bank(name), assignment)
        right = sum(answer.is_right for answer in answers)
        head = assignment.head
        counts = (head.points, head.minutes, len(assignment.exercises()), len(assignment.named("test")), len(answers) - right, right)
        rows.append(f"| [{name}](release/{name}/{name}.ipynb) | {head.title} | {' | '.join(map(str, counts))} |")
    return "\n".join(rows) + "\n"


def benchmark():
    """The benchmark's tables without the list of cells whose points differ, its picture, and the whole course's figure."""
    tables, _, _ = (ROOT / "benchmarks" / "class_of_24.md").read_text(encoding="utf-8").partition("\n| assignment | student |")
    picture = "![Seconds a submission takes with plain nbgrader and with Seodang](docs/images/benchmark.png)"
    return f"{tables.strip()} [All of them](benchmarks/class_of_24.md).\n\n{picture}\n\n{whole_course()}\n"


def whole_course():
    """One sentence on the benchmark of the whole course."""
    found = json.loads((ROOT / "benchmarks" / "whole_course.json").read_text(encoding="utf-8"))
    times = found["seconds"]["plain"] / found["seconds"]["two"]
    return (
        f"On all {len(found['assignments'])} assignments it is {times:.1f} times plain nbgrader with 2 workers, in at most "
        f"{found['memory_mb']['two']:,} MB: [`{found['command']}`](benchmarks/whole_course.md)."
    )


def part(text, name):
    """A part of the README as it stands."""
    return PARTS[name].search(text)[2]


def main():
    text = README.read_text(encoding="utf-8")
    made = {"assignments": assignments(), "benchmark": benchmark()}
    if "--demo" in sys.argv[1:]:
        made["transcript"] = transcript()
    for name, content in made.items():
        text = PARTS[name].sub(lambda match, content=content: match[1] + content + match[3], text, count=1)
    README.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
