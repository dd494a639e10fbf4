"""What a claim stands on: how many people said so, who disagrees, and whether that is enough.

People are counted, never quotes: who says it five times is one. The page has the same rules in
`js/src/model/evidence.ts`; `tests/fixtures/evidence.json` holds both.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from journeywidgets.model.changes import Op
from journeywidgets.model.document import Document
from journeywidgets.model.intake import Row

State = Literal["none", "thin", "enough"]
STATES: tuple[State, ...] = ("none", "thin", "enough")


@dataclass(frozen=True)
class Tally:
    """How many people a claim stands on.

    Attributes
    ----------
    supports, contradicts
        Distinct participants whose quotes support, or contradict, the claim; `people` counts them.
    context
        Quotes that neither support nor contradict it.
    quotes
        Quotes of any stance.
    asked
        To how many people the claim's question was put; None where nobody noted it.
    """

    supports: int = 0
    contradicts: int = 0
    context: int = 0
    quotes: int = 0
    asked: int | None = None

    def state(self, enough: int) -> State:
        """Return ``none`` (nobody supports it), ``thin`` (fewer than `enough` people do) or ``enough``."""
        if self.supports == 0:
            return "none"
        return "thin" if self.supports < enough else "enough"

    def missing(self, enough: int) -> int:
        """Return how many more people would make it enough."""
        return max(enough - self.supports, 0)

    @property
    def unlikely(self) -> bool:
        """Whether more people said so than were asked: one of the two numbers is wrong."""
        return self.asked is not None and self.supports > self.asked


def people(rows: Iterable[Mapping[str, Any]]) -> int:
    """Return how many distinct people speak in evidence rows, at the least.

    A participant is told by study and pseudonym: two studies may both have a "P1". Quotes without a
    participant may all be of one person, and of one who is named too: they count as one person where
    nobody is named, else as none.
    """
    named = set()
    unnamed = False
    for row in rows:
        if row["participant"]:
            named.add((row["study"] or "", row["participant"]))
        else:
            unnamed = True
    return len(named) or int(unnamed)


def tally(evidence: Iterable[Mapping[str, Any]], asks: Iterable[Mapping[str, Any]] = ()) -> Tally:
    """Return the tally of one claim from its rows of `evidence` and of `asks` (which add up)."""
    by: dict[str, list[Mapping[str, Any]]] = {"supports": [], "contradicts": [], "context": []}
    for row in evidence:
        by[row["stance"]].append(row)
    asked = [row["asked"] for row in asks]
    return Tally(
        supports=people(by["supports"]),
        contradicts=people(by["contradicts"]),
        context=len(by["context"]),
        quotes=sum(map(len, by.values())),
        asked=sum(asked) if asked else None,
    )


def scores(evidence: Iterable[Mapping[str, Any]]) -> list[float]:
    """Return the scores of quotes, -2 to +2, that a feeling is the mean of.

    Quotes that are only context, and those without a score, have none.
    """
    return [row["score"] for row in evidence if row["score"] is not None and row["stance"] != "context"]


class Claims:
    """The evidence of a document, by card.

    Parameters
    ----------
    document
        The journey's rows; read once.

    Attributes
    ----------
    enough
        From how many people on evidence is enough: the journey's `evidence_enough`.
    used
        Whether the journey notes evidence at all. Where it does not, no card lacks any.
    """

    def __init__(self, document: Document) -> None:
        self.enough: int = document.meta["evidence_enough"]
        self._evidence: dict[str, list[Row]] = defaultdict(list)
        self._asks: dict[str, list[Row]] = defaultdict(list)
        for row in document.tables["evidence"].values():
            self._evidence[row["card"]].append(row)
        for row in document.tables["asks"].values():
            self._asks[row["card"]].append(row)
        self.used = bool(self._evidence or self._asks)

    def quotes(self, card: str) -> list[Row]:
        """Return a card's rows of evidence."""
        return self._evidence.get(card, [])

    def asks(self, card: str) -> list[Row]:
        """Return a card's rows of asks."""
        return self._asks.get(card, [])

    def tally(self, card: str) -> Tally:
        """Return how many people a card stands on."""
        return tally(self.quotes(card), self.asks(card))

    def state(self, card: str) -> State:
        """Return whether a card has no evidence, thin evidence, or enough."""
        return self.tally(card).state(self.enough)


def cited(
    document: Document, card: str, rows: Iterable[Row], new_id: Callable[[str], str]
) -> tuple[list[str], list[Op]]:
    """Return the ids of quotes behind a card, and the operations that put them there.

    Parameters
    ----------
    document
        The journey's rows.
    card
        The card's id.
    rows
        Rows of evidence without id and card. One with the `study` and `quote_id` of a row that is behind the
        card already takes its place.
    new_id
        Makes an id for a table.
    """
    held = {
        (row["study"], row["quote_id"]): key
        for key, row in document.tables["evidence"].items()
        if row["card"] == card and row["quote_id"] is not None
    }
    ids, ops = [], []
    for row in rows:
        key = held.get((row["study"], row["quote_id"]))
        ids.append(key or new_id("evidence"))
        ops.append(Op("set", "evidence", key, row) if key else Op("add", "evidence", ids[-1], {**row, "card": card}))
    return ids, ops


def put_asked(document: Document, card: str, asked: int, new_id: Callable[[str], str]) -> list[Op]:
    """Return the operations after which a card's question was put to `asked` people: one row says so."""
    held = [key for key, row in document.tables["asks"].items() if row["card"] == card]
    rest = [Op("delete", "asks", key) for key in held[1:]]
    if held:
        note = {} if document.tables["asks"][held[0]]["asked"] == asked else {"note": ""}
        return [Op("set", "asks", held[0], {"asked": asked, **note}), *rest]
    return [Op("add", "asks", new_id("asks"), {"card": card, "asked": asked})]
