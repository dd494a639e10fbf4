"""JourneyChart: a chart in the page, linked with a map."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, ClassVar

import traitlets
from anywidget import WidgetTrait

from journeywidgets.errors import JourneyError
from journeywidgets.export.chart import SCALE, chart_to_html, chart_to_text
from journeywidgets.export.specification import Specification
from journeywidgets.model.schema import ROW_TABLES
from journeywidgets.widgets.vega import VegaRuntime, pieces
from journeywidgets.widgets.visible import Visible

Picture = Callable[[Specification], bytes | None]
Themes = Mapping[str, Mapping[str, Any]]


class JourneyChart(Visible):
    """A chart, drawn in the page without any network, and linked with a map by `charts.link`.

    Parameters
    ----------
    chart
        What to draw, as `charts.link` prepares it.
    themes
        Vega-Lite configurations by name, ``light`` and ``dark``.
    picture
        Gives the chart as PNG for where no page code runs; None where it cannot.
    **settings
        Any of the traits below.

    Raises
    ------
    JourneyError
        A setting is unknown.
    """

    _bundle: ClassVar[str] = "chart"

    spec = traitlets.Unicode().tag(sync=True, echo_update=False)
    """The Vega-Lite specification, as JSON text."""
    selection = traitlets.Dict(
        key_trait=traitlets.Enum(ROW_TABLES), value_trait=traitlets.List(traitlets.Unicode())
    ).tag(sync=True, echo_update=False)
    """Ids of the rows chosen, in the chart or on its map, by table, such as ``{"stages": ["k3…"]}``.
    Assigning chooses on the map."""
    brush = traitlets.Dict().tag(sync=True, echo_update=False)
    """What is brushed in the chart: the two ends of a range (of times: ms since 1970), or the
    values, by field; empty where nothing is. Set by the page."""
    theme = traitlets.Enum(["auto", "light", "dark"], "auto").tag(sync=True, echo_update=False)
    """Light or dark; ``auto`` follows the host."""

    _about = traitlets.Unicode().tag(sync=True)
    _runtime = WidgetTrait().tag(sync=True)
    _map = WidgetTrait().tag(sync=True)
    # Through Python, where a page does not join its models: what to highlight, and which of the
    # page's choices that answers.
    _highlight = traitlets.Dict().tag(sync=True, echo_update=False)
    _asked = traitlets.Dict().tag(sync=True, echo_update=False)
    # Counts what was chosen in the page, where it does join them.
    _touched = traitlets.Int(0).tag(sync=True, echo_update=False)

    def __init__(
        self, chart: Specification, *, themes: Themes | None = None, picture: Picture | None = None, **settings: Any
    ) -> None:
        if not isinstance(chart, Specification):
            name = type(chart).__name__  # type: ignore[unreachable]
            raise JourneyError(
                f"JourneyChart draws what charts.link prepares, not {name}: call charts.link(map, chart)."
            )
        self.check_settings(settings)
        self._themes: Themes = themes or {"light": {}, "dark": {}}
        self._picture = picture
        self.chart = chart
        super().__init__(spec=chart.to_json(), _about=self._what(), **settings)
        self._runtime = VegaRuntime.hold(self)
        self.on_msg(_receive)

    @property
    def linked_with(self) -> Any:
        """The map that the chart is linked with; None where it is linked with none."""
        return self._map

    def update(self, chart: Specification) -> None:
        """Draw another chart in the place of this one; what is chosen stays."""
        self.chart = chart
        with self.hold_sync():
            self._about = self._what()
            self.spec = chart.to_json()

    def close(self) -> None:
        """Free the view, and Vega where no other chart needs it. The map stays."""
        if self.comm is None:
            return
        runtime = self._runtime
        super().close()
        runtime.release(self)

    def __repr__(self) -> str:
        """Return a line that is the same in every run."""
        return f"JourneyChart({self.chart.title!r})"

    def _what(self) -> str:
        chart = self.chart
        tables = [
            {"data": one.data, "columns": [{"field": col.field, "title": col.title} for col in one.columns]}
            for one in chart.tables
        ]
        about = {"label": chart.label, "fields": chart.fields, "tables": tables, "themes": self._themes}
        return json.dumps(about, separators=(",", ":"))

    def record(self) -> dict[str, Any]:
        """Return what a report shows the chart again by: what it draws, and the journey that it is linked with."""
        held: dict[str, Any] = {"kind": self._bundle, "spec": self.chart.spec, "about": json.loads(self._about)}
        if self._map is not None:
            # The journey too: an output without its view, as after `static`, has no widget's id to be found by.
            held["map"], held["journey"] = self._map.model_id, self._map.journey.store.document.meta["id"]
        return {**held, "settings": {} if self.theme == "auto" else {"theme": self.theme}}

    def picture(self) -> tuple[bytes, float] | None:
        """Return the chart as PNG, and its pixels to a CSS pixel; None where nothing draws it."""
        picture = self._picture(self.chart) if self._picture else None
        return (picture, SCALE) if picture else None

    def readable(self) -> dict[str, str]:
        """Return what is readable without page code, by mime type."""
        picture = self._picture(self.chart) if self._picture else None
        return {"text/html": chart_to_html(self.chart, picture), "text/plain": chart_to_text(self.chart)}


def _receive(widget: JourneyChart, content: Any, _buffers: Any) -> None:
    # A function, not a method: a bound method in the widget's own callbacks would be a circle.
    if isinstance(content, dict) and content.get("jw") == 1 and content.get("type") == "runtime":
        for piece in pieces():
            widget.send(piece)
