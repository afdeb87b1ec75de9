"""Sends signals to every process it may, to its parent, its group and process 1."""
# trace: crashed

# %% first
import os
import signal

for pid in (os.getppid(), 1, 2, 3, 4, 5):
    for number in (signal.SIGTERM, signal.SIGSTOP, signal.SIGKILL, signal.SIGUSR1):
        try:
            os.kill(pid, number) if pid != os.getpid() else None
        except OSError as error:
            print("tried:", pid, error)


# %% centre
def centre(x):
    for action in (lambda: os.kill(-1, signal.SIGKILL), lambda: os.killpg(0, signal.SIGKILL), lambda: os.kill(os.getpid(), signal.SIGKILL)):
        try:
            action()
        except OSError:
            pass
