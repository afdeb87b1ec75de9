"""Hands in a link to the source notebook, with its solutions and hidden tests, as its own."""
# trace: not read


# %% forge
def forge(notebook, folder):
    import os

    os.symlink(f"../../../source/{folder.name}/{folder.name}.ipynb", folder / f"{folder.name}.ipynb")
