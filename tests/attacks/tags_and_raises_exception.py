"""Tags test cells so that errors in them are expected or that they are skipped: raises-exception, skip-execution, and more."""
# trace: forged


# %% forge
def forge(notebook, folder):
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("grade"):
            cell.metadata["tags"] = ["raises-exception", "skip-execution", "nbgrader-skip", "remove_cell", "inside", "parameters"]
            cell.metadata["run_control"] = {"frozen": True}
            cell.metadata["seodang"] = {"role": "added", "inside": True}
            cell.metadata["jupyter"] = {"source_hidden": True, "outputs_hidden": True}
    notebook.metadata["execution"] = {"allow_errors": True, "timeout": 0}
