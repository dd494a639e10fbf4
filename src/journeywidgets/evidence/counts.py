"""Counts: how many quotes have a code, and how many people and sources they come from."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from journeywidgets.errors import EvidenceError
from journeywidgets.frames import Frames
from journeywidgets.model.intake import Row
from journeywidgets.model.study import StudyDocument

Places = npt.NDArray[np.int64]
_COUNTED = ("quotes", "participants", "sources")
_OF_PARTICIPANT = ("pseudonym", "persona", "share")
_OF_QUOTE = ("source", "coder", "level")
_NOBODY = -1
# Cells of a table of flags, at most: beyond it, numbers are sorted instead.
_CELLS = 20_000_000


@dataclass(frozen=True)
class Applied:
    """The applications that count, as places: of the code in the codebook as shown, of the quote as shown.

    One that is not accepted counts for nothing, and neither do words of moderators and observers.
    """

    code: Places
    quote: Places
    participant: Places  # by quote; -1 where nobody knows
    source: Places  # by quote


class Counts:
    """Counts codes, and remembers where rows stand until a table changes.

    Parameters
    ----------
    document, frames
        The study's rows, and its tables as columns.
    """

    def __init__(self, document: StudyDocument, frames: Frames) -> None:
        self._document, self._frames = document, frames
        self._held: tuple[tuple[int, ...], Applied | None] = ((), None)

    def frame(self, by: str | None = None, *, below: bool = False) -> pd.DataFrame:
        """Return how often each code was applied; `Study.code_counts` describes it."""
        applied = self._applied()
        group, values = self._groups(by)
        rows, quotes = applied.code, applied.quote
        if below:
            rows, quotes = self._below(rows, quotes)
        cells = rows * len(values) + group[quotes]
        size = len(self._document.tables["codes"]) * len(values)
        columns = {"quotes": quotes, "participants": applied.participant[quotes], "sources": applied.source[quotes]}
        return self._table(by, values, {name: _different(cells, column, size) for name, column in columns.items()})

    def _applied(self) -> Applied:
        names = ("applications", "quotes", "codes", "participants", "sources")
        version = tuple(self._document.versions[name] for name in names)
        held = self._held[1] if self._held[0] == version else None
        if held is None:
            held = self._found()
            self._held = version, held
        return held

    def _found(self) -> Applied:
        rows, quotes, codes, people, sources = (
            self._frames.columns(name) for name in ("applications", "quotes", "codes", "participants", "sources")
        )
        participant = _places(people.positions, quotes.data["participant"])
        speaks = np.array([role == "participant" for role in people.data["role"]] + [True])
        quote = _places(quotes.positions, rows.data["quote"])
        counts = np.array(rows.data["accepted"], dtype=bool) & speaks[participant[quote]]
        return Applied(
            _places(codes.positions, rows.data["code"])[counts],
            quote[counts],
            participant,
            _places(sources.positions, quotes.data["source"]),
        )

    def _below(self, rows: Places, quotes: Places) -> tuple[Places, Places]:
        """Return each application once for its code, and once for each code above."""
        codes = self._frames.columns("codes")
        parent = _places(codes.positions, codes.data["parent"])
        found_rows, found_quotes = [rows], [quotes]
        while len(rows):
            rows = parent[rows]
            kept = rows != _NOBODY
            rows, quotes = rows[kept], quotes[kept]
            found_rows.append(rows)
            found_quotes.append(quotes)
        return np.concatenate(found_rows), np.concatenate(found_quotes)

    def _groups(self, by: str | None) -> tuple[Places, list[Hashable]]:
        """Return the group of each quote, and what the groups are."""
        quotes = self._frames.columns("quotes")
        if by is None:
            return np.zeros(len(quotes.ids), dtype=np.int64), [None]
        given = quotes.data[by] if by in _OF_QUOTE else self._of_participants(quotes.data["participant"], by)
        values: dict[Hashable, int] = {}
        places = [values.setdefault(value, len(values)) for value in given]
        return np.array(places, dtype=np.int64), list(values)

    def _of_participants(self, participants: Iterable[str | None], by: str) -> list[Hashable]:
        people: Mapping[str, Row] = self._document.tables["participants"]
        if by in _OF_PARTICIPANT:
            found: dict[str, Hashable] = {row_id: row[by] for row_id, row in people.items()}
        else:
            known = dict.fromkeys(name for row in people.values() for name in row["attributes"])
            if by not in known:
                names = [*_OF_PARTICIPANT, *_OF_QUOTE, *known]
                raise EvidenceError(f"by= is not a column to count by. Use one of: {', '.join(names)}.")
            found = {row_id: _hashable(row["attributes"].get(by)) for row_id, row in people.items()}
        return [None if participant is None else found[participant] for participant in participants]

    def _table(self, by: str | None, values: list[Hashable], counts: Mapping[str, Places]) -> pd.DataFrame:
        codes = self._frames.columns("codes")
        at = np.arange(len(codes.ids) * len(values))
        if by is not None:
            at = at.reshape(len(codes.ids), len(values))[:, _order(values)].ravel()
            at = at[counts["quotes"][at] > 0]
        code = at // max(len(values), 1)
        index = pd.Index(np.array(codes.ids, dtype=object)[code], name="id", dtype=object)
        data = {name: _column(np.array(codes.data[name], dtype=object)[code], index) for name in ("name", "kind")}
        if by is not None:
            data[by] = _column([values[place] for place in at % max(len(values), 1)], index)
        data |= {name: pd.Series(found[at], index) for name, found in counts.items()}
        frame: pd.DataFrame = pd.DataFrame(data, index)
        return frame


def _order(values: list[Hashable]) -> list[int]:
    return sorted(range(len(values)), key=lambda place: (values[place] is None, str(values[place])))


def _column(values: Sequence[Any] | npt.NDArray[Any], index: pd.Index[Any]) -> pd.Series[Any]:
    """Return numbers as numbers, and anything else as it is: missing text is None with every version of pandas."""
    numbers = all(isinstance(value, (int, float)) and not isinstance(value, bool) for value in values)
    found: pd.Series[Any] = pd.Series(values, index, dtype=None if len(values) and numbers else object)
    return found


def _hashable(value: Any) -> Hashable:
    return str(value) if isinstance(value, (list, dict)) else value


def _places(positions: Mapping[str, int], ids: Iterable[str | None]) -> Places:
    """Return where ids stand; -1 for None."""
    known: dict[str | None, int] = {None: _NOBODY}
    known.update(positions)
    return np.array(list(map(known.__getitem__, ids)), dtype=np.int64)


def _different(cells: Places, values: Places, size: int) -> Places:
    """Return for each cell how many different values are in it; -1 is none."""
    kept = values != _NOBODY
    cells, values = cells[kept], values[kept]
    width = int(values.max()) + 1 if len(values) else 0
    if size * width <= _CELLS:
        flags = np.zeros((size, width), dtype=bool)
        flags[cells, values] = True
        sums: Places = flags.sum(axis=1, dtype=np.int64)
        return sums
    found: Places = np.bincount(np.unique(cells * width + values) // width, minlength=size).astype(np.int64)
    return found
