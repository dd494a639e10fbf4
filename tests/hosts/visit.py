"""A visit to a page from which no other machine can be reached."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Browser, BrowserContext, Page, Route
from tests.browser.watch import Watch

INSIDE = ("data:", "blob:", "about:")


@dataclass
class Visit:
    """A browser profile of its own, and what its pages did."""

    context: BrowserContext
    watch: Watch
    refused: list[str] = field(default_factory=list)
    """Addresses on other machines that were asked for in vain."""

    def open(self, address: str) -> Page:
        """Open a page."""
        page = self.context.new_page()
        page.set_default_timeout(10_000)
        page.goto(address, timeout=60_000)
        return page

    def errors(self) -> list[str]:
        """Return what went wrong in the pages, but for what was refused."""
        told = ("net::ERR_FAILED", *self.refused)
        return [error for error in self.watch.errors if not any(part in error for part in told)]


@contextmanager
def visit(
    browser: Browser, *addresses: str, height: int = 1000, answer: Callable[[Route], bool] | None = None
) -> Iterator[Visit]:
    """Visit pages that reach nothing but `addresses`, and what `answer` takes on itself."""
    context = browser.new_context(viewport={"width": 1400, "height": height}, reduced_motion="reduce")
    made = Visit(context, Watch())

    def judge(route: Route) -> None:
        if answer is not None and answer(route):
            return
        if route.request.url.startswith((*INSIDE, *addresses)):
            route.continue_()
        else:
            made.refused.append(route.request.url)
            route.abort()

    context.route("**", judge)
    made.watch.follow(context)
    yield made
    context.close()
    assert made.watch.dialogs == []
