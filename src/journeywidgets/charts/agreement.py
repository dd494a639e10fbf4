"""Agreement of coders, code by code, with intervals."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from journeywidgets.charts.columns import side
from journeywidgets.charts.figure import heading, tooltip
from journeywidgets.charts.lookup import label, labels
from journeywidgets.charts.params import variables
from journeywidgets.charts.theme import HEADER, TEXT, Theme, themed, tint
from journeywidgets.charts.tidy import checked

_COLUMNS = ("code", "name", "value", "low", "high", "n", "coders", "prevalence", "agreed", "note", "method")
_TIP = {
    "Code": "name",
    "Value": "value_text",
    "Segments": "n",
    "Coders": "coders",
    "Prevalence": "prevalence_text",
    "Equal decisions": "agreed_text",
}
_WIDTH = 420
_ROW = 30


def agreement(result: pd.DataFrame, *, title: str | None = None, theme: Theme | None = None) -> alt.LayerChart:
    """Draw the agreement on each code as a point with its interval; what is undefined says so.

    Parameters
    ----------
    result
        What ``evidence.agreement`` returns.
    title
        The chart's title.
    theme
        ``"light"`` or ``"dark"`` for a finished chart; None for one to compose further.

    Raises
    ------
    JourneyError
        The result is not one of ``evidence.agreement``.
    """
    rows = checked(result, "agreement", _COLUMNS)
    for row in rows:
        row["value_text"] = _told(row)
        row["small"] = f"n {row['n']:,} \u00b7 {_percent(row['prevalence'])} yes"
        row["prevalence_text"], row["agreed_text"] = _percent(row["prevalence"]), _percent(row["agreed"])
    least = min([0.0, *(row[name] for row in rows for name in ("value", "low") if row[name] is not None)])
    x = alt.X("value:Q", scale=alt.Scale(domain=[least, 1], nice=True), axis=alt.Axis(title="Agreement beyond chance"))
    names = labels("jw_rows", {row["code"]: row["name"] for row in rows}, HEADER - 24)
    axis = side("", labelExpr=label(names), labelLimit=HEADER - 20, labelLineHeight=13)
    y = alt.Y("code:N", sort=None, scale=alt.Scale(domain=[row["code"] for row in rows]), axis=axis, title=None)
    over = alt.Chart().encode(y=y, tooltip=tooltip(_TIP))
    there = "isValid(datum.value)"
    layers: list[Any] = [
        over.mark_rule(strokeWidth=2, color=tint("brand"))
        .encode(x=alt.X("low:Q"), x2="high:Q")
        .transform_filter("isValid(datum.low)"),
        over.mark_point(size=64, fill=tint("bg"), stroke=tint("brand"), strokeWidth=2, opacity=1)
        .encode(x=x)
        .transform_filter(there),
        over.mark_text(align="left", x=_WIDTH + 12, color=tint("ink-2"), fontSize=TEXT).encode(text="small:N"),
        over.mark_text(align="left", x=6, color=tint("ink-2"), fontSize=TEXT)
        .encode(text="note:N")
        .transform_filter("!isValid(datum.value)"),
    ]
    heads = title or "Agreement of coders"
    told = " ".join(f"{row['name']}: {row['value_text']}, {row['small']}." for row in rows)
    chart = (
        alt.layer(*layers, data=alt.InlineData(values=rows))
        .properties(
            width=_WIDTH,
            height=_ROW * len(rows),
            title=heading(heads, [rows[0]["method"]], HEADER + _WIDTH),
            description=f"{heads}. {told} {rows[0]['method']}",
        )
        .add_params(*variables(), names)
    )
    made: alt.LayerChart = themed(chart, theme)
    return made


def _told(row: dict[str, Any]) -> str:
    if row["value"] is None:
        return str(row["note"])
    ends = "" if row["low"] is None else f" ({row['low']:.2f}\u2009\u2013\u2009{row['high']:.2f})"
    return f"{row['value']:.2f}{ends}"


def _percent(share: float | None) -> str:
    return "none" if share is None else f"{100 * share:.0f}\u00a0%"
