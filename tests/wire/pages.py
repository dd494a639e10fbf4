"""Pages as the machine sees them: the page's own client code, run by Node and driven by lines."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import IO, Any, cast

ROOT = Path(__file__).parents[2]


class Pages:
    """A Node process with any number of pages. `sent` collects what they said."""

    def __init__(self, folder: Path) -> None:
        script = folder / "pages.mjs"
        esbuild = ROOT / "node_modules" / ".bin" / "esbuild"
        options = ["--bundle", "--format=esm", "--platform=node", "--jsx=automatic", "--log-level=warning"]
        source = ROOT / "tests" / "wire" / "pages.ts"
        subprocess.run([esbuild, source, *options, f"--outfile={script}"], check=True)
        self._process = subprocess.Popen(
            [shutil.which("node") or "node", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.sent: list[tuple[str, dict[str, Any]]] = []

    def __call__(self, do: str, **line: Any) -> Any:
        """Run a command and return its result."""
        stdin, stdout = cast("IO[str]", self._process.stdin), cast("IO[str]", self._process.stdout)
        stdin.write(json.dumps({"do": do, **line}) + "\n")
        stdin.flush()
        answer = json.loads(stdout.readline())
        assert "error" not in answer, answer["error"]
        self.sent += [(name, message) for name, message in answer["sent"]]
        return answer["result"]

    def close(self) -> None:
        """End the process."""
        cast("IO[str]", self._process.stdin).close()
        self._process.wait(10)
        cast("IO[str]", self._process.stdout).close()
