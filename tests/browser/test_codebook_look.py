"""How the codebook of NotesCoder looks in each state, in both themes; axe on each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect
from tests.browser.axe import violations
from tests.browser.codebooks import CodebookPage
from tests.browser.lab import Lab, Notebook, picture
from tests.browser.studies import HEAD, RENTAL


@pytest.fixture(params=["Light", "Dark"], scope="module")
def theme(request: pytest.FixtureRequest, lab: Lab) -> Iterator[str]:
    """JupyterLab's own theme. All tests of one theme run in a row."""
    lab.theme(request.param)
    yield request.param.lower()
    lab.theme("Light")


def _menu(book: CodebookPage) -> None:
    book.page.keyboard.press("Shift+F10")
    expect(book.menu).to_be_visible()


def _picker(book: CodebookPage) -> None:
    book.root.get_by_role("button", name="Quote “Angry").click()
    book.page.keyboard.type("w")
    expect(book.picker.get_by_role("option").first).to_be_visible()


def _filter(book: CodebookPage) -> None:
    book.root.get_by_role("button", name="Filter by Attributes").click()
    book.root.get_by_role("checkbox", name="Oslo").check()


def _quotes(book: CodebookPage) -> None:
    book.button("Quotes").click()
    expect(book.root.locator(".quote-text").first).to_be_visible()


def _split(book: CodebookPage) -> None:
    book.menu_of("Waiting", "Split…")
    expect(book.root.get_by_role("dialog")).to_be_visible()


def _delete(book: CodebookPage) -> None:
    book.page.keyboard.press("Delete")
    expect(book.root.get_by_role("dialog")).to_be_visible()


def _colour(book: CodebookPage) -> None:
    book.root.get_by_role("button", name="Colour").click()
    expect(book.root.get_by_role("radio", name="Teal")).to_be_visible()


def _help(book: CodebookPage) -> None:
    book.button("Menu").click()
    book.choose("Keys")
    expect(book.root.get_by_role("dialog")).to_contain_text("In the codebook")


def _adding(book: CodebookPage) -> None:
    book.page.keyboard.press("Insert")
    book.editor.fill("Noise")


def _narrow(book: CodebookPage) -> None:
    book.page.set_viewport_size({"width": 620, "height": 1000})


STATES: dict[str, Callable[[CodebookPage], None]] = {
    "still": lambda _: None,
    "menu": _menu,
    "picker": _picker,
    "filter": _filter,
    "quotes": _quotes,
    "split": _split,
    "delete": _delete,
    "colour": _colour,
    "help": _help,
    "adding": _adding,
    "narrow": _narrow,
}


@pytest.mark.parametrize("state", STATES)
def test_look(notebook: Notebook, theme: str, pictures: Path, state: str) -> None:
    notebook.show(RENTAL)
    book = CodebookPage(notebook.output(0).locator(".jw"))
    expect(book.root).to_have_attribute("data-theme", theme)
    book.focus("Waiting")
    STATES[state](book)
    picture(notebook.page, pictures / f"codebook-{state}-{theme}.png")
    found = violations(book.root)
    assert found == [], "\n".join(found)


def test_look_of_an_empty_study(notebook: Notebook, theme: str, pictures: Path) -> None:
    notebook.show(f"{HEAD}coder = NotesCoder(Study('New'))\ncoder")
    book = CodebookPage(notebook.output(0).locator(".jw"))
    expect(book.root).to_contain_text("what several quotes have in common")
    picture(notebook.page, pictures / f"codebook-empty-{theme}.png")
    found = violations(book.root)
    assert found == [], "\n".join(found)
