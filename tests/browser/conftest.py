"""A real JupyterLab server and a real browser."""

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# All cells stand in the page, so that a test can see them; no question about news in the pictures.
SETTINGS = {
    "@jupyterlab/notebook-extension/tracker": {"windowingMode": "none"},
    "@jupyterlab/apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
}
TOKEN = "browser-tests"


def pytest_addoption(parser):
    parser.addoption("--screenshots", metavar="FOLDER", help="write the pictures of the README there")


@pytest.fixture(scope="session")
def chromium():
    """A headless Chromium with one cache for all pages; Debian's, because playwright's own download needs another network."""
    from playwright.sync_api import sync_playwright

    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not program:
        pytest.fail("no Chromium on this machine: `apt-get install chromium`")
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=quiet)
        yield browser.new_context(viewport={"width": 1280, "height": 1000})
        browser.close()


class Lab:
    """A running JupyterLab at an address."""

    def __init__(self, address):
        self.address = address

    def api(self, resource, method, **body):
        """The answer of Jupyter's REST API, or None when it has none."""
        headers = {"Authorization": f"token {TOKEN}", "Content-Type": "application/json"}
        data = json.dumps(body).encode() if body else None
        request = urllib.request.Request(f"{self.address}/api/{resource}", data, headers, method=method)
        with urllib.request.urlopen(request, timeout=60) as reply:
            content = reply.read()
        return json.loads(content) if content else None

    @contextlib.contextmanager
    def session(self, path):
        """A kernel for the notebook, started before a page asks for one: pages that start kernels themselves may start two."""
        kernel = {"name": "python3"}
        session = self.api("sessions", "POST", path=path, name=Path(path).name, type="notebook", kernel=kernel)
        try:
            yield session
        finally:
            self.api(f"sessions/{session['id']}", "DELETE")

    def is_idle(self, path):
        """Whether the kernel of a notebook has nothing to do, by the server's own account."""
        return [session["kernel"]["execution_state"] for session in self.api("sessions", "GET") if session["path"] == path] == ["idle"]

    def url(self, path):
        """The page of a notebook alone, without what an earlier page had open."""
        return f"{self.address}/doc/tree/{path}?reset&token={TOKEN}"


@pytest.fixture(scope="session")
def jupyterlab(tmp_path_factory):
    """A JupyterLab whose files are copies of source/ and release/."""
    folder = tmp_path_factory.mktemp("lab")
    for step in ("source", "release"):
        shutil.copytree(ROOT / step, folder / step)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--ip=127.0.0.1", f"--port={port}", "--allow-root"]
    command += [f"--IdentityProvider.token={TOKEN}", f"--ServerApp.root_dir={folder}", "--ServerApp.log_level=ERROR"]
    for extension, settings in SETTINGS.items():
        path = folder / "settings" / f"{extension}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(settings))
    places = {"JUPYTER_CONFIG_DIR": "config", "JUPYTERLAB_WORKSPACES_DIR": "workspaces", "JUPYTERLAB_SETTINGS_DIR": "settings"}
    environment = {**os.environ, **{key: str(folder / place) for key, place in places.items()}}
    server = subprocess.Popen(command, env=environment)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(f"{address}/login", server)
        yield Lab(address)
    finally:
        server.terminate()
        server.wait()


def _wait(address, server):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and server.poll() is None:
        try:
            urllib.request.urlopen(address).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    pytest.fail("JupyterLab did not start")
