"""The rows of a drafted journey, in the order of the map, and a line of the report for each card."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from journeywidgets.evidence.citing import Citer
from journeywidgets.evidence.drafting.asked import Asked, speakers_of
from journeywidgets.evidence.drafting.axis import Axis
from journeywidgets.evidence.drafting.codebook import Codebook
from journeywidgets.evidence.drafting.placement import Claim, Placement
from journeywidgets.model.changes import Op
from journeywidgets.model.document import Document
from journeywidgets.model.evidence import tally
from journeywidgets.model.ids import IdMaker
from journeywidgets.model.intake import Row

if TYPE_CHECKING:
    from journeywidgets.evidence.keyed import KeyedTables

COLUMNS: dict[str, Any] = {
    "stage": object,
    "lane": object,
    "persona": object,
    "code": object,
    "supports": "Int64",
    "contradicts": "Int64",
    "quotes": "Int64",
    "asked": "Int64",
    "note": object,
}
"""The columns of the report on cards."""
_BELOW = ("pain", "gain", "opportunity")
"""The kinds of lanes that stand below the curve."""
_SCALE = "\u22122 \u2026 +2, mean of the scored quotes"


class Builder:
    """Makes the journey's rows.

    Parameters
    ----------
    study, book
        What is drafted from.
    stages, lanes
        The axes of the map.
    placement
        Which quotes are behind which cards.
    make_id
        Makes the ids.
    """

    def __init__(
        self, study: KeyedTables, book: Codebook, stages: Axis, lanes: Axis, placement: Placement, make_id: IdMaker
    ) -> None:
        self._study, self._book, self._placement = study.document, book, placement
        self._stages, self._lanes, self._make_id = stages.places, lanes.places, make_id
        self._citer, self._asked = Citer(study), Asked(study.document)
        self._ops: list[Op] = []
        self._report: list[dict[str, Any]] = []

    def build(self, title: str, emotion: str | None) -> tuple[Document, list[dict[str, Any]]]:
        """Return the journey, and the lines of the report."""
        told = {
            "description": self._citer.text(self._study.meta["description"]),
            "owner": self._study.meta["owner"],
            "tags": self._study.meta["tags"],
        }
        document = Document({"id": self._make_id(), "title": self._citer.text(title), **told})
        stages = [self._add("stages", place.row) for place in self._stages]
        lanes, mood = self._add_lanes(emotion)
        personas = self._add_personas()
        rows = {claim: self._rows(claim) for claim in self._placement.supports}
        for claim in sorted(rows, key=lambda one: self._rank(one, rows[one])):
            self._add_claim(claim, rows[claim], {"stage": stages[claim[0]], "lane": lanes[claim[1]]})
        if mood is not None:
            self._add_feelings(stages, personas, *mood)
        document.apply(self._ops)
        return document, self._report

    def _add(self, table: str, row: Row) -> str:
        row_id = row.get("id") or self._make_id()
        self._ops.append(Op("add", table, row_id, {name: value for name, value in row.items() if name != "id"}))
        return str(row_id)

    def _add_lanes(self, emotion: str | None) -> tuple[list[str], tuple[str, str] | None]:
        """Return the lanes' ids, and the id and title of the one with the curve, where quotes have scores."""
        kinds = [place.row.get("kind", "text") for place in self._lanes]
        wanted = emotion is not None and bool(self._placement.feelings)
        own = kinds.index("emotion") if "emotion" in kinds else None
        spot = next((at for at, kind in enumerate(kinds) if kind in _BELOW), len(kinds))
        ids: list[str] = []
        mood = None
        for at, place in enumerate([*self._lanes, None]):
            if wanted and own is None and at == spot:
                mood = self._add("lanes", {"title": emotion, "kind": "emotion", "description": _SCALE}), str(emotion)
            if place is not None:
                ids.append(self._add("lanes", place.row))
        if wanted and own is not None:
            mood = ids[own], self._lanes[own].title
        return ids, mood

    def _rows(self, claim: Claim) -> list[Row]:
        """Return the evidence of a claim: a quote that also denies it stands against it."""
        against = dict.fromkeys(self._placement.contradicts.get(claim, ()))
        quotes = dict.fromkeys(self._placement.supports[claim])
        rows = [self._citer.row(quote) for quote in quotes if quote not in against]
        return [*rows, *(self._citer.row(quote, "contradicts") for quote in against)]

    def _rank(self, claim: Claim, rows: list[Row]) -> tuple[int, ...]:
        """Lane by lane, from stage to stage; in a cell first what most people said, then as in the codebook."""
        stage, lane, code = claim
        return lane, stage, -tally(rows).supports, self._book.rank[code]

    def _add_claim(self, claim: Claim, rows: list[Row], place: Row) -> None:
        stage, lane = self._stages[claim[0]], self._lanes[claim[1]]
        name = self._citer.text(self._book.rows[claim[2]]["name"])
        quotes = self._study.tables["quotes"]
        asked, note = self._asked.of(stage, lane, speakers_of(quotes[row["quote_id"]] for row in rows))
        card = self._add("cards", {**place, "text": name})
        self._add("asks", {"card": card, "asked": asked, "note": note})
        self._add_evidence(card, rows)
        self._tell(card, rows, stage=stage.title, lane=lane.title, code=name, asked=asked, note=note)

    def _add_evidence(self, card: str, rows: Iterable[Row]) -> None:
        for row in rows:
            self._add("evidence", {"card": card, **row})

    def _add_personas(self) -> dict[str | None, str | None]:
        """Return the personas' ids by name, in the order of the participants; that of nobody is None."""
        people = [row for row in self._study.shown("participants") if row["role"] == "participant"]
        names = dict.fromkeys(row["persona"] for row in people if row["persona"])
        return {None: None, **{name: self._add("personas", {"name": name}) for name in names}}

    def _add_feelings(self, stages: list[str], personas: dict[str | None, str | None], lane: str, title: str) -> None:
        """Add a point for each stage and persona whose quotes have scores."""
        rank = {name: place for place, name in enumerate(personas)}
        for stage, name in sorted(self._placement.feelings, key=lambda one: (one[0], rank[one[1]])):
            rows = [self._citer.row(quote) for quote in self._placement.feelings[stage, name]]
            card = self._add("cards", {"stage": stages[stage], "lane": lane, "persona": personas[name]})
            self._add_evidence(card, rows)
            self._tell(card, rows, stage=self._stages[stage].title, lane=title, persona=name, note="")

    def _tell(self, card: str, rows: list[Row], **told: Any) -> None:
        found = tally(rows)
        counts = {"supports": found.supports, "contradicts": found.contradicts, "quotes": found.quotes}
        self._report.append({"id": card, **dict.fromkeys(COLUMNS), **counts, **told})
