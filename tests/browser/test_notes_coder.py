"""NotesCoder in JupyterLab: reading, selecting by mouse and keys, coding, a long source."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, expect
from tests.browser.axe import violations
from tests.browser.lab import Lab, Notebook, picture, wait_for
from tests.browser.studies import HEAD, RENTAL
from tests.browser.views import View

LONG = f"{HEAD}s = long_talk(100_000)\ncoder = NotesCoder(s, coder='A', height=700)\ncoder"
QUOTES = "s.quotes[['start', 'end', 'exact', 'participant', 'coder']].to_dict('index')"
APPLIED = "sorted(s.applications.apply(lambda a: f'{a.quote} {a.code} {a.coder}', axis=1))"


class CoderPage(View):
    """A NotesCoder in a page, seen from its text."""

    @property
    def feed(self) -> Locator:
        """The text of the open source."""
        return self.root.get_by_role("feed")

    def turn(self, index: int) -> Locator:
        """Return a turn, or a piece of one."""
        return self.root.locator(f".passage[data-index='{index}']")

    @property
    def target(self) -> Locator:
        """What the next code is applied to."""
        return self.root.locator(".target .what")

    def label(self, words: str) -> Locator:
        """Return a quote's label in the margin, by how its words begin."""
        return self.root.locator("[data-quote]").filter(has_text=re.compile(f"^Quote “{re.escape(words)}"))

    def spot(self, words: str, *, end: bool = False) -> tuple[float, float]:
        """Return where words begin or end on the screen."""
        box: dict[str, float] | None = self.feed.evaluate(
            """(feed, words) => {
              for (const element of feed.querySelectorAll('.words')) {
                const at = element.textContent.indexOf(words);
                if (at < 0) continue;
                const range = document.createRange();
                const walk = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
                let seen = 0;
                for (let node = walk.nextNode(); node; node = walk.nextNode()) {
                  const next = seen + node.length;
                  if (at >= seen && at < next) range.setStart(node, at - seen);
                  if (at + words.length > seen && at + words.length <= next) {
                    range.setEnd(node, at + words.length - seen);
                  }
                  seen = next;
                }
                const rects = range.getClientRects();
                const [first, last] = [rects[0], rects[rects.length - 1]];
                return { left: first.left, top: first.top + first.height / 2,
                         right: last.right, bottom: last.top + last.height / 2 };
              }
              return null;
            }""",
            words,
        )
        assert box, f"the text has no {words!r}"
        return (box["right"] - 1, box["bottom"]) if end else (box["left"] + 1, box["top"])

    def drag_over(self, words: str) -> None:
        """Select words with the mouse."""
        mouse = self.page.mouse
        mouse.move(*self.spot(words))
        mouse.down()
        mouse.move(*self.spot(words, end=True), steps=5)
        mouse.up()

    def painted(self, *words: str) -> None:
        """Wait until these words are painted as selected, a stretch a turn."""
        script = "() => [...(CSS.highlights.get('jw-selected') ?? [])].map((range) => range.toString())"
        wait_for(lambda: self.page.evaluate(script) == list(words), f"{words} are painted", page=self.page)


def shown(notebook: Notebook, source: str) -> CoderPage:
    """Show a coder."""
    notebook.show(source)
    page = CoderPage(notebook.output(0).locator(".jw"))
    expect(page.turn(0)).to_be_visible()
    return page


@pytest.fixture
def coder(notebook: Notebook) -> CoderPage:
    return shown(notebook, RENTAL)


