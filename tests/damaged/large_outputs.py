"""A loop printed 50 MB into an output."""

from handing_in import answers, dumps

LOSES = set()
SAYS = "MB were left out"


def damage(notebook, folder):
    answers(notebook)[0].outputs = [{"output_type": "stream", "name": "stdout", "text": "PRINTED"}]
    printed = ", ".join(['"[1, 2] {3: 4}\\n"'] * 2_700_000)
    whole = dumps(notebook).replace('"PRINTED"', printed)
    (folder / f"{folder.name}.ipynb").write_text(whole, encoding="utf-8")
