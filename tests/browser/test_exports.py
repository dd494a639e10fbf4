"""The hostile journey through every export that a browser opens: nothing runs, nothing is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import mistune
import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from pypdf import PdfReader
from tests.browser.hostile import PAYLOADS, hostile
from tests.browser.watch import Watch

from journeywidgets import Journey

# Handlers, elements that run or load, and the places that links lead to, in all shadow roots too.
_LOOK = """
() => {
  const roots = [document];
  const all = [];
  while (roots.length) {
    for (const element of roots.pop().querySelectorAll('*')) {
      all.push(element);
      if (element.shadowRoot) roots.push(element.shadowRoot);
    }
  }
  const names = all.flatMap((e) => Array.from(e.attributes, (attribute) => attribute.name.toLowerCase()));
  const links = all.filter((e) => e.localName === 'a' && (e.hasAttribute('href') || e.hasAttribute('xlink:href')));
  const address = (e) => (typeof e.href === 'string' ? e.href : e.href.baseVal);
  const images = all.filter((e) => ['img', 'image'].includes(e.localName));
  return {
    pwned: [window.__pwned ?? null, window.top.__pwned ?? null],
    handlers: names.filter((name) => name.startsWith('on') || name === 'srcdoc' || name === 'formaction'),
    strange: all.map((e) => e.localName).filter((name) =>
      ['iframe', 'object', 'embed', 'base', 'foreignobject', 'animate', 'set', 'use'].includes(name.toLowerCase())),
    links: links.map((e) => new URL(address(e), 'https://none.invalid/').protocol),
    images: images.map((e) => (e.getAttribute('src') ?? e.getAttribute('href') ?? '').slice(0, 11)),
    text: document.documentElement.textContent.length,
  };
}
"""
_TOUCH = """
() => document.querySelectorAll('*').forEach((element) => {
  for (const kind of ['mouseover', 'focus', 'pointerdown']) element.dispatchEvent(new Event(kind, { bubbles: true }));
})
"""


@pytest.fixture(scope="module")
def journey() -> Journey:
    """Return the hostile journey."""
    return hostile()


@pytest.fixture(scope="module")
def blocked(browser: Browser) -> Iterator[BrowserContext]:
    """A profile without a network."""
    context = browser.new_context(offline=True, viewport={"width": 1280, "height": 900})
    yield context
    context.close()


def inert(context: BrowserContext, path: Path) -> dict[str, Any]:
    """Open a file, touch all that is in it, and return what is found; nothing has run and nothing was asked for."""
    watch = Watch()
    watch.follow(context)
    asked: list[str] = []
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.goto(path.as_uri())
    page.wait_for_load_state("networkidle")
    page.evaluate(_TOUCH)
    page.wait_for_timeout(200)
    found = look(page)
    assert [url for url in asked if not url.startswith(("data:", "blob:"))] == [path.as_uri()]
    assert watch.dialogs == []
    page.close()
    return found


def look(page: Page) -> dict[str, Any]:
    """Return what is in a page, once it is seen to be inert."""
    found: dict[str, Any] = page.evaluate(_LOOK)
    assert found["pwned"] == [None, None]
    assert found["handlers"] == []
    assert found["strange"] == []
    assert set(found["links"]) <= {"http:", "https:", "mailto:"}
    assert set(found["images"]) <= {"data:image/"}
    return found


def test_hostile_text_in_a_page(journey: Journey, blocked: BrowserContext, tmp_path: Path) -> None:
    journey.to_html(tmp_path / "map.html")
    found = inert(blocked, tmp_path / "map.html")
    assert found["text"] > 10_000


def test_hostile_text_in_a_drawing(journey: Journey, blocked: BrowserContext, tmp_path: Path) -> None:
    """As a document of its own, where its scripts would run; and in a page."""
    svg = journey.to_svg(tmp_path / "map.svg")
    found = inert(blocked, tmp_path / "map.svg")
    assert {"http:", "https:", "mailto:"} & set(found["links"])
    assert found["images"]
    (tmp_path / "page.html").write_text(f"<!doctype html><meta charset=utf-8><title>x</title>{svg}", "utf-8")
    within = inert(blocked, tmp_path / "page.html")
    assert within["links"] == found["links"]


def test_hostile_text_in_an_outline(journey: Journey, blocked: BrowserContext, tmp_path: Path) -> None:
    """Set by a program that lets the HTML of an outline through, as notebooks do."""
    made = str(mistune.html(journey.to_markdown()))
    assert "<h1" in made or "<h2" in made
    (tmp_path / "outline.html").write_text(f"<!doctype html><meta charset=utf-8><title>x</title>{made}", "utf-8")
    inert(blocked, tmp_path / "outline.html")


def test_hostile_text_in_a_pdf(journey: Journey, tmp_path: Path) -> None:
    """No browser opens one without a window, so what a reader of PDF would run is looked for."""
    j = Journey.from_dict(journey.to_dict())
    j.set("cards", j.cards.index[0], text=PAYLOADS[0])
    j.to_pdf(tmp_path / "map.pdf")
    reader = PdfReader(tmp_path / "map.pdf")
    names = _names(reader)
    assert names & {"/Annot", "/Link", "/URI"}
    assert not names & {
        "/JavaScript",
        "/JS",
        "/OpenAction",
        "/AA",
        "/Launch",
        "/SubmitForm",
        "/RichMedia",
        "/EmbeddedFile",
    }


def _names(reader: PdfReader) -> set[str]:
    """Return every name in a document: of members and as values."""
    found: set[str] = set()
    seen: set[int] = set()
    left: list[Any] = [reader.trailer]
    while left:
        one = left.pop()
        one = one.get_object() if hasattr(one, "get_object") else one
        if id(one) in seen:
            continue
        seen.add(id(one))
        if isinstance(one, dict):
            found |= {str(name) for name in one}
            left += list(one.values())
        elif isinstance(one, list):
            left += list(one)
        elif isinstance(one, str) and one.startswith("/"):
            found.add(str(one))
    return found


def test_what_runs_is_seen(blocked: BrowserContext, tmp_path: Path) -> None:
    """The checks above must be able to fail."""
    path = tmp_path / "bad.html"
    for bad in (
        "<script>window.__pwned = 1</script>",
        "<b onmouseover=1>x</b>",
        "<a href='javascript:1'>x</a>",
        "<iframe></iframe>",
        "<img src='https://example.invalid/x.png'>",
    ):
        path.write_text(f"<!doctype html><meta charset=utf-8><title>x</title>{bad}", "utf-8")
        with pytest.raises(AssertionError):
            inert(blocked, path)