def test_words_are_selected_by_mouse_and_coded_by_a_key(notebook: Notebook, coder: CoderPage) -> None:
    before = notebook.sources()
    words = "asked a stranger"
    coder.drag_over(words)
    expect(coder.target).to_have_text("3 words of P1")
    coder.painted(words)
    notebook.page.keyboard.press("5")
    expect(coder.target).to_have_text("Quote of P1")
    expect(coder.label(words)).to_be_visible()
    notebook.kernel.until("s.quotes.exact.tolist().count('asked a stranger')", 1)
    made = next(row for row in notebook.kernel.value(QUOTES).values() if row["exact"] == words)
    assert (made["participant"], made["coder"]) == ("p1", "A")
    # A second code goes to the same quote; typing its name finds it.
    notebook.page.keyboard.type("tr")
    expect(coder.root.get_by_role("option", name="Trust")).to_be_visible()
    notebook.page.keyboard.press("Enter")
    expect(coder.label(words)).to_have_text(f"Quote “{words}”: Price and deposit. Trust. ")
    notebook.page.keyboard.press("Control+z")
    notebook.page.keyboard.press("Control+z")
    expect(coder.label(words)).to_have_count(0)
    notebook.kernel.until("len(s.quotes)", 7)
    coder.saved()
    assert notebook.sources() == before, "a key has run a command of the notebook"


def test_a_selection_over_turns_leaves_the_blanks_at_its_ends(notebook: Notebook, coder: CoderPage) -> None:
    x, y = coder.spot("that I had done something wrong.", end=True)
    coder.page.mouse.move(x + 40, y)
    coder.page.mouse.down()
    coder.page.mouse.move(*coder.spot("for me it was quick".replace("for", "For"), end=True), steps=6)
    coder.page.mouse.up()
    expect(coder.target).to_have_text("5 words of P3")
    coder.painted("For me it was quick")
    coder.page.keyboard.press("0")
    notebook.kernel.until("s.quotes.exact.tolist().count('For me it was quick')", 1)
    expect(coder.label("For me it was quick")).to_have_text("Quote “For me it was quick”: no code")


def test_all_is_done_by_keys(notebook: Notebook, coder: CoderPage) -> None:
    press = notebook.page.keyboard.press
    coder.turn(0).focus()
    press("ArrowDown")
    expect(coder.turn(1)).to_be_focused()
    expect(coder.target).to_have_text("Whole turn of P1")
    press("ArrowRight")
    press("Shift+ArrowRight")
    coder.painted("I stood")
    press("Shift+ArrowDown")
    coder.painted("I stood there for ten minutes and waited for the SMS.")
    press("Shift+ArrowUp")
    press("Control+ArrowRight")
    press("Alt+Shift+ArrowLeft")
    # Keys select as the mouse does: the words can be copied.
    press("Control+c")
    copied = notebook.page.evaluate("() => navigator.clipboard.readText()")
    coder.painted(copied)
    press("1")
    expect(coder.target).to_have_text("Quote of P1")
    notebook.kernel.until(f"{copied!r} in s.quotes.exact.tolist()", expected=True)
    press("Escape")
    expect(coder.target).to_have_text("Whole turn of P1")
    press("Tab")
    expect(coder.label("I stood there for ten minutes")).to_be_focused()
    press("ArrowDown")
    press("Shift+F10")
    expect(coder.menu).to_be_visible()
    press("Escape")
    press("Delete")
    expect(coder.turn(1)).to_be_focused()
    notebook.kernel.until("len(s.quotes)", 7)
    coder.saved()


def test_overlapping_quotes_are_each_found_by_a_click(coder: CoderPage) -> None:
    x, y = coder.spot("The code never came")
    coder.page.mouse.click(x + 8, y)
    expect(coder.target).to_have_text("Quote of P1")
    expect(coder.label("The code never came")).to_have_attribute("aria-pressed", "true")
    coder.page.keyboard.press("Escape")
    coder.drag_over("never came, so I asked")
    coder.page.keyboard.press("6")
    expect(coder.label("never came, so I asked")).to_be_visible()
    x, y = coder.spot("never came")
    coder.page.mouse.click(x + 8, y)
    first = coder.root.locator("[data-quote][aria-pressed=true]").inner_text()
    coder.page.mouse.click(x + 8, y)
    second = coder.root.locator("[data-quote][aria-pressed=true]").inner_text()
    assert first != second


def test_labels_do_not_stand_on_each_other(coder: CoderPage) -> None:
    for number, words in enumerate(("I stood", "stood there for", "for ten minutes and", "minutes and waited")):
        coder.drag_over(words)
        coder.page.keyboard.press("1")
        expect(coder.root.locator(".label")).to_have_count(8 + number)
    boxes: list[dict[str, Any]] = coder.root.locator(".label").evaluate_all(
        "(all) => all.map((one) => one.getBoundingClientRect().toJSON())"
    )
    boxes.sort(key=lambda box: box["top"])
    assert len(boxes) > 8
    assert all(one["bottom"] <= other["top"] + 1 for one, other in pairwise(boxes))


