"""One Chromium for all hosts, and the notebook that is shown in them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from tests.browser.chromium import chromium
from tests.hosts.notebooks import Notebooks


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start Chromium."""
    with chromium() as started:
        yield started


@pytest.fixture(scope="session")
def pictures(pytestconfig: pytest.Config) -> Path:
    """Return the folder that keeps what was seen."""
    return pytestconfig.rootpath / "build" / "screenshots" / "hosts"


@pytest.fixture(scope="session")
def notebooks(tmp_path_factory: pytest.TempPathFactory) -> Notebooks:
    """Return the notebook of the tests, as it is before and after it has been run."""
    return Notebooks(tmp_path_factory.mktemp("notebooks"))
