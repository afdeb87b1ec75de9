"""Prints for ever."""
# trace: timed out

# %% first
while True:
    print("again" * 100)
