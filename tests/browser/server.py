"""A JupyterLab server of its own: nothing of the machine's settings leaks in, nothing stays behind."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

STARTS_WITHIN = 60
_SETTINGS = {
    # Without an answer JupyterLab asks in a pop-up whether it may fetch news, and looks for updates.
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False, "doNotDisturbMode": True},
    # A test saves when it means to.
    "docmanager-extension/plugin": {"autosave": False},
    # Cells that are out of sight stay in the page, so that a test can look at them.
    "notebook-extension/tracker": {"windowingMode": "none"},
}


def free_port() -> int:
    """Return a port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class LabServer:
    """A JupyterLab server as a process, with its files under `home`."""

    def __init__(self, home: Path) -> None:
        self.notebooks = home / "notebooks"
        self.runtime = home / "runtime"
        self.log = home / "server.log"
        self.token = secrets.token_hex(16)
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._settings = home / "settings"
        self._env = self._environment(home)
        self._process: subprocess.Popen[bytes] | None = None

    def _environment(self, home: Path) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "IPYTHON"))}
        folders = {
            "HOME": home / "home",
            "IPYTHONDIR": home / "ipython",
            "JUPYTER_CONFIG_DIR": home / "config",
            "JUPYTER_DATA_DIR": home / "data",
            "JUPYTER_RUNTIME_DIR": self.runtime,
            "JUPYTERLAB_SETTINGS_DIR": self._settings,
            "JUPYTERLAB_WORKSPACES_DIR": home / "workspaces",
        }
        for folder in (self.notebooks, *folders.values()):
            folder.mkdir(parents=True)
        # The cells of the tests import the tests' own journeys.
        python = {"PYTHONPATH": str(Path(__file__).parents[2])}
        return {**kept, **python, **{name: str(folder) for name, folder in folders.items()}}

    def start(self) -> None:
        """Start, and return when it answers."""
        for name, settings in _SETTINGS.items():
            file = self._settings / "@jupyterlab" / f"{name}.jupyterlab-settings"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(json.dumps(settings), "utf-8")
        command = [
            *(sys.executable, "-m", "jupyterlab", "--no-browser", "--expose-app-in-browser", "--allow-root"),
            *(f"--ServerApp.port={self.port}", "--ServerApp.port_retries=0", "--ServerApp.ip=127.0.0.1"),
            *(f"--IdentityProvider.token={self.token}", f"--ServerApp.root_dir={self.notebooks}"),
            *("--LabApp.extension_manager=readonly", "--LanguageServerManager.autodetect=False"),
        ]
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(
                command, env=self._env, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
            )
        until = time.monotonic() + STARTS_WITHIN
        while time.monotonic() < until:
            if self._process.poll() is not None:
                break
            with contextlib.suppress(OSError):
                self.get("api/status")
                return
            time.sleep(0.1)
        self.stop()
        message = f"JupyterLab did not start:\n{self.log.read_text('utf-8')[-4000:]}"
        raise RuntimeError(message)

    def get(self, path: str) -> Any:
        """Return what the server's API answers."""
        request = urllib.request.Request(  # noqa: S310 - its own address
            f"{self.url}/{path}", headers={"Authorization": f"token {self.token}"}
        )
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
            return json.load(answer)

    def stop(self) -> None:
        """Stop the server, and with it the kernels that it started."""
        process, self._process = self._process, None
        if process is None:
            return
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
