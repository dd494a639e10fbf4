"""Selections: spans of a text become quotes and segments, each anchored in the words that it names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from journeywidgets.evidence.anchor import CONTEXT, Anchor, Anchors
from journeywidgets.evidence.readers.reading import Row
from journeywidgets.evidence.refi import guids, prose
from journeywidgets.evidence.refi.coding import coded
from journeywidgets.evidence.refi.counting import Claim, Counting, Stored, choose, leads
from journeywidgets.evidence.refi.markup import children, said
from journeywidgets.evidence.refi.notes import Notes
from journeywidgets.evidence.refi.rows import Rows
from journeywidgets.evidence.refi.turns import Speakers, turns
from journeywidgets.evidence.refi.users import Coders

_WORDS = 4  # a name of fewer words may be a label that somebody gave
_STATES = ("anchored", "moved", "lost", "unchecked")
_NEAR = 0.15  # how much a name may differ in length from the span that it quotes


@dataclass(frozen=True)
class Spot:
    """A source whose selections are read: its place for the report, its key, its text."""

    place: str
    source: str
    stored: Stored


class Owners:
    """Which participant a source or a selection belongs to, as the cases say."""

    def __init__(self) -> None:
        self.selections: dict[str, str] = {}
        self.sources: dict[str, list[str]] = {}

    def take(self, case: Any, key: str) -> None:
        """Take down what a case refers to."""
        for ref in children(case, "SelectionRef"):
            self.selections.setdefault(guids.normal(ref.get("targetGUID")) or "", key)
        for ref in children(case, "SourceRef"):
            self.sources.setdefault(guids.normal(ref.get("targetGUID")) or "", []).append(key)

    def whole(self, source: str) -> str | None:
        """Return the one participant whose source it is; None where there is none or several."""
        found = set(self.sources.get(source, ()))
        return found.pop() if len(found) == 1 else None


@dataclass(frozen=True)
class _Selection:
    element: Any
    claim: Claim
    columns: Row
    free: str

    @property
    def segment(self) -> bool:
        return "number" in self.columns


class Selections:
    """Reads the selections of sources."""

    def __init__(self, rows: Rows, notes: Notes, coders: Coders, owners: Owners, *, own: bool) -> None:
        self._rows, self._notes, self._coders, self._owners, self._own = rows, notes, coders, owners, own
        self._speakers = Speakers(rows)

    def read(self, element: Any, spot: Spot, *, wide: bool | None = None) -> None:
        """Add the quotes and segments of a source.

        Parameters
        ----------
        element
            The source, the text of a PDF or the transcript of a recording.
        spot
            Where it stands.
        wide
            Whether the tool is known to count a line end as two characters.
        """
        points = _sync_points(element)
        found = [*self._plain(element), *self._spoken(element, points)]
        claims = [one.claim for one in found]
        counting, told = choose(spot.stored, claims, wide=wide)
        self._say(spot, counting, claims, told=told)
        anchors = Anchors(spot.stored.text)
        states: Counter[str] = Counter()
        segments = 0
        for number, one in enumerate(found, 1):
            if one.segment or self._silent(one):
                segments += self._segment(one, spot, counting)
            else:
                state = self._quote(
                    one, Spot(f"{spot.place}, selection {number}", spot.source, spot.stored), counting, anchors
                )
                states[state] += 1
        self._sum_up(spot, states)
        if not segments and not self._own:
            self._cut(spot, counting, points)

    def _plain(self, element: Any) -> list[_Selection]:
        return self._made(
            (selection, selection.get("startPosition"), selection.get("endPosition"))
            for selection in children(element, "PlainTextSelection")
        )

    def _spoken(self, element: Any, points: dict[str, tuple[int, float | None]]) -> list[_Selection]:
        def position(selection: Any, name: str) -> str | None:
            found = points.get(guids.normal(selection.get(name)) or "")
            return None if found is None else str(found[0])

        return self._made(
            (selection, position(selection, "fromSyncPoint"), position(selection, "toSyncPoint"))
            for selection in children(element, "TranscriptSelection")
        )

    def _made(self, given: Any) -> list[_Selection]:
        made: list[_Selection] = []
        for element, start, end in given:
            description = said(element, "Description")
            free, columns = prose.parse("segments", description)
            if "number" not in columns:
                free, columns = prose.parse("quotes", description)
            claim = Claim(_whole(start), _whole(end), element.get("name") or "")
            made.append(_Selection(element, claim, columns, free))
        return made

    def _silent(self, one: _Selection) -> bool:
        """Return whether a selection says only who speaks: it belongs to a case, and nothing is said of it."""
        if self._own or one.free or one.columns or any(child.tag in {"Coding", "NoteRef"} for child in one.element):
            return False
        return guids.normal(one.element.get("guid")) in self._owners.selections

    def _segment(self, one: _Selection, spot: Spot, counting: Counting) -> int:
        start, end = counting.points(one.claim.start), counting.points(one.claim.end)
        key = self._rows.fresh("segments", one.element, "turn")
        if start is None or end is None or start > end:
            self._rows.drop("turn", 1, "its place lies outside of the text")
        elif key is not None:
            columns = {name: value for name, value in one.columns.items() if name != "number"}
            owner = self._owners.selections.get(key) or self._owners.whole(spot.source)
            self._rows.add("segments", key, source=spot.source, start=start, end=end, participant=owner, **columns)
            return 1
        return 0

    def _quote(self, one: _Selection, spot: Spot, counting: Counting, anchors: Anchors) -> str:
        key = self._rows.fresh("quotes", one.element, "quote")
        if key is None:
            return "dropped"
        state, start, end, exact = self._place(one.claim, spot, counting, anchors)
        owner = self._owners.selections.get(key) or (None if self._own else self._owners.whole(spot.source))
        values = {"source": spot.source, "start": start, "end": end, "exact": exact, "participant": owner}
        if start is not None and end is not None:
            text = spot.stored.text
            values.update(prefix=text[max(start - CONTEXT, 0) : start], suffix=text[end : end + CONTEXT])
        self._rows.add("quotes", key, **values, coder=self._coders.of(one.element), **one.columns)
        self._notes.note(one.free, "quotes", key)
        self._notes.refer(one.element, "quotes", key)
        coded(self._rows, self._notes, self._coders, children(one.element, "Coding"), key)
        return state

    def _place(
        self, claim: Claim, spot: Spot, counting: Counting, anchors: Anchors
    ) -> tuple[str, int | None, int | None, str]:
        """Return what became of a quote, its offsets and its words."""
        text, words = spot.stored.text, claim.words
        start, end = counting.points(claim.start), counting.points(claim.end)
        valid = start is not None and end is not None and start < end
        if start is not None and leads(text, start, end, claim):
            return "anchored", start, end, text[start:end]
        found = anchors.anchor(_plain_name(claim), start) if _quotes(claim, words) or not valid else Anchor("lost")
        if found.state != "lost" and found.start is not None and found.end is not None:
            stop = (
                found.end if len(words) >= (1 - _NEAR) * (claim.end - claim.start) else _reach(found.start, claim, text)
            )
            steps = (
                ""
                if start is None
                else f" {abs(found.start - start):,} characters {'on' if found.start > start else 'back'}"
            )
            several = f"; the likeliest of {found.places}" if found.places > 1 else ""
            self._rows.doubt(spot.place, "its words are not at its offsets", f"moved{steps}{several}")
            return "moved", found.start, stop, text[found.start : stop]
        if valid and not _quotes(claim, words):
            return "unchecked", start, end, text[start:end]
        self._rows.doubt(
            spot.place, "its words are nowhere in the source", "lost: kept with its codes, without a place"
        )
        return "lost", None, None, claim.name

    def _say(self, spot: Spot, counting: Counting, claims: Sequence[Claim], *, told: bool) -> None:
        as_stored = counting.unit == "code points" and counting.wide == spot.stored.wide and not counting.mark
        if told and not as_stored:
            self._rows.doubt(spot.place, "offsets are not code points of the stored text", f"its words say: {counting}")
        elif claims and not told and "\n" in spot.stored.text and (spot.stored.wide or counting.wide):
            self._rows.doubt(spot.place, "line ends of two characters, and no words to tell by", f"taken as {counting}")

    def _sum_up(self, spot: Spot, states: Counter[str]) -> None:
        anchors = self._rows.reading.anchors
        for state in _STATES:
            if states[state] or state in anchors:
                anchors[state] = anchors.get(state, 0) + states[state]
        if states["unchecked"]:
            what = f"{states['unchecked']} quotes without words to check"
            self._rows.doubt(spot.place, what, "anchored at their offsets")

    def _cut(self, spot: Spot, counting: Counting, points: dict[str, tuple[int, float | None]]) -> None:
        """Make segments of a source that says of no turns: of its sync points, labels or paragraphs."""
        text, owner = spot.stored.text, self._owners.whole(spot.source)
        timed = _timed(points, counting, text)
        found = [] if timed else turns(text)
        spans = timed or [(turn.start, turn.end, None, None) for turn in found]
        labelled = sum(1 for turn in found if turn.label)
        for number, (start, end, begin, finish) in enumerate(spans, 1):
            speaker = self._speakers.of(found[number - 1].label, spot.source) if labelled else owner
            values = {"source": spot.source, "start": start, "end": end, "participant": speaker}
            self._rows.add("segments", f"{spot.source}/segment {number}", **values, time_start=begin, time_end=finish)
        if labelled:
            assumed = f"{labelled} lines begin with the label of a speaker: turns of these; the labels stay in the text"
            self._rows.doubt(spot.place, "no turns are marked", assumed)
        elif spans:
            said_by = "with nobody as their speaker" if owner is None else "of the one case that has the source"
            what = "stretches between times" if timed else "paragraphs"
            self._rows.doubt(spot.place, "no turns are marked", f"{len(spans)} {what} became segments, {said_by}")


def _whole(text: str | None) -> int:
    """Return a position; -1, which leads nowhere, for what is none."""
    text = (text or "").strip()
    return int(text) if text.isdecimal() and len(text) <= 12 else -1  # noqa: PLR2004 - more than any text has


def _plain_name(claim: Claim) -> str:
    return claim.name.strip().removesuffix("\u2026").removesuffix("...").rstrip()


def _quotes(claim: Claim, words: str) -> bool:
    """Return whether a selection's name quotes its words, rather than being a label that somebody gave."""
    if len(words.split()) < _WORDS:
        return False
    cut = claim.name.rstrip().endswith(("\u2026", "..."))
    return cut or abs(len(words) - (claim.end - claim.start)) <= max(3, _NEAR * len(words))


