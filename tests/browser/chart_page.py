"""A chart as a person meets it: its marks, its table, what is lit."""

from __future__ import annotations

from playwright.sync_api import Locator, expect
from tests.browser.lab import wait_for

FADED = 0.5
"""Below this opacity a mark steps back."""


class ChartPage:
    """A chart of ours in a page, inside its shadow root."""

    def __init__(self, root: Locator, bars: str = ".mark-rect.role-mark path") -> None:
        self.root, self.page = root, root.page
        self.bars = root.locator(bars)
        expect(self.plot).to_be_visible(timeout=15_000)
        expect(root.locator(".note")).to_have_text("")

    @classmethod
    def of(cls, output: Locator, name: str) -> ChartPage:
        """Return the chart with that title."""
        image = output.page.get_by_role("img", name=name)
        return cls(output.locator(".jw.chart").filter(has=image))

    @property
    def plot(self) -> Locator:
        """Return the drawing."""
        return self.root.locator(".ink svg, .ink canvas")

    @property
    def table(self) -> Locator:
        """Return the chart's data, opened."""
        details = self.root.locator("details")
        if details.get_attribute("open") is None:
            details.locator("summary").click()
        return details.locator("table").first

    def lit(self) -> list[bool]:
        """Return for each bar whether it stands out, from left to right."""
        values = self.bars.evaluate_all("(all) => all.map((e) => Number(getComputedStyle(e).opacity))")
        return [value > FADED for value in values]

    def expect_lit(self, *numbers: int) -> None:
        """Wait until just these bars stand out; none named: all do."""
        wait_for(
            # A chart that is drawn anew has other elements: they are looked for each time.
            lambda: (lit := self.lit()) == [not numbers or at in numbers for at in range(len(lit))] and lit != [],
            f"bars {numbers or 'all'} to stand out",
            page=self.page,
        )

    def click(self, number: int, **options: object) -> None:
        """Click a bar."""
        self.bars.nth(number).click(**options)  # type: ignore[arg-type]

    def middle(self, number: int) -> float:
        """Return where a bar's middle stands in the window, in px."""
        box = self.bars.nth(number).bounding_box()
        assert box
        return box["x"] + box["width"] / 2
