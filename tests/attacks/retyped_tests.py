"""Makes text and raw cells of test cells, and answers of them by their flags."""
# trace: mended


# %% forge
def forge(notebook, folder):
    tests = [cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade")]
    for number, cell in enumerate(tests):
        if number % 3:
            cell.cell_type = "markdown" if number % 3 == 1 else "raw"
            cell.pop("outputs", None)
            cell.pop("execution_count", None)
        else:
            cell.metadata["nbgrader"].update(solution=True, grade=True, locked=False)
            cell.source = "YOUR ANSWER HERE"
