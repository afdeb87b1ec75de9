"""Leaves threads and daemons behind that go on after the cell: one changes answers while later tests run, others only stay."""

# %% first
import os
import subprocess
import threading
import time


def change():
    while True:
        globals().update(best_k=int(time.time() * 1000) % 24 + 1, centre=lambda x: None)
        time.sleep(0.001)


for daemon in (True, False):
    threading.Thread(target=change, daemon=daemon).start()
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        os.execvp("sleep", ["left-behind", "1000"])
    os._exit(0)
subprocess.Popen(["sh", "-c", "trap '' TERM INT HUP; sleep 1000 & sleep 1000"], start_new_session=True)
print("tried: threads and daemons")

# %% best_k
best_k = None
