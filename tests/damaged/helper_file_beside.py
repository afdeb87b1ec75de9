"""The first answer imports a Python file that lies beside the notebook."""

from handing_in import answers, hand_in

LOSES = set()
SAYS = ""


def damage(notebook, folder):
    first = answers(notebook)[0]
    first.source = f"import knacks\n\n\n{first.source}"
    (folder / "knacks.py").write_text("HALF = 0.5\n", encoding="utf-8")
    hand_in(notebook, folder)
