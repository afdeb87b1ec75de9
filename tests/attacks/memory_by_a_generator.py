"""Sends states of generators whose place lies outside their key, so that the examiner draws numbers from its own memory."""

# %% first
from seodang import room

states = room.get_states
SEEN = []


def outside():
    found = states()
    found["numpy"]["state"]["pos"] = 100_000
    return found


room.get_states = outside


# %% noisy
def noisy(x, rng):
    SEEN.append(x.tobytes())
    print("tried: a place outside the key")
    return x


# %% after noise_comes_from_the_generator
print("tried:", len(SEEN))
