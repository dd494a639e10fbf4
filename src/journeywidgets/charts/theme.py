"""The look of the charts, light and dark: the colours of the map.

A chart holds no configuration, so that it can be put beside others; the colours of its marks ask
`params.DARK` for the ground. `theme` is the configuration for the rest: axes, titles, ground.
"""

from __future__ import annotations

from typing import Any, Literal

import altair as alt

from journeywidgets.charts.params import DARK
from journeywidgets.errors import JourneyError, shorten
from journeywidgets.export.palette import FONT

Theme = Literal["light", "dark"]

# The tokens of js/src/view/shared/tokens.css, without their `--jw-`; a test compares the two.
LIGHT = {
    "bg": "#fff",
    "bg-soft": "#f7f8fa",
    "line": "#e3e6eb",
    "line-strong": "#c6ccd6",
    "ink": "#1c2430",
    "ink-2": "#556070",
    "ink-3": "#626c7b",
    "brand": "#3454d1",
    "brand-soft": "#e9edfc",
    "pain": "#b42318",
    "pain-soft": "#fdecea",
    "gain": "#1b7f4b",
    "gain-ink": "#176b40",
    "gain-soft": "#e6f5ec",
    "warn": "#8a5a00",
    "p1": "#3454d1",
    "p2": "#c2410c",
    "p3": "#0f766e",
    "p4": "#9d174d",
    "p5": "#6d28d9",
    "p6": "#4d6b0b",
    "p7": "#0369a1",
    "p8": "#7a4b12",
}
DARKER = {
    "bg": "#14171c",
    "bg-soft": "#1a1e25",
    "line": "#2b313b",
    "line-strong": "#434b58",
    "ink": "#e8ebf0",
    "ink-2": "#a9b2c0",
    "ink-3": "#959eac",
    "brand": "#8ea4ff",
    "brand-soft": "#232b47",
    "pain": "#ff8a7d",
    "pain-soft": "#3a1f1d",
    "gain": "#69d39a",
    "gain-ink": "#69d39a",
    "gain-soft": "#173326",
    "warn": "#f0c063",
    "p1": "#8ea4ff",
    "p2": "#ff9d6b",
    "p3": "#5fd0c5",
    "p4": "#f58bb5",
    "p5": "#c4a1ff",
    "p6": "#b5d063",
    "p7": "#6cc4f5",
    "p8": "#dcb27a",
}
HEAT_LIGHT, HEAT_DARK = "#8fa2ea", "#47538f"
"""The strongest shade of a table: the brand's, as far as the ink can be read on it."""
HEADER = 148
"""The width of the map's lane headers in px (`--jw-rowhead`): where the columns of stages start."""
COLUMN = 204
"""The least width of a stage's column on the map in px (`--jw-col`)."""
TEXT = 11
"""The size of texts in a chart in px."""
LINE = 15
"""The height of their lines."""


def tint(token: str) -> alt.ExprRef:
    """Return a colour that follows the ground."""
    return alt.ExprRef(f"{DARK} ? '{DARKER[token]}' : '{LIGHT[token]}'")


def heat() -> list[alt.ExprRef]:
    """Return the ends of a scale of shades, on all of which the ink can be read."""
    return [tint("bg-soft"), alt.ExprRef(f"{DARK} ? '{HEAT_DARK}' : '{HEAT_LIGHT}'")]


def theme(*, dark: bool = False) -> alt.theme.ThemeConfig:
    """Return the look of the map for charts, as an Altair theme.

    Parameters
    ----------
    dark
        For a dark ground.

    Returns
    -------
    dict
        A Vega-Lite specification with ``config`` alone, and nothing set anywhere: use it for one chart with
        ``chart.configure(**charts.theme()["config"])``, or for all with
        ``alt.theme.register("journey", enable=True)(charts.theme)``.

    Notes
    -----
    The marks of this package's charts choose their colours by the variable ``jw_dark``; the argument ``theme=`` of
    each function sets both.
    """
    colors = DARKER if dark else LIGHT
    palette = [colors[f"p{number}"] for number in range(1, 9)]
    config: Any = {**_frame(colors), **_marks(colors), "range": {"category": palette}}
    return {"config": config}


def _frame(colors: dict[str, str]) -> dict[str, Any]:
    """Return what surrounds the marks."""
    words = {"labelColor": colors["ink-2"], "labelFontSize": TEXT, "titleColor": colors["ink-2"]}
    titles = {"titleFontSize": TEXT, "titleFontWeight": 600, "titlePadding": 8}
    return {
        "background": colors["bg"],
        "font": FONT,
        "padding": {"left": 0, "top": 8, "right": 12, "bottom": 8},
        "view": {"stroke": None},
        "axis": {
            **words,
            **titles,
            "domainColor": colors["line-strong"],
            "tickColor": colors["line-strong"],
            "gridColor": colors["line"],
            "labelPadding": 6,
        },
        "legend": {**words, **titles, "symbolStrokeWidth": 2},
        "header": {**words, **titles},
        "title": {
            "color": colors["ink"],
            "fontSize": 14,
            "fontWeight": 600,
            "subtitleColor": colors["ink-2"],
            "subtitleFontSize": TEXT,
            "subtitlePadding": 4,
        },
    }


def _marks(colors: dict[str, str]) -> dict[str, Any]:
    """Return the look of marks that say nothing of it themselves: those of other people's charts."""
    return {
        "mark": {"color": colors["brand"]},
        "text": {"color": colors["ink"], "fontSize": TEXT},
        "rule": {"color": colors["ink-2"]},
    }


def themed(chart: Any, theme_name: Theme | None) -> Any:
    """Return `chart` as it is, or finished in a theme: one that can no longer be part of another.

    Raises
    ------
    JourneyError
        There is no such theme.
    """
    if theme_name is None:
        return chart
    if theme_name not in ("light", "dark"):
        raise JourneyError(f"charts: theme={shorten(theme_name)} is not known. Choose 'light', 'dark' or None.")
    dark = theme_name == "dark"
    finished = chart.configure(**theme(dark=dark)["config"])
    for param in finished.params:
        if param.name == DARK:
            param.value = dark
    return finished
