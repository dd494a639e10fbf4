"""The views of a report, at its level, and which chart belongs to which map."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from journeywidgets.errors import JourneyError
from journeywidgets.export.markup import Markup, element
from journeywidgets.export.page import View, place
from journeywidgets.export.specification import Specification
from journeywidgets.report.account import Account, note
from journeywidgets.report.records import Shown
from journeywidgets.report.withheld import Withheld

_WORDS = "words that the level “{}” does not allow"


@dataclass
class _Chart:
    """A chart that waits for all maps to be known."""

    place: int
    map_model: str
    journey: str


class Views:
    """Collects the views of a report, in order.

    Parameters
    ----------
    withheld
        What may not be shown.
    account
        Is told what is left out.
    """

    def __init__(self, withheld: Withheld, account: Account) -> None:
        self._withheld, self._account = withheld, account
        self._views: list[View] = []
        self._maps: list[tuple[int, str, str, str]] = []  # place, key, model, journey
        self._charts: list[_Chart] = []

    def add(self, shown: Shown) -> Markup | None:
        """Return the place of a view, which is added; None where it cannot be one."""
        if shown.kind == "dashboard":
            parts = [self.add(part) for part in shown.parts]
            if not parts or None in parts:
                return None
            return element("div", *parts, **{"class": "jw-dashboard"})
        if shown.kind == "chart":
            about = shown.held.get("about")
            return self.chart(
                shown.held["spec"],
                about if isinstance(about, dict) else None,
                theme=str(shown.settings.get("theme", "auto")),
                map_model=shown.map_model,
                journey=str(shown.held.get("journey", "")),
            )
        return self._of_journey(shown)

    def _of_journey(self, shown: Shown) -> Markup | None:
        if shown.document is None or shown.kind not in {"map", "personas"}:
            return None
        document, gone = self._withheld.reduced(shown.document)
        for table, row_id, name in gone:
            self._account.row(table, row_id, name, _WORDS.format(self._withheld.share))
        meta = document.meta
        kind: Any = shown.kind
        view = View(self._key(), kind, document.to_dict(), _existing(shown.settings, document), name=str(meta["title"]))
        if kind == "map":
            self._maps.append((len(self._views), view.key, shown.model, str(meta["id"])))
        self._views.append(view)
        return place(view)

    def chart(
        self,
        spec: Mapping[str, Any],
        about: Mapping[str, Any] | None = None,
        *,
        theme: str = "auto",
        map_model: str = "",
        journey: str = "",
    ) -> Markup | None:
        """Return the place of a chart, which is added; None where it would load something, or is damaged."""
        if self._withheld.stands_in([spec, about]):
            self._account.add("chart", _WORDS.format(self._withheld.share))
            return note(f"A chart is left out here: it has {_WORDS.format(self._withheld.share)}.")
        if _loads(spec):
            self._account.add("chart", "a chart that loads its rows from elsewhere: a report loads nothing")
            return None
        try:
            read = Specification.read(spec)
        except JourneyError as error:
            self._account.add("chart", f"a chart that cannot be drawn: {error}")
            return None
        except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
            self._account.add("chart", "a chart whose specification is damaged")
            return None
        view = View(
            self._key(),
            "chart",
            read.spec,
            {} if theme == "auto" else {"theme": theme},
            about or _about(read),
            name=read.title,
        )
        self._charts.append(_Chart(len(self._views), map_model, journey))
        self._views.append(view)
        return place(view)

    def _key(self) -> str:
        return f"view-{len(self._views) + 1}"

    def linked(self) -> list[View]:
        """Return the views, each chart linked with the map that it was linked with in the notebook."""
        views = list(self._views)
        for chart in self._charts:
            link = self._map_of(chart)
            if link is not None:
                held = views[chart.place]
                views[chart.place] = View(
                    held.key, held.kind, held.data, held.settings, held.about, link=link, name=held.name
                )
        return views

    def _map_of(self, chart: _Chart) -> str | None:
        """Return the key of its map: that very widget, else the one above it that shows the journey, else one below."""
        if not chart.map_model and not chart.journey:
            return None
        same = [one for one in self._maps if chart.map_model and one[2] == chart.map_model]
        found = same or [one for one in self._maps if chart.journey and one[3] == chart.journey]
        before = [one for one in found if one[0] < chart.place]
        chosen = before[-1] if before else next(iter(found), None)
        return chosen[1] if chosen else None


def _loads(part: Any) -> bool:
    """Return whether a specification names an address to load rows from; what rows say does not count."""
    if isinstance(part, list):
        return any(_loads(inner) for inner in part)
    if not isinstance(part, Mapping):
        return False
    data = part.get("data")
    if isinstance(data, Mapping) and "url" in data:
        return True
    return any(_loads(inner) for name, inner in part.items() if name not in {"datasets", "values"})


def _about(read: Specification) -> dict[str, Any]:
    tables = [
        {"data": table.data, "columns": [{"field": column.field, "title": column.title} for column in table.columns]}
        for table in read.tables
    ]
    return {"label": read.label, "fields": list(read.fields), "tables": tables}


def _existing(settings: Mapping[str, Any], document: Any) -> dict[str, Any]:
    """Return settings without rows that the document does not have."""
    kept = dict(settings)
    selection, personas = kept.pop("selection", None), kept.pop("personas", None)
    if isinstance(selection, dict):
        tables = document.tables
        chosen = {
            name: [one for one in ids if one in tables[name]] for name, ids in selection.items() if name in tables
        }
        kept["selection"] = {name: ids for name, ids in chosen.items() if ids}
    if isinstance(personas, list):
        kept["personas"] = [one for one in personas if one in document.tables["personas"]]
    return {name: value for name, value in kept.items() if value}
