"""Hands in a link to a neighbour's right notebook as its own."""
# trace: not read


# %% forge
def forge(notebook, folder):
    import os

    os.symlink(f"../../1-right/{folder.name}/{folder.name}.ipynb", folder / f"{folder.name}.ipynb")
