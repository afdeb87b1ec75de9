"""The download broke off in the middle of the last answer."""

from handing_in import answers, dumps

LOSES = {"last", "essay"}
SAYS = "the file is damaged behind its cell"


def damage(notebook, folder):
    whole = dumps(notebook)
    last = answers(notebook)[-1].source.split("\n")[0]
    (folder / f"{folder.name}.ipynb").write_text(whole[: whole.rindex(last)], encoding="utf-8")
