"""What Python holds, asked over a channel of its own: quick, and independent of the page."""

from __future__ import annotations

import ast
import json
import os
import signal
import time
from pathlib import Path
from typing import Any

from jupyter_client.blocking.client import BlockingKernelClient


class KernelError(AssertionError):
    """Code that a test ran in the kernel raised."""


class Kernel:
    """A connection to a kernel that the server runs."""

    def __init__(self, runtime: Path, kernel_id: str) -> None:
        self.id = kernel_id
        self._client = BlockingKernelClient(connection_file=str(runtime / f"kernel-{kernel_id}.json"))
        self._client.load_connection_file()
        self._client.start_channels(iopub=False, stdin=False, hb=False)
        self.pid = int(self.value("__import__('os').getpid()"))

    def run(self, code: str, timeout: float = 60) -> None:
        """Run code; what it prints goes nowhere, what it raises is raised."""
        self._execute(code, {}, timeout)

    def value(self, expression: str, timeout: float = 60) -> Any:
        """Return what an expression gives, as JSON holds it."""
        shown = f"__import__('json').dumps({expression})"
        answer = self._execute("", {"value": shown}, timeout)["user_expressions"]["value"]
        if answer["status"] != "ok":
            message = f"{expression}: {answer['ename']}: {answer['evalue']}"
            raise KernelError(message)
        return json.loads(ast.literal_eval(answer["data"]["text/plain"]))

    def until(self, expression: str, expected: Any, timeout: float = 10) -> None:
        """Wait until an expression gives what is expected."""
        end = time.monotonic() + timeout
        while (found := self.value(expression)) != expected:
            assert time.monotonic() < end, f"{expression} is {found!r}, not {expected!r}"
            time.sleep(0.05)

    def kill(self) -> None:
        """Kill the process as the system does that is out of memory: nothing is said before."""
        os.kill(self.pid, signal.SIGKILL)

    def close(self) -> None:
        """Leave the kernel alone."""
        self._client.stop_channels()

    def _execute(self, code: str, expressions: dict[str, str], timeout: float) -> dict[str, Any]:
        asked = self._client.execute(code, silent=True, user_expressions=expressions)
        end = time.monotonic() + timeout
        while True:
            reply = self._client.get_shell_msg(timeout=max(0.1, end - time.monotonic()))
            if reply["parent_header"].get("msg_id") == asked:
                break
        content: dict[str, Any] = reply["content"]
        if content["status"] != "ok":
            trace = "\n".join(content.get("traceback", []))
            message = f"{content.get('ename')}: {content.get('evalue')}\n{trace}"
            raise KernelError(message)
        return content
