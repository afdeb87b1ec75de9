"""A ZIP with the notebook in it."""

import zipfile

from handing_in import dumps

LOSES = set()
SAYS = "out of the ZIP"


def damage(notebook, folder):
    with zipfile.ZipFile(folder / "homework.zip", "w") as archive:
        archive.writestr(f"homework/{folder.name}.ipynb", dumps(notebook))
        archive.writestr(f"__MACOSX/homework/._{folder.name}.ipynb", b"\0\5\x16\7")
