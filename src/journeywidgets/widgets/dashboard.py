"""JourneyDashboard: a map over its charts, as one widget."""

from __future__ import annotations

from typing import Any, ClassVar

import traitlets

from journeywidgets.widgets.journey_chart import JourneyChart
from journeywidgets.widgets.journey_map import JourneyMap
from journeywidgets.widgets.visible import Visible


def _refs(children: tuple[Visible, ...], _widget: Any) -> list[str]:
    return [f"anywidget:{child.model_id}" for child in children]


class JourneyDashboard(Visible):
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

    def record(self) -> dict[str, Any]:
        """Return what a report shows the dashboard again by: the records of its parts, the map's first."""
        return {"kind": self._bundle, "parts": [self.map.record(), *(chart.record() for chart in self.charts)]}

    def readable(self) -> dict[str, str]:
        """Return what is readable without page code, by mime type."""
        parts = [child.readable() for child in (self.map, *self.charts)]
        # Each part has been escaped where it was written.
        return {mime: "\n".join(part[mime] for part in parts) for mime in parts[0]}
