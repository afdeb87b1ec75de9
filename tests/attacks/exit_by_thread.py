"""A thread ends the process at moments between cells."""
# trace: ended

# %% first
import os
import threading

threading.Timer(0.05, os._exit, [0]).start()
