"""What a card stands on, in words: "7 of 9 asked", "1 disagrees". The page's twin is `js/src/state/claims.ts`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from journeywidgets.export.content.figures import count, plural, signed
from journeywidgets.model.evidence import Tally
from journeywidgets.model.intake import Row

_DOTS = 12
"""More dots than this are a pattern that nobody counts."""
STANCES = {"supports": "", "contradicts": "disagrees", "context": "context"}


@dataclass(frozen=True)
class Claim:
    """What was said of a card, and by how many.

    Attributes
    ----------
    tally
        How many people it stands on.
    enough
        From how many on evidence is enough.
    quotes
        The evidence rows.
    """

    tally: Tally
    enough: int
    quotes: list[Row]

    @property
    def noted(self) -> bool:
        """Whether anything is known of this card: a quote, or who was asked."""
        return self.tally.quotes > 0 or self.tally.asked is not None

    @property
    def dots(self) -> str:
        """A dot a person asked, those filled who said so; nothing where they are too many to count."""
        asked, said = self.tally.asked, self.tally.supports
        if asked is None or asked > _DOTS or said > asked:
            return ""
        return "●" * said + "○" * (asked - said)

    @property
    def support(self) -> str:
        """Return "7 of 9 asked", or how many people where nobody noted the asked."""
        if self.tally.asked is not None:
            return f"{count(self.tally.supports)} of {count(self.tally.asked)} asked"
        return plural(self.tally.supports, "person", "people") if self.tally.supports else ""

    @property
    def dissent(self) -> str:
        """Return "1 disagrees", or nothing."""
        number = self.tally.contradicts
        return f"{count(number)} {'disagrees' if number == 1 else 'disagree'}" if number else ""

    @property
    def state(self) -> str:
        """Return "no evidence" or "thin evidence"; nothing where it is enough, or nothing is known."""
        if not self.noted:
            return ""
        return {"none": "no evidence", "thin": "thin evidence", "enough": ""}[self.tally.state(self.enough)]

    @property
    def told(self) -> list[str]:
        """All of it, in a few words each."""
        return [part for part in (self.support, self.dissent, self.state) if part]


def in_order(quotes: list[Row]) -> list[Row]:
    """Return quotes as they are read: for, against, context; of each, person by person: P2 before P10."""
    rank = list(STANCES)
    return sorted(quotes, key=lambda row: (rank.index(row["stance"]), _by_number(row["participant"]), row["source"]))


def _by_number(name: str) -> list[tuple[int, str]]:
    """Return the pieces of a name, figures as numbers."""
    return [(int(piece), "") if piece.isdecimal() else (-1, piece) for piece in re.split(r"(\d{1,15})", name)]


def quotes_of(claim: Claim) -> list[str]:
    """Return the quotes behind a card, each with who said it, those for it first; those without words are counted."""
    worded = [row for row in claim.quotes if row["quote"]]
    silent = len(claim.quotes) - len(worded)
    more = [f"+ {plural(silent, 'quote')} without words"] if silent else []
    return [_quoted(row) for row in in_order(worded)] + more


def _quoted(row: Row) -> str:
    felt = signed(row["score"]) if row["score"] is not None else ""
    said = ", ".join(part for part in (row["participant"], row["source"], STANCES[row["stance"]], felt) if part)
    return f"“{row['quote']}”{f' — {said}' if said else ''}"
