"""Forks for ever."""
# trace: crashed

# %% first
import os

while True:
    try:
        os.fork()
    except OSError:
        pass
