"""Announces messages of 2**62 bytes, and sends 600 MB of one."""
# trace: crashed
# begins: wire


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
