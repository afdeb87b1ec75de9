"""The pictures that a notebook's text shows: all that formgrader and the feedback page need of the files in a submission."""

import re
import stat
from pathlib import PurePosixPath
from urllib.parse import unquote

SHOWN = re.compile(r"""!\[[^\]]*\]\(\s*<?([^)\s>]+)|<img\b[^>]*?\bsrc\s*=\s*["']([^"']+)""", re.IGNORECASE)
KINDS = (".png", ".jpg", ".jpeg", ".gif", ".webp")
LIMIT = 10 * 2**20  # bytes of one picture


def shown_pictures(notebook, files, source):
    """The pictures that there are, as (relative path, bytes); missing and enormous ones are left out, and links not followed.

    Args:
        files: {relative path: where it is} of the student's own files.
        source: the assignment's source folder, for the instructor's pictures.
    """
    for name in names(notebook):
        path = files.get(name) or source / name
        try:
            found = path.lstat()
            if stat.S_ISREG(found.st_mode) and found.st_size <= LIMIT:
                yield name, path.read_bytes()
        except OSError:  # not there, or not to be read
            continue


def names(notebook):
    """The local picture files that markdown cells name, as relative paths that stay in the folder."""
    texts = (cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    found = {PurePosixPath(unquote(name)) for text in texts for pair in SHOWN.findall(text) for name in pair if name and ":" not in name}
    return sorted(str(path) for path in found if path.suffix.lower() in KINDS and not path.is_absolute() and ".." not in path.parts)
