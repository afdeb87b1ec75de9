"""The notebook was switched to an R kernel."""

from handing_in import hand_in

LOSES = set()
SAYS = "was switched to a kernel for R"


def damage(notebook, folder):
    notebook.metadata.kernelspec = {"display_name": "R", "language": "R", "name": "ir"}
    notebook.metadata.language_info = {"name": "R"}
    hand_in(notebook, folder)
