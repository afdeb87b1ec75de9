"""Saved as notebook format 3: worksheets, and `input` instead of `source`."""

import json

LOSES = set()
SAYS = "of the old format 3"


def damage(notebook, folder):
    cells = [dict(cell) for cell in notebook.cells]
    for cell in cells:
        del cell["id"]
        if cell["cell_type"] == "code":
            cell.update(input=cell.pop("source"), language="python", collapsed=False, prompt_number=1, outputs=[])
    old = {"nbformat": 3, "nbformat_minor": 0, "metadata": {"name": ""}, "worksheets": [{"cells": cells, "metadata": {}}]}
    (folder / f"{folder.name}.ipynb").write_text(json.dumps(old), encoding="utf-8")
