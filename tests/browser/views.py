"""A map or a set of persona cards as a person meets it: by what is written on it and by its roles."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Locator, Page, expect
from tests.browser.lab import Notebook


class View:
    """A view of ours in a page, inside its shadow root."""

    def __init__(self, root: Locator, *, live: bool = True) -> None:
        self.root = root
        self.page: Page = root.page
        if live:
            expect(self.status).to_be_visible()
        else:
            expect(self.root).to_be_visible()

    @property
    def status(self) -> Locator:
        """Whether what is shown is kept."""
        return self.root.locator(".status")

    @property
    def notices(self) -> Locator:
        """What has to be said, over the map."""
        return self.root.get_by_role("region", name="Notices")

    @property
    def menu(self) -> Locator:
        """The menu that is open."""
        return self.root.get_by_role("menu")

    @property
    def editor(self) -> Locator:
        """The text that is being written."""
        return self.root.locator(".editor textarea")

    def button(self, name: str) -> Locator:
        """Return a button by its name."""
        return self.root.get_by_role("button", name=name, exact=True)

    def write(self, text: str, *, keep: str = "Enter") -> None:
        """Put a text into the open editor and leave it."""
        self.editor.fill(text)
        self.page.keyboard.press(keep)
        expect(self.editor).to_have_count(0)

    def saved(self) -> None:
        """Wait until everything is kept."""
        expect(self.status).to_have_attribute("data-kind", "saved")

    def choose(self, *names: str) -> None:
        """Choose from the open menu, page by page."""
        for name in names:
            self.menu.locator("[role^=menuitem]").filter(has=self.page.locator(f".label:text-is('{name}')")).click()

    def said(self, text: str) -> None:
        """Wait for what a screen reader is told."""
        expect(self.root.locator("[aria-live]")).to_contain_text(text)


class MapPage(View):
    """A journey map in a page."""

    @classmethod
    def of(cls, notebook: Notebook, cell: int = 0) -> MapPage:
        """Return the map that a cell shows."""
        return cls(notebook.output(cell).locator(".jw"))

    @property
    def grid(self) -> Locator:
        """The map without its bar."""
        return self.root.get_by_role("grid")

    def card(self, text: str) -> Locator:
        """Return a card by its text."""
        return self.grid.locator(".card").filter(has=self.page.get_by_text(text, exact=True))

    def stage(self, title: str) -> Locator:
        """Return the header of a stage or step."""
        return self.grid.get_by_role("columnheader").filter(has=self.page.get_by_text(title, exact=True))

    def lane(self, title: str) -> Locator:
        """Return the header of a lane."""
        return self.grid.get_by_role("rowheader").filter(has=self.page.get_by_text(title, exact=True))

    def cell(self, lane: str, column: int) -> Locator:
        """Return a cell: the lane by its title, the column counted from 0."""
        return self.lane(lane).locator("xpath=..").locator(".cell").nth(column)

    def titles(self) -> list[str]:
        """Return the stages' titles as shown, from left to right."""
        return self.grid.locator(".stage:not(.step) .title").all_inner_texts()

    def lanes(self) -> list[str]:
        """Return the lanes' titles as shown, from top to bottom."""
        return self.grid.locator(".rh .title").all_inner_texts()

    def select(self, text: str) -> Locator:
        """Select a card by a click and return it."""
        card = self.card(text)
        card.click()
        expect(card).to_have_attribute("aria-selected", "true")
        expect(card).to_be_focused()
        return card

    def edit(self, text: str, new: str) -> None:
        """Edit a card's text in place."""
        self.select(text)
        self.page.keyboard.press("Enter")
        expect(self.editor).to_have_value(text)
        self.write(new)

    def menu_of(self, place: Locator, *names: str) -> None:
        """Choose from the menu of a place, opened by the right button."""
        place.click(button="right")
        self.choose(*names)

    @contextmanager
    def dragged(self, what: Locator, *, at: tuple[float, float] | None = None) -> Iterator[Page]:
        """Hold `what` with the mouse; let it go at the end."""
        what.scroll_into_view_if_needed()
        box = what.bounding_box()
        assert box
        x, y = at or (box["width"] / 2, box["height"] / 2)
        self.page.mouse.move(box["x"] + x, box["y"] + y)
        self.page.mouse.down()
        yield self.page
        self.page.mouse.up()

    def drag(self, what: Locator, to: Locator, x: float = 0.5, y: float = 0.5) -> None:
        """Drag to a point of `to`, given as shares of its size."""
        with self.dragged(what):
            box = to.bounding_box()
            assert box
            # Some steps: a drag begins only when the pointer has gone a little way.
            self.page.mouse.move(box["x"] + box["width"] * x, box["y"] + box["height"] * y, steps=8)
            self.page.mouse.move(box["x"] + box["width"] * x, box["y"] + box["height"] * y)
