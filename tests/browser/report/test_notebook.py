"""Reports of notebooks as readers open them: nothing that a notebook says acts, and all of it can be read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import altair as alt
import pandas as pd
import pytest
from playwright.sync_api import Browser, BrowserContext, expect
from tests.browser.axe import violations
from tests.browser.charts import complaints
from tests.browser.hostile import PAYLOADS, hostile
from tests.browser.journeys import SMS, bikes
from tests.browser.report.pages import ReportPage, opened, reading
from tests.browser.watch import Watch
from tests.report.notebooks import code, saved, stream, text

from journeywidgets import JourneyMap, PersonaCards, charts
from journeywidgets.report import report

_LOOK = """
(root) => {
  const all = [...root.querySelectorAll('*')];
  const names = all.flatMap((e) => Array.from(e.attributes, (attribute) => attribute.name));
  return {
    handlers: names.filter((name) => name.startsWith('on') || name === 'srcdoc' || name === 'formaction'),
    strange: root.querySelectorAll('script, iframe, object, embed, base, meta, form, svg, style').length,
    links: all.filter((e) => e.localName === 'a' && e.hasAttribute('href')).map((e) => [e.protocol, e.rel]),
    images: all.filter((e) => e.localName === 'img').map((e) => e.src.slice(0, 11)),
  };
}
"""
_PROSE = r"""# What riders told us

Nine people, and $\bar{x} \pm 1.96\sqrt{\frac{\hat p(1-\hat p)}{n}}$ for each share.

$$\sum_{i=1}^{n} x_i$$

| Stage | Asked |
|---|--:|
| Sign-up | 9 |

```python
def share(asked: int) -> float:
    "How many of them said so."
    return asked / 9  # in all
```

> A quote within.

