"""Reports are opened without a server and without a network."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext
from tests.browser.report.pages import reading
from tests.browser.watch import Watch


@pytest.fixture(scope="module")
def seen() -> Watch:
    """Watch the pages of this module: no server is needed for them."""
    return Watch()


@pytest.fixture(autouse=True)
def watch(seen: Watch) -> Iterator[Watch]:
    """Fail a test in which a page had an error, violated its policy, or opened a dialog."""
    seen.complaints()
    yield seen
    complaints = seen.complaints()
    assert not complaints, "\n".join(complaints)


@pytest.fixture(scope="module")
def readers(browser: Browser, seen: Watch) -> Iterator[BrowserContext]:
    """Open a profile without a network."""
    with reading(browser, seen) as made:
        yield made
