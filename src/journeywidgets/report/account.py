"""Account: what a report leaves out, where, and why; for its reader, and as a frame."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from journeywidgets.export.markup import Markup, element, join
from journeywidgets.export.written import Loss

CELL = "cell"
_CELLS = 12
"""Places that are named for one reason."""


@dataclass
class Account:
    """Keeps what is left out, in order.

    Attributes
    ----------
    losses
        A line each: as the frame's ``table`` the cell (or the journey's table), as ``id`` the row's, as ``field`` the
        part of it, as ``value`` the kind of form, never what it says.
    place
        The cell that is being written.
    """

    losses: list[Loss] = field(default_factory=list)
    place: str = "notebook"
    _rows: set[tuple[str, str, str]] = field(default_factory=set)

    def add(self, part: str, why: str, form: str | None = None) -> None:
        """Note that a part of the cell is left out."""
        self.losses.append(Loss(self.place, None, part, form, why))

    def part(self, name: str, form: str | None = None) -> Callable[[str], None]:
        """Return what notes reasons for one part of the cell."""
        return lambda why: self.add(name, why, form)

    def row(self, table: str, row_id: str, name: str, why: str) -> None:
        """Note, once, that a field of a journey's row is left out."""
        if (table, row_id, name) not in self._rows:
            self._rows.add((table, row_id, name))
            self.losses.append(Loss(table, row_id, name, None, why))

    def summary(self) -> Markup | None:
        """Return the section that tells a reader; None where nothing is left out."""
        if not self.losses:
            return None
        reasons: dict[str, Counter[str]] = {}
        for loss in self.losses:
            reasons.setdefault(loss.why, Counter())[loss.table] += 1
        lines = [element("li", f"{why[:1].upper()}{why[1:]}: {_places(places)}") for why, places in reasons.items()]
        heading = element("h2", "Left out of this report")
        return element("section", heading, element("ul", *lines), **{"class": "jw-note"})


def _places(places: Counter[str]) -> str:
    """Return where something is left out, in words: cells by their numbers, rows of journeys by their count."""
    cells = [place for place in places if place.startswith(CELL)]
    named = (
        f"{CELL}{'s' if len(cells) > 1 else ''} {', '.join(cell.removeprefix(CELL).strip() for cell in cells[:_CELLS])}"
    )
    more = f" and {len(cells) - _CELLS} more" if len(cells) > _CELLS else ""
    rows = [_counted(count, table) for table, count in places.items() if not table.startswith(CELL)]
    return ", ".join([*rows, *([named + more] if cells else [])])


def _counted(count: int, table: str) -> str:
    noun = {"evidence": "quote", "cards": "card"}.get(table, f"row of {table}")
    return f"{count} {noun if count == 1 else noun.replace('row', 'rows') if ' ' in noun else noun + 's'} on maps"


def note(words: str) -> Markup:
    """Return what stands in the place of what is left out."""
    return join([element("p", words, **{"class": "jw-note"})])
