"""Calls back what was never offered, endlessly, recursively, with wrong keys, hostile arguments and names of hidden attributes."""
# trace: crashed
# begins: wire


# %% centre
def centre(x):
    while True:
        send(message(b'["list","0000000000000000","__call__",["list"],["dict"]]', kind=b"C"))


# %% repeat
def repeat(f, x, n):
    key = vars(f)["_key"]
    tries = [
        (key, "__class__", (), {}),
        (key, "__init__", (), {}),
        (key, "__dict__", (), {}),
        (key, "__globals__", (), {}),
        (key, "__call__", (1,), {"__class__": 2}),
        (key, "seen", (), {}),
        (key, "__getattribute__", ("__dict__",), {}),
        (key, "__getattribute__", (f,), {}),
        (key, "__getattribute__", (), {}),
        (key, ["__call__"], (), {}),
        (key, "__call__", (f,), {}),
    ]
    for attempt in tries:
        try:
            ROOM.call_back(*attempt)
        except Exception as error:
            print(type(error).__name__)
    while True:
        repeat_once = lambda value: ROOM.call_back(key, "__call__", (repeat_once,), {})
        repeat_once(1)
