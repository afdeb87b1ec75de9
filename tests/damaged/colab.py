"""Opened and saved in Colab: format 4.0, no nbgrader metadata, ids of its own."""

from handing_in import hand_in

LOSES = set()
SAYS = "lost the marks"


def damage(notebook, folder):
    for number, cell in enumerate(notebook.cells):
        cell.metadata = {"id": f"{number:012x}"} | ({"colab": {"base_uri": "https://localhost:8080/"}} if cell.cell_type == "code" else {})
        del cell["id"]
    notebook.metadata = {"colab": {"provenance": []}, "kernelspec": {"name": "python3", "display_name": "Python 3"}}
    notebook.nbformat_minor = 0
    hand_in(notebook, folder)
