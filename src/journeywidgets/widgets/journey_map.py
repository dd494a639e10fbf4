"""JourneyMap: the editable map."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import traitlets

from journeywidgets.errors import JourneyError, TableError, shorten
from journeywidgets.model.document import Document
from journeywidgets.model.schema import ROW_TABLES
from journeywidgets.widgets.base import JourneyWidget

if TYPE_CHECKING:
    import pandas as pd


class JourneyMap(JourneyWidget):
    """A journey as a map of stages and lanes, edited in the page.

    Parameters
    ----------
    journey
        What to show.
    **settings
        `theme`, `read_only`, `selection`, `personas`, `height`.

    Examples
    --------
    >>> from journeywidgets import Journey, JourneyMap
    >>> j = Journey("Bike rental", stages=["Awareness", "Sign-up"], seed=1)
    >>> JourneyMap(j, height=400)
    JourneyMap(<Journey 'Bike rental': 2 stages, 0 lanes, 0 cards, 0 personas>)
    """

    _bundle: ClassVar[str] = "map"

    selection = traitlets.Dict(
        key_trait=traitlets.Enum(ROW_TABLES), value_trait=traitlets.List(traitlets.Unicode())
    ).tag(sync=True, echo_update=False)
    """Ids of the rows selected, such as ``{"cards": ["k3…"]}``; one table at a time."""
    personas = traitlets.List(traitlets.Unicode()).tag(sync=True, echo_update=False)
    """Ids of the personas shown; empty shows all."""
    height = traitlets.Int(0, min=0).tag(sync=True, echo_update=False)
    """Height in CSS pixels, beyond which the map scrolls; 0 grows with its content."""

    def _written(self, document: Document) -> dict[str, str]:
        from journeywidgets.export.plain.fallback import to_html
        from journeywidgets.export.plain.text import to_text

        return {"text/html": to_html(document), "text/plain": to_text(document)}

    def picture(self) -> tuple[bytes, float] | None:
        """Return the map as PNG, and its pixels to a CSS pixel; None where it cannot be drawn, or is too large."""
        from journeywidgets.export.print import to_keep

        with self.journey.store.lock:
            document = self.lens.seen().copy()
        return to_keep(document)

    @property
    def selected(self) -> pd.DataFrame:
        """The rows selected, as a frame of their table; empty where nothing is."""
        table, ids = next(iter(self.selection.items()), ("cards", []))
        frame = self.journey.frame(table)
        chosen: pd.DataFrame = frame.loc[[row_id for row_id in ids if row_id in frame.index]]
        return chosen

    @traitlets.validate("selection")
    def _check_selection(self, proposal: Any) -> dict[str, list[str]]:
        wanted = {table: ids for table, ids in proposal["value"].items() if ids}
        if len(wanted) > 1:
            message = f"selection holds rows of one table at a time, not of {' and '.join(wanted)}."
            raise JourneyError(message)
        return {table: self._existing(table, ids) for table, ids in wanted.items()}

    @traitlets.validate("personas")
    def _check_personas(self, proposal: Any) -> list[str]:
        return self._existing("personas", proposal["value"])

    def _existing(self, table: str, ids: list[str]) -> list[str]:
        rows = self.journey.store.document.tables[table]
        unknown = [row_id for row_id in ids if row_id not in rows]
        # A page may name a row that has just been deleted; a person who writes code wants to know.
        if unknown and not self._property_lock:
            raise TableError(f"there is no row {shorten(unknown[0])}", table=table, row=unknown[0], code="gone")
        return [row_id for row_id in ids if row_id in rows]
