"""Sends lengths that are wrong: NaN, negative, too many buffers, sums that wrap around, arrays larger than what is sent."""
# trace: crashed
# begins: wire


# %% centre
def centre(x):
    body = struct.pack("<QI", 2**64 - 1, 2**32 - 1)
    send(struct.pack("<cQ", b"R", len(body)), body)


# %% spread
def spread(x):
    body = struct.pack("<QIQQ", 4, 2, 2**64 - 4, 4) + b"null"
    send(struct.pack("<cQ", b"R", len(body)), body)


# %% table
def table(frame):
    send(message(b'["dict","value",["array","<f8",[NaN,-1],0]]', bytes(8)))


# %% kinds
def kinds(words):
    send(message(b'["dict","value",["array","<f8",[1e99,Infinity],0]]', bytes(8)))


# %% repeat
def repeat(f, x, n):
    send(message(b'["dict","value",["array","<U999999",[4294967296,4294967296,0],0]]', b""))


# %% columns
def columns(x):
    send(message(b'["dict","value",["array","<f8",[9223372036854775807,9223372036854775807],0]]', bytes(16)))
