"""What lies in submitted/STUDENT/NAME: regular files only. Links are never followed, and sizes are checked before anything is read."""

import itertools
import os
import re
import stat
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime
from difflib import SequenceMatcher
from pathlib import Path

from seodang import handin
from seodang.reader import Plain, Unreadable, read

MOST_FILES, MOST_BYTES = 200, 50 * 2**20  # of the student's own files that are put beside the notebook
MOST_ENTRIES, DEEPEST = 5000, 8  # entries looked at, folders in folders
MOST_NOTEBOOKS = 8  # files tried as the notebook
# What may hold the notebook: the next kind is only looked at where there is nothing to be read of the kind before. Google Drive calls a
# copy "NAME.ipynb의 사본", a browser an unfinished download "NAME.ipynb.part", and some tools drop what stands behind the dot.
KINDS = tuple(re.compile(kind, re.IGNORECASE) for kind in (r"\.ipynb$", r"\.(json|txt|zip)$|\.ipynb[^/]+$|(^|/)[^./]+$", r"\.py$"))
SCRIPT = KINDS[-1]


@dataclass(frozen=True)
class File:
    """A regular file: its path in the folder, as a list of names and as text in composed form (NFC), its size in bytes and its time."""

    parts: tuple[str, ...]
    name: str
    size: int
    time: float


@dataclass(frozen=True)
class Notebook:
    """A file that could be read as a notebook: its cells, and what had to be mended to read it."""

    name: str
    file: File
    cells: list[Plain]
    said: list[str]


def survey(folder):
    """The regular files below a folder, and sentences about what is left out.

    Hidden files and what Python and macOS leave behind are passed over in silence.
    """
    files, said, waiting, seen = [], [], [()], 0
    for place in (folder.parent, folder):
        if not stat.S_ISDIR(_mode(place)):
            return [], [f"{place.name} is {'a link, which is not followed' if stat.S_ISLNK(_mode(place)) else 'no folder'}"]
    while waiting:
        parts = waiting.pop(0)
        for name, info in _entries(folder, parts):
            shown = _shown(*parts, name)
            seen += 1
            if seen > MOST_ENTRIES:
                return files, [*said, f"there are more than {MOST_ENTRIES} files; the others were not looked at"]
            if name.startswith(".") or name in ("__pycache__", "__MACOSX"):
                continue
            if stat.S_ISDIR(info.st_mode) and len(parts) < DEEPEST:
                waiting.append((*parts, name))
            elif stat.S_ISREG(info.st_mode):
                files.append(File((*parts, name), shown, info.st_size, info.st_mtime))
            else:
                why = "lies too deep" if stat.S_ISDIR(info.st_mode) else "is a link or a device, which is not followed"
                said.append(f"{shown} {why}; it was left out")
    return files, said


def _mode(path):
    try:
        return os.lstat(path).st_mode
    except OSError:
        return 0


def _entries(folder, parts):
    try:
        with os.scandir(folder.joinpath(*parts)) as found:
            return sorted(((entry.name, entry.stat(follow_symlinks=False)) for entry in found), key=lambda entry: entry[0])
    except OSError:  # not to be read, or gone
        return []


def _shown(*parts):
    """A path as text that can be printed and compared, whatever bytes its name is made of."""
    name = unicodedata.normalize("NFC", os.fsencode("/".join(parts)).decode("utf-8", "replace"))
    return "".join(c if c.isprintable() else "\ufffd" for c in name)


def content(folder, file):
    """The bytes of a file, opened so that no part of its path may be a link.

    Raises:
        Unreadable: it is too large, or not a regular file any more.
    """
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    here = None
    try:
        here = os.open(folder, flags | os.O_DIRECTORY)
        for part in file.parts:
            above, here = here, os.open(part, flags, dir_fd=here)
            os.close(above)
        info = os.fstat(here)
        if not stat.S_ISREG(info.st_mode):
            raise Unreadable("it is not a regular file")
        if info.st_size > handin.LIMIT:
            raise Unreadable(f"it is larger than {handin.LIMIT // 2**20} MB; hand it in with its outputs cleared")
        with os.fdopen(os.dup(here), "rb") as stream:
            return stream.read(handin.LIMIT)
    except OSError as error:
        raise Unreadable(f"it cannot be read ({error.strerror})") from None
    finally:
        if here is not None:
            os.close(here)


