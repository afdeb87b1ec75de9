"""Hands in a hundred thousand cells, each with an output and the id of a test, and a source of many megabytes."""
# trace: not read


# %% forge
def forge(notebook, folder):
    import json

    cell = {"cell_type": "code", "id": "mean_becomes_zero", "metadata": {}, "source": "pass", "outputs": [], "execution_count": None}
    large = {**cell, "id": "large", "source": "# " + "x" * 6_000_000}
    notebook.cells += [cell] * 100_000 + [large]
    (folder / f"{folder.name}.ipynb").write_text(json.dumps(notebook))
