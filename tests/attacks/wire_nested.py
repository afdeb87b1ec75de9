"""Sends text nested a million deep, tuples in tuples, and lists of handles of handles."""
# trace: crashed
# begins: wire


# %% centre
def centre(x):
    send(message(b'["list",' * 1_000_000 + b"1" + b"]" * 1_000_000))


# %% spread
def spread(x):
    send(message(b'["dict","value",' + b'["tuple",' * 400 + b"1" + b"]" * 400 + b"]"))


# %% kinds
def kinds(words):
    send(message(b"[" * 5_000_000))


# %% columns
def columns(x):
    send(message(b'["dict","value",["handle",1,{"mro":' + b"[" * 900 + b"]" * 900 + b"}]]"))
