"""Sends half a message and closes, shuts one direction down, or says nothing more."""
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
    send(message(b'["dict","value",1]')[:20])
    ROOM.connection.sock.close()


# %% spread
def spread(x):
    send(struct.pack("<cQ", b"R", 100), b"half")
    ROOM.connection.sock.shutdown(socket.SHUT_WR)


# %% table
def table(frame):
    ROOM.connection.sock.shutdown(socket.SHUT_RD)


# %% kinds
def kinds(words):
    send(b"R")
    import os

    os._exit(0)
