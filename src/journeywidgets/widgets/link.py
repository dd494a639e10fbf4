"""Link: what is chosen on a map and in a chart is the same, in Python too."""

from __future__ import annotations

import threading
import weakref
from collections.abc import Iterable, Mapping
from typing import Any

from journeywidgets.errors import TableError, shorten
from journeywidgets.model.document import Document
from journeywidgets.widgets.journey_chart import JourneyChart
from journeywidgets.widgets.journey_map import JourneyMap

Chosen = Mapping[str, Iterable[str]]
_MAP_TRAITS = ["selection", "personas"]
_FINEST = ("cards", "stages")
_NAMES = {"stages": "title", "personas": "name"}


class Link:
    """Keeps a map and a chart in step, in Python; in a page that joins its models they need no help.

    Neither is kept alive by it, and closing either ends it.

    Notes
    -----
    The map's state is what counts: the chart's follows it. A chart in a page that cannot reach
    the map's model writes its own trait, and the map's page may by then have chosen something
    else: then, and only then, what the map's page says is sent back to it, so that both hold what
    Python heard last.
    """

    def __init__(self, map_: JourneyMap, chart: JourneyChart) -> None:
        self._map, self._chart = weakref.ref(map_), weakref.ref(chart)
        self._lock = threading.RLock()
        self._busy = False
        self._through_python = False
        map_.observe(self._on_map, _MAP_TRAITS)
        chart.observe(self._on_chart, "selection")
        chart.observe(self._on_page, ["_touched", "_asked"])
        for widget in (map_, chart):
            widget.observe(self._on_close, "comm")
        chart._map = map_  # noqa: SLF001 - one package; the trait is no setting of a person
        self._show()

    def stop(self) -> None:
        """End the link; both stay as they are."""
        map_, chart = self._map(), self._chart()
        if map_ is not None:
            map_.unobserve(self._on_map, _MAP_TRAITS)
            map_.unobserve(self._on_close, "comm")
        if chart is not None:
            chart.unobserve(self._on_chart, "selection")
            chart.unobserve(self._on_page, ["_touched", "_asked"])
            chart.unobserve(self._on_close, "comm")
            if chart.comm is not None:
                chart._map = None  # noqa: SLF001 - as above

    def _on_close(self, change: Any) -> None:
        if change.new is None:
            self.stop()

    def _on_map(self, change: Any) -> None:
        with self._lock:
            if self._busy:
                return
            self._show()
            if self._through_python and change.owner._property_lock:  # noqa: SLF001 - it came from the page
                change.owner.send_state(_MAP_TRAITS)

    def _on_page(self, _change: Any) -> None:
        with self._lock:
            if not self._busy:
                self._show()

    def _on_chart(self, change: Any) -> None:
        map_, chart = self._map(), self._chart()
        with self._lock:
            if self._busy or map_ is None or chart is None:
                return
            from_page = bool(chart._property_lock)  # noqa: SLF001 - it came from the page
            self._through_python |= from_page
            self._busy = True
            try:
                choose(map_, change.new, strict=not from_page)
            finally:
                self._busy = False
                self._show()

    def _show(self) -> None:
        """Have the chart hold what the map says."""
        map_, chart = self._map(), self._chart()
        if map_ is None or chart is None or chart.comm is None:
            return
        asked: dict[str, Any] = chart._asked  # noqa: SLF001 - the widget of this link
        answer = {"client": asked.get("client"), "asked": asked.get("n")} if asked else {}
        self._busy = True
        try:
            with chart.hold_sync():
                chart.selection = chosen(map_)
                chart._highlight = {**related(map_), **answer}  # noqa: SLF001 - as above
        finally:
            self._busy = False


def chosen(map_: JourneyMap) -> dict[str, list[str]]:
    """Return what is chosen on a map: rows selected, and the personas that are shown where not all are."""
    found = {table: list(ids) for table, ids in map_.selection.items()}
    personas = _once([*found.get("personas", []), *map_.personas])
    return {**found, "personas": personas} if personas else found


def choose(map_: JourneyMap, wanted: Chosen, *, strict: bool) -> None:
    """Choose on a map; rows are named by id or title. A map selects rows of one table: the finest counts.

    Raises
    ------
    TableError
        There is no such row, and `strict` asks for it.
    """
    with map_.journey.store.lock:
        document = map_.journey.store.document
    ids = {table: _ids(document, table, names, strict=strict) for table, names in wanted.items()}
    rest = [table for table in ids if table not in (*_FINEST, "personas")]
    table = next((name for name in (*_FINEST, *rest) if ids.get(name)), None)
    with map_.hold_sync():
        map_.selection = {table: ids[table]} if table else {}
        map_.personas = ids.get("personas", [])


def related(map_: JourneyMap) -> dict[str, list[str]]:
    """Return what a chart highlights: ids and titles of what is chosen, and of what it belongs to."""
    with map_.journey.store.lock:
        tables = map_.journey.store.document.tables
    picked = chosen(map_)
    cards, stages, personas = (list(picked.get(name, [])) for name in ("cards", "stages", "personas"))
    for row in (tables["cards"][card] for card in cards if card in tables["cards"]):
        stages.append(row["stage"])
        personas += [row["persona"]] if row["persona"] else []
    whole = set(picked.get("stages", []))
    stages += [key for key, row in tables["stages"].items() if row["parent"] in whole]
    stages += [tables["stages"][key]["parent"] for key in stages if key in tables["stages"]]
    found = {"stages": _once(stages), "personas": _once(personas), "cards": _once(cards)}
    for table, column in _NAMES.items():
        titles = [str(tables[table][key][column]) for key in found[table] if key in tables[table]]
        found[table] = _once([*found[table], *titles])
    return found


def _ids(document: Document, table: str, names: Iterable[str], *, strict: bool) -> list[str]:
    rows = document.tables[table]
    column = _NAMES.get(table)
    by_title = {str(row[column]): key for key, row in reversed(rows.items())} if column else {}
    found = [name if name in rows else by_title.get(name) for name in names]
    if strict and None in found:
        unknown = next(name for name, row_id in zip(names, found, strict=True) if row_id is None)
        raise TableError(f"there is no row {shorten(unknown)}", table=table, row=unknown, code="gone")
    return _once(row_id for row_id in found if row_id is not None)


def _once(values: Iterable[Any]) -> list[str]:
    return list(dict.fromkeys(str(value) for value in values if value))
