"""Saturation: how many codes are known, and new, after each further participant."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from journeywidgets.charts.columns import side
from journeywidgets.charts.figure import heading, tooltip
from journeywidgets.charts.params import variables
from journeywidgets.charts.theme import Theme, themed, tint
from journeywidgets.charts.tidy import checked

_COLUMNS = ("participants", "codes", "codes_low", "codes_high", "new", "new_low", "new_high", "total", "method")
_WIDTH = 560
_TIP = {"Participants": "participants", "Codes known": "codes_text", "New codes": "new_text"}


def saturation(
    result: pd.DataFrame, *, title: str | None = None, height: float = 220, theme: Theme | None = None
) -> alt.LayerChart:
    """Draw the saturation curve: codes known as a line in its band, new codes as bars under it.

    Parameters
    ----------
    result
        What ``evidence.saturation`` returns.
    title
        The chart's title.
    height
        Of the plot, in px.
    theme
        ``"light"`` or ``"dark"`` for a finished chart; None for one to compose further.

    Raises
    ------
    JourneyError
        The result is not one of ``evidence.saturation``.
    """
    rows = checked(result, "saturation", _COLUMNS)
    for row in rows:
        for name in ("codes", "new"):
            row[f"{name}_text"] = (
                f"{row[name]:.1f} ({row[f'{name}_low']:.0f}\u2009\u2013\u2009{row[f'{name}_high']:.0f})"
            )
    last = rows[-1]
    data = alt.InlineData(values=rows)
    along = alt.X(
        "participants:O",
        title="Participants, in any order",
        axis=alt.Axis(labelAngle=0, labelOverlap=True, ticks=False),
    )
    top = alt.Scale(domain=[0, max(last["total"], 1)], nice=True)
    over = alt.Chart().encode(x=along, tooltip=tooltip(_TIP))
    layers: list[Any] = [
        over.mark_bar(color=tint("line-strong"), size=min(28, _WIDTH / len(rows) * 0.6)).encode(
            y=alt.Y("new:Q", scale=top, axis=side("Codes"))
        ),
        over.mark_area(fillOpacity=0.16, color=tint("brand")).encode(
            y=alt.Y("codes_low:Q", scale=top), y2="codes_high:Q"
        ),
        over.mark_line(strokeWidth=2.5, color=tint("brand")).encode(y=alt.Y("codes:Q", scale=top)),
        over.mark_point(size=44, opacity=1, fill=tint("bg"), stroke=tint("brand"), strokeWidth=2).encode(
            y=alt.Y("codes:Q", scale=top)
        ),
    ]
    told = (
        f"Line: codes known, of {last['total']} applied, with its band \u00b7 bars: new codes of one more participant"
    )
    known = f"{last['codes']:.0f} codes after {len(rows)} participants; the last one adds {last['new']:.1f} on average"
    heads = title or "Saturation of what was coded"
    chart = (
        alt.layer(*layers, data=data)
        .properties(
            width=_WIDTH,
            height=height,
            title=heading(heads, [last["method"], told], _WIDTH),
            description=f"{heads}: {known}. {last['method']}",
        )
        .add_params(*variables())
    )
    made: alt.LayerChart = themed(chart, theme)
    return made
