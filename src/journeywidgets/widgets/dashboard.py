"""JourneyDashboard: a map over its charts, as one widget."""

from __future__ import annotations

from typing import Any, ClassVar

import traitlets

from journeywidgets.widgets.journey_chart import JourneyChart
from journeywidgets.widgets.journey_map import JourneyMap
from journeywidgets.widgets.view import View


def _refs(children: tuple[View, ...], _widget: Any) -> list[str]:
    return [f"anywidget:{child.model_id}" for child in children]


class JourneyDashboard(View):
    """A map over charts that are linked with it.

    The page puts the widgets together itself: notebooks that show no ipywidgets boxes show it too.

    Parameters
    ----------
    map_
        The map.
    charts
        Linked charts. Those over the map's stages have the whole width; others stand side by side.
    """

    _bundle: ClassVar[str] = "dashboard"

    _children = traitlets.Tuple().tag(sync=True, to_json=_refs)

    def __init__(self, map_: JourneyMap, *charts: JourneyChart) -> None:
        self.map, self.charts = map_, charts
        super().__init__(_children=(map_, *charts))

    def close(self) -> None:
        """Free the dashboard, its charts and its map. The journey stays."""
        if self.comm is None:
            return
        super().close()
        for child in (*self.charts, self.map):
            child.close()

    def __repr__(self) -> str:
        """Return a line that is the same in every run."""
        return f"JourneyDashboard({', '.join(repr(child) for child in (self.map, *self.charts))})"

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]] | None:
        shown = super()._repr_mimebundle_(**kwargs)
        if shown is None:
            return None
        data, metadata = shown
        parts = [self.map.static(), *(chart.static() for chart in self.charts)]
        # Each part has been escaped where it was written.
        joined = {mime: "\n".join(part[mime] for part in parts) for mime in parts[0]}
        return {**data, **joined}, metadata
