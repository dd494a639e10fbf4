"""Where a mark stands: one band a stage, in the order and with the edges of the map's columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

import altair as alt

from journeywidgets.charts.lookup import lookup
from journeywidgets.charts.params import BRUSHED, PICKED, chosen
from journeywidgets.charts.text import one_line, wrap
from journeywidgets.charts.theme import COLUMN, HEADER, LINE, TEXT, tint

OVERALL = ""
"""What stands for the stage of a figure that belongs to none."""
_PAGE = 1224  # px: six columns of the map
_NARROW = 72
_GAP = 10


class Columns:
    """The stages along a chart.

    Parameters
    ----------
    titles
        Each stage's title by its id (or whatever the data knows it by), in order.
    step
        The width of a column in px; None takes the map's where the stages fit on a page, and less where not.
    """

    def __init__(self, titles: Mapping[str, str], step: float | None = None) -> None:
        self.ids = list(titles)
        self.titles = {stage: one_line(title) or "(untitled)" for stage, title in titles.items()}
        self.step = step or max(_NARROW, min(COLUMN, _PAGE // max(len(self.ids), 1)))

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def lines(self) -> list[list[str]]:
        """The titles, wrapped to the width of a column."""
        return [wrap(self.titles[stage], self.step - _GAP, size=TEXT + 1, lines=4) for stage in self.ids]

    @property
    def deepest(self) -> int:
        """How many lines the longest title has."""
        return max((len(lines) for lines in self.lines), default=1)

    @cached_property
    def param(self) -> alt.Parameter:
        """The parameter that holds ids and titles, named by its content."""
        return lookup("jw_columns", {"ids": self.ids, "titles": self.lines})

    @property
    def label(self) -> str:
        """The expression of an axis or header label: the title, in lines."""
        return f"{self.param.name}.titles[indexof({self.param.name}.ids, datum.value)]"

    def x(self, field: str = "stage") -> alt.X:
        """Return the encoding along the stages, of a column that holds their ids."""
        scale = alt.Scale(domain=self.ids, paddingInner=0, paddingOuter=0)
        return alt.X(f"{field}:N", sort=None, scale=scale, title=None, axis=self._axis())

    def _axis(self) -> alt.Axis:
        return alt.Axis(
            orient="top",
            labelExpr=self.label,
            labelAngle=0,
            labelFontSize=TEXT + 1,
            labelFontWeight=600,
            labelLimit=0,
            labelOverlap=False,
            labelLineHeight=LINE,
            # Lines flow down, so the first one starts high enough for the longest title.
            labelBaseline="top",
            labelPadding=4 + LINE * self.deepest,
            labelColor=tint("ink"),
            ticks=False,
            domain=False,
        )

    @property
    def width(self) -> alt.Step:
        """The width of the plot: so much a stage."""
        return alt.Step(self.step, **{"for": "position"})

    @property
    def px(self) -> float:
        """The width of the whole chart, lane header included."""
        return HEADER + self.step * max(len(self.ids), 1)

    def bands(self, *, brush: bool = False) -> alt.Chart:
        """Return a layer of the columns themselves: chosen stages are lit, and a click anywhere picks."""
        rows = [{"stage": stage, "stage_title": self.titles[stage]} for stage in self.ids]
        opacity = alt.FillOpacity(condition={"test": chosen(empty=False), "value": 1}, value=0)
        bare: alt.Chart = (
            alt.Chart(alt.InlineData(values=rows))
            .mark_rect(
                style=[PICKED, BRUSHED] if brush else [PICKED],
                fill=tint("brand-soft"),
                stroke=tint("line"),
                strokeWidth=1,
                aria=False,
            )
            .encode(x=self.x(), fillOpacity=opacity)
        )
        return bare


def side(title: str, **more: Any) -> alt.Axis:
    """Return the axis of a chart over stages: as wide as the map's lane headers, its title within."""
    options = {
        "title": wrap(title, HEADER - 60, lines=4) if title else None,
        "titleAngle": 0,
        "titleAlign": "left",
        "titleAnchor": "start",
        "titleBaseline": "top",
        "titleX": 10 - HEADER,
        "titleY": 0,
        "titleColor": tint("ink-2"),
        "minExtent": HEADER,
        "maxExtent": HEADER,
        "tickCount": 4,
        "domain": False,
        "ticks": False,
        "gridColor": tint("line"),
        "labelColor": tint("ink-2"),
        # Thousands apart as on the map.
        "labelExpr": "join(split(datum.label, ','), '\u202f')",
    }
    return alt.Axis(**{**options, **more})


def in_order(found: Iterable[str]) -> dict[str, str]:
    """Return the stages of data without a journey: as first met, each its own title."""
    return {stage: stage or "Overall" for stage in dict.fromkeys(found)}
