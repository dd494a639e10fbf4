"""The document of a study: its tables, and the rules that bind them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar, NoReturn

from journeywidgets.errors import TableError
from journeywidgets.model import order
from journeywidgets.model.changes import Op
from journeywidgets.model.fields import Schema
from journeywidgets.model.intake import Row
from journeywidgets.model.schema import CONTEXT, STUDY, TEXT_LIMIT
from journeywidgets.model.segments import SegmentIndex
from journeywidgets.model.tables import Tables

_PLACE = frozenset({"source", "start", "end"})
_ONCE = ("quote", "code", "coder")


class StudyDocument(Tables):
    """A study's rows; ``study`` is its record.

    What follows from a change is filled in: a quote's ``exact``, ``prefix`` and ``suffix`` from the
    source's text and its ``participant`` from the segment where it begins, wherever they are not
    said; and a model's application does not count until it is accepted.
    """

    schema: ClassVar[Schema] = STUDY
    placing: ClassVar[frozenset[str]] = frozenset({"order", "parent", "source", "start", "end"})
    shown_by: ClassVar[Mapping[str, tuple[str, ...]]] = {"segments": ("sources",), "quotes": ("sources",)}

    def __init__(self, record: Mapping[str, Any]) -> None:
        super().__init__(record)
        self._index: tuple[int, SegmentIndex] = (-1, SegmentIndex(()))
        # How often a code is on a quote by a coder: found without going through all applications.
        self._applied: Counter[tuple[str, ...]] = Counter()

    # Reading

    @property
    def segments(self) -> SegmentIndex:
        """The segments by source and offset, as they are now."""
        version = self.versions["segments"]
        if self._index[0] != version:
            self._index = version, SegmentIndex(self.tables["segments"].values())
        return self._index[1]

    def siblings_key(self, table: str, row: Mapping[str, Any]) -> tuple[Any, ...]:
        """Return what rows share among which `row` has its place: the parent of codes."""
        return (row["parent"],) if table == "codes" else ()

    def shown(self, table: str) -> list[Row]:
        """Return a table's rows in the order shown.

        Codes: each followed by those under it. Segments and quotes: as they stand in the sources,
        quotes without a place last.
        """
        if table == "codes":
            return list(self._codes())
        if table not in self.shown_by:
            return super().shown(table)
        place = {row["id"]: n for n, row in enumerate(order.by_order(self.tables["sources"].values()))}
        return sorted(
            self.tables[table].values(),
            key=lambda row: (place[row["source"]], row["start"] is None, row["start"] or 0, row["id"]),
        )

    def _codes(self) -> Iterator[Row]:
        below: dict[str | None, list[Row]] = {}
        for row in order.by_order(self.tables["codes"].values()):
            below.setdefault(row["parent"], []).append(row)
        waiting = below.get(None, [])[::-1]
        while waiting:
            row = waiting.pop()
            yield row
            waiting += below.get(row["id"], [])[::-1]

    # Changing

    def _put(self, op: Op) -> None:
        if op.table == "applications":
            before = self.tables["applications"].get(op.id)
            super()._put(op)
            for row, change in ((before, -1), (self.tables["applications"].get(op.id), 1)):
                if row is not None:
                    self._applied[_key(row)] += change
        else:
            super()._put(op)

    def _following(self, ops: Sequence[Op], done: Sequence[Op]) -> Iterator[Op]:
        said: dict[tuple[str, str], set[str]] = {}
        for op in ops:
            if op.table in {"quotes", "applications"}:
                said.setdefault((op.table, op.id), set()).update(op.values)
        for op in done:
            row = self.tables[op.table].get(op.id) if (op.table, op.id) in said else None
            if row is None or op.kind == "delete":
                continue
            given = said[op.table, op.id]
            values = self._suggested(op, row, given) if op.table == "applications" else self._anchored(op, row, given)
            if values:
                yield Op("set", op.table, op.id, values, {name: row[name] for name in values})

    def _suggested(self, op: Op, row: Row, given: set[str]) -> Row:
        unsaid = op.kind == "add" and row["origin"] == "model" and "accepted" not in given
        return {"accepted": False} if unsaid and row["accepted"] else {}

    def _anchored(self, op: Op, row: Row, given: set[str]) -> Row:
        """Return what a quote's place says: what was not given is filled in, and made anew where the place changes."""
        moved = op.kind == "set" and not _PLACE.isdisjoint(op.values)
        source = self.tables["sources"].get(row["source"])
        start, end = row["start"], row["end"]
        if (op.kind == "set" and not moved) or source is None or start is None or end is None:
            return {}
        text = source["text"]
        around = {
            "exact": text[start:end],
            "prefix": text[max(start - CONTEXT, 0) : start],
            "suffix": text[end : end + CONTEXT],
        }
        # An empty text says nothing, so that a frame with an empty column is filled too.
        stale = [name for name in around if not row[name] or (moved and name not in given)]
        values: Row = {name: around[name] for name in stale if around[name] != row[name]}
        if "participant" not in given or row["participant"] is None:
            before = {**row, **op.old}
            was = self._speaker(before) if moved else None
            if row["participant"] is None or (moved and row["participant"] == was):
                speaker = self._speaker(row)
                if speaker is not None and speaker != row["participant"]:
                    values["participant"] = speaker
        return values

    def _speaker(self, quote: Row) -> str | None:
        if quote["start"] is None or quote["end"] is None:
            return None
        segment = self.segments.at(quote["source"], quote["start"], quote["end"])
        return None if segment is None else segment["participant"]

    # Rules

    def _check(self, done: Sequence[Op]) -> None:
        super()._check(done)
        self._check_ends({op.id for op in done if op.table == "sources" and op.kind == "set" and "text" in op.values})
        touched = {
            self.tables["segments"][op.id]["source"]
            for op in done
            if op.table == "segments" and op.id in self.tables["segments"] and not _PLACE.isdisjoint(op.values)
        }
        for source in touched:
            pair = self.segments.overlap(source)
            if pair is not None:
                _fail(
                    f"it overlaps the segment {pair[0]['id']!r}",
                    *("segments", pair[1]["id"], "start", pair[1]["start"]),
                    "A code point belongs to one segment at most.",
                )

    def _check_row(self, op: Op, row: Row) -> None:
        """Check places, texts, the tree of codes, and that nothing is said twice."""
        if op.table in {"segments", "quotes"} and not _PLACE.isdisjoint(op.values):
            self._check_place(op.table, row)
        if op.table == "quotes" and len(row["exact"]) > TEXT_LIMIT:
            _fail(
                "the quote is too long", "quotes", op.id, "end", row["end"], f"Quote at most {TEXT_LIMIT:,} characters."
            )
        if op.table == "sources" and "text" in op.values:
            self._check_text(op, row)
        if op.table == "codes" and op.values.get("parent") is not None:
            self._check_tree(row)
        if op.table == "applications" and self._applied[_key(row)] > 1:
            _fail(
                "the quote has this code by this coder already",
                *("applications", op.id, "code", row["code"]),
                "A coder applies a code to a quote once; set the application that is there.",
                code="duplicate",
            )

    def _check_place(self, table: str, row: Row) -> None:
        start, end = row["start"], row["end"]
        if start is None and end is None and table == "quotes":
            return
        length = len(self.tables["sources"][row["source"]]["text"])
        if start is None or end is None:
            remedy = "Give start and end, or neither for a quote whose place is lost."
            _fail(
                "has no value, but the other end has one",
                table,
                row["id"],
                "start" if start is None else "end",
                None,
                remedy,
            )
        if not start < end <= length:
            _fail(
                f"{start} to {end} is not a place in a text of {length:,} characters",
                *(table, row["id"], "start" if start >= end else "end", max(start, end)),
                "Offsets are code points, the end is exclusive and behind the start.",
            )

    def _check_text(self, op: Op, row: Row) -> None:
        if "\r" in row["text"]:
            remedy = "Replace CRLF and CR by LF before the offsets are counted."
            _fail("the text has a carriage return", "sources", op.id, "text", "\r", remedy)

    def _check_ends(self, changed: set[str]) -> None:
        """Check that nothing points behind the end of a text that was changed."""
        lengths = {source: len(row["text"]) for source, row in self.tables["sources"].items() if source in changed}
        for table in ("segments", "quotes") if lengths else ():
            for row in self.tables[table].values():
                if (row["end"] or 0) > lengths.get(row["source"], row["end"] or 0):
                    _fail(
                        f"the row {row['id']!r} of {table} would end behind the text",
                        *("sources", row["source"], "text", None),
                        "Move or delete what points into the text in the same change.",
                    )

    def _check_tree(self, code: Row) -> None:
        codes, above, seen = self.tables["codes"], code["parent"], {code["id"]}
        while above is not None:
            if above in seen:
                _fail(
                    "a code cannot be under itself",
                    "codes",
                    code["id"],
                    "parent",
                    code["parent"],
                    "Give another parent.",
                )
            seen.add(above)
            above = codes[above]["parent"]


def _key(application: Row) -> tuple[str, ...]:
    return tuple(application[name] for name in _ONCE)


def _fail(problem: str, table: str, row: str, column: str, value: Any, remedy: str, code: str = "invalid") -> NoReturn:
    raise TableError(problem, table=table, row=row, column=column, value=value, remedy=remedy, code=code)
