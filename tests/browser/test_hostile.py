"""Hostile text in every field, live: nothing runs, directions stay apart, the map can be used."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect
from tests.browser.hostile import LONG, OVERRIDE, PAYLOADS
from tests.browser.journeys import HEAD
from tests.browser.lab import Notebook
from tests.browser.views import MapPage, View

SHOW = f"{HEAD}from tests.browser.hostile import hostile\nj = hostile()\n"

_LOOK = """
(root) => {
  const all = [...root.querySelectorAll('*')];
  const names = all.flatMap((e) => Array.from(e.attributes, (attribute) => attribute.name));
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const leaks = [];
  let isolated = 0;
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (!/[\\u202a-\\u202e\\u2066-\\u2069]/.test(node.data) || node.parentElement.localName === 'style') continue;
    let held = false;
    for (let at = node.parentElement; at && at !== root; at = at.parentElement) {
      const kind = getComputedStyle(at).unicodeBidi;
      held ||= kind.startsWith('isolate') || kind === 'plaintext';
    }
    if (held) isolated += 1; else leaks.push(node.parentElement.outerHTML.slice(0, 200));
  }
  return {
    handlers: names.filter((name) => name.startsWith('on') || name === 'srcdoc' || name === 'formaction'),
    strange: root.querySelectorAll('script, iframe, object, embed, b, base, meta, form[action]').length,
    links: all.filter((e) => e.localName === 'a' && e.hasAttribute('href')).map((e) => [e.protocol, e.rel]),
    images: all.filter((e) => e.localName === 'img').map((e) => e.src.slice(0, 11)),
    leaks, isolated,
  };
}
"""


def assert_inert(page: Page, root: Locator) -> None:
    """Nothing that a text asked for has happened, or can happen."""
    assert page.evaluate("[window.__pwned ?? null, window.top.__pwned ?? null]") == [None, None]
    found = root.evaluate(_LOOK)
    assert found["handlers"] == []
    assert found["strange"] == 0
    assert all(protocol in {"http:", "https:", "mailto:"} for protocol, _ in found["links"])
    assert all("noopener" in rel and "noreferrer" in rel for _, rel in found["links"])
    assert set(found["images"]) <= {"data:image/"}
    assert found["leaks"] == []
    assert found["isolated"] > 0


def test_hostile_map_is_inert_and_usable(notebook: Notebook) -> None:
    notebook.show(f"{SHOW}map = JourneyMap(j, height=700)\nmap")
    view = MapPage.of(notebook)
    page = notebook.page
    assert_inert(page, view.root)
    for header in view.grid.get_by_role("columnheader").all()[:8]:
        header.hover()
    # All of it comes into sight once: cards are drawn only near the screen.
    links = 0
    for top in range(0, 12_000, 1_500):
        view.root.locator(".scroll").evaluate("(e, top) => e.scrollTo(top / 4, top)", top)
        page.wait_for_timeout(60)
        assert_inert(page, view.root)
        links += view.root.get_by_role("link").count()
    assert links > 0
    view.root.locator(".scroll").evaluate("(e) => e.scrollTo(e.scrollWidth, 0)")
    # What is a link is one that can be followed, in a page of its own.
    assert_inert(page, view.root)
    view.root.locator(".scroll").evaluate("(e) => e.scrollTo(0, 0)")
    # The first card holds 100 000 characters: the page shows the beginning of them.
    first = view.grid.locator(".card").first
    assert len(first.inner_text()) < 5_000
    # Menus, search and chips take the same texts.
    first.click(button="right", position={"x": 5, "y": 5})
    view.choose("Move to stage")
    assert_inert(page, view.root)
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    view.root.get_by_role("button", name="Search").click()
    page.keyboard.type("<img")
    assert_inert(page, view.root)
    page.keyboard.press("Escape")
    # Usable: a hostile text becomes another one, typed by hand.
    stage = view.grid.get_by_role("columnheader").nth(1)
    stage.scroll_into_view_if_needed()
    stage.focus()
    page.keyboard.press("Enter")
    view.write(PAYLOADS[1])
    notebook.kernel.until("j.stages.title.tolist()[0]", PAYLOADS[1])
    expect(stage).to_contain_text(PAYLOADS[1])
    notebook.kernel.run("j.set('stages', j.stages.index[0], title='Plain')")
    expect(stage).to_contain_text("Plain")
    assert_inert(page, view.root)
    view.saved()


def test_hostile_persona_cards_are_inert_and_usable(notebook: Notebook) -> None:
    notebook.show(f"{SHOW}cards = PersonaCards(j)\ncards")
    view = View(notebook.output(0).locator(".jw"))
    assert_inert(notebook.page, view.root)
    expect(view.root.get_by_role("article")).to_have_count(len(PAYLOADS))
    view.root.get_by_role("article").first.get_by_role("button", name="Name:").click()
    view.write(PAYLOADS[2])
    notebook.kernel.until("j.personas.name.tolist()[0]", PAYLOADS[2])
    assert_inert(notebook.page, view.root)


@pytest.mark.parametrize("payload", [PAYLOADS[0], PAYLOADS[4], f"a{OVERRIDE}b", "x\u0000y", LONG])
def test_hostile_text_round_trip(notebook: Notebook, payload: str) -> None:
    """Typed or pasted in the page, it is in the frame as it was, and on the screen as text."""
    notebook.show(f"{HEAD}j = bikes()\nmap = JourneyMap(j)\nmap")
    view = MapPage.of(notebook)
    card = view.select("Enters card and ID")
    notebook.page.keyboard.press("Enter")
    view.write(payload)
    notebook.kernel.until("j.cards.loc['card', 'text']", payload)
    expect(view.cell("Actions", 2).locator(".card").first).to_contain_text(payload[:30])
    assert notebook.page.evaluate("window.__pwned ?? null") is None
    view.saved()
    assert card.count() == 0


def test_rejected_values_name_the_place_and_change_nothing(notebook: Notebook) -> None:
    """A link that is none stays text; a picture that is none is refused."""
    notebook.show(f"{HEAD}j = bikes()\nmap = JourneyMap(j)\nmap")
    view = MapPage.of(notebook)
    view.menu_of(view.card("App"), "Link…")
    view.root.get_by_role("dialog").get_by_role("textbox").fill("javascript:alert(1)")
    notebook.page.keyboard.press("Enter")
    notebook.page.wait_for_timeout(300)
    expect(view.cell("Touchpoints", 2).get_by_role("link")).to_have_count(0)
    notebook.page.keyboard.press("Escape")
    notebook.kernel.run(
        "try:\n    j.set('cards', 'i1', image='https://example.invalid/x.png')\n    refused = False\n"
        "except Exception as error:\n    refused = 'cards' in str(error) and 'i1' in str(error)"
    )
    assert notebook.kernel.value("refused") is True
