"""A codebook as a person meets it."""

from __future__ import annotations

from playwright.sync_api import Locator, expect
from tests.browser.views import View


class CodebookPage(View):
    """A NotesCoder in a page, seen from its codebook."""

    @property
    def tree(self) -> Locator:
        """The codes."""
        return self.root.get_by_role("tree")

    def code(self, name: str) -> Locator:
        """Return the line of a code."""
        label = self.page.locator(f".name .said:text-is('{name}')")
        return self.root.get_by_role("treeitem").filter(has=label)

    def names(self) -> list[str]:
        """Return the codes as shown, each as deep as it stands."""
        lines = self.root.locator("[data-code]").all()
        return ["-" * (int(one.get_attribute("aria-level") or 1) - 1) + _name(one) for one in lines]

    def focus(self, name: str) -> Locator:
        """Give a code the focus."""
        code = self.code(name)
        code.focus()
        expect(code).to_be_focused()
        return code

    def press(self, name: str, key: str) -> None:
        """Press a key on a code."""
        self.focus(name)
        self.page.keyboard.press(key)

    def menu_of(self, name: str, *choices: str) -> None:
        """Choose from a code's menu."""
        self.code(name).click(button="right")
        self.choose(*choices)

    @property
    def picker(self) -> Locator:
        """The field in which a code is picked."""
        return self.root.locator(".picker")

    def options(self) -> list[str]:
        """Return the codes that the picker offers."""
        return self.picker.get_by_role("option").locator(".name").all_inner_texts()

    def filter_by(self, what: str, *choices: str) -> None:
        """Choose from a list of the filter, and close it."""
        self.root.get_by_role("button", name=f"Filter by {what}").click()
        box = self.root.get_by_role("dialog", name=f"Filter by {what.lower()}")
        for choice in choices:
            box.get_by_role("checkbox", name=choice).check()
        self.page.keyboard.press("Escape")
        expect(box).to_have_count(0)

    def drag(self, name: str, to: str, share: float) -> None:
        """Drag a code to a share of another's height."""
        self.code(name).scroll_into_view_if_needed()
        start = self.code(name).locator(".name").bounding_box()
        end = self.code(to).bounding_box()
        assert start
        assert end
        mouse = self.page.mouse
        mouse.move(start["x"] + 20, start["y"] + start["height"] / 2)
        mouse.down()
        mouse.move(end["x"] + 60, end["y"] + end["height"] * share, steps=6)
        expect(self.root.locator("[data-drop]:not([data-drop=dragged])")).to_have_count(1)
        mouse.up()


def _name(code: Locator) -> str:
    return code.locator(".name").inner_text()