def _reach(start: int, claim: Claim, text: str) -> int:
    """Return the end of a span whose name quotes only its beginning."""
    return min(start + claim.end - claim.start, len(text))


def _sync_points(element: Any) -> dict[str, tuple[int, float | None]]:
    """Return the sync points of a transcript: GUID to position, and second where it says one."""
    found: dict[str, tuple[int, float | None]] = {}
    for point in children(element, "SyncPoint"):
        guid, position, stamp = (
            guids.normal(point.get("guid")),
            _whole(point.get("position")),
            _whole(point.get("timeStamp")),
        )
        if guid is not None and position >= 0:
            found[guid] = (position, stamp / 1000 if stamp >= 0 else None)
    return found


def _timed(
    points: dict[str, tuple[int, float | None]], counting: Counting, text: str
) -> list[tuple[int, int, float | None, float | None]]:
    """Return the spans between sync points, in order, with the seconds at their ends."""
    placed = ((counting.points(position), second) for position, second in points.values())
    ordered = sorted(((place, second) for place, second in placed if place is not None), key=lambda one: one[0])
    ends = [*ordered, (len(text), None)]
    return [
        (start, end, begin, None if finish is None or begin is None or finish < begin else finish)
        for (start, begin), (end, finish) in pairwise(ends)
        if text[start:end].strip()
    ]
