"""`import journeywidgets` against `import anywidget, pandas`, and what it must not bring along."""

from __future__ import annotations

import subprocess
import sys

from benchmarks.report import figure, paired


def _run(code: str) -> None:
    subprocess.run([sys.executable, "-c", code], check=True)


def main() -> None:
    """Print the figure."""
    ratio = paired(lambda: _run("import journeywidgets"), lambda: _run("import anywidget, pandas"), runs=9)
    figure("import journeywidgets / import anywidget, pandas", ratio, 1.25)
