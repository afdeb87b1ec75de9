"""Downloaded as a script from Colab: texts are strings, and nothing marks a cell."""

LOSES = set()
SAYS = "is a Python script"


def damage(notebook, folder):
    script = "\n\n".join(cell.source if cell.cell_type == "code" else f'"""{cell.source}\n"""' for cell in notebook.cells)
    (folder / f"{folder.name}.py").write_text(script, encoding="utf-8")
