"""Pages as the machine sees them: the page's own client code, run by Node and driven by lines."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import IO, Any, cast

ROOT = Path(__file__).parents[2]


class Page:
    """A Node process with one page in it: what a browser tab keeps is its own."""

    def __init__(self, script: Path) -> None:
        node = shutil.which("node") or "node"
        self._process = subprocess.Popen([node, script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.sent: list[dict[str, Any]] = []

    def __call__(self, do: str, **line: Any) -> Any:
        """Run a command and return its result; `sent` grows by what the page said meanwhile."""
        stdin, stdout = cast("IO[str]", self._process.stdin), cast("IO[str]", self._process.stdout)
        stdin.write(json.dumps({"do": do, **line}) + "\n")
        stdin.flush()
        answer = json.loads(stdout.readline())
        assert "error" not in answer, answer["error"]
        self.sent += answer["sent"]
        return answer["result"]

    def end(self) -> None:
        """End the process."""
        cast("IO[str]", self._process.stdin).close()
        self._process.wait(10)
        cast("IO[str]", self._process.stdout).close()


def build(folder: Path) -> Path:
    """Bundle the page's client with its driver, and return the script."""
    script = folder / "pages.mjs"
    esbuild = ROOT / "node_modules" / ".bin" / "esbuild"
    options = ["--bundle", "--format=esm", "--platform=node", "--jsx=automatic", "--log-level=warning"]
    source = ROOT / "tests" / "wire" / "pages.ts"
    subprocess.run([esbuild, source, *options, f"--outfile={script}"], check=True)
    return script
