"""Sends every tag of the codec with operands that do not fit, one a call."""
# trace: crashed
# begins: wire

# %% centre
from seodang.codec import SCHEMA

ODD = [
    "null",
    "-1",
    '"numpy.ndarray"',
    '["ref",0]',
    '["array","|b1",[1],0]',
    '"<f8"',
    "[1]",
    '["dict",["list"],1]',
    "1e400",
    '"' + "9" * 3000 + '"',
]
ALL = [f'["{tag}",' + ",".join([odd] * max(1, len(operands))) + "]" for tag, operands in SCHEMA.items() for odd in ODD]


def centre(x):
    text = '["dict","value",["tuple",' + ",".join(ALL) + "]]"
    send(message(text.encode(), b"\x07"))


# %% spread
def spread(x):
    send(message(b'["dict","value",["Decimal","1E+9999999"]]'))


# %% table
def table(frame):
    send(message(b'["dict","value",["frame",["rangeindex",0,99999999999,1,null],["index",["array","<i8",[0],0],null,null]]]', b""))


# %% kinds
def kinds(words):
    send(message(b'["dict","value",["rangeindex",0,99999999999999,1,null]]'))


# %% tally
def Tally():
    send(message(b'["dict","value",["range",0,99999999999999999999,1]]'))


# %% columns
def columns(x):
    send(message(b'["dict","value",["array","|b1",[2],0]]', b"\x07\x09"))
