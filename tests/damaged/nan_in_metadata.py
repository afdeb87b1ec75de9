"""A tool wrote NaN, which is not JSON, and a number of five thousand digits."""

from handing_in import dumps

LOSES = set()
SAYS = ""


def damage(notebook, folder):
    broken = dumps(notebook).replace('"nbformat": 4', f'"a": NaN, "b": -Infinity, "c": {"9" * 5000}, "nbformat": 4', 1)
    (folder / f"{folder.name}.ipynb").write_text(broken, encoding="utf-8")
