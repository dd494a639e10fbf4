"""Places of rows: the fractional keys that a frame's `order`, or the rows above, ask for."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby, pairwise
from math import isfinite
from typing import Any, cast

from journeywidgets.errors import TableError
from journeywidgets.frames.columns import Columns
from journeywidgets.frames.given import Ids, is_number
from journeywidgets.model import order
from journeywidgets.model.intake import Row, clean, is_missing
from journeywidgets.model.schema import TABLES

_BESIDE = ("stage", "lane", "parent")


class _Member:
    """A sibling: a row of the frame, or of the table alone."""

    __slots__ = ("given", "id", "key", "place", "row")

    def __init__(self, row_id: str, key: str | None, given: Any, place: int, row: Row | None) -> None:
        self.id, self.key, self.given, self.place = row_id, key, given, place
        self.row = row  # where a new key is put down


class Placing:
    """Gives keys to rows that need one, among their siblings.

    Attributes
    ----------
    gave_way
        New keys, by id, of rows that the frame does not hold.
    """

    def __init__(self, held: Columns, ids: Ids, *, replace: bool) -> None:
        self.table, self.held, self.ids, self.replace = held.table, held, ids, replace
        self.given: dict[int, Any] = dict.fromkeys(ids.new)
        self.gave_way: dict[str, str] = {}

    def take(self, differing: list[int], values: list[Any]) -> None:
        """Take over what the frame's column ``order`` asks for.

        Numbers arrange the rows of a stage and lane (of a parent, of the table) in their
        sequence; text is a key. An existing row whose ``order`` is missing keeps its key.

        Parameters
        ----------
        differing
            The places in the frame of existing rows whose ``order`` is not what it was.
        values
            The column.
        """
        for n in (*differing, *self.ids.new):
            if not is_missing(values[n]):
                self.given[n] = values[n]

    def place(self, changed: dict[int, Row], added: dict[int, Row]) -> None:
        """Put the keys of rows that need one into `changed` and `added`.

        A new row for which `order` says nothing goes behind the sibling above it.
        """
        if not TABLES[self.table].ordered:
            return
        for n, value in self.given.items():
            if value is not None and not _is_place(value):
                self._key(n, value, changed, added)
        siblings = self._siblings(changed, added) if self.given else {}
        others = self._others(siblings)
        for group, members in siblings.items():
            if any(_is_place(member.given) for member in members):
                self._arrange(members, others[group])
            elif any(member.key is None for member in members):
                self._insert(members, others[group])

    def _key(self, n: int, value: Any, changed: dict[int, Row], added: dict[int, Row]) -> None:
        found = self.ids.places[n]
        row = added[n] if found is None else changed.setdefault(found, {})
        row["order"] = clean(self.table, self._label(n), "order", value)

    def _label(self, n: int) -> str:
        found = self.ids.places[n]
        return self.ids.labels.get(n) or (self.ids.new[n] if found is None else self.held.ids[found])

    def _siblings(self, changed: dict[int, Row], added: dict[int, Row]) -> dict[tuple[Any, ...], list[_Member]]:
        """Return the siblings, in the frame's sequence, wherever one of them asks for a place."""
        groups = {n: self._group(n, changed, added) for n in self.given}
        asked = set(groups.values())
        siblings: dict[tuple[Any, ...], list[_Member]] = {}
        for n, found in enumerate(self.ids.places):
            group = groups[n] if n in groups else self._group(n, changed, added)
            if group not in asked:
                continue
            row = added[n] if found is None else changed.setdefault(found, {})
            key = row.get("order", None if found is None else self.held.data["order"][found])
            row_id = self.ids.new[n] if found is None else self.held.ids[found]
            siblings.setdefault(group, []).append(_Member(row_id, key, self.given.get(n), n, row))
        return siblings

    def _group(self, n: int, changed: dict[int, Row], added: dict[int, Row]) -> tuple[Any, ...]:
        """Return what a row of the frame shares with its siblings, as it will be."""
        place = self.ids.places[n]
        if place is None:
            row, values = {}, added[n]
        else:
            row, values = self.held.rows[place], changed.get(place, {})
        if place is None or not values.keys().isdisjoint(_BESIDE):
            names = [name for name in _BESIDE if name in TABLES[self.table].fields]
            row = {name: clean(self.table, self._label(n), name, values.get(name, row.get(name))) for name in names}
        return self.held.siblings_key(self.table, row)

    def _others(self, groups: Iterable[tuple[Any, ...]]) -> dict[tuple[Any, ...], list[Row]]:
        """Return, in order, the siblings that stay and that the frame does not hold."""
        others: dict[tuple[Any, ...], list[Row]] = {group: [] for group in groups}
        if not self.replace:
            in_frame = set(self.ids.places)
            for row in order.by_order(row for n, row in enumerate(self.held.rows) if n not in in_frame):
                others.get(self.held.siblings_key(self.table, row), []).append(row)
        return others

    def _arrange(self, members: list[_Member], others: list[Row]) -> None:
        """Arrange siblings by the numbers given for them."""
        for member in members:
            if not _is_place(member.given):
                raise TableError(
                    "some of these rows have a number here, and this one has none",
                    table=self.table,
                    row=self._label(member.place),
                    column="order",
                    value=member.key,
                    remedy="Number every row of the place, or leave order as it is: new rows go behind the row above.",
                )
        members.sort(key=lambda member: member.given)
        keys = [member.key for member in members if member.key is not None]
        if len(keys) == len(members) and all(a < b for a, b in pairwise(keys)):
            return
        first = min(((member.key, member.id) for member in members if member.key is not None), default=None)
        index = len(others) if first is None else sum((row["order"], row["id"]) < first for row in others)
        made, gave_way = order.keys(others, index, len(members))
        self.gave_way |= gave_way
        for member, key in zip(members, made, strict=True):
            _put(member, key)

    def _insert(self, members: list[_Member], others: list[Row]) -> None:
        """Put each new row behind the sibling above it; one with none above, before the one below."""
        sequence = _sequence(members, others)
        before: str | None = None
        place = 0
        for new, run in groupby(sequence, key=lambda member: member.key is None):
            rows = list(run)
            place += len(rows)
            if new:
                after = sequence[place].key if place < len(sequence) else None
                ends = [{"id": str(n), "order": key} for n, key in enumerate((before, after)) if key is not None]
                made, gave_way = order.keys(ends, int(before is not None), len(rows))
                if gave_way:
                    self._renew(sequence)
                    return
                for member, key in zip(rows, made, strict=True):
                    _put(member, key)
            before = rows[-1].key

    def _renew(self, sequence: Iterable[_Member]) -> None:
        """Give all siblings new keys, where those they have leave no room."""
        rows = list(sequence)
        for member, key in zip(rows, order.keys([], 0, len(rows))[0], strict=True):
            if member.row is None:
                self.gave_way[member.id] = key
            else:
                _put(member, key)


def _sequence(members: list[_Member], others: list[Row]) -> list[_Member]:
    """Return all siblings as they will stand, the new ones still without a key."""
    followers: dict[str, list[_Member]] = {}
    leading: list[_Member] = []
    behind = leading
    below: str | None = None
    for member in members:
        if member.key is None:
            behind.append(member)
            continue
        below = member.id if below is None else below
        behind = followers.setdefault(member.id, [])
    keyed = [member for member in members if member.key is not None]
    keyed += [_Member(row["id"], row["order"], None, -1, None) for row in others]
    sequence: list[_Member] = []
    for member in sorted(keyed, key=lambda member: (cast("str", member.key), member.id)):
        sequence += leading if member.id == below else []
        sequence += [member, *followers.get(member.id, [])]
    return sequence if below is not None else [*sequence, *leading]


def _put(member: _Member, key: str) -> None:
    member.key = key
    if member.row is not None:
        member.row["order"] = key


def _is_place(value: Any) -> bool:
    return is_number(value) and isfinite(value)
