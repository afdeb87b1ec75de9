"""Reaches out: the internet, name servers, the machine's loopback, other processes' sockets by path and by name, raw packets."""

# %% first
import glob
import os
import socket
import urllib.request

seen = []
for host, port in (("127.0.0.1", 47811), ("::1", 47811), ("127.0.0.1", 8888), ("1.1.1.1", 53), ("169.254.169.254", 80), ("10.0.2.2", 22)):
    try:
        with socket.create_connection((host, port), timeout=0.3) as sock:
            seen.append((host, port, sock.recv(100)))
    except OSError as error:
        seen.append((host, port, str(error)))
for name in (
    "\0seodang-attacks",
    "/tmp/.X11-unix/X0",
    "/run/dbus/system_bus_socket",
    "/var/run/docker.sock",
    *glob.glob("/tmp/**/*.sock", recursive=True),
):
    try:
        with socket.socket(socket.AF_UNIX) as sock:
            sock.connect(name)
            seen.append((name, sock.recv(100)))
    except OSError as error:
        seen.append((name, str(error)))
for family, kind in (
    (socket.AF_INET, socket.SOCK_RAW),
    (socket.AF_PACKET, socket.SOCK_RAW),
    (socket.AF_NETLINK, socket.SOCK_RAW),
    (40, socket.SOCK_STREAM),
):
    try:
        socket.socket(family, kind).close()
        seen.append((family, kind))
    except OSError as error:
        seen.append((family, str(error)))
for action in (lambda: urllib.request.urlopen("http://example.org", timeout=0.3), lambda: socket.gethostbyname("example.org")):
    try:
        seen.append(str(action()))
    except Exception as error:
        seen.append(str(error))
try:
    with socket.socket() as sock:
        sock.bind(("0.0.0.0", 47812))
        sock.listen()
        seen.append("listens")
except OSError as error:
    seen.append(str(error))
print("tried:", seen)
