"""A page as a reader gets it: two maps, personas and charts, with prose around them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import altair as alt
from playwright.sync_api import Browser, BrowserContext, Page, expect
from tests.browser.chart_page import ChartPage
from tests.browser.charts import complaints
from tests.browser.journeys import evident
from tests.browser.views import MapPage
from tests.browser.watch import Watch

from journeywidgets import Journey, JourneyMap, charts
from journeywidgets.export.markup import Markup, element, join
from journeywidgets.export.page import Heading, View, page, place

LONG = "A long way"
"""The title of the second map."""
_VIOLATIONS = "addEventListener('securitypolicyviolation', (e) => console.error('CSP', e.violatedDirective, e.sample))"
_PROSE = "What stands on the map comes from nine interviews and one survey. " * 6


def long_way(stages: int = 12, lanes: int = 8, seed: int = 3) -> Journey:
    """Return a journey whose stages need several sheets; each word of it names its place."""
    journey = Journey(LONG, seed=seed)
    with journey.edit("Fill"):
        for at in range(stages):
            journey.add("stages", id=f"s{at}", title=f"Station {at}", description="What happens there. " * 3)
        for row in range(lanes):
            kind = ("text", "pain", "gain", "opportunity")[row % 4]
            journey.add("lanes", id=f"l{row}", title=f"Lane {row}", kind=kind)
            for at in range(stages):
                for number in range((at + row) % 3):
                    text = f"Card {number} of lane {row} at station {at}"
                    journey.add("cards", id=f"c{row}-{at}-{number}", stage=f"s{at}", lane=f"l{row}", text=text)
    return journey


def chart_view(key: str, shown: JourneyMap, chart: alt.Chart, link: str | None = None) -> View:
    """Return an Altair chart as a view of a page."""
    made = charts.link(shown, chart)
    return View(key, "chart", json.loads(made.spec), {}, json.loads(made._about), link, made.chart.title)


def report(bikes: Journey | None = None, raw: Markup | None = None) -> str:
    """Return the page; `raw` stands at its end, as an output of a notebook would."""
    bikes = bikes or evident()
    shown = JourneyMap(bikes)
    views = [
        View("bikes", "map", bikes.to_dict(), name="City bike rental"),
        chart_view("linked", shown, complaints(bikes), "bikes"),
        View("people", "personas", bikes.to_dict(), name="City bike rental"),
        View("long", "map", long_way().to_dict(), name=LONG),
        chart_view("alone", shown, complaints(bikes, "On its own")),
    ]
    first, linked, people, long, alone = map(place, views)
    body = join(
        [
            element("h1", "What riders told us", id="top"),
            element("p", _PROSE),
            first,
            linked,
            element("h2", "Who they are", id="people"),
            people,
            element("p", _PROSE),
            element("h2", "The long way", id="long"),
            long,
            element("p", _PROSE),
            alone,
            raw,
        ]
    )
    headings = [
        Heading("What riders told us", "top"),
        Heading("Who they are", "people", 2),
        Heading("The long way", "long", 2),
    ]
    return page("What riders told us", body, views, headings=headings)


@dataclass
class ReportPage:
    """A page opened from a file."""

    page: Page
    asked: list[str] = field(default_factory=list)
    """Addresses that it asked for, its own left out."""

    def map(self, key: str = "bikes") -> MapPage:
        """Return a map, once it is there."""
        place_ = self.page.locator(f"[data-jw-view={key}]")
        place_.scroll_into_view_if_needed()
        return MapPage(place_.locator(".jw:not(.print)"), live=False)

    def chart(self, key: str) -> ChartPage:
        """Return a chart, once it is drawn."""
        place_ = self.page.locator(f"[data-jw-view={key}]")
        place_.scroll_into_view_if_needed()
        return ChartPage(place_.locator(".jw.chart"))

    def theme(self, name: str) -> None:
        """Choose on the page's bar."""
        self.page.get_by_role("combobox", name="Light or dark").select_option(label=name)

    def all_views(self) -> None:
        """Wait until every view is in its place, seen one after the other."""
        for key in ("bikes", "linked", "people", "long", "alone"):
            self.page.locator(f"[data-jw-view={key}]").scroll_into_view_if_needed()
            expect(self.page.locator(f"[data-jw-view={key}] .jw")).to_have_count(1)


@contextmanager
def reading(browser: Browser, watch: Watch, **options: object) -> Iterator[BrowserContext]:
    """Open a profile without a network, in which violations of a policy count as errors."""
    size = {"viewport": {"width": 1400, "height": 1000}, "reduced_motion": "reduce", "offline": True}
    context = browser.new_context(**{**size, **options})  # type: ignore[arg-type]
    context.add_init_script(_VIOLATIONS)
    watch.follow(context, requests=False)
    try:
        yield context
    finally:
        context.close()


def opened(context: BrowserContext, text: str, folder: Path) -> ReportPage:
    """Write a page and open the file."""
    file = folder / "report.html"
    file.write_text(text, encoding="utf-8")
    shown = ReportPage(context.new_page())
    shown.page.on("request", lambda request: shown.asked.append(request.url))
    # What the policy has stopped was never asked for: it is told apart from what the missing network stopped.
    stopped = "csp"
    shown.page.on(
        "requestfailed", lambda request: shown.asked.remove(request.url) if request.failure == stopped else None
    )
    shown.page.goto(file.as_uri())
    shown.asked.remove(file.as_uri())
    return shown
