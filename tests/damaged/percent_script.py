"""Paired with a percent script by jupytext, and the script was handed in."""

LOSES = set()
SAYS = "is a Python script"


def damage(notebook, folder):
    parts = [
        "# %%\n" + cell.source if cell.cell_type == "code" else "# %% [markdown]\n# " + cell.source.replace("\n", "\n# ")
        for cell in notebook.cells
    ]
    (folder / f"{folder.name}.py").write_text("\n\n".join(parts) + "\n", encoding="utf-8")
