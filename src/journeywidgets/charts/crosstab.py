"""Codes by stage, persona or any group, as a table of shades."""

from __future__ import annotations

import altair as alt
import pandas as pd

from journeywidgets.charts.matrix import matrix
from journeywidgets.charts.theme import Theme
from journeywidgets.charts.tidy import checked

_COLUMNS = ("code", "name", "by", "group", "title", "quotes", "participants", "heard", "method")
_TIP = {"Code": "name", "Where": "title", "Participants": "people_text", "Quotes": "quotes"}


def crosstab(result: pd.DataFrame, *, title: str | None = None, theme: Theme | None = None) -> alt.LayerChart:
    """Draw how many people said what, by stage, persona or group.

    A table by stage or persona can be linked with the map of the same titles.

    Parameters
    ----------
    result
        What ``evidence.crosstab`` returns.
    title
        The chart's title.
    theme
        ``"light"`` or ``"dark"`` for a finished chart; None for one to compose further.

    Raises
    ------
    JourneyError
        The result is not one of ``evidence.crosstab``, or has no rows.
    """
    rows = checked(result, "crosstab", _COLUMNS)
    by = rows[0]["by"]
    for row in rows:
        row["row"], row["column"] = row["code"], row["group"]
        row["people_text"] = f"{row['participants']} of {row['heard']} heard"
        row["shade"] = row["participants"] / row["heard"] if row["participants"] and row["heard"] else None
        row["main"] = f"{row['participants']} of {row['heard']}" if row["participants"] else ""
        row["small"] = f"{row['quotes']:,} {'quote' if row['quotes'] == 1 else 'quotes'}" if row["quotes"] else ""
        if by in ("stage", "persona"):
            row[by] = row["title"]
    heads = title or f"Codes by {by}"
    said = [row for row in rows if row["participants"]]
    told = " ".join(f"{row['name']}, {row['title']}: {row['people_text']}." for row in said[:40])
    return matrix(
        rows,
        {row["code"]: row["name"] for row in rows},
        {row["group"]: row["title"] for row in rows},
        tip=_TIP,
        top=1,
        heads=heads,
        under=[rows[0]["method"]],
        description=f"{heads}. {told} {rows[0]['method']}",
        theme=theme,
        on=(by,) if by in ("stage", "persona") else (),
    )
