"""The files of a hand-in, a ZIP or a folder, as an LMS hands them out.

Nothing here trusts the hand-in: its names are read but never written to, links are not followed, and reading stops at a limit. Times in
ZIP entries carry no zone and are taken as this machine's local time.
"""

import contextlib
import functools
import io
import os
import re
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from seodang.errors import CourseError

LIMIT = 100 * 2**20  # bytes of a notebook, or of a student's ZIP
INNER_FILES = 10_000  # files in a student's ZIP
SUFFIX = re.compile(r"\.(ipynb|zip)$", re.IGNORECASE)
JUNK_FOLDERS, JUNK_FILES = {"__MACOSX", ".ipynb_checkpoints"}, {".DS_Store", "Thumbs.db", "desktop.ini"}
OTHER_ARCHIVES = (".7z", ".rar", ".egg", ".alz", ".tar", ".gz", ".tgz")


@dataclass(frozen=True)
class Item:
    """A file of the hand-in, not yet read. `inner` is its time inside the student's own ZIP, `refused` why it must not be read."""

    parts: tuple[str, ...]
    time: datetime | None
    size: int
    read: Callable[[], bytes]
    refused: str = ""
    cp949: bool = False
    inner: datetime | None = None

    @property
    def source(self):
        return "/".join(self.parts)


class Refused(Exception):
    """Why one file cannot be filed; never leaves `collect`."""


def check(item):
    """Refuse what is not a notebook to read."""
    name = item.parts[-1].lower()
    if item.refused:
        raise Refused(item.refused)
    if name.endswith((".zip", *OTHER_ARCHIVES)):
        raise Refused("an archive inside an archive, or not a ZIP; unpack it by hand")
    if not name.endswith(".ipynb"):
        raise Refused("not a notebook")
    _check_size(item.size)


@contextlib.contextmanager
def opened(source):
    """The files of a ZIP or a folder, in order of their names."""
    with contextlib.ExitStack() as stack:
        if not source.exists():
            raise CourseError(f"{source}: no such file or folder; give the ZIP or the folder that the LMS made")
        try:
            found = _folder_items(source) if source.is_dir() else _zip_items(stack.enter_context(_open_zip(source)))
        except Refused as error:
            raise CourseError(f"{source}: {error}; give the ZIP that the LMS made, or a folder with its files") from None
        items = _in_order(found)
        if not items:
            raise CourseError(f"{source} holds no files; download the submissions again")
        yield items


def _in_order(items):
    return sorted((item for item in items if not _is_junk(item.parts)), key=lambda item: item.parts)


def _is_junk(parts):
    """What operating systems and Jupyter leave behind, and copies of the assignment's data files."""
    *folders, last = parts
    data = "data" in folders and not SUFFIX.search(last)
    return data or last.startswith("._") or last in JUNK_FILES or not JUNK_FOLDERS.isdisjoint(parts)


def _folder_items(folder):
    """Every file below a folder; links are listed, never followed."""
    waiting = [(folder, ())]
    while waiting:
        path, parts = waiting.pop()
        try:
            entries = list(os.scandir(path))
        except OSError as error:
            yield Item(parts or (folder.name,), None, 0, bytes, f"the folder cannot be read: {error.strerror}")
            continue
        for entry in entries:
            part, cp949 = _decode(os.fsencode(entry.name))
            info = entry.stat(follow_symlinks=False)
            if stat.S_ISDIR(info.st_mode):
                waiting.append((entry.path, (*parts, part)))
            else:
                refused = "" if stat.S_ISREG(info.st_mode) else "a symbolic link or a device; put the file itself there"
                read = functools.partial(_read, open, entry.path, "rb")
                yield Item((*parts, part), moment(datetime.fromtimestamp, int(info.st_mtime)), info.st_size, read, refused, cp949)


def _open_zip(file):
    try:
        return zipfile.ZipFile(file)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise Refused(f"not a ZIP that can be read ({error})") from None


