"""Hands in a link to a neighbour's folder as its own folder."""
# trace: not read


# %% forge
def forge(notebook, folder):
    import os

    folder.rmdir()
    os.symlink(f"../1-right/{folder.name}", folder)
