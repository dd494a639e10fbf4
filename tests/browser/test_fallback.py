"""What a reader sees without a kernel: the HTML beside the widget, sanitised or not."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from tests.browser.hostile import OVERRIDE, PAYLOADS, hostile
from tests.browser.journeys import bikes
from tests.browser.lab import Lab, picture
from tests.browser.watch import Watch

from journeywidgets import Journey, JourneyMap, PersonaCards

# The element that holds the text, and whether its direction can leak into what stands around it.
_ISOLATION = """
(root, part) => {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    if (!walker.currentNode.data.includes(part)) continue;
    const kinds = [];
    for (let at = walker.currentNode.parentElement; at && root.contains(at); at = at.parentElement)
      kinds.push(getComputedStyle(at).unicodeBidi);
    found.push(kinds.some((kind) => kind.startsWith('isolate') || kind === 'plaintext'));
  }
  return found;
}
"""

_ATTRIBUTES = """
(root) => {
  const all = [...root.querySelectorAll('*')];
  const names = all.flatMap((e) => Array.from(e.attributes, (attribute) => attribute.name));
  const urls = (tag) => all.filter((e) => e.localName === tag);
  return [
    names.filter((name) => name.startsWith('on') || name === 'srcdoc' || name === 'formaction'),
    urls('a').filter((e) => e.hasAttribute('href')).map((e) => [e.protocol, e.rel]),
    urls('img').map((e) => e.src),
  ];
}
"""


def saved(journey: Journey, *views: type[JourneyMap | PersonaCards]) -> dict[str, Any]:
    """Return a notebook as it is saved after its views were shown, with no state of the widgets."""
    cells: list[dict[str, Any]] = []
    for view in views:
        widget = view(journey)
        bundle = widget._repr_mimebundle_()
        assert bundle is not None
        data, metadata = bundle
        output = {"output_type": "execute_result", "data": data, "metadata": metadata, "execution_count": 1}
        cell = {"cell_type": "code", "metadata": {}, "source": "view", "execution_count": 1, "outputs": [output]}
        cells.append({**cell, "id": f"cell-{len(cells)}"})
        widget.close()
    metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    return {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def exported(notebook: dict[str, Any], folder: Path, *options: str) -> Path:
    """Return the page that nbconvert makes of a notebook."""
    source = folder / "notebook.ipynb"
    source.write_text(json.dumps(notebook), "utf-8")
    command = [sys.executable, "-m", "nbconvert", "--to", "html", "--log-level=ERROR", *options, str(source)]
    subprocess.run(command, check=True, timeout=120)
    return source.with_suffix(".html")


def assert_inert(page: Page, table: Locator) -> None:
    """Nothing that a text asked for has happened, or can happen by touching it."""
    for cell in table.locator("a, b, img").all()[:40]:
        cell.dispatch_event("mouseover")
    assert page.evaluate("[window.__pwned, window.top.__pwned]") == [None, None]
    assert page.locator("iframe, object, embed, form").count() == 0
    handlers, links, images = table.evaluate(_ATTRIBUTES)
    assert handlers == []
    assert links or "personas" in table.locator("caption").inner_text()  # persona cards hold no links
    assert images
    assert all(protocol in {"http:", "https:", "mailto:"} and "noopener" in rel for protocol, rel in links)
    assert all(source.startswith("data:image/") for source in images)
    isolated = table.evaluate(_ISOLATION, OVERRIDE[:5])
    assert isolated
    assert all(isolated)


def words(text: str) -> str:
    """Return the beginning of a text, as far as a page shows it as it is."""
    return text.split("\n", maxsplit=1)[0].split("\t", maxsplit=1)[0][:40]


@pytest.fixture
def offline(browser: Browser) -> Iterator[BrowserContext]:
    """A profile of its own without a network."""
    context = browser.new_context(offline=True, viewport={"width": 1280, "height": 900})
    yield context
    context.close()


@pytest.mark.parametrize("theme", ["Light", "Dark"])
def test_untrusted_notebook_shows_the_table(lab: Lab, pictures: Path, theme: str) -> None:
    path = lab.write(name=f"untrusted-{theme}.ipynb")
    (lab.server.notebooks / path).write_text(json.dumps(saved(bikes(), JourneyMap, PersonaCards)), "utf-8")
    lab.theme(theme)
    notebook = lab.open(path)
    table = notebook.output(0).locator("table").first
    expect(table.locator("caption")).to_contain_text("City bike rental")
    expect(table.get_by_role("columnheader", name="Sign-up")).to_be_visible()
    expect(table.get_by_text("Waits for the SMS code")).to_be_visible()
    expect(table.get_by_role("img").first).to_be_visible()
    expect(notebook.output(1)).to_contain_text("Commuter")
    picture(notebook.panel, pictures / f"untrusted-{theme.lower()}.png")
    notebook.in_panel("await panel.sessionContext.shutdown()")
    notebook.close()
    lab.theme("Light")


def test_hostile_text_in_an_untrusted_notebook(lab: Lab) -> None:
    path = lab.write(name="hostile.ipynb")
    (lab.server.notebooks / path).write_text(json.dumps(saved(hostile(), JourneyMap, PersonaCards)), "utf-8")
    notebook = lab.open(path)
    for index in (0, 1):
        table = notebook.output(index).locator("figure, table").first
        expect(table).to_be_visible()
        assert_inert(lab.page, table)
    for payload in PAYLOADS[:8]:
        expect(notebook.output(0).get_by_text(words(payload)).first).to_be_attached()
    notebook.in_panel("await panel.sessionContext.shutdown()")
    notebook.close()


def test_hostile_text_in_an_exported_page(offline: BrowserContext, tmp_path: Path, pictures: Path) -> None:
    page = offline.new_page()
    watch = Watch()
    watch.follow(offline)
    page.goto(exported(saved(hostile(), JourneyMap, PersonaCards), tmp_path).as_uri())
    figure = page.locator("figure").first
    expect(figure).to_be_visible()
    assert page.locator("figure").count() == 2
    for one in page.locator("figure").all():
        assert_inert(page, one)
    for payload in PAYLOADS[:8]:
        expect(figure.get_by_text(words(payload)).first).to_be_attached()
    assert watch.dialogs == []
    assert not [error for error in watch.errors if error.startswith("page error") and "require" not in error]
    picture(page, pictures / "exported-hostile.png")


def test_inertness_is_seen_to_be_broken(browser: Browser) -> None:
    """The check above must be able to fail."""
    page = browser.new_page()
    page.set_content(f"<table><tr><td>{PAYLOADS[0]}</td></tr></table>")
    page.wait_for_function("() => window.__pwned")
    with pytest.raises(AssertionError):
        assert_inert(page, page.locator("table"))
    page.close()
