"""Sends text nested a million deep, tuples in tuples, and lists of handles of handles."""
# trace: crashed

# %% first
import gc
import socket
import struct

from seodang import room as engine

ROOM = next((value for value in gc.get_objects() if type(value) is engine.Room), None)
print("tried: the room's end of the wire", ROOM is not None)


def send(*parts):
    ROOM.connection.sock.sendall(b"".join(parts))


def message(text, *buffers, kind=b"R"):
    lengths = b"".join(struct.pack("<Q", len(buffer)) for buffer in buffers)
    body = struct.pack("<QI", len(text), len(buffers)) + lengths + text + b"".join(buffers)
    return struct.pack("<cQ", kind, len(body)) + body


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
