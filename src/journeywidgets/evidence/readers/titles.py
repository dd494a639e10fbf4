"""Titles: the columns of a table, found by what a person calls them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from journeywidgets.errors import EvidenceError, shorten
from journeywidgets.evidence.readers.grid import plain
from journeywidgets.evidence.readers.reading import Reading

_SHOWN = 60
_DATA = re.compile(r"[-+]?\d[\d\s.,:/+()-]*")


class Titles:
    """The titles of a table's columns.

    Parameters
    ----------
    titles
        The header. The first of several equal ones keeps the title; the others get `` (2)``, `` (3)`` behind it.

    Attributes
    ----------
    all
        The titles, each once.
    sure
        Whether the row looks like a header.
    """

    def __init__(self, titles: Sequence[str]) -> None:
        self.all: list[str] = []
        seen: dict[str, int] = {}
        for title in map(plain, titles):
            seen[title] = seen.get(title, 0) + 1
            self.all.append(title if seen[title] == 1 else f"{title} ({seen[title]})")
        self._by_title = {title: place for place, title in reversed(list(enumerate(self.all))) if title}
        # With numbers, days or addresses in it the row is no header: its cells may be somebody's words.
        self.sure = not any("@" in title or _DATA.fullmatch(title) for title in self.all)
        self._by_word = {title.casefold(): place for title, place in self._by_title.items()}

    def find(self, name: Any) -> int | None:
        """Return the place of a column by its title, in any case; None where there is none."""
        if not isinstance(name, str):
            return None
        title = plain(name)
        return self._by_title.get(title, self._by_word.get(title.casefold()))

    def first(self, names: Iterable[str]) -> int | None:
        """Return the place of the first of these columns that is there."""
        return next((place for name in names if (place := self.find(name)) is not None), None)

    def place(self, name: Any, option: str) -> int:
        """Return the place of a column that must be there.

        Parameters
        ----------
        name
            Its title, or how it begins where one title alone begins so.
        option
            Which option named it, for the message.

        Raises
        ------
        EvidenceError
            There is none, or more than one begins so. Titles that the caller did not write are not shown: in a
            file without a header they would be somebody's words.
        """
        found = self.find(name)
        if found is not None:
            return found
        start = plain(name).casefold() if isinstance(name, str) else ""
        begins = [place for place, title in enumerate(self.all) if start and title.casefold().startswith(start)]
        if len(begins) == 1:
            return begins[0]
        if begins:
            raise EvidenceError(f"{option}={shorten(name)}: {len(begins)} columns begin so. Write more of the title.")
        close = get_close_matches(start, self._by_word, n=1, cutoff=0.8)
        hint = f" Did you mean column {letter(self._by_word[close[0]])}?" if close else ""
        raise EvidenceError(
            f"{option}={shorten(name)}: there is no such column among {len(self.all)}.{hint} "
            "Give the title as the header has it."
        )

    def places(self, names: Any, option: str) -> list[int]:
        """Return the places of several columns, or of one."""
        given = [names] if isinstance(names, str) else list(names or ())
        return [self.place(name, option) for name in given]

    def doubt(self, reading: Reading) -> None:
        """Say in the report where the header looks like a row of answers."""
        if not self.sure:
            reading.doubt("header", "numbers, days or addresses in place of titles", "taken as the header all the same")

    def label(self, place: int) -> str:
        """Return how reports name a column: its letter, and its title where the table has a header."""
        title = self.all[place]
        shown = f" {shorten(title, _SHOWN)}" if title and self.sure else ""
        return f"column {letter(place)}{shown}"


def letter(place: int) -> str:
    """Return a column's letter, as spreadsheets count: 0 is A, 26 is AA."""
    name = ""
    number = place + 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def known(options: Mapping[str, Any], names: Sequence[str], kind: str) -> None:
    """Raise an EvidenceError for an option that the reader of this kind does not take."""
    unknown = [name for name in options if name not in names]
    if unknown:
        raise EvidenceError(
            f"{unknown[0]}= is no option of the reader of {kind}. It takes: {', '.join(names) or 'none'}."
        )
