"""Files out of the archives of packages. Nothing of a package is installed, imported or run."""

import contextlib
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path


@contextlib.contextmanager
def downloaded(package, *options):
    """The path of the archive of a package, such as river==0.26.1, for the time of a `with` block; `options` are those of pip download."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", *options, "--dest", folder, package], check=True)
        (path,) = Path(folder).iterdir()
        yield path


def read(package, *names):
    """Files of a package's wheel, as bytes, in the order of `names`: how their paths end."""
    with downloaded(package, "--only-binary", ":all:") as path, zipfile.ZipFile(path) as archive:
        return [archive.read(next(inner for inner in archive.namelist() if inner.endswith(name))) for name in names]
