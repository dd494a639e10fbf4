"""PersonaCards: the personas of a journey as editable cards."""

from __future__ import annotations

from typing import ClassVar

from journeywidgets.model.document import Document
from journeywidgets.widgets.base import JourneyWidget


class PersonaCards(JourneyWidget):
    """The personas of a journey as editable cards, in step with every other view of it.

    Parameters
    ----------
    journey
        The journey whose personas are shown.
    **settings
        `theme`, `read_only`.

    Examples
    --------
    >>> from journeywidgets import Journey, PersonaCards
    >>> j = Journey("Bike rental", personas=["Commuter", "Visitor"], seed=1)
    >>> PersonaCards(j)
    PersonaCards(<Journey 'Bike rental': 0 stages, 0 lanes, 0 cards, 2 personas>)
    """

    _bundle: ClassVar[str] = "personas"

    def _written(self, document: Document) -> dict[str, str]:
        from journeywidgets.export.plain.personas import personas_to_html, personas_to_text

        return {"text/html": personas_to_html(document), "text/plain": personas_to_text(document)}
