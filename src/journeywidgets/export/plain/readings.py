"""A metric lane at a stage, as it is read without the page: in HTML, and as lines of text."""

from __future__ import annotations

from collections.abc import Iterator

from journeywidgets.export.content.comparison import Change
from journeywidgets.export.content.figures import count, plural
from journeywidgets.export.content.measures import Figure, Measures
from journeywidgets.export.content.outline import Outline
from journeywidgets.export.markup import Markup, element, join
from journeywidgets.export.palette import GAIN_INK, PAIN, WARN
from journeywidgets.export.plain.sheet import SMALL, Detail
from journeywidgets.export.plain.sparkline import HEIGHT, WIDTH, sparkline
from journeywidgets.model.series import Series

_PERSONAS = 4  # of a cell, below everyone's figure; the list of all values has the others
MINUS = " \u2212 "
SIGNS = {"met": "✓", "missed": "✕", "open": "?"}
_VERDICTS = {"met": GAIN_INK, "missed": PAIN}
_TONES = {"good": GAIN_INK, "bad": PAIN}


def readings(measures: Measures, stage: str, outline: Outline, detail: Detail) -> Markup:
    """Return a metric's figures at a stage: everyone's large, those of personas small below it."""
    figures = measures.figures(stage)
    if not figures:
        return element("div", "not asked", style=SMALL)
    large = len(figures) == 1
    return join(
        [
            *(_reading(figure, measures, outline, large=large) for figure in figures),
            *(_aside(figure, outline) for figure in beside(measures, stage, figures, _PERSONAS)),
            _gap(measures, stage, outline),
            _all(measures, stage, outline) if detail.quotes else None,
        ]
    )


def _reading(figure: Figure, measures: Measures, outline: Outline, *, large: bool) -> Markup:
    size = f"font-size:{19 if large else 14}px;font-weight:650" if figure.kind == "value" else SMALL
    change, verdict, thin = figure.change, figure.verdict, figure.thin
    first = [
        element("bdi", outline.who(figure.persona), style="font-weight:600") if figure.persona is not None else None,
        element("span", figure.text, style=size),
        element("span", figure.n, style=f"font-size:11px;font-weight:600;color:{WARN}") if thin else None,
    ]
    rests_on = [figure.interval, "" if thin else figure.n, figure.period]
    since = aim = None
    if change:
        since = element("div", moved(figure, change), style=_colored(_TONES.get(change.tone)))
    if verdict:
        aim = element("div", f"{SIGNS[verdict.kind]} {verdict.text}", style=_colored(_VERDICTS.get(verdict.kind)))
    return element(
        "div",
        element("div", join([part for part in first if part], " ")),
        element("div", small_print(rests_on), style=SMALL) if any(rests_on) else None,
        aim,
        _trend(figure, measures, outline),
        since,
        element("div", small_print([figure.late]), style=SMALL) if figure.late else None,
        style="margin:0 0 6px",
    )


def moved(figure: Figure, change: Change) -> str:
    """Return how a figure has changed, and since when."""
    of, since = changed(figure, change)
    return f"{of}{change.text} {since}"


def changed(figure: Figure, change: Change) -> tuple[str, str]:
    """Return what stands before a change, where it is not of the figure's own period, and since when it is."""
    return "" if change.now == figure.period else f"{change.now}: ", f"since {change.since}"


def _colored(color: str | None) -> str:
    return f"font-size:11px;font-weight:600;color:{color}" if color else SMALL


def _trend(figure: Figure, measures: Measures, outline: Outline) -> Markup | None:
    if figure.trend is None:
        return None
    color = outline.marks[figure.persona].color
    return element(
        "img",
        alt=f"Trend {figure.trend.words}",
        src=sparkline(figure.trend, measures.style.target, color),
        width=WIDTH,
        height=HEIGHT,
        style="display:block;max-width:100%",
    )


def beside(measures: Measures, stage: str, figures: list[Figure], most: int | None = None) -> list[Figure]:
    """Return the personas' figures that stand below everyone's, at most so many."""
    return measures.personas(stage)[:most] if figures and figures[0].persona is None else []


def _aside(figure: Figure, outline: Outline) -> Markup:
    name = element("bdi", outline.who(figure.persona), style="font-weight:600")
    return element("div", name, " ", small_print(told(figure)), style=SMALL)


def small_print(parts: list[str]) -> str:
    """Return small print in which n stays with its number."""
    return " · ".join(filter(None, parts)).replace("n ", "n\u00a0")


def told(figure: Figure) -> list[str]:
    """Return a figure in a few words: its number, interval and n."""
    return [part for part in (figure.text, figure.interval, figure.n) if part]


def compared(measures: Measures, stage: str) -> tuple[Figure, Figure, str] | None:
    """Return the two personas' figures that a cell compares, and how they differ; None where there are not just two."""
    pair = measures.pair(measures.personas(stage))
    gap = pair and measures.gap(*pair)
    return (*pair, gap.text) if pair and gap else None


def _gap(measures: Measures, stage: str, outline: Outline) -> Markup | None:
    found = compared(measures, stage)
    if found is None:
        return None
    one, other = (element("bdi", outline.who(figure.persona)) for figure in found[:2])
    return element("div", one, MINUS, other, " ", found[2], style=SMALL)


def _all(measures: Measures, stage: str, outline: Outline) -> Markup | None:
    """Return every value, to be unfolded: where there are more than the cell shows."""
    found = measures.series(stage)
    values = sum(len(series.points) + len(series.rest) for series in found.values())
    if values <= 1:
        return None
    lines = []
    for persona, series in found.items():
        lines.append(element("div", element("bdi", outline.who(persona)), style="font-weight:600"))
        lines += [element("div", line) for line in _history(measures, series)]
    return element("details", element("summary", plural(values, "value")), *lines, style=SMALL)


def _history(measures: Measures, series: Series) -> Iterator[str]:
    for row, change in measures.history(series):
        n = "" if row["n"] is None else f"n {count(row['n'])}"
        parts = [measures.told(row), measures.interval(row), n, change.by if change else ""]
        yield f"{row['period'] or 'all'}: {small_print(parts)}"


def reading_lines(measures: Measures, stage: str, outline: Outline) -> Iterator[str]:
    """Yield a metric's figures at a stage as lines of text; none where it was not asked."""
    figures = measures.figures(stage)
    for figure in figures:
        change, verdict = figure.change, figure.verdict
        name = outline.who(figure.persona) if figure.persona is not None else ""
        parts = [
            *told(figure),
            figure.period,
            f"{SIGNS[verdict.kind]} {verdict.text}" if verdict else "",
            moved(figure, change) if change else "",
            figure.late,
        ]
        yield " ".join(part for part in (name, " · ".join(filter(None, parts))) if part)
    for figure in beside(measures, stage, figures, _PERSONAS):
        yield f"{outline.who(figure.persona)} {' · '.join(told(figure))}"
    if found := compared(measures, stage):
        one, other, gap = found
        yield f"{outline.who(one.persona)}{MINUS}{outline.who(other.persona)} {gap}"
