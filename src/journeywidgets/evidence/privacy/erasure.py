"""Erasure: what has to go from documents for a person to be forgotten."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from journeywidgets.evidence.folding import Folded, fold
from journeywidgets.evidence.privacy.key import Entry
from journeywidgets.evidence.privacy.names import Finder, Name
from journeywidgets.evidence.privacy.view import Span, View, apart
from journeywidgets.model.changes import Op
from journeywidgets.model.intake import Row
from journeywidgets.model.schema import CONTEXT
from journeywidgets.model.study import StudyDocument
from journeywidgets.model.tables import Tables

REMOVED = "[removed]"
_SAID = 15  # letters, from which words noted elsewhere are known to be theirs
_WRITTEN = ("text", "list", "map")
_ANCHORED = {"sources": {"text"}, "quotes": {"exact", "prefix", "suffix"}}


class Traces:
    """What of a person may stand in any text: their names, and what they said.

    Parameters
    ----------
    people
        Everybody whom the key has: a name that somebody else has too is not taken for theirs.
    participant
        Whose traces.
    said
        Their quotes and turns. Only longer ones are looked for: others say "yes" too.
    """

    def __init__(self, people: Sequence[Entry], participant: str, said: Iterable[str]) -> None:
        self._finder = Finder(tuple(Name(one.name, one.aliases) for one in people))
        self._theirs = {place for place, one in enumerate(people) if one.participant == participant}
        folded = {fold(words).strip() for words in said}
        self.said = sorted((words for words in folded if len(words) >= _SAID), key=lambda words: (-len(words), words))

    def names(self, text: str) -> Iterator[Span]:
        """Yield where a text names them, in order; none over another."""
        yield from _apart_spans(self._named(Folded(text)))

    def _named(self, folded: Folded) -> Iterator[tuple[int, int]]:
        for hit in self._finder.find(folded):
            if hit.people <= self._theirs:
                yield hit.start, hit.end

    def text(self, text: str) -> str:
        """Return a text without their names and words."""
        if not text:
            return text
        folded = Folded(text)
        found = [*self._named(folded), *self._quoted(folded)]
        return View(text, list(_apart_spans(found))).text if found else text

    def _quoted(self, folded: Folded) -> Iterator[tuple[int, int]]:
        for words in self.said:
            start = folded.text.find(words)
            while start >= 0:
                yield folded.span(start, start + len(words))
                start = folded.text.find(words, start + len(words))

    def plain(self, value: Any) -> Any:
        """Return a plain value without them: text, or lists and mappings with text in them."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, list):
            return [self.plain(item) for item in value]
        if isinstance(value, dict):
            return {self.text(name): self.plain(item) for name, item in value.items()}
        return value

    def written(self, document: Tables) -> Iterator[Op]:
        """Yield the operations that take them out of what was written: titles, notes, cards, codes."""
        for table in document.schema.tables.values():
            names = [
                field.name
                for field in table.fields.values()
                if field.kind in _WRITTEN and field.name not in _ANCHORED.get(table.name, ())
            ]
            for row in document.tables[table.name].values():
                seen = {name: self.plain(row[name]) for name in names if row[name]}
                changed = {name: value for name, value in seen.items() if value != row[name]}
                if changed:
                    yield Op("set", table.name, row["id"], changed)


def _apart_spans(found: Iterable[tuple[int, int]]) -> Iterator[Span]:
    done = 0
    for start, end in sorted(found, key=lambda one: (one[0], -one[1])):
        if end > done:
            yield Span(max(start, done), end, "name", REMOVED)
            done = end


class StudyErasure:
    """Takes a participant out of a study; a `storage.Scrub`.

    Parameters
    ----------
    participant
        The participant's id.
    traces
        Their names and words.
    """

    def __init__(self, participant: str, traces: Traces) -> None:
        self._id, self._traces = participant, traces

    def ops(self, document: Tables) -> list[Op]:
        """Return the operations that take them out: rows, words, and names in what others wrote and said."""
        if not isinstance(document, StudyDocument):
            return []
        sets = list(self._traces.written(document))
        gone: list[Op] = []
        for source in document.tables["sources"].values():
            self._source(document, source, sets, gone)
        if self._id in document.tables["participants"]:
            gone.append(Op("delete", "participants", self._id))
        return [*sets, *{(op.table, op.id): op for op in gone}.values()]

    def words(self, value: Any) -> Any:
        """Return a plain value without their names and words."""
        return self._traces.plain(value)

    def _source(self, document: StudyDocument, source: Row, sets: list[Op], gone: list[Op]) -> None:
        segments = document.segments.of(source["id"])
        quotes = [row for row in document.tables["quotes"].values() if row["source"] == source["id"]]
        text = source["text"]
        own = self._own(text, segments, quotes)
        if own and _only_theirs(text, own, segments, quotes, self._id):
            gone.append(Op("delete", "sources", source["id"]))
            return
        edges = sorted({edge for row in segments for edge in (row["start"], row["end"])})
        cuts = [Span(start, end, "name", "") for start, end in own]
        view = View(text, list(apart(merged(cuts, self._traces.names(text)), edges)))
        if view.spans:
            sets.append(Op("set", "sources", source["id"], {"text": view.text}))
        for row in segments:
            _move(row, "segments", view, sets, gone, theirs=row["participant"] == self._id)
        for row in quotes:
            if row["participant"] != self._id:
                self._quote(row, text, view, sets, gone)

    def _own(self, text: str, segments: Sequence[Row], quotes: Sequence[Row]) -> list[tuple[int, int]]:
        """Return where the source has their words, with the blanks behind them."""
        starts = {row["start"] for row in segments}
        rows = [row for row in (*segments, *quotes) if row["participant"] == self._id and row["start"] is not None]
        found: list[tuple[int, int]] = []
        for start, end in sorted((row["start"], row["end"]) for row in rows):
            if found and start <= found[-1][1]:
                found[-1] = (found[-1][0], max(end, found[-1][1]))
            else:
                found.append((start, end))
        return [(start, _behind(text, end, starts)) for start, end in found]

    def _quote(self, row: Row, text: str, view: View, sets: list[Op], gone: list[Op]) -> None:
        if row["start"] is None:
            around = {"prefix": "", "suffix": ""} if view.spans else {}
            _set("quotes", row, {"exact": self._traces.text(row["exact"]), **around}, sets)
            return
        place = _move(row, "quotes", view, sets, gone)
        if place is None or not view.spans:
            return
        start, end = place
        as_said = row["exact"] == text[row["start"] : row["end"]]
        words = {
            "exact": view.text[start:end] if as_said else self._traces.text(row["exact"]),
            "prefix": view.text[max(start - CONTEXT, 0) : start],
            "suffix": view.text[end : end + CONTEXT],
        }
        _set("quotes", row, words, sets)


