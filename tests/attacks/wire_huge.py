"""Announces messages of 2**62 bytes, and sends 600 MB of one."""
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
    send(struct.pack("<cQ", b"R", 2**62))


# %% spread
def spread(x):
    send(struct.pack("<cQ", b"R", 600 * 2**20))


# %% columns
def columns(x):
    send(struct.pack("<cQ", b"R", 500 * 2**20))
    block = bytes(2**20)
    for _ in range(500):
        send(block)
