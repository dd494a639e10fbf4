"""Vega in Node, without code made from strings."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any


def interpreted(charts_: dict[str, dict[str, Any]], root: Path) -> dict[str, Any]:
    """Draw specifications in Node, with Vega's AST interpreter."""
    script = root / "tests/charts/interpret.mjs"
    done = subprocess.run(
        ["node", script], input=json.dumps(charts_), capture_output=True, text=True, cwd=root, check=False
    )
    assert done.returncode == 0, done.stderr
    answers: dict[str, Any] = json.loads(done.stdout)
    return answers
