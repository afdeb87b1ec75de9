"""Hands in other notebooks and scripts beside its own, one with all ids and no answers, one under a name with newlines."""


# %% forge
def forge(notebook, folder):
    import nbformat

    content = nbformat.writes(notebook)
    for name in ("901_target (1).ipynb", "source.ipynb", "901_target.py", "\n.ipynb", "a" * 200 + ".ipynb", "902_network.ipynb"):
        (folder / name).write_text(content)
    (folder / "timestamp.txt").write_text("9999-99-99 99:99:99 UTC")
    (folder / "left-behind" / "901_target").mkdir(parents=True)
    (folder / "nbgrader_config.py").write_text("open('/tmp/left-behind', 'w')")


# %% first
print("tried: notebooks")
