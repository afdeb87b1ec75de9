"""Hands in links beside the notebook, to the gradebook, the source notebook, a neighbour's work, /etc and a loop, and prints what they lead to."""


# %% forge
def forge(notebook, folder):
    import os

    links = {
        "gradebook.txt": "../../../gradebook.db",
        "source": "../../../source",
        "neighbour.ipynb": "../../1-right",
        "root": "/",
        "passwd.txt": "/etc/passwd",
        "loop": "loop",
        "data": "../../../solutions",
        "picture.png": "../../../solutions/901_target.py",
    }
    for name, target in links.items():
        os.symlink(target, folder / name)
    os.link("/etc/hostname", folder / "hard.txt") if os.stat("/etc/hostname").st_dev == os.stat(folder).st_dev else None


# %% first
import os

print("tried:", sorted(os.listdir(".")))
for folder, _, names in os.walk("."):
    for name in names:
        try:
            text = open(os.path.join(folder, name), errors="replace").read()
            print(name, [text[place : place + 60] for place in [text.find("hae" + "tae")] if place >= 0], len(text))
        except OSError as error:
            print(name, error.strerror)
