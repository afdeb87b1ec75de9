"""Returns objects that would run a command when they are pickled or unpickled."""

# %% first
import os


class Bomb:
    def __reduce_ex__(self, protocol):
        print("tried: __reduce_ex__")
        return os.system, ("touch /tmp/left-behind",)

    __reduce__ = lambda self: (os.system, ("touch /tmp/left-behind",))
    __getstate__ = __copy__ = lambda self: os.system("touch /tmp/left-behind")
    __deepcopy__ = lambda self, memo: os.system("touch /tmp/left-behind")


import pickle

pickle.dumps(Bomb())
os.path.exists("/tmp/left-behind") and os.unlink("/tmp/left-behind")


# %% centre
def centre(x):
    return Bomb()


# %% tally
Tally = Bomb


# %% reading
def reading(text):
    return Bomb()
