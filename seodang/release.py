"""source/NAME → release/NAME, what students get, and release/NAME.zip."""

import shutil
import tempfile
import zipfile
from pathlib import Path

from seodang import bridge, build, leaks
from seodang.course import Course
from seodang.errors import CourseError
from seodang.pull import read_notebook

EPOCH = (2020, 1, 1, 0, 0, 0)  # the date of every file in a zip: the same files give the same bytes


def release(course, name):
    """Release an assignment and return the path of its ZIP; the old release stays in place until the new one is complete.

    Raises:
        CourseError: the source is not what the text gives, a data file is altered, or a solution would leak.
        GradeError: nbgrader refused, for example because cells were added while there are submissions.
    """
    refuse_stale_source(course, name)
    course.check_data(name, course.step("source", name) / "data")
    with tempfile.TemporaryDirectory(prefix=".release-", dir=course.root) as folder:
        bridge.generate(course, name, release_directory=Path(folder).name)
        made = Path(folder) / name
        if found := leaks.find(course.read(name), shown_text(read_notebook(made / f"{name}.ipynb"))):
            raise CourseError(f"{name} is not released: {found[0]}; `seodang check {name}` lists all")
        _swap(made, course.step("release", name))
    archive = course.root / "release" / f"{name}.zip"
    write_zip(course.step("release", name), archive)
    return archive


def refuse_stale_source(course, name):
    """Raise CourseError when source/NAME is missing or is not what the solution text gives."""
    source = course.notebook("source", name)
    if not source.exists():
        raise CourseError(f"{course.show(source)} is missing; `seodang build {name}` makes it")
    if source.read_text(encoding="utf-8") != build.dumps(build.notebook(course.read(name))):
        raise CourseError(
            f"{course.show(source)} and {course.show(course.solution(name))} differ; `seodang build {name}` takes the text, "
            f"`seodang pull {name}` takes the notebook"
        )


def rehearse(assignment, course, folder):
    """What `release` would give, made in `folder` as a course of its own, the gradebook untouched; returns the release notebook."""
    rehearsal = Course(Path(folder))
    source = rehearsal.notebook("source", assignment.name)
    source.parent.mkdir(parents=True)
    source.write_text(build.dumps(build.notebook(assignment)), encoding="utf-8")
    if (course.root / "nbgrader_config.py").is_file():
        shutil.copy(course.root / "nbgrader_config.py", rehearsal.root)
    bridge.generate(rehearsal, assignment.name, database=False)
    return read_notebook(rehearsal.notebook("release", assignment.name))


def shown_text(notebook):
    """All that a reader of a notebook can read: sources and outputs."""
    parts = []
    for cell in notebook.cells:
        parts.append(cell.source)
        for output in cell.get("outputs", ()):
            parts += [output.get("text", ""), output.get("evalue", ""), *output.get("traceback", ())]
            parts += [str(value) for kind, value in output.get("data", {}).items() if kind.startswith("text/")]
    return "\n".join(parts)


def _swap(new, target):
    """Put the folder `new` in the place of `target`."""
    old = target.with_name(f".{target.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists():
        target.rename(old)
    new.rename(target)
    shutil.rmtree(old, ignore_errors=True)


def write_zip(folder, target):
    """Pack a folder, the same files to the same bytes, under its own name."""
    part = target.with_name(f".{target.name}.part")
    with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            entry = zipfile.ZipInfo(f"{folder.name}/{path.relative_to(folder).as_posix()}", EPOCH)
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, path.read_bytes())
    part.replace(target)
