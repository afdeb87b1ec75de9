"""Writes 10 GB into its folders."""

# %% first
import os

for folder in (".", "/tmp", "/dev/shm"):
    try:
        with open(f"{folder}/left-behind", "wb") as file:
            for _ in range(640):
                file.write(bytes(2**24))
    except OSError as error:
        print("tried:", error)
for number in range(100_000):
    try:
        os.mkdir(f"left-behind-{number}")
    except OSError as error:
        print("tried:", number > 1_000, error)
        break
