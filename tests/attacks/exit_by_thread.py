"""A thread ends the process at moments between cells."""
# trace: ended

# %% first
import os
import threading

threading.Timer(0.05, os._exit, [0]).start()

# %% after columns_of_other_data
import time

time.sleep(0.2)  # cells may be through sooner than the thread
