"""A chart put together: its layers, title, method, notes and the words that describe it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt

from journeywidgets.charts.params import variables
from journeywidgets.charts.reading import Reading, Row
from journeywidgets.charts.text import one_line, shared, wrap
from journeywidgets.charts.theme import LINE, TEXT, Theme, themed, tint

_TITLE = 14
_NARROWEST, _WIDEST = 420, 1000
_TOLD = 40  # figures in the words of a chart
Tip = Mapping[str, str]


def tooltip(fields: Tip) -> list[alt.Tooltip]:
    """Return the tooltip: columns by the words that stand before them."""
    return [alt.Tooltip(f"{name}:N", title=words) for words, name in fields.items()]


BASE: Tip = {"Stage": "stage_title", "Whose": "persona_name", "Period": "period"}
VALUE: Tip = {"Value": "value_text", "95 % interval": "interval_text", "n": "n"}


def tips(reading: Reading, *more: Tip) -> list[alt.Tooltip]:
    """Return the tooltip of a figure; what is the same all over is left out."""
    absent = {
        *([] if reading.people.told_apart else ["persona_name"]),
        *([] if reading.periods else ["period"]),
        *([] if any(row["stage"] for row in reading.rows) else ["stage_title"]),
    }
    if len(reading.methods) > 1:
        more = (*more, {"Method": "method"})
    fields = {words: name for part in (BASE, *more) for words, name in part.items() if name not in absent}
    return tooltip(fields)


def heading(title: str, lines: Sequence[str], px: float) -> alt.TitleParams:
    """Return a chart's title, and under it what there is to know, wrapped to its width."""
    room = min(max(px, _NARROWEST), _WIDEST) - 12
    under = [line for text in lines if text for line in wrap(text, room, lines=6)]
    return alt.TitleParams(
        text=wrap(title, room, size=_TITLE, lines=3),
        subtitle=under or alt.Undefined,
        anchor="start",
        frame="bounds",
        offset=12,
        color=tint("ink"),
        subtitleColor=tint("ink-2"),
        fontSize=_TITLE,
        fontWeight=600,
        subtitleFontSize=TEXT,
        subtitleLineHeight=LINE,
        dx=10,
    )


def describe(reading: Reading, what: str) -> str:
    """Return a chart in words, for those who hear it."""
    told = [_said(row, reading) for row in reading.rows[:_TOLD]]
    left = len(reading.rows) - len(told)
    more = f" And {left} more." if left > 0 else ""
    return f"{what}. {' '.join(told)}{more} {shared(reading.methods)}".strip()


def _said(row: Row, reading: Reading) -> str:
    who = row["persona_name"] if reading.people.told_apart else ""
    where = ", ".join(part for part in (row["stage_title"], who, row.get("period")) if part)
    interval = "" if row["interval_text"] == "none" else f" ({row['interval_text']})"
    n = f", {row['n_text']}" if row["n_text"] else ""
    return f"{where}: {row['value_text']}{interval}{n}."


def layered(
    layers: Sequence[alt.Chart],
    reading: Reading,
    *,
    rows: Sequence[Row] | None = None,
    height: float,
    width: float | alt.Step | None = None,
) -> alt.LayerChart:
    """Return the layers over the rows of a reading, with the parameters they ask for."""
    data = alt.InlineData(values=[dict(row) for row in (reading.rows if rows is None else rows)])
    chart = alt.layer(*layers, data=data).properties(
        width=reading.columns.width if width is None else width, height=height
    )
    made: alt.LayerChart = chart.add_params(*variables(), reading.columns.param, reading.people.param)
    return made


def finished(
    chart: Any,
    reading: Reading,
    *,
    title: str | None,
    kind: str,
    notes: Sequence[str] = (),
    px: float | None = None,
    theme: Theme | None,
) -> Any:
    """Return a chart with its title, method, notes and description."""
    heads = one_line(reading.metric if title is None else title)
    under = [shared(reading.methods), " · ".join([*notes, *reading.notes])]
    chart = chart.properties(
        title=heading(heads, under, px or reading.columns.px), description=describe(reading, f"{kind}: {heads}")
    )
    return themed(chart, theme)


def empty(reading: Reading, *, title: str | None, kind: str, theme: Theme | None, says: str = "") -> alt.LayerChart:
    """Return a chart that says that there is nothing to show."""
    words = says or "Nothing to show: the result has no rows."
    text = (
        alt.Chart(alt.InlineData(values=[{"says": words}]))
        .mark_text(fontSize=TEXT + 2, color=tint("ink-2"), align="left", x=10, baseline="middle")
        .encode(text="says:N")
    )
    heads = one_line(title or reading.metric or kind)
    chart = alt.layer(text).properties(
        width=_NARROWEST,
        height=60,
        title=heading(heads, [shared(reading.methods)], _NARROWEST),
        description=f"{heads}. {words}",
    )
    made: alt.LayerChart = themed(chart.add_params(*variables()), theme)
    return made