def _behind(text: str, end: int, starts: set[int]) -> int:
    while end < len(text) and text[end].isspace() and end not in starts:
        end += 1
    return end


def _only_theirs(
    text: str, own: Sequence[tuple[int, int]], segments: Sequence[Row], quotes: Sequence[Row], participant: str
) -> bool:
    """Return whether a source is theirs alone: nothing else in it, or nothing that says whose it is."""
    if not segments and all(row["participant"] == participant for row in quotes):
        return True
    rest = View(text, [Span(start, end, "name", "") for start, end in own]).text
    return not rest.strip()


def merged(cuts: Sequence[Span], others: Iterable[Span]) -> list[Span]:
    """Return cuts with the parts of other spans that are in none of them, in order.

    Parameters
    ----------
    cuts, others
        Spans of one text; no two cuts overlap, and no two others.
    """
    found: list[Span] = []
    waiting = sorted(cuts, key=lambda one: one.start)
    for span in sorted(others, key=lambda one: one.start):
        start = span.start
        while waiting and waiting[0].start < span.end:
            cut = waiting[0]
            if cut.start > start:
                found.append(replace(span, start=start, end=cut.start))
            start = max(start, cut.end)
            if cut.end > span.end:
                break
            found.append(waiting.pop(0))
        if start < span.end:
            found.append(replace(span, start=start))
    return sorted([*found, *waiting], key=lambda one: one.start)


def _move(
    row: Row, table: str, view: View, sets: list[Op], gone: list[Op], *, theirs: bool = False
) -> tuple[int, int] | None:
    """Move a row to its place in the text that is left; one whose words are gone goes too."""
    start, end = view.span_to_view(row["start"], row["end"])
    if theirs or start >= end:
        gone.append(Op("delete", table, row["id"]))
        return None
    _set(table, row, {"start": start, "end": end}, sets)
    return start, end


def _set(table: str, row: Row, values: Mapping[str, Any], sets: list[Op]) -> None:
    changed = {name: value for name, value in values.items() if value != row[name]}
    if changed:
        sets.append(Op("set", table, row["id"], changed))


class JourneyErasure:
    """Takes a participant of a study out of a journey; a `storage.Scrub`.

    Parameters
    ----------
    study
        The study's id.
    called
        What the journey may call the participant.
    quotes
        Ids of their quotes.
    traces
        Their names and words.
    """

    def __init__(self, study: str, called: Iterable[str], quotes: Iterable[str], traces: Traces) -> None:
        self._study, self._called, self._quotes = study, frozenset(called), frozenset(quotes)
        self._traces, self._said = traces, frozenset(traces.said)

    def evidence(self, document: Tables) -> list[Row]:
        """Return the rows of evidence that are theirs."""
        return [row for row in document.tables["evidence"].values() if self._is_theirs(row)]

    def _is_theirs(self, row: Row) -> bool:
        if row["study"] is not None:
            cited = row["quote_id"] is not None and row["quote_id"] in self._quotes
            return bool(row["study"] == self._study and (cited or row["participant"] in self._called))
        return row["participant"] in self._called and fold(row["quote"]).strip() in self._said

    def ops(self, document: Tables) -> list[Op]:
        """Return the operations that take them out: evidence, the count of those asked, and words in texts."""
        theirs = self.evidence(document)
        answered = {row["card"] for row in theirs if row["stance"] != "context"}
        sets = [op for op in self._traces.written(document) if op.table != "evidence" or op.id not in _ids(theirs)]
        for row in document.tables["asks"].values():
            # Who is forgotten was not asked; of several rows of a card the first says so.
            if row["card"] in answered and row["asked"] > 0:
                answered.remove(row["card"])
                sets.append(Op("set", "asks", row["id"], {"asked": row["asked"] - 1}))
        return [*sets, *(Op("delete", "evidence", row["id"]) for row in theirs)]

    def words(self, value: Any) -> Any:
        """Return a plain value without their names and words."""
        return self._traces.plain(value)


def _ids(rows: Iterable[Row]) -> set[str]:
    return {row["id"] for row in rows}
