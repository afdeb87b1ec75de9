"""Forges the record of a test's spy instead of calling it: attribute, list, class, hidden names, deletion."""

# %% first
TRIED = []


# %% repeat
def repeat(f, x, n):
    wanted = [1, 3, 7] if n == 3 else [2, 5]
    key = object.__getattribute__(f, "_key")
    room = object.__getattribute__(f, "_room")
    for attempt in (
        lambda: setattr(f, "seen", wanted),
        lambda: f.seen.extend(wanted),
        lambda: f.seen.append(1),
        lambda: setattr(type(f), "seen", wanted),
        lambda: f.__dict__.update(seen=wanted),
        lambda: room.call_back(key, "__setattr__", ("seen", wanted), {}),
        lambda: room.call_back(key, "__init__", (), {}),
        lambda: room.call_back(key, "__setstate__", ({"seen": wanted},), {}),
        lambda: room.call_back(key, "__getattribute__", ("__dict__",), {}).update(seen=wanted),
        lambda: room.call_back(key, "__getattribute__", ("seen",), {}).__iadd__(wanted),
        lambda: room.call_back(key, "__reduce__", (), {}),
        lambda: room.call_back(key, "__class__", (), {}),
        lambda: room.call_back(key, "__delattr__", ("seen",), {}),
        lambda: room.call_back(key, "seen.extend", (wanted,), {}),
        lambda: room.call_back("0" * 16, "__call__", (1,), {}),
    ):
        try:
            TRIED.append(str(attempt())[:60])
        except Exception as error:
            TRIED.append(f"{type(error).__name__}: {error}"[:80])


# %% after applied_n_times
print("tried:", TRIED)
