"""A tool left out what it thought is optional: metadata, outputs, counts, the source of empty cells."""

import json

LOSES = set()
SAYS = ""


def damage(notebook, folder):
    for cell in notebook.cells:
        for key in ("outputs", "execution_count", *(() if cell.metadata.get("nbgrader") else ("metadata",))):
            cell.pop(key, None)
    notebook.cells.append({"cell_type": "code"})
    del notebook["metadata"]
    (folder / f"{folder.name}.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
