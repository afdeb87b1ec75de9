"""Leaves memory, queues, semaphores, locks and sockets that outlive a process."""

# %% first
import ctypes
import fcntl
import mmap
import os
import socket
from multiprocessing import shared_memory

libc, seen, KEPT = ctypes.CDLL(None, use_errno=True), [], []
for name, call in (
    ("shmget", lambda: libc.shmget(4711, 1 << 20, 0o1666)),
    ("msgget", lambda: libc.msgget(4711, 0o1666)),
    ("semget", lambda: libc.semget(4711, 1, 0o1666)),
):
    seen.append((name, call()))
for make in (
    lambda: shared_memory.SharedMemory("left-behind", create=True, size=1 << 20).name,
    lambda: libc.mq_open(b"/left-behind", 0o102, 0o666, None),
    lambda: libc.sem_open(b"/left-behind", 0o100, 0o666, 1) != 0,
    lambda: os.memfd_create("left-behind"),
    lambda: os.mkfifo("/tmp/left-behind"),
    lambda: os.symlink("/etc", "/tmp/left-behind-link"),
    lambda: fcntl.flock(os.open("/usr/bin", os.O_RDONLY), fcntl.LOCK_EX | fcntl.LOCK_NB),
):
    try:
        seen.append(make())
    except (OSError, AttributeError) as error:
        seen.append(str(error))
try:
    KEPT.append(socket.socket(socket.AF_UNIX))
    KEPT[0].bind("\0left-behind")
    KEPT[0].listen()
except OSError as error:
    seen.append(str(error))
print("tried:", seen)
