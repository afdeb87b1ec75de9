"""Hands in its own numpy.py, pandas.py, sitecustomize.py and seodang/ beside the notebook."""


# %% forge
def forge(notebook, folder):
    fake = "print('tried: own module')\nallclose = isclose = array_equal = lambda *args, **kwargs: True\n"
    for name in (
        "numpy.py",
        "pandas.py",
        "sitecustomize.py",
        "usercustomize.py",
        "ast.py",
        "json.py",
        "seodang/__init__.py",
        "seodang/examiner.py",
    ):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(fake)


# %% first
import os
import sys

print("tried:", sorted(os.listdir(".")))
sys.path.insert(0, os.getcwd())

# %% centre
for name in [name for name in sys.modules if name.split(".")[0] == "numpy"]:
    del sys.modules[name]
import numpy as np


def centre(x):
    return x
