"""Sleeps for ever in a call, taking no CPU time."""
# trace: timed out

# %% centre
import time


def centre(x):
    time.sleep(10_000)
