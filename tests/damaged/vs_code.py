"""Saved by an editor that drops metadata and gives new ids."""

from handing_in import hand_in

LOSES = set()
SAYS = "lost the marks"


def damage(notebook, folder):
    for number, cell in enumerate(notebook.cells):
        cell.metadata, cell.id = {"vscode": {"languageId": "python"}} if cell.cell_type == "code" else {}, f"{number:08x}"
    hand_in(notebook, folder)
