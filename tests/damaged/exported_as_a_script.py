"""Exported by "Save as executable script"."""

LOSES = set()
SAYS = "is a Python script"


def damage(notebook, folder):
    parts = [
        f"# In[{number}]:\n\n\n{cell.source}" if cell.cell_type == "code" else "# " + cell.source.replace("\n", "\n# ")
        for number, cell in enumerate(notebook.cells)
    ]
    script = "#!/usr/bin/env python\n# coding: utf-8\n\n" + "\n\n\n".join(parts) + "\n"
    (folder / f"{folder.name}.py").write_text(script, encoding="utf-8")
