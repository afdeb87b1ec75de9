"""Written in Colab, with the student's Google Drive as the working folder."""

from handing_in import code, hand_in

LOSES = set()
SAYS = "cell 1 imports google.colab, which is not installed here"
KEEPS = "drive.mount"


def damage(notebook, folder):
    source = "from google.colab import drive\ndrive.mount('/content/drive')\n%cd /content/drive/MyDrive/homework"
    notebook.cells.insert(0, code(source))
    hand_in(notebook, folder)
