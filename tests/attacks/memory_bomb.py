"""Takes all the memory that there is, in one piece, in many, in children and in shared memory."""
# trace: crashed

# %% first
import mmap
import os

print("tried: memory")
for take in (lambda: bytearray(2**40), lambda: [bytearray(2**24) for _ in range(10_000)]):
    try:
        take()
    except MemoryError:
        print("no more")

# %% after centre
kept = []
for _ in range(8):
    if os.fork() == 0:
        kept = bytearray(os.urandom(2**20)) * 300
        import time

        time.sleep(60)
shared = mmap.mmap(-1, 2**31)
for place in range(0, 2**31, 4096):
    shared[place] = 1
