"""Redaction: names, e-mail addresses, phone numbers, links and long numbers give way to placeholders.

This removes the names that are on the list, and what has the form of an address or a number. It does
not make a text anonymous: what somebody tells may still say who they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from journeywidgets.errors import EvidenceError
from journeywidgets.evidence.folding import Folded, fold
from journeywidgets.evidence.privacy import identifiers
from journeywidgets.evidence.privacy.names import Finder, Name
from journeywidgets.evidence.privacy.numbering import Numbering
from journeywidgets.evidence.privacy.view import Span, View, apart

__all__ = ["KINDS", "Name", "Redactor", "Span", "View"]

KINDS = ("name", *identifiers.KINDS)
"""What can be removed."""


class _Found(NamedTuple):
    start: int
    end: int
    kind: str
    value: str
    label: str | None = None


class Redactor:
    """Replaces what points to people, the same everywhere in a study.

    Parameters
    ----------
    roster
        The names, each with what stands in its place.
    numbering
        The numbers that have been given out so far; kept in the key, so that ``[e-mail 1]`` is
        the same address in every text and tomorrow.
    kinds
        What to remove, of `KINDS`.
    region
        A country's two letters, such as ``"DE"``: phone numbers in its form are found too.

    Raises
    ------
    EvidenceError
        A kind or a region is not known, or `region` is given without the phonenumbers library.

    Examples
    --------
    >>> redactor = Redactor([Name("Ada Example", label="P1")])
    >>> view = redactor.view("Ada said: write to ada@example.org")
    >>> view.text
    '[P1] said: write to [e-mail 1]'
    >>> view.to_raw(5)
    4
    """

    def __init__(
        self,
        roster: Iterable[Name] = (),
        *,
        numbering: Numbering | None = None,
        kinds: Sequence[str] = KINDS,
        region: str | None = None,
    ) -> None:
        unknown = [kind for kind in kinds if kind not in KINDS]
        if unknown or isinstance(kinds, str):
            raise EvidenceError(f"kinds has something that cannot be removed. Choose of {', '.join(KINDS)}.")
        if region is not None:
            _check_region(region)
        self.names = tuple(roster)
        self.kinds = frozenset(kinds)
        self.region = region
        self.numbering = Numbering() if numbering is None else numbering
        self._finder = Finder(self.names)

    def view(self, text: str, cuts: Iterable[int] = ()) -> View:
        """Return a text as it may be seen.

        Parameters
        ----------
        text
            The raw text.
        cuts
            Offsets that no placeholder goes over: a piece that does is replaced by one on either
            side, so that the segments of a source stay apart.
        """
        return View(text, list(apart(self._spans(text), sorted(set(cuts)))))

    def text(self, text: str) -> str:
        """Return a text as it may be seen, where the offsets are not needed."""
        return self.view(text).text if text else text

    def finds(self, text: str) -> bool:
        """Return whether there is anything in a text to be removed."""
        return bool(self._joined(Folded(text)))

    def _spans(self, text: str) -> Iterator[Span]:
        for found in self._joined(Folded(text)):
            label = found.label or f"{found.kind} {self.numbering.number(found.kind, found.value)}"
            yield Span(found.start, found.end, found.kind, f"[{label}]")

    def _joined(self, folded: Folded) -> list[_Found]:
        """Return what was found, in order; of two that overlap, the first and longest takes both."""
        joined: list[_Found] = []
        for found in sorted(self._found(folded), key=lambda one: (one.start, -one.end, one.kind, one.value)):
            if joined and found.start < joined[-1].end:
                joined[-1] = joined[-1]._replace(end=max(found.end, joined[-1].end))
            else:
                joined.append(found)
        return joined

    def _found(self, folded: Folded) -> Iterator[_Found]:
        if "name" in self.kinds:
            for hit in self._finder.find(folded):
                yield _Found(hit.start, hit.end, "name", *self._person(hit.people, folded.raw[hit.start : hit.end]))
        for one in identifiers.find(folded, self.region, self.kinds):
            yield _Found(one.start, one.end, one.kind, one.value)

    def _person(self, people: frozenset[int], written: str) -> tuple[str, str | None]:
        """Return what a name is numbered by, and its label: a name that several people share has none."""
        whose = {(self.names[place].label or "", fold(self.names[place].name)) for place in people}
        labels = {label for label, _ in whose}
        if len(labels) == 1:
            label = labels.pop()
            if label or len(whose) == 1:
                return min(value for _, value in whose), label or None
        return fold(written), None


def _check_region(region: str) -> None:
    known = identifiers.phone_library().SUPPORTED_REGIONS
    if region not in known:
        raise EvidenceError(
            "region is not the two capital letters of a country, such as 'DE', or phone numbers of it are not known."
        )
