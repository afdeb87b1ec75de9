"""Handed in with the traceback of an error that is long mended."""

from handing_in import answers, hand_in

LOSES = set()
SAYS = ""


def damage(notebook, folder):
    answers(notebook)[0].outputs = [{"output_type": "error", "ename": "NameError", "evalue": "x", "traceback": ["\x1b[31mNameError"]}]
    hand_in(notebook, folder)
