"""Sends handles with hostile descriptions: huge numbers, classes it is not, signatures that are none, a million names."""
# trace: printed
# begins: wire


# %% centre
def centre(x):
    send(message(b'["dict","value",["handle",0,{"type":"ndarray","mro":["numpy.ndarray","builtins.object"],"name":"x","callable":true}]]'))


# %% spread
def spread(x):
    send(message(b'["dict","value",["handle",9007199254740993,{"mro":["builtins.float","os.system","__main__.Spy","numpy.__class__"]}]]'))


# %% table
def table(frame):
    send(message(b'["dict","value",["handle",-1,{}]]'))


# %% kinds
def kinds(words):
    names = b'["x",5,null],' * 100_000
    send(message(b'["dict","value",["handle",3,{"parameters":[' + names + b'["y",NaN,{"a":1}]],"doc":5,"name":["x"],"callable":1}]]'))


# %% columns
def columns(x):
    send(
        message(
            b'["dict","error",["dict","classes",["list","builtins.SystemExit","builtins.KeyboardInterrupt","seodang.verdicts.Verdict"],"text",5]]'
        )
    )
