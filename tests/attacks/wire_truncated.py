"""Sends half a message and closes, shuts one direction down, or says nothing more."""
# trace: crashed
# begins: wire


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
