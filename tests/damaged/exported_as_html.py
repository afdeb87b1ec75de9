"""Exported as a web page."""

LOSES = {"all"}
SAYS = "is not a notebook: hand in the .ipynb file"


def damage(notebook, folder):
    (folder / f"{folder.name}.html").write_text("<!DOCTYPE html><html><body>…</body></html>", encoding="utf-8")
