"""Linking charts with a map: what is chosen in one is highlighted in the other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt

from journeywidgets.charts.params import PICKED, linked, with_selections
from journeywidgets.charts.picture import picture_of
from journeywidgets.charts.theme import DARKER, LIGHT, theme
from journeywidgets.errors import JourneyError, shorten
from journeywidgets.export.specification import LINKS, Specification
from journeywidgets.widgets.journey_chart import JourneyChart
from journeywidgets.widgets.journey_map import JourneyMap
from journeywidgets.widgets.link import Link

Given = Any
"""An Altair chart of any kind."""


def link(map: JourneyMap, chart: Given, *, on: str | Sequence[str] | None = None) -> JourneyChart:  # noqa: A002 - the word for it
    """Return a chart as a widget that is linked with a map.

    A stage, persona or card that is chosen on the map is highlighted in the chart; a click or a brush in the chart
    chooses on the map. Python sees both, as ``map.selection``, ``map.personas`` and ``chart.selection``, each with
    ``observe``, and may assign to them. Page and Python each join the two by themselves, so that a busy kernel,
    or none, holds nothing up.

    Parameters
    ----------
    map
        A map. Charts over its stages stand under its columns.
    chart
        An Altair chart: of this package, or any whose data has a column ``stage``, ``persona`` or ``card``, with ids
        or titles. It carries its rows; at most 2 MB.
    on
        The columns by which a chart of one's own is linked; those of the three that its data has, unless given.

    Returns
    -------
    JourneyChart
        To be shown as the last expression of a cell, with ``display``, or in a `dashboard`.

    Raises
    ------
    JourneyError
        `map` is no map, `chart` is no Altair chart or already linked, its data has none of the columns, it would load
        its rows from an address, or it is too large.

    Examples
    --------
    >>> from journeywidgets import Journey, JourneyMap, charts, metrics
    >>> from journeywidgets.datasets import simulate
    >>> city = simulate(200, seed=1)
    >>> j = Journey("Bikes", stages=list(city.stages), seed=1)
    >>> reached = metrics.funnel(city.events, city.stages, actor="rider", time="time", event="event", journey=j)
    >>> shown = JourneyMap(j)
    >>> chart = charts.link(shown, charts.funnel(reached, j))
    >>> chart.observe(lambda change: print(change.new), "selection")
    """
    map_ = _map(map)
    if isinstance(chart, JourneyChart):
        raise JourneyError(
            "charts.link makes a widget of an Altair chart, and this is one already. Give it the chart itself, or show "
            "the widget that is there."
        )
    specification = prepared(chart, on=on)
    themes = {name: _themed(dark=name == "dark") for name in ("light", "dark")}
    made = JourneyChart(specification, themes=themes, picture=picture_of, **_finished(specification))
    Link(map_, made)
    return made


def prepared(chart: Given, *, on: str | Sequence[str] | None = None) -> Specification:
    """Return a chart as plain data, ready to be linked."""
    if not isinstance(chart, alt.TopLevelMixin):
        raise JourneyError(f"charts.link links an Altair chart, not {type(chart).__name__}: {shorten(chart)}.")
    spec = _plain(chart)
    if not _can_be_picked(spec):
        names = on or _found(spec)
        own: Any = chart
        spec = _plain(linked(own, names))
    return Specification.read(with_selections(spec))


def _map(given: Any) -> JourneyMap:
    # marimo wraps a widget in an element of its own.
    inner = given if isinstance(given, JourneyMap) else getattr(given, "widget", given)
    if not isinstance(inner, JourneyMap):
        raise JourneyError(
            f"charts.link needs the map that is shown, not {type(given).__name__}: make one with JourneyMap(journey)."
        )
    return inner


def _plain(chart: Any) -> dict[str, Any]:
    """Return a chart's specification, whatever the notebook has set up: rows inline, no theme."""
    with alt.data_transformers.enable("default", max_rows=None), alt.theme.enable("none"):
        spec: dict[str, Any] = chart.to_dict()
    return spec


def _can_be_picked(spec: Any) -> bool:
    if isinstance(spec, list):
        return any(_can_be_picked(part) for part in spec)
    if not isinstance(spec, dict):
        return False
    mark = spec.get("mark")
    style = mark.get("style", []) if isinstance(mark, dict) else []
    if PICKED in ([style] if isinstance(style, str) else style):
        return True
    return any(_can_be_picked(part) for name, part in spec.items() if name != "datasets")


def _found(spec: dict[str, Any]) -> list[str]:
    read = Specification.read(spec)
    if read.fields:
        return list(read.fields)
    held = sorted({name for rows in read.spec["datasets"].values() for row in rows for name in row})
    raise JourneyError(
        f"charts.link: the chart's data has no column {', '.join(map(repr, LINKS[:-1]))} or {LINKS[-1]!r}, by which it "
        f"could be linked with a map, only {shorten(held)}. Rename the column that holds ids or titles of stages to "
        f"'stage' (of personas to 'persona', of cards to 'card')."
    )


def _themed(*, dark: bool) -> dict[str, Any]:
    # The ground is that of the notebook; the table says what Vega would tell a screen reader.
    return {**theme(dark=dark)["config"], "background": "transparent", "aria": False}


def _finished(chart: Specification) -> dict[str, str]:
    """Return the theme that a chart was finished in, as a setting."""
    ground = chart.spec.get("config", {}).get("background")
    name = {LIGHT["bg"]: "light", DARKER["bg"]: "dark"}.get(ground)
    return {"theme": name} if name else {}