def test_a_second_coder_stands_beside(notebook: Notebook, coder: CoderPage) -> None:
    coder.button("Menu").click()
    coder.choose("Marks side by side", "B")
    beside = coder.root.locator(".label[data-column=beside]")
    expect(beside).to_have_count(2)
    expect(coder.root.locator(".columns")).to_have_text("AB")
    own = coder.label("I stood").bounding_box()
    other = beside.first.bounding_box()
    assert own
    assert other
    assert other["x"] > own["x"] + own["width"] - 4
    # What Python adds for the other coder comes to the other column.
    notebook.kernel.run("s.add('applications', quote='q1', code='wait', coder='B')")
    expect(beside).to_have_count(3)
    expect(coder.label("I stood").first.get_by_title("Both coders applied it")).to_be_visible()


def test_a_suggestion_counts_when_it_is_accepted(notebook: Notebook, coder: CoderPage) -> None:
    coder.button("Accept SMS code").click()
    notebook.kernel.until("bool(s.applications.loc['a7', 'accepted'])", expected=True)
    expect(coder.button("Accept SMS code")).to_have_count(0)


def test_python_shows_quotes_one_after_the_other(notebook: Notebook, coder: CoderPage) -> None:
    notebook.kernel.run("coder.show(s.quotes.loc[['q7', 'q1']])")
    expect(coder.root.get_by_text("Chosen in Python: 1 of 2")).to_be_visible()
    expect(coder.label("I liked that")).to_have_attribute("aria-pressed", "true")
    coder.button("Next").click()
    expect(coder.label("I stood there")).to_be_focused()
    coder.button("Close").click()
    expect(coder.root.get_by_text("Chosen in Python")).to_have_count(0)


def test_a_name_put_on_the_list_goes_from_the_open_page(notebook: Notebook, coder: CoderPage) -> None:
    expect(coder.turn(5)).to_contain_text("every dock")
    notebook.kernel.run("s.key.add('dock')")
    expect(coder.turn(5)).to_contain_text("every [name 1]")
    # Quotes stand where they stood, and new ones go where they are marked.
    expect(coder.label("I liked that the map showed every [name 1]")).to_be_visible()
    coder.drag_over("it was quick")
    coder.page.keyboard.press("1")
    notebook.kernel.until("s.quotes.exact.tolist().count('it was quick')", 1)


def test_a_quote_is_dragged_out_with_what_may_leave(coder: CoderPage) -> None:
    script = """(button) => {
      const dataTransfer = new DataTransfer();
      button.dispatchEvent(new DragEvent('dragstart', { bubbles: true, composed: true, dataTransfer }));
      return JSON.parse(dataTransfer.getData('application/x-journeywidgets-quote+json'))[0];
    }"""
    open_ = coder.label("I stood there").evaluate(script)
    expected = {
        "quote_id": "q1",
        "text": "I stood there for ten minutes",
        "participant": "P1",
        "level": "team",
        "score": -1,
    }
    assert {name: open_[name] for name in expected} == expected
    kept = coder.label("The code never came").evaluate(script)
    assert (kept["quote_id"], kept["level"], kept["text"]) == ("q2", "private", "")


@pytest.fixture
def long(notebook: Notebook) -> CoderPage:
    return shown(notebook, LONG)


