"""From a Mac by way of a USB stick: a hidden file of the same name lies beside each file, and the folder's own."""

from handing_in import hand_in

LOSES = set()
SAYS = ""


def damage(notebook, folder):
    hand_in(notebook, folder)
    (folder / f"._{folder.name}.ipynb").write_bytes(b"\0\5\x16\7\0\2\0\0Mac OS X" + bytes(100))
    (folder / ".DS_Store").write_bytes(b"\0\0\0\1Bud1")
