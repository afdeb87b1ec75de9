"""Sends lists, dicts, arrays, frames and classes that hold themselves, and references to what is not there."""
# trace: printed
# begins: wire


# %% centre
def centre(x):
    send(message(b'["dict","value",["list",["ref",1],["ref",1]]]'))


# %% spread
def spread(x):
    send(message(b'["dict","value",["objects",[2],["ref",1],["ref",1]]]'))


# %% table
def table(frame):
    send(message(b'["dict","value",["series",["ref",1],["rangeindex",0,1,1,null],null]]'))


# %% kinds
def kinds(words):
    send(message(b'["dict","value",["set",["ref",1],["frozenset",["ref",0]]]]'))


# %% tally
class Tally:
    def add(self, word):
        pass

    @property
    def counts(self):
        send(message(b'["dict","value",["dict","x",["ref",1],"y",["ref",999999]]]'))


# %% reading
def reading(text):
    send(message(b'["dict","value",["instance","Reading",["dict","value",["ref",1],"unit",["ref",0]]]]'))


# %% columns
def columns(x):
    send(message(b'["dict","value",["given",0],"changes",["list",["list",0,["given",0]],["list",-1,["given",0]],["list",99,3]]]'))
