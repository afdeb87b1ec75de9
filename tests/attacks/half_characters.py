"""Has the room describe an object with half a character in its name, which no file and no database takes."""

# %% first
from seodang import handle

described = handle.information


def information(value):
    return {**described(value), "type": "\ud800", "name": "\udfff", "doc": "\ud800" * 9}


handle.information = information


# %% kinds
def kinds(words):
    print("tried: half a character")
    return iter(words)


# %% centre
def centre(x):
    return print


# %% spread
def spread(x):
    raise type("\ud800", (Exception,), {})("\udfff")
