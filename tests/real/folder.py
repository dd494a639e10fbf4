"""Where real input lies: beside the project, never in it."""

from __future__ import annotations

from pathlib import Path

import pytest


def real(name: str, what: str) -> Path:
    """Return the folder of some real input; where it is absent, the module's tests are skipped with a line."""
    folder = Path(__file__).parents[2].parent / "shared/data" / name
    if not folder.is_dir():
        pytest.skip(f"{what} not there: no folder shared/data/{name} beside the project", allow_module_level=True)
    return folder
