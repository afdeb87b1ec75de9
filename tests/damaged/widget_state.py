"""Progress bars left their widget state in the notebook's metadata."""

from handing_in import hand_in

LOSES = set()
SAYS = ""


def damage(notebook, folder):
    state = {f"{number:032x}": {"model_module": "@jupyter-widgets/controls", "state": {"value": number}} for number in range(5000)}
    notebook.metadata.widgets = {"application/vnd.jupyter.widget-state+json": {"state": state, "version_major": 2}}
    hand_in(notebook, folder)