- [x] asked
- [ ] coded
"""


def _evil(payload: str) -> list[dict[str, Any]]:
    """Return cells that say a payload in every way in which a cell can."""
    rows = pd.DataFrame({"a": [payload], payload: [1]})
    chart = alt.Chart(rows, title=payload).mark_bar().encode(x=alt.X("a:N", title=payload))
    error = {"output_type": "error", "ename": payload, "evalue": payload, "traceback": [payload]}
    data = {
        "text/html": payload + rows.to_html(escape=False),
        "text/markdown": f"{payload}\n\n# {payload}\n\n[{payload}]({payload}) ![{payload}]({payload}) ${payload}$",
        "text/latex": f"$\\text{{{payload}}}$",
        "text/plain": payload,
        "image/svg+xml": f"<svg xmlns='http://www.w3.org/2000/svg'><text>{payload}</text></svg>",
        "application/javascript": "window.__pwned = 1",
    }
    outputs = [{"output_type": "display_data", "data": {mime: said}, "metadata": {}} for mime, said in data.items()]
    shown = {"output_type": "display_data", "data": chart._repr_mimebundle_(), "metadata": {}}
    drawn = [shown] if payload in PAYLOADS[:3] else []  # Vega takes its time
    return [
        text(data["text/markdown"], **{payload: {"image/png": payload}}),
        code(stream(payload), stream(payload, "stderr"), error, *outputs, *drawn, source=payload),
    ]


def test_nothing_that_a_hostile_notebook_says_acts(readers: BrowserContext, tmp_path: Path) -> None:
    journey = hostile()
    shown = JourneyMap(journey)
    linked = charts.link(shown, charts.emotion(journey))
    cells = [
        code(shown),
        code(PersonaCards(journey)),
        code(linked),
        *(cell for evil in PAYLOADS for cell in _evil(evil)),
    ]
    path = saved(tmp_path, *cells, title=PAYLOADS[1], lang=PAYLOADS[3])
    page = opened(readers, report(path, code="shown"), tmp_path)
    for place in page.page.locator("[data-jw-view]").all():
        place.scroll_into_view_if_needed()
        expect(place.locator(".jw").first).to_be_attached()
    for each in page.page.locator("main b, main a").all()[:60]:
        each.dispatch_event("mouseover")
    assert page.page.evaluate("[window.__pwned ?? null, window.top.__pwned ?? null]") == [None, None]
    found = page.page.locator("main").evaluate(_LOOK)
    assert found["handlers"] == []
    assert found["strange"] == 0
    assert {protocol for protocol, _ in found["links"]} <= {"http:", "https:", "mailto:", "file:"}
    assert all(rel == "noopener noreferrer" for protocol, rel in found["links"] if protocol != "file:")
    assert set(found["images"]) <= {"data:image/"}
    assert page.asked == []
    page.page.close()


@pytest.fixture
def shown(readers: BrowserContext, tmp_path: Path) -> Iterator[ReportPage]:
    """Open the report of a notebook as people write them."""
    journey = bikes()
    map_ = JourneyMap(journey)
    table = pd.DataFrame({"stage": ["Sign-up"], "n": [9]})
    cells = [
        text(_PROSE),
        code(map_, source="map = JourneyMap(journey)\nmap"),
        text("## Complaints"),
        code(charts.link(map_, complaints(journey))),
        code({"text/html": table.to_html(), "text/plain": str(table)}, source="table"),
        code(
            stream("careful\n", "stderr"),
            {"output_type": "error", "ename": "E", "evalue": "no", "traceback": ["\x1b[31mE\x1b[0m"]},
        ),
        text("![far](https://example.org/track.png)"),
    ]
    made = opened(readers, report(saved(tmp_path, *cells)), tmp_path)
    yield made
    assert made.asked == []
    made.page.close()


def test_a_chart_follows_its_map_as_in_the_notebook(shown: ReportPage) -> None:
    view = shown.map("view-1")
    chart = shown.chart("view-2")
    chart.expect_lit()
    view.select(SMS)
    chart.expect_lit(2)
    chart.click(3)
    expect(view.card(SMS)).not_to_be_focused()
    chart.expect_lit(3)


@pytest.mark.parametrize("theme", ["Light", "Dark"])
def test_its_prose_code_and_notes_can_be_read_by_everybody(shown: ReportPage, theme: str, pictures: Path) -> None:
    shown.theme(theme)
    page = shown.page
    for summary in page.locator("details > summary").all():
        summary.click()
    main = page.locator("main")
    assert violations(main) == []
    assert page.locator("math").count() == 2
    box = page.locator("math").first.bounding_box()
    assert box is not None
    assert box["width"] > 60
    page.screenshot(path=pictures / f"notebook-report-{theme.lower()}.png", full_page=True)


def test_the_contents_lead_to_their_headings(shown: ReportPage) -> None:
    shown.page.get_by_role("navigation").get_by_role("link", name="Complaints").click()
    expect(shown.page.get_by_role("heading", name="Complaints", exact=True).first).to_be_in_viewport()


def test_a_narrow_page_scrolls_down_and_not_across(browser: Browser, seen: Watch, tmp_path: Path) -> None:
    wide = pd.DataFrame({f"column number {number}": ["a long value"] for number in range(30)})
    cells = [
        text(_PROSE + "\n\n" + "unbroken" * 60 + "\n\n$$" + "x+" * 150 + "x$$\n\n`" + "code" * 60 + "`"),
        code(
            {"text/html": wide.to_html()},
            stream("y" * 500),
            {"text/plain": repr("z" * 500)},
            source="a = " + "'b' + " * 90 + "'c'",
        ),
        code(bikes()),
    ]
    with reading(browser, seen, viewport={"width": 360, "height": 740}) as context:
        page = opened(context, report(saved(tmp_path, *cells), code="shown"), tmp_path).page
        page.locator("[data-jw-view]").scroll_into_view_if_needed()
        expect(page.locator("[data-jw-view] .jw").first).to_be_attached()
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