def test_of_a_long_source_only_what_is_near_is_drawn(notebook: Notebook, long: CoderPage) -> None:
    expect(long.feed).to_have_attribute("aria-busy", "false")
    turns = int(str(long.turn(0).get_attribute("aria-setsize")))
    assert turns > 2000
    assert long.root.locator(".passage").count() < 120
    long.turn(0).focus()
    long.page.keyboard.press("Control+End")
    last = long.turn(turns - 1)
    expect(last).to_be_focused()
    expect(last).to_be_in_viewport()
    assert long.root.locator(".passage").count() < 160
    long.page.keyboard.press("2")
    notebook.kernel.until("len(s.quotes)", 1)
    end = notebook.kernel.value("int(s.quotes.end.iloc[0])")
    assert end == notebook.kernel.value("len(s.sources.loc['talk', 'text'])")
    long.page.keyboard.press("Control+Home")
    expect(long.turn(0)).to_be_focused()
    # A quote far away is come to, and is where it was marked.
    notebook.kernel.run("coder.show(s.quotes.index[0])")
    expect(long.root.locator("[data-quote][aria-pressed=true]")).to_be_in_viewport()


def test_a_long_source_stays_where_it_is_read(long: CoderPage) -> None:
    """What is above turns out higher or lower than it was guessed, and nothing moves."""
    expect(long.feed).to_have_attribute("aria-busy", "false")
    box = long.root.locator(".text")
    box.evaluate("(box) => { box.scrollTop = box.scrollHeight / 2 }")
    long.page.wait_for_timeout(600)
    spot = """(box) => {
      const top = box.getBoundingClientRect().top;
      for (const one of box.querySelectorAll('.passage')) {
        const at = one.getBoundingClientRect().top - top;
        if (at > 40) return [Number(one.dataset.index), at];
      }
    }"""
    for _ in range(12):
        index, top = box.evaluate(spot)
        box.evaluate("(box) => box.scrollBy(0, -30)")
        long.page.wait_for_timeout(80)
        moved = long.turn(index).evaluate("(one) => one.getBoundingClientRect().top")
        start = box.evaluate("(box) => box.getBoundingClientRect().top")
        assert abs(moved - start - top - 30) < 3


@pytest.fixture(params=["Light", "Dark"], scope="module")
def theme(request: pytest.FixtureRequest, lab: Lab) -> Iterator[str]:
    """JupyterLab's own theme; all tests of one run in a row."""
    lab.theme(request.param)
    yield request.param.lower()
    lab.theme("Light")


def test_it_can_be_used_by_everybody(theme: str, coder: CoderPage, pictures: Path) -> None:
    picture(coder.page, pictures / f"coder-{theme}.png")
    assert violations(coder.root) == []
    coder.drag_over("asked a stranger")
    picture(coder.page, pictures / f"coder-{theme}-selected.png")
    assert violations(coder.root) == []
    coder.button("Menu").click()
    coder.choose("Marks side by side", "B")
    coder.label("The code never came").first.focus()
    picture(coder.page, pictures / f"coder-{theme}-beside.png")
    assert violations(coder.root) == []
    coder.page.keyboard.press("?")
    expect(coder.root.get_by_role("dialog", name="Keys")).to_be_visible()
    assert violations(coder.root) == []
    coder.page.keyboard.press("Escape")


@pytest.mark.parametrize("width", [380, 720, 1000])
def test_it_fits_into_little_room(notebook: Notebook, coder: CoderPage, pictures: Path, width: int) -> None:
    notebook.page.set_viewport_size({"width": width + 90, "height": 1000})
    expect(coder.turn(1)).to_be_in_viewport()
    for box in (coder.root.locator(".coder"), coder.root.locator(".text")):
        wide: list[str] = box.evaluate(
            """(box) => box.scrollWidth <= box.clientWidth + 1 ? [] : [...box.querySelectorAll('*')]
              .filter((one) => one.getBoundingClientRect().right > box.getBoundingClientRect().right + 1)
              .map((one) => one.outerHTML.slice(0, 80))"""
        )
        assert wide == []
    picture(coder.page, pictures / f"coder-{width}.png")
    assert violations(coder.root) == []


def test_an_empty_study_says_what_to_do(notebook: Notebook, pictures: Path) -> None:
    notebook.show(f"{HEAD}s = Study('Nothing yet', seed=1)\ncoder = NotesCoder(s, height=400)\ncoder")
    page = CoderPage(notebook.output(0).locator(".jw"))
    expect(page.root.get_by_text("This study has no sources yet")).to_be_visible()
    picture(page.page, pictures / "coder-empty.png")
    assert violations(page.root) == []
