"""The page of a learning management system, saved under the notebook's name."""

LOSES = {"all"}
SAYS = "it is a web page"


def damage(notebook, folder):
    (folder / f"{folder.name}.ipynb").write_text("<!DOCTYPE html><html><body>Please log in</body></html>", encoding="utf-8")