def _zip_items(archive):
    for info in archive.infolist():
        # zipfile takes names that are not marked as UTF-8 for cp437; Windows in Korea writes CP949, macOS writes UTF-8.
        name, marked = info.orig_filename.split("\0")[0], info.flag_bits & 0x800
        name, cp949 = _decode(name.encode("utf-8" if marked else "cp437"))
        name = name.replace("\\", "/")
        if name and not name.endswith("/"):
            parts = tuple(part for part in name.split("/") if part not in ("", "."))
            read = functools.partial(_read, archive.open, info)
            yield Item(parts or (name,), moment(datetime, *info.date_time), info.file_size, read, _hazard(info, name), cp949)


def _hazard(info, name):
    """Why an entry of a ZIP must not be read, or nothing."""
    if name.startswith("/") or re.match("[A-Za-z]:", name) or ".." in name.split("/"):
        return "its name leads out of the archive"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "a symbolic link, which is not followed"
    if info.flag_bits & 0x1:
        return "protected with a password; ask for it without one"
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return "packed in a way other than deflate; ask for it again"  # zipfile unpacks bzip2 and LZMA without a limit
    return ""


def _read(opener, *args):
    """All that `opener(*args)` gives, but never more than the limit."""
    data = bytearray()
    try:
        with opener(*args) as stream:
            while len(data) <= LIMIT and (chunk := stream.read(2**20)):
                data += chunk
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError) as error:
        raise Refused(f"cannot be read ({error}); ask for it again") from None
    _check_size(len(data))
    return bytes(data)


def _check_size(size):
    if size > LIMIT:
        raise Refused(f"over {LIMIT // 2**20} MB; ask for it with its outputs cleared")


def unpacked(items, refuse):
    """The files, with those in students' own ZIPs in the place of the ZIPs; `refuse(source, reason)` is told what cannot be unpacked."""
    for item in items:
        if item.refused or not item.source.lower().endswith(".zip"):
            yield item
            continue
        try:
            with _open_inner(item) as archive:
                inner = _in_order(_inner_items(item, archive))
            if not inner:
                raise Refused("a ZIP without a notebook")
            yield from inner
        except Refused as error:
            refuse(item.source, str(error))


def _open_inner(item):
    _check_size(item.size)
    data = item.read()
    if data.count(zipfile.stringCentralDir) > INNER_FILES:
        raise Refused(f"a ZIP of more than {INNER_FILES} files; ask for the notebook alone")
    return _open_zip(io.BytesIO(data))


def _inner_items(item, archive):
    """The files in a student's ZIP. Their time is the ZIP's own: the times inside are the student's to set."""
    for position, found in enumerate(_zip_items(archive)):
        read = functools.partial(_read_inner, item, position)
        cp949 = item.cp949 or found.cp949
        yield replace(found, parts=item.parts + found.parts, time=item.time, inner=found.time, read=read, cp949=cp949)


def _read_inner(item, position):
    """Unpacks anew, so that one student's ZIP at a time is in memory."""
    with _open_inner(item) as archive:
        return list(_zip_items(archive))[position].read()


def _decode(raw):
    """A file name from its bytes, composed (NFC) and printable, and whether it was CP949."""
    encoding = next((known for known in ("utf-8", "cp949") if can_decode(raw, known)), None)
    name = unicodedata.normalize("NFC", raw.decode(encoding or "utf-8", "replace"))
    return "".join(c if c.isprintable() else "\ufffd" for c in name), encoding == "cp949"


def can_decode(raw, encoding):
    try:
        return raw.decode(encoding) is not None
    except UnicodeDecodeError:
        return False


def moment(make, *fields):
    """`make(*fields)`, a local time, in UTC; None where there is no such time, and on the first day of 1980, a ZIP's way to give none."""
    try:
        return make(*fields).astimezone(UTC) if fields[:3] != (1980, 1, 1) else None
    except (ValueError, OverflowError, OSError):
        return None
