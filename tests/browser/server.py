"""A JupyterLab or Notebook server of its own."""

from __future__ import annotations

import json
import secrets
from pathlib import Path
from typing import Literal

from tests.browser.served import Served, free_port

_SETTINGS = {
    # Without an answer JupyterLab asks in a pop-up whether it may fetch news, and looks for updates.
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False, "doNotDisturbMode": True},
    # A test saves when it means to.
    "docmanager-extension/plugin": {"autosave": False},
    # Cells that are out of sight stay in the page, so that a test can look at them.
    "notebook-extension/tracker": {"windowingMode": "none"},
}


class LabServer:
    """A server as a process, with its files under `home`: ``jupyterlab``, or ``notebook`` for Notebook 7."""

    def __init__(self, home: Path, app: Literal["jupyterlab", "notebook"] = "jupyterlab") -> None:
        self.notebooks = home / "notebooks"
        self.runtime = home / "runtime"
        self.token = secrets.token_hex(16)
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._settings = home / "settings"
        self.notebooks.mkdir(parents=True)
        arguments = [
            *("--no-browser", "--expose-app-in-browser", "--allow-root"),
            *(f"--ServerApp.port={self.port}", "--ServerApp.port_retries=0", "--ServerApp.ip=127.0.0.1"),
            *(f"--IdentityProvider.token={self.token}", f"--ServerApp.root_dir={self.notebooks}"),
            *("--LabApp.extension_manager=readonly", "--LanguageServerManager.autodetect=False"),
        ]
        self._server = Served(app, arguments, home)

    def start(self) -> None:
        """Start, and return when it answers."""
        for name, settings in _SETTINGS.items():
            file = self._settings / "@jupyterlab" / f"{name}.jupyterlab-settings"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(json.dumps(settings), "utf-8")
        authorized = {"Authorization": f"token {self.token}"}
        self._server.start(self.notebooks, f"{self.url}/api/status", authorized)

    def stop(self) -> None:
        """Stop the server, and with it the kernels that it started."""
        self._server.stop()
