"""A ZIP whose name was changed to .ipynb."""

import zipfile

from handing_in import dumps

LOSES = set()
SAYS = "out of the ZIP"


def damage(notebook, folder):
    with zipfile.ZipFile(folder / f"{folder.name}.ipynb", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{folder.name}.ipynb", dumps(notebook))
