"""Tries the ways out of a sandbox: namespaces, mounts, chroot, setuid programs, capabilities, keys, device files, open descriptors."""

# %% first
import ctypes
import os
import subprocess

libc, seen = ctypes.CDLL(None, use_errno=True), []


def call(name, *arguments):
    ctypes.set_errno(0)
    seen.append((name, libc[name](*arguments) if isinstance(name, str) else None, os.strerror(ctypes.get_errno())))


for flag in (0x10000000, 0x00020000, 0x20000000, 0x40000000):
    call("unshare", flag)
call("mount", b"none", b"/tmp", b"tmpfs", 0, None)
call("mount", None, b"/", None, 32 | 4096, None)
call("umount2", b"/proc", 2)
call("umount2", b"/dev", 2)
call("chroot", b"/")
call("setuid", 0)
call("setns", 0, 0)
call("syscall", 250, 0, -3, 1)
for action in (
    lambda: os.mknod("/tmp/disk", 0o060666, os.makedev(254, 0)),
    lambda: os.chmod("/usr/bin/env", 0o777),
    lambda: os.setxattr("/tmp", "security.capability", b"x"),
    lambda: os.sched_setaffinity(0, range(64)),
    lambda: os.setpriority(os.PRIO_PROCESS, 0, -20),
    lambda: subprocess.run(["su", "-c", "id"], capture_output=True, timeout=5).stderr[:80],
    lambda: subprocess.run(["unshare", "-Ur", "id"], capture_output=True, timeout=5).stderr[:80],
    lambda: os.listdir("/proc/1/root"),
    lambda: os.open("/proc/1/ns/mnt", os.O_RDONLY),
):
    try:
        seen.append(str(action())[:200])
    except Exception as error:
        seen.append(str(error))
print("tried:", seen)
