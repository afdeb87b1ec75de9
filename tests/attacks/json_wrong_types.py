"""Hands in cells that are numbers, lists and texts, sources that are objects, ids that are lists, halves of characters, null bytes."""


# %% forge
def forge(notebook, folder):
    import json

    odd = [
        None,
        3,
        [],
        "cell",
        {},
        {"cell_type": []},
        {"cell_type": "code", "source": {"a": 1}},
        {"cell_type": "code", "source": [[["x"]]]},
    ]
    odd += [{"cell_type": {"$ref": "#"}, "source": 5, "id": ["x"], "metadata": [], "outputs": {}, "execution_count": {}}]
    odd += [{"cell_type": "code", "source": "print('\ud800\0')", "metadata": {"nbgrader": [1], "tags": 3}, "outputs": [None, 3, {}]}]
    odd += [
        {
            "cell_type": "markdown",
            "source": "x",
            "attachments": {"../../left-behind.png": {"image/png": "QUJD"}, "a": 3, "b": {"image/png": [[1]]}},
        }
    ]
    for cell in notebook.cells:
        if "nbgrader" in cell.metadata:
            cell.metadata["nbgrader"].update(grade="false", solution=0, locked=[], schema_version="x", cell_type={})
    text = json.dumps({**notebook, "cells": odd + list(notebook.cells) + odd, "metadata": [], "nbformat": "4", "nbformat_minor": None})
    (folder / f"{folder.name}.ipynb").write_text(text)


# %% first
print("tried: types")
