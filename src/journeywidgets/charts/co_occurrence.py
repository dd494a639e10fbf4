"""Which codes come together, as a table of shades."""

from __future__ import annotations

import altair as alt
import pandas as pd

from journeywidgets.charts.matrix import matrix
from journeywidgets.charts.theme import Theme
from journeywidgets.charts.tidy import checked

_COLUMNS = ("code", "other", "name", "other_name", "segments", "participants", "coefficient")
_TIP = {
    "Code": "name",
    "And": "other_name",
    "Segments with both": "segments",
    "Participants": "participants",
    "Of the segments with either": "share_text",
}


def co_occurrence(result: pd.DataFrame, *, title: str | None = None, theme: Theme | None = None) -> alt.LayerChart:
    """Draw how often codes lie on the same segment; each pair stands once.

    Parameters
    ----------
    result
        What ``evidence.co_occurrence`` returns.
    title
        The chart's title.
    theme
        ``"light"`` or ``"dark"`` for a finished chart; None for one to compose further.

    Raises
    ------
    JourneyError
        The result is not one of ``evidence.co_occurrence``, or has no rows.
    """
    rows = checked(result, "co_occurrence", _COLUMNS)
    names: dict[str, str] = {}
    for row in rows:
        names |= {row["code"]: row["name"]}
    others = {row["other"]: row["other_name"] for row in rows}
    for row in rows:
        row["row"], row["column"] = row["other"], row["code"]
        row["shade"] = row["coefficient"]
        row["share_text"] = f"{100 * row['coefficient']:.0f}\u00a0%"
        row["main"] = f"{row['segments']:,}"
        row["small"] = f"{row['participants']:,} said so"
    heads = title or "Codes that come together"
    told = " ".join(f"{row['name']} and {row['other_name']}: {row['segments']}." for row in rows[:40])
    return matrix(
        rows,
        others,
        names,
        tip=_TIP,
        top=max(row["coefficient"] for row in rows),
        heads=heads,
        under=[
            "Segments with both codes, and how many people said them; the shade is their share of those with either"
        ],
        description=f"{heads}. {told}",
        theme=theme,
    )
