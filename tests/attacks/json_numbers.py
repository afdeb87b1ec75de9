"""Hands in a notebook whose JSON holds numbers of a million digits, NaN, Infinity, 1e999999 and -0, as points, counts and sizes."""


# %% forge
def forge(notebook, folder):
    import json

    for cell in notebook.cells:
        if cell.metadata.get("nbgrader"):
            cell.metadata["nbgrader"]["points"] = "POINTS"
        if cell.cell_type == "code":
            cell.execution_count = "COUNT"
    text = json.dumps(notebook)
    for number, word in enumerate(("NaN", "Infinity", "-Infinity", "1e999999", "-0", "9" * 100_000, "1" + "0" * 1_000_000)):
        text = text.replace('"POINTS"', word, 1).replace('"COUNT"', word, 1)
    (folder / f"{folder.name}.ipynb").write_text(text.replace('"POINTS"', "Infinity").replace('"COUNT"', "NaN"))


# %% first
print("tried: numbers")
