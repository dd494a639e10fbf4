"""Lookout: finds in any text what must not be in it, without ever saying what it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from journeywidgets.evidence.folding import Folded, fold
from journeywidgets.evidence.privacy import identifiers
from journeywidgets.evidence.privacy.names import Finder, Name
from journeywidgets.evidence.privacy.pseudonyms import Pseudonyms, roster
from journeywidgets.model.levels import allows, level_of

if TYPE_CHECKING:
    from journeywidgets.evidence.keyed import KeyedTables

_WORD = re.compile(r"[^\W_]+")
_QUOTE = 5  # words in a row by which a private quote is known
_SOURCE = 8  # words in a row by which the text of a source is known
_SHORT = 3  # words of a private quote that is shorter, at least
_LENGTHS = (*range(_SHORT, _QUOTE + 1), _SOURCE)
_DIGITS = 7


class Find(NamedTuple):
    """What was found: its kind, and whose it is, by pseudonym or place on the list."""

    kind: str
    whose: str


class Lookout:
    """Looks for names, addresses, numbers and words that are to stay private.

    Parameters
    ----------
    names
        The roster.
    contacts
        ``(kind, value)`` of addresses and numbers, as `Numbering` keeps them.
    allow
        Words that may stand there although they are on the roster.
    """

    def __init__(
        self, names: Iterable[Name], contacts: Iterable[tuple[str, str]] = (), allow: Iterable[str] = ()
    ) -> None:
        self.names = tuple(names)
        self._finder = Finder(self.names)
        self._allowed = {fold(word) for word in allow}
        self._contacts: dict[str, tuple[str, str]] = {}
        self._runs: dict[int, dict[int, str]] = {}
        self._permitted: set[int] = set()
        for kind, value in contacts:
            self._contact(kind, value, kind)

    # What to look for

    def add_study(self, study: KeyedTables, share: str) -> None:
        """Look for a study's people, contacts, private quotes and sources; what may leave at `share` may stand there.

        Call under the study's lock.
        """
        tables, people = study.document.tables, study.document.tables["participants"]
        seen = Pseudonyms(study)
        self.names = (*self.names, *roster(study))
        self._finder = Finder(self.names)
        for kind, value in study.key.numbering.values():
            self._contact(kind, value, kind)
        for table in study.document.schema.tables:
            for row in tables[table].values():
                for value in row.values():
                    self._contacts_in(value)
        for row in tables["quotes"].values():
            person = people.get(row["participant"])
            said = [words for words in (row["exact"], row["display"] or "", seen.shown(row)) if words]
            permitted = allows(level_of(row, person), share)
            for words in said:
                self.add_quote(words, person["pseudonym"] if person else "", permitted=permitted)
        for row in tables["sources"].values():
            self._runs.setdefault(_SOURCE, {}).update((hash(run), "") for run in _windows(row["text"], _SOURCE))

    def add_quote(self, words: str, whose: str = "", *, permitted: bool = False) -> None:
        """Look for the words of a quote, or let them stand where they are `permitted`."""
        if permitted:
            self._permitted.update(hash(run) for run in _windows(words, *_LENGTHS))
        else:
            self._said(words, whose)

    def _contacts_in(self, value: object) -> None:
        if isinstance(value, str):
            for one in identifiers.find(Folded(value), kinds=("e-mail", "phone")):
                self._contact(one.kind, one.value, one.kind)
        elif isinstance(value, dict):
            for item in value.values():
                self._contacts_in(item)

    def _contact(self, kind: str, value: str, whose: str) -> None:
        if kind == "e-mail":
            self._contacts[value] = (kind, whose)
        elif kind in {"phone", "number"} and len(value) >= _DIGITS:
            self._contacts[value.lstrip("0")[-_DIGITS:]] = (kind, whose)

    def _said(self, words: str, whose: str) -> None:
        count = len(_WORD.findall(fold(words)))
        length = min(count, _QUOTE)
        if length >= _SHORT:
            self._runs.setdefault(length, {}).update((hash(run), whose) for run in _windows(words, length))

    # Looking

    def finds(self, text: str) -> Iterator[Find]:
        """Yield what stands in a text, each time that it does."""
        folded = Folded(text)
        end = 0
        for hit in sorted(self._finder.find(folded), key=lambda one: (one.start, -one.end)):
            # A first name within a whole one is no second find.
            if hit.end > end and fold(text[hit.start : hit.end]) not in self._allowed:
                yield Find("name", self._whose(hit.people))
                end = hit.end
        if "@" in folded.text:
            written = (value for value in self._contacts if "@" in value and value in folded.text)
            yield from (Find(*self._contacts[value]) for value in written)
        for one in identifiers.find(folded, kinds=("e-mail", "phone", "number")):
            found = self._contacts.get(one.value if one.kind == "e-mail" else one.value[-_DIGITS:])
            if found is not None and not (one.kind == "e-mail" and one.value in folded.text):
                yield Find(*found)
        yield from self._quoted(folded.text)

    def _whose(self, people: Iterable[int]) -> str:
        labels = {self.names[place].label or f"name {place + 1}" for place in people}
        return " or ".join(sorted(labels))

    def _quoted(self, folded: str) -> Iterator[Find]:
        words = _WORD.findall(folded)
        for length, known in self._runs.items():
            kind = "text of a source" if length == _SOURCE else "private quote"
            end = 0
            for place in range(len(words) - length + 1):
                run = hash(tuple(words[place : place + length]))
                if run in known and run not in self._permitted and place >= end:
                    yield Find(kind, known[run])
                    end = place + length  # a long passage counts once for each run of it


def _windows(text: str, *lengths: int) -> Iterator[tuple[str, ...]]:
    words = _WORD.findall(fold(text))
    for length in lengths:
        yield from (tuple(words[place : place + length]) for place in range(len(words) - length + 1))
