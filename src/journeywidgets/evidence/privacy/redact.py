"""Removing names: a copy of a study in which placeholders stand for what points to people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from journeywidgets.evidence.privacy.erasure import merged
from journeywidgets.evidence.privacy.names import Name
from journeywidgets.evidence.privacy.pseudonyms import Pseudonyms
from journeywidgets.evidence.privacy.redaction import KINDS, Redactor
from journeywidgets.evidence.privacy.roster import names_of
from journeywidgets.evidence.privacy.view import Span, View, apart
from journeywidgets.model.intake import Row
from journeywidgets.model.levels import PRIVATE, PUBLIC, allows, checked, level_of
from journeywidgets.model.schema import CONTEXT

if TYPE_CHECKING:
    from journeywidgets.evidence.keyed import KeyedTables

Study = TypeVar("Study", bound="KeyedTables")

WITHHELD = "[withheld]"
_WRITTEN = ("text", "list", "map")
_CODERS = ("coder", "author")
_ANCHORED = {"sources": ("text",), "quotes": ("exact", "prefix", "suffix")}


def redact(
    study: Study,
    roster: Any = None,
    *,
    share: str = PRIVATE,
    kinds: Sequence[str] = KINDS,
    region: str | None = None,
) -> Study:
    """Return a copy of a study with names removed.

    In every text, placeholders stand for the names of the key and the roster (longest first, whole
    words, in any case), and for e-mail addresses, phone numbers, links and long numbers, the same
    ones everywhere. The places of segments and quotes follow. The copy has no key.

    This removes names; it does not make anybody anonymous. Names that are on no list stay, and what
    people tell may still say who they are.

    Parameters
    ----------
    study
        The study; it stays as it is.
    roster
        More names, as `roster.names_of` takes them; where one says what stands in its place, it does.
    share
        Whom the copy is for. Beyond ``"private"``, quotes of a narrower level and private memos are left out
        (of ``"public"`` all memos), and ``[withheld]`` stands for their words in the sources, and for all
        that people said who have not agreed to that level, or whose consent has ended.
    kinds
        What to remove, of ``name``, ``e-mail``, ``phone``, ``link``, ``number``.
    region
        A country's two letters, such as ``"DE"``: phone numbers in its form are found too. Needs the
        phonenumbers library.

    Returns
    -------
    Study
        The copy, in memory, with the same ids.

    Raises
    ------
    EvidenceError
        An option is not known or cannot be honoured, or the roster cannot be read.

    Examples
    --------
    >>> from journeywidgets.evidence import Study
    >>> s = Study("Bikes", participants=["P1"], seed=1)
    >>> _ = s.add("sources", text="Ada rides.", title="Ada's interview")
    >>> redact(s, ["Ada"]).sources[["title", "text"]].iloc[0].tolist()
    ["[name 1]'s interview", '[name 1] rides.']
    """
    checked(share)
    names = names_of(roster) if roster is not None else ()
    with study.store.lock:
        copy = _Copy(study, names, share, Redactor((), kinds=kinds, region=region))
        plain = copy.plain()
    return type(study).from_dict(plain)


class _Copy:
    def __init__(self, study: KeyedTables, names: Iterable[Name], share: str, options: Redactor) -> None:
        self._study, self._document, self._share = study, study.document, share
        self._seen = Pseudonyms(study, (*names,), options)
        self._people = self._document.tables["participants"]
        self._views = {row_id: self._view(row) for row_id, row in self._document.tables["sources"].items()}

    def plain(self) -> dict[str, Any]:
        """Return the copy as plain data."""
        record = self._document.schema.record
        plain: dict[str, Any] = {record: self._texts(record, self._document.meta)}
        quotes = {row_id for row_id, row in self._document.tables["quotes"].items() if self._leaves(row)}
        for name in self._document.schema.rows:
            rows = self._document.shown(name)
            if name == "quotes":
                rows = [row for row in rows if row["id"] in quotes]
            elif name in {"applications", "memos"}:
                rows = [row for row in rows if self._stays(name, row, quotes)]
            plain[name] = [self._row(name, row) for row in rows]
        return plain

    def _stays(self, table: str, row: Row, quotes: set[str]) -> bool:
        if row["quote"] is not None and row["quote"] not in quotes:
            return False
        if table == "applications" or self._share == PRIVATE:
            return True
        person = self._people.get(row["participant"])
        return self._share != PUBLIC and not row["private"] and (person is None or self._agreed(person))

    def _leaves(self, quote: Row) -> bool:
        return self._share == PRIVATE or allows(level_of(quote, self._people.get(quote["participant"])), self._share)

    def _agreed(self, person: Row) -> bool:
        return allows(level_of({"level": "public"}, person), self._share)

    def _view(self, source: Row) -> View:
        """Return a source as the copy has it: without names, and without the words that may not leave."""
        segments = self._document.segments.of(source["id"])
        held = []
        if self._share != PRIVATE:
            quotes = (row for row in self._document.tables["quotes"].values() if row["source"] == source["id"])
            held = [(row["start"], row["end"]) for row in quotes if row["start"] is not None and not self._leaves(row)]
            for row in segments:
                person = self._people.get(row["participant"])
                if person is not None and not self._agreed(person):
                    held.append((row["start"], row["end"]))
        edges = sorted({edge for row in segments for edge in (row["start"], row["end"])})
        cuts = [Span(start, end, "withheld", WITHHELD) for start, end in _joined(held)]
        # Cut at the ends of segments before and after: names in what is withheld are gone with it.
        spans = merged(cuts, self._seen.redactor.view(source["text"], edges).spans)
        return View(source["text"], list(apart(spans, edges)))

    def _row(self, table: str, row: Row) -> Row:
        seen = self._texts(table, row)
        if table == "sources":
            seen |= {"text": self._views[row["id"]].text, "sha256": ""}
        elif table == "segments":
            start, end = self._views[row["source"]].span_to_view(row["start"], row["end"])
            seen |= {"start": start, "end": end}
        elif table == "quotes":
            seen |= self._quote(row)
        elif table == "participants" and self._share != PRIVATE and not self._agreed(row):
            seen |= {"attributes": {}, "persona": None, "consent": ""}
        return seen

    def _quote(self, row: Row) -> Row:
        if row["start"] is None:
            return {"exact": self._seen.text(row["exact"]), "prefix": "", "suffix": ""}
        view = self._views[row["source"]]
        start, end = view.span_to_view(row["start"], row["end"])
        before, after = view.text[max(start - CONTEXT, 0) : start], view.text[end : end + CONTEXT]
        return {"start": start, "end": end, "exact": view.text[start:end], "prefix": before, "suffix": after}

    def _texts(self, table: str, row: Mapping[str, Any]) -> Row:
        fields, anchored = self._document.schema.tables[table].fields, _ANCHORED.get(table, ())
        return {
            name: self._seen.text(value)
            if fields[name].kind in _WRITTEN and name not in _CODERS and name not in anchored
            else value
            for name, value in row.items()
        }


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found
