"""Line ends of Windows, in the file and in the sources."""

from handing_in import dumps

LOSES = set()
SAYS = "lines end as on Windows"


def damage(notebook, folder):
    for cell in notebook.cells:
        cell.source = cell.source.replace("\n", "\r\n")
    (folder / f"{folder.name}.ipynb").write_bytes(dumps(notebook).replace("\n", "\r\n").encode())
