"""Which quote falls into which cell, and behind which card of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from journeywidgets.evidence.drafting.axis import Axis
from journeywidgets.evidence.drafting.codebook import Codebook
from journeywidgets.evidence.drafting.places import Places, accepted_codes
from journeywidgets.model.intake import Row
from journeywidgets.model.study import StudyDocument

Claim = tuple[int, int, str]
"""A card of the draft: its stage and lane by their number, and the code it says."""
Feeling = tuple[int, str | None]
"""A point of the curve: its stage by number, and the persona's name."""


@dataclass
class Placement:
    """Where the quotes of a study fall.

    Attributes
    ----------
    supports, contradicts
        Quotes' ids by claim.
    feelings
        Ids of scored quotes by stage and persona.
    left_out
        ``(quote, why)`` of what fell nowhere.
    """

    supports: dict[Claim, list[str]] = field(default_factory=lambda: defaultdict(list))
    contradicts: dict[Claim, list[str]] = field(default_factory=lambda: defaultdict(list))
    feelings: dict[Feeling, list[str]] = field(default_factory=lambda: defaultdict(list))
    left_out: list[tuple[str, str]] = field(default_factory=list)


class Placer:
    """Puts quotes into cells. Linear in the quotes, up to the logarithm of a search.

    Parameters
    ----------
    document
        The study's rows.
    book
        Its codes.
    stages, lanes
        The axes of the map.
    denies
        For a code, the codes whose claims its quotes contradict.
    """

    def __init__(
        self,
        document: StudyDocument,
        book: Codebook,
        stages: Axis,
        lanes: Axis,
        denies: Mapping[str, tuple[str, ...]],
    ) -> None:
        self._document, self._book, self._denies = document, book, denies
        self._stages, self._lanes = stages, lanes
        self._codes = accepted_codes(document, book)
        self._suggested = {row["quote"] for row in document.tables["applications"].values()} - self._codes.keys()
        self._at, self._in = (Places(document, axis, self._codes) for axis in (stages, lanes))

    def place(self) -> Placement:
        """Return where the quotes fall."""
        found = Placement()
        denied: list[tuple[str, list[int], str]] = []
        for quote in self._document.shown("quotes"):
            why = self._place(quote, found, denied)
            if why:
                found.left_out.append((quote["id"], why))
        self._contradict(found, denied)
        return found

    def _place(self, quote: Row, found: Placement, denied: list[tuple[str, list[int], str]]) -> str:
        """Put one quote where it belongs; return why it belongs nowhere."""
        key = quote["id"]
        participant = self._document.tables["participants"].get(quote["participant"])
        if participant is not None and participant["role"] != "participant":
            return f"said by {'an' if participant['role'] == 'observer' else 'a'} {participant['role']}"
        codes = self._codes.get(key, [])
        stages = self._at.of(quote)
        felt = bool(stages) and quote["score"] is not None
        if felt:
            persona = None if participant is None else participant["persona"] or None
            for stage in stages:
                found.feelings[stage, persona].append(key)
        if not codes:
            suggested = "no accepted code" if key in self._suggested else "no code"
            return "" if felt else suggested
        if not stages:
            return "no stage"
        targets = [target for code in codes for target in self._denies.get(code, ())]
        denied += [(key, stages, target) for target in targets]
        claims = self._claims(quote, codes)
        for stage in stages:
            for lane, code in claims:
                found.supports[stage, lane, code].append(key)
        return "" if claims or targets or felt else self._homeless(quote, codes)

    def _homeless(self, quote: Row, codes: list[str]) -> str:
        """Return why a quote with a stage is behind no card."""
        if all(code in self._stages.of_code for code in codes):
            return "marks a stage and says no more"
        return "no lane" if not self._in.of(quote) else "no theme"

    def _claims(self, quote: Row, codes: list[str]) -> list[tuple[int, str]]:
        """Return the cards that a quote supports at each of its stages: lane and code.

        The most telling code speaks: one below the lane's code, else one of no stage and no lane,
        else the lane's code itself.
        """
        of_lane = self._lanes.of_code
        free = [
            code
            for code in codes
            if code not in of_lane and code not in self._stages.of_code and code not in self._denies
        ]
        by_lane: dict[int, list[str]] = defaultdict(list)
        for code in codes:
            if code in of_lane:
                by_lane[of_lane[code]].append(code)
        if not by_lane:
            lanes = self._in.of(quote)
            return [(lane, code) for lane in lanes for code in free]
        return [(lane, code) for lane, own in by_lane.items() for code in self._telling(own, free)]

    def _telling(self, own: list[str], free: list[str]) -> list[str]:
        above = {one for code in own for one in list(self._book.line(code))[1:]}
        lowest = [code for code in own if code not in above]
        return [code for code in lowest if code not in self._lanes.keys] or free or lowest

    def _contradict(self, found: Placement, denied: list[tuple[str, list[int], str]]) -> None:
        """Put quotes against the claims that they deny, where somebody makes them at the same stage."""
        made: dict[tuple[int, str], list[Claim]] = defaultdict(list)
        for claim in found.supports:
            made[claim[0], claim[2]].append(claim)
        for key, stages, target in denied:
            claims = [claim for stage in stages for claim in made.get((stage, target), ())]
            for claim in claims:
                found.contradicts[claim].append(key)
            if not claims:
                found.left_out.append((key, "contradicts what nobody says at its stage"))
