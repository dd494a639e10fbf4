"""Build hook: put the browser bundle into the wheel and the sdist.

The bundle is built only when it is missing, so that a source distribution
(which carries it) and a checkout where ``make bundle`` has run both build
without Node.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

WIDGETS = ("map.js", "personas.js", "coder.js", "chart.js", "dashboard.js", "vega.js")
BUNDLES = (*WIDGETS, "report.js", "report-vega.js", "report.css", "licences.txt")
FONTS = tuple(f"fonts/DejaVuSans{style}.ttf" for style in ("", "-Bold", "-Oblique", "-BoldOblique"))
REMEDY = (
    "The browser bundle src/journeywidgets/static/ is missing and cannot be built: {why}. "
    "Install Node.js 20.19 or newer and run `make bundle`, "
    "or install journeywidgets from its wheel, which carries the bundle."
)


class BundleError(RuntimeError):
    """The bundle is missing and could not be built."""


class CustomBuildHook(BuildHookInterface[Any]):
    """Build ``static/`` with esbuild when it is not there."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Build what is missing; an editable install goes on without it."""
        root = Path(self.root)
        static = root / "src" / "journeywidgets" / "static"
        if all((static / name).is_file() for name in BUNDLES + FONTS):
            return
        try:
            build(root)
        except BundleError as error:
            # In a checkout Python can be worked on while the front end does not build.
            if version != "editable":
                raise
            self.app.display_warning(str(error))


def build(root: Path) -> None:
    """Run the esbuild script, after ``npm ci`` where the packages are missing."""
    npm, node = shutil.which("npm"), shutil.which("node")
    if node is None or npm is None:
        raise BundleError(REMEDY.format(why="Node.js was not found on the PATH"))
    if not (root / "node_modules" / "esbuild").is_dir():
        run([npm, "ci", "--no-audit", "--no-fund"], root)
    run([node, "js/build.mjs"], root)


def run(command: list[str], root: Path) -> None:
    """Run one step and turn its failure into an error that names the remedy."""
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode != 0:
        output = (done.stderr or done.stdout).strip()
        why = f"`{' '.join(command)}` failed with\n{output}\n"
        raise BundleError(REMEDY.format(why=why))
