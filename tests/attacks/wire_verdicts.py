"""Speaks as the examiner would: verdicts, events, replies to questions nobody has asked yet, pickles, other kinds of message."""
# trace: crashed
# begins: wire


# %% centre
def centre(x):
    import json
    import pickle

    passed = {"test": "mean_becomes_zero", "kind": "passed", "points": 2, "max_points": 2}
    for event in ({"event": "end", "index": 2, "verdict": passed}, {"event": "done"}):
        body = json.dumps(event).encode()
        send(struct.pack("<cQ", b"E", len(body)), body)
    send(struct.pack("<cQ", b"J", 4), pickle.dumps(None)[:4])


# %% spread
def spread(x):
    reply = message(b'["dict","value",5.0,"verdict","passed","changes",["list"],"printed","","states",null]')
    send(reply * 50)
    return 5.0


# %% kinds
def kinds(words):
    import os
    import pickle

    class Bomb:
        def __reduce__(self):
            return os.system, ("touch /tmp/left-behind",)

    send(message(pickle.dumps(Bomb())))
