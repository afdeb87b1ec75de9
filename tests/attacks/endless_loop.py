"""Loops for ever, in a cell and in a call."""
# trace: timed out

# %% first
while True:
    pass


# %% centre
def centre(x):
    while True:
        pass
