"""An option to keep pictures that have been looked at."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--keep-pictures`."""
    parser.addoption("--keep-pictures", action="store_true", help="keep what is drawn now as the references")