def find_notebook(folder, files, name, judge):
    """The file that is most likely the assignment `name`, and sentences about that choice.

    Args:
        judge: how well a list of cells fits: a number of answers, and a number of cells that belong to the assignment; None for not at all.

    Returns:
        A Notebook or None, and a list of sentences.
    """
    said, foreign = [], []
    for kind in KINDS:
        candidates = sorted((file for file in files if kind.search(file.name)), key=lambda file: _rank(file, name), reverse=True)
        judged = [(judge(notebook.cells), notebook) for notebook in _readable(folder, candidates[:MOST_NOTEBOOKS], said)]
        if kind is SCRIPT:
            judged = [(fit, notebook) for fit, notebook in judged if fit and fit[0]]  # any other script is a helper
        foreign += [f"{notebook.name} {_what_it_is(notebook)}" for fit, notebook in judged if fit is None]
        judged = [(fit, notebook) for fit, notebook in judged if fit is not None]
        if judged:
            _, best = max(judged, key=lambda pair: _fitness(*pair, name))
            rivals = [notebook for fit, notebook in judged if notebook is not best and (fit[0] or best.name != f"{name}.ipynb")]
            return best, said + best.said + _choice(best, rivals, name)
    return None, [*said, *foreign, f"no notebook could be read{_next_step(files, said, foreign, name)}"]


def _readable(folder, files, said):
    """The notebooks in files; what cannot be read is added to `said`."""
    for file in files:
        try:
            yield from _read(folder, file)
        except Unreadable as error:
            said.append(f"{file.name} could not be read: {error}")


def _what_it_is(notebook):
    """What to say of a notebook that is not the assignment's."""
    names = [cell.claims[0] for cell in notebook.cells if cell.claims and cell.flags.get("solution") is True]
    names = [name[:40] for name in names if name.isidentifier()]
    if not names:
        return "holds nothing of the assignment"
    return f"is the notebook of another assignment, with answers to {', '.join(names[:4])}"


def _next_step(files, said, foreign, name):
    """What its author can do where nothing can be graded."""
    if foreign:
        return f" as {name}: hand in the notebook of that name"
    if not files:
        return "; the folder is empty"
    other = next((file.name for file in files if not SCRIPT.search(file.name)), None)
    return f"; {other} is not a notebook: hand in the .ipynb file" if other and not said else ""


def _fitness(fit, notebook, name):
    """Any answers at all, then the right name, then how many cells belong to the assignment."""
    exact, *others = _rank(notebook.file, name)
    return fit[0] > 0, exact, fit[1], *others


def _rank(file, name):
    """The right name, then few folders around it, then a similar name, then the newest."""
    stem = re.sub(r"\.\w+$", "", file.name.rsplit("/", 1)[-1])
    exact = file.name == f"{name}.ipynb"
    similar = name in stem or SequenceMatcher(None, stem[:100], name).ratio()
    return exact, -len(file.parts), similar, file.time


def _read(folder, file):
    """The notebooks in a file: one, or those in a ZIP.

    Raises:
        Unreadable: there is none.
    """
    data = content(folder, file)
    if not data.startswith(b"PK\x03\x04"):
        return [Notebook(file.name, file, *read(data, file.name))]
    found, refused = [], []
    item = handin.Item((file.name,), datetime.fromtimestamp(0, UTC), len(data), lambda: data)
    packed = handin.Item((f"{file.name}.zip",), item.time, item.size, item.read)
    unpacked = handin.unpacked([packed], lambda source, reason: refused.append(reason))
    for inner in itertools.islice((inner for inner in unpacked if inner.source.endswith(".ipynb")), MOST_NOTEBOOKS):
        try:
            handin.check(inner)
            cells, said = read(inner.read(), inner.parts[-1])
            found.append(Notebook(inner.parts[-1], file, cells, [f"the notebook was taken out of the ZIP {file.name}", *said]))
        except (handin.Refused, Unreadable) as error:
            refused.append(f"{inner.parts[-1]}: {error}")
    if not found:
        raise Unreadable(f"a ZIP ({'; '.join(refused[:3]) or 'without a notebook'})")
    return found


def _choice(best, rivals, name):
    """What to say about the choice of a notebook, `rivals` being others that hold answers to the assignment."""
    if rivals:
        others = ", ".join(sorted(rival.name for rival in rivals))
        return [f"there are {len(rivals) + 1} notebooks; {best.name} was graded, and not {others}"]
    return [] if best.name == f"{name}.ipynb" else [f"the file is called {best.name}; it was graded as {name}.ipynb"]


def beside(folder, files, notebook, name):
    """{path: where it is} of the student's own files that go beside the notebook, and sentences about those that do not."""
    kept, left, size = {}, [], 0
    for file in sorted(files, key=lambda file: file.name):
        if file.name == f"{name}.ipynb" or notebook and file is notebook.file:
            continue
        if len(kept) < MOST_FILES and size + file.size <= MOST_BYTES and "\ufffd" not in file.name:
            kept[file.name] = Path(folder).joinpath(*file.parts)
            size += file.size
        else:
            left.append(file.name)
    limits = f"there may be {MOST_FILES} files of {MOST_BYTES // 2**20} MB together, with names that can be read"
    return kept, [f"{', '.join(left[:5])}{' and others' if left[5:] else ''} left out: {limits}"] if left else []
