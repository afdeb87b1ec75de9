"""Changes the test cells' metadata: points, grade, solution, task and locked flags, cell types, checksums, schema versions."""
# trace: forged


# %% forge
def forge(notebook, folder):
    changes = [
        {"points": 1000},
        {"points": -1000},
        {"grade": False},
        {"solution": True},
        {"locked": False},
        {"task": True, "points": 50},
        {"cell_type": "markdown"},
        {"checksum": "0" * 32},
        {"schema_version": 99},
        {"schema_version": 1, "points": 9},
        {"grade_id": None},
    ]
    tests = [cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade")]
    for cell, change in zip(tests, changes):
        cell.metadata["nbgrader"].update(change)
    notebook.metadata["nbgrader"] = {"score": 20, "max_score": 20}
    notebook.metadata["kernelspec"] = {"name": "bash", "language": "bash", "display_name": "always right"}
    notebook.metadata["seodang"] = {"inside": [cell.id for cell in tests], "score": 20}
