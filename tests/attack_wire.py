"""How attacks on the wire begin: they find the room's end of it, and write messages of their own. See attack_runner."""

import gc
import socket  # noqa: F401 - for the cells of some attacks
import struct

from seodang import room as engine

ROOM = next((value for value in gc.get_objects() if type(value) is engine.Room), None)
if ROOM is not None:
    print("tried: the room's end of the wire")


def send(*parts):
    ROOM.connection.sock.sendall(b"".join(parts))


def message(text, *buffers, kind=b"R"):
    lengths = b"".join(struct.pack("<Q", len(buffer)) for buffer in buffers)
    body = struct.pack("<QI", len(text), len(buffers)) + lengths + text + b"".join(buffers)
    return struct.pack("<cQ", kind, len(body)) + body
