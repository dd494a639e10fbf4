"""Servers as processes of their own: nothing of the machine's settings leaks in, nothing stays behind."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

STARTS_WITHIN = 60


def free_port() -> int:
    """Return a port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def environment(home: Path) -> dict[str, str]:
    """Return the variables of a process whose settings all lie under `home`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "IPYTHON"))}
    folders = {
        "HOME": home / "home",
        "IPYTHONDIR": home / "ipython",
        "JUPYTER_CONFIG_DIR": home / "config",
        "JUPYTER_DATA_DIR": home / "data",
        "JUPYTER_RUNTIME_DIR": home / "runtime",
        "JUPYTERLAB_SETTINGS_DIR": home / "settings",
        "JUPYTERLAB_WORKSPACES_DIR": home / "workspaces",
    }
    for folder in folders.values():
        folder.mkdir(parents=True, exist_ok=True)
    # The cells of the tests import the tests' own journeys.
    python = {"PYTHONPATH": str(Path(__file__).parents[2])}
    return {**kept, **python, **{name: str(folder) for name, folder in folders.items()}}


class Served:
    """A Python module that runs as a server.

    Parameters
    ----------
    module
        Its name, as after ``python -m``.
    arguments
        What it is told.
    home
        The folder of its settings and its log.
    """

    def __init__(self, module: str, arguments: Sequence[str], home: Path) -> None:
        self._command = [sys.executable, "-m", module, *arguments]
        self._home = home
        self._log = home / "server.log"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, folder: Path, health: str, headers: Mapping[str, str] | None = None) -> None:
        """Start in a folder, and return when the server answers at the address `health`."""
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                self._command,
                cwd=folder,
                env=environment(self._home),
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        asked = urllib.request.Request(health, headers=dict(headers or {}))  # noqa: S310 - its own address
        until = time.monotonic() + STARTS_WITHIN
        while time.monotonic() < until and self._process.poll() is None:
            with contextlib.suppress(OSError), urllib.request.urlopen(asked, timeout=10):  # noqa: S310
                return
            time.sleep(0.1)
        self.stop()
        message = f"{' '.join(self._command[1:4])} did not start:\n{self._log.read_text('utf-8')[-4000:]}"
        raise RuntimeError(message)

    def stop(self) -> None:
        """Stop the server, and with it the kernels that it started."""
        process, self._process = self._process, None
        if process is None:
            return
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            pass
        finally:
            # A server that was killed, or does not care, leaves what it started.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@contextlib.contextmanager
def served(module: str, *arguments: str, home: Path, folder: Path, health: str = "") -> Iterator[str]:
    """Run a server in a folder and give its address; `{port}` in an argument stands for its port."""
    port = free_port()
    url = f"http://127.0.0.1:{port}/"
    server = Served(module, [argument.format(port=port) for argument in arguments], home)
    server.start(folder, url + health)
    try:
        yield url
    finally:
        server.stop()
