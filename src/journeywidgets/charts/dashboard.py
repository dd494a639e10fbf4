"""A map over its charts."""

from __future__ import annotations

from typing import Any

from journeywidgets.charts.link import link
from journeywidgets.errors import JourneyError
from journeywidgets.journey import Journey
from journeywidgets.widgets.dashboard import JourneyDashboard
from journeywidgets.widgets.journey_chart import JourneyChart
from journeywidgets.widgets.journey_map import JourneyMap


def dashboard(map: JourneyMap | Journey | Any, *charts: Any) -> JourneyDashboard:  # noqa: A002 - the word for it
    """Return a map over charts that are linked with it, as one widget.

    Parameters
    ----------
    map
        A map, or a journey, of which a map is made.
    *charts
        Altair charts, or charts that `link` has linked with this map.

    Returns
    -------
    JourneyDashboard
        Its parts are its ``map`` and ``charts``. It shows in Jupyter and in marimo, where boxes of ipywidgets do not.

    Raises
    ------
    JourneyError
        There is no chart, one is linked with another map, or what `link` raises.

    Examples
    --------
    >>> from journeywidgets import Journey, charts, metrics
    >>> from journeywidgets.datasets import simulate
    >>> city = simulate(200, seed=1)
    >>> j = Journey("Bikes", stages=list(city.stages), seed=1)
    >>> reached = metrics.funnel(city.events, city.stages, actor="rider", time="time", event="event", journey=j)
    >>> board = charts.dashboard(j, charts.funnel(reached, j))
    """
    if not charts:
        raise JourneyError("charts.dashboard shows a map over charts: name at least one chart.")
    inner = map if isinstance(map, (JourneyMap, Journey)) else getattr(map, "widget", map)
    own = inner if isinstance(inner, JourneyMap) else JourneyMap(inner)
    return JourneyDashboard(own, *(_linked(own, chart) for chart in charts))


def _linked(map_: JourneyMap, chart: Any) -> JourneyChart:
    widget = chart if isinstance(chart, JourneyChart) else getattr(chart, "widget", None)
    if not isinstance(widget, JourneyChart):
        return link(map_, chart)
    if widget.linked_with is not map_:
        raise JourneyError(f"charts.dashboard: {widget!r} is not linked with this map. Give it the Altair chart.")
    return widget
