"""Exported as a script without any marks of cells."""

LOSES = {"essay"}
SAYS = "is a Python script"


def damage(notebook, folder):
    script = "\n\n".join(cell.source if cell.cell_type == "code" else f'"""{cell.source}"""' for cell in notebook.cells)
    (folder / f"{folder.name}.py").write_text(script, encoding="utf-8")
