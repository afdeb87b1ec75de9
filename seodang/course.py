"""The course folder: where everything stands, and which assignments there are."""

import difflib
import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from seodang import text
from seodang.errors import CourseError


@dataclass(frozen=True)
class Course:
    """A course by its root folder: the one that holds solutions/ and nbgrader_config.py."""

    root: Path

    @classmethod
    def find(cls, start="."):
        """The course that the folder `start` belongs to.

        Raises:
            CourseError: neither `start` nor a folder above it holds solutions/.
        """
        start = Path(start).resolve()
        for folder in (start, *start.parents):
            if (folder / "solutions").is_dir():
                return cls(folder)
        raise CourseError(f"{start} is not in a course: no folder solutions/ here or above; use --course or change the folder")

    def names(self):
        """The names of all assignments, in order."""
        names = sorted(path.stem for path in (self.root / "solutions").glob("*.py"))
        if not names:
            raise CourseError(f"{self.root / 'solutions'} is empty; `seodang new 101_name` writes a first assignment")
        return names

    def resolve(self, wanted=()):
        """Names for numbers or names, in the order asked for; all where none is asked for.

        Raises:
            CourseError: an assignment that is not there; names the nearest ones.
        """
        names = self.names()
        return list(dict.fromkeys(self._resolve_one(one, names) for one in wanted or ())) or names

    def _resolve_one(self, wanted, names):
        wanted = Path(wanted).stem if wanted.endswith((".py", ".ipynb")) else wanted.rstrip("/")
        found = [name for name in names if wanted in (name, name.split("_")[0])]
        if len(found) == 1:
            return found[0]
        near = found or difflib.get_close_matches(wanted, names, n=3, cutoff=0.4) or names[:5]
        raise CourseError(f"unknown assignment {wanted!r}; did you mean {', '.join(near)}?")

    def solution(self, name):
        return self.root / "solutions" / f"{name}.py"

    def bank(self, name):
        return self.root / "tests" / "answers" / f"{name}.py"

    def step(self, step, name, student="."):
        """The folder of an assignment in one of nbgrader's steps."""
        return self.root / step / student / name

    def notebook(self, step, name, student="."):
        return self.step(step, name, student) / f"{name}.ipynb"

    def read(self, name):
        """The assignment's solution text, parsed."""
        return text.read(self.solution(name))

    def checksums(self):
        """{file: SHA-256} from the table in datasets/README.md."""
        readme = self.root / "datasets" / "README.md"
        if not readme.is_file():
            return {}
        rows = (line.strip().strip("|").split("|") for line in text.read_text(readme).split("\n") if line.startswith("|"))
        return {row[0].strip().strip("`"): row[-1].strip().strip("`") for row in rows if len(row) == 6}

    def check_data(self, name, folder):
        """Refuse data files in `folder` that are missing or differ from datasets/README.md.

        Raises:
            CourseError: names the file, what is wrong, and what to do.
        """
        known = self.checksums()
        for file in self.read(name).head.data:
            path = Path(folder) / file
            if not path.is_file():
                raise CourseError(
                    f"{self.show(path)} is missing ({name} uses it); make it with its script in datasets/, then `seodang build {name}`"
                )
            if file not in known:
                raise CourseError(f"{file} has no row in datasets/README.md; add one with its SHA-256, origin and licence")
            if sha256(path) != known[file].lower():
                raise CourseError(
                    f"{self.show(path)} differs from its SHA-256 in datasets/README.md; "
                    f"restore it or correct the row, then `seodang build {name}`"
                )

    def show(self, path):
        """A path as people want to read it: relative to the course where it can be."""
        path = Path(path)
        return path.relative_to(self.root) if path.is_relative_to(self.root) else path


def sha256(path):
    """The SHA-256 of a file, in hexadecimal digits."""
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()


def holds(path, content):
    """Does the file hold this text already?"""
    try:
        return Path(path).read_text(encoding="utf-8") == content
    except (FileNotFoundError, UnicodeDecodeError):
        return False


def write_atomically(path, content):
    """Write text or bytes so that an interruption leaves the old file or the new one, never half of one."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_bytes(content.encode() if isinstance(content, str) else content)
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)
