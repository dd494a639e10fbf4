"""Landing: the rows of a reading become a study's, as one change."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from journeywidgets.errors import EvidenceError
from journeywidgets.evidence.privacy.key import Entry, Key
from journeywidgets.evidence.privacy.names import letters
from journeywidgets.evidence.readers.people import RESPONDENT
from journeywidgets.evidence.readers.presence import EXCERPTS, Presence, same
from journeywidgets.evidence.readers.reading import TABLES, Reading, Row
from journeywidgets.evidence.readers.report import DROPPED, UNSURE, ReadReport, report_frame
from journeywidgets.export.content.figures import plural
from journeywidgets.model.changes import Op

if TYPE_CHECKING:
    from journeywidgets.evidence.keyed import KeyedTables

_INITIALS = {"participant": "P", "moderator": "M", "observer": "O"}
_LEAST_LETTERS = 2
OF = "of"
"""A source's column, in a reading alone: the local key of the participant whose pseudonym ends its title."""


def land(study: KeyedTables, reading: Reading, key: Key | None = None, *, again: bool = False) -> ReadReport:
    """Put a reading into a study, all or nothing, as one change and one undo step.

    A participant is one who is there where the key has the name, or the pseudonym or the respondent's digest is the
    same; a code, where its path is the same in any case. A source whose hash is there already is not added
    again: quotes and codes on it that are new are added to the one that is there.

    Parameters
    ----------
    study, reading, key
        What goes where; names go into the key and nowhere else.
    again
        Whether sources that are there already are added once more.

    Returns
    -------
    ReadReport
        What came in, with the ids of the sources.

    Raises
    ------
    EvidenceError
        Everything is there already.
    TableError
        A row cannot be; nothing was changed.
    """
    with study.store.edit(f"Read {reading.kind or 'rows'}"):
        landing = _Landing(study, reading, key, again=again)
        ops = landing.ops()
        if not ops and any(getattr(reading, table) for table in TABLES):
            remedy = "Nothing was changed; again=True reads its sources once more." if reading.sources else ""
            raise EvidenceError(f"everything in it is in the study already. {remedy}".strip())
        study.store.apply(ops, "")
        if key is not None:
            key.update(landing.entries)
    return landing.report()


class _Landing:
    def __init__(self, study: KeyedTables, reading: Reading, key: Key | None, *, again: bool) -> None:
        self._study, self._reading, self._key = study, reading, key
        self._tables = study.document.tables
        self._ids: dict[str, dict[str, str]] = {table: {} for table in TABLES}
        self._presence = Presence(study.document, reading, again=again)
        self._there = self._presence.there
        self._ids["sources"].update(self._presence.ids)
        self._ops: dict[str, list[Op]] = {table: [] for table in TABLES}
        self._dropped = [dict(row) for row in reading.dropped]
        self._unsure = [dict(row) for row in reading.unsure]
        self.entries: list[Entry] = []

    def ops(self) -> list[Op]:
        """Return the operations, in the order in which rows refer to each other."""
        self._report_presence()
        self._participants()
        self._codes()
        self._title_sources()
        for row in self._reading.segments:
            if row["source"] not in self._there:
                self._add("segments", row)
        self._quotes()
        self._applications()
        self._memos()
        return [op for table in TABLES for op in self._ops[table]]

    def report(self) -> ReadReport:
        counts = {table: sum(op.kind == "add" for op in self._ops[table]) for table in TABLES}
        return ReadReport(
            self._reading.kind,
            {table: count for table, count in counts.items() if count},
            report_frame(self._dropped, DROPPED),
            report_frame(self._unsure, UNSURE),
            tuple(op.id for op in self._ops["sources"] if op.kind == "add"),
            dict(self._reading.anchors),
        )

    def _add(self, table: str, row: Mapping[str, Any]) -> str:
        row_id = self._study._new_id(table)  # noqa: SLF001 - the study's own maker of ids
        self._ids[table][row["id"]] = row_id
        private = {"id", OF, EXCERPTS}
        values = {name: value for name, value in row.items() if name not in private and value is not None}
        for name, other in _REFS.get(table, {}).items():
            if name in values:
                values[name] = self._ids[other][values[name]]
        self._ops[table].append(Op("add", table, row_id, values))
        return row_id

    def _report_presence(self) -> None:
        presence = self._presence
        self._drop("source", presence.repeated, "is in the study already; again=True reads it once more")
        what = "source that is there with another text: what was marked in it"
        self._drop(what, presence.unequal, "cannot be placed; it was read in another way")
        several = sum(found.places > 1 for found in presence.places.values())
        lost = sum(found.start is None for found in presence.places.values())
        if several:
            self._doubt("quotes", f"{several:,} whose words stand in several places", "put where they stand first")
        if lost:
            self._doubt("quotes", f"{lost:,} whose words are not in the source of that title", "kept without a place")

    def _participants(self) -> None:
        held = self._tables["participants"]
        by_pseudonym = {same(row["pseudonym"]): row_id for row_id, row in held.items() if row["pseudonym"]}
        by_digest = {row["attributes"][RESPONDENT]: row_id for row_id, row in held.items()
                     if RESPONDENT in row["attributes"]}  # fmt: skip
        names: dict[str, list[str]] = defaultdict(list)
        for name, local in self._reading.names.items():
            names[local].append(name)
        spoken, same_words = self._spoken(), self._presence.speakers()
        taken = [row["pseudonym"] for row in held.values()]
        free = _Numbers([*taken, *(str(row.get("pseudonym") or "") for row in self._reading.participants)])
        alike = 0
        for row in self._reading.participants:
            if spoken is not None and row["id"] not in spoken:
                continue
            called = names[row["id"]]
            found = self._known(called) or by_pseudonym.get(same(row.get("pseudonym") or ""))
            found = found or by_digest.get((row.get("attributes") or {}).get(RESPONDENT, ""))
            found = found or same_words.get(row["id"])
            if found is not None and found in held:
                if row.get("pseudonym") and not called:
                    alike += 1
                self._ids["participants"][row["id"]] = found
                self._fill("participants", found, row, ("persona", "consent", "consent_until"))
                self._describe(found, row.get("attributes") or {})
            else:
                pseudonym = row.get("pseudonym") or free.next(row.get("role", "participant"))
                found = self._add("participants", {**row, "pseudonym": pseudonym})
            self._enter(called, found)
        if alike:
            self._doubt(
                "participants", f"{plural(alike, 'pseudonym')} that the study has too", "taken as the same people"
            )

    def _spoken(self) -> set[str] | None:
        """Return who has a part in what comes in; None where there is no source to have a part in."""
        if not self._reading.sources or self._reading.everybody:
            return None
        tables = ("segments", "quotes", "memos")
        rows = [
            row for table in tables for row in getattr(self._reading, table) if row.get("source") not in self._there
        ]
        return {row["participant"] for row in rows if row.get("participant")} | {
            row["participant"] for row in self._reading.quotes if row.get("participant")
        }

    def _known(self, called: Iterable[str]) -> str | None:
        if self._key is None:
            return None
        found = (self._key.participant_of(name) for name in called)
        return next((one for one in found if one is not None), None)

    def _enter(self, called: list[str], participant: str) -> None:
        spelled = [name for name in called if letters(name) >= _LEAST_LETTERS]
        if len(spelled) < len(called):
            self._doubt("participants", "a name of one letter", "left out of the key: names are removed without it")
        if spelled:
            self.entries.append(Entry(spelled[0], tuple(spelled[1:]), participant))

    def _describe(self, participant: str, attributes: Mapping[str, Any]) -> None:
        """Put what is newly known of a participant to what is held; what is held stays."""
        held = self._tables["participants"][participant]["attributes"]
        more = {name: value for name, value in attributes.items() if name not in held}
        unequal = sum(1 for name, value in attributes.items() if name in held and held[name] != value)
        if more:
            self._ops["participants"].append(Op("set", "participants", participant, {"attributes": {**held, **more}}))
        if unequal:
            self._doubt("participants", "attributes that the study has otherwise", "left as they are in the study")

    def _fill(self, table: str, row_id: str, given: Mapping[str, Any], names: Iterable[str]) -> None:
        held = self._tables[table][row_id]
        values = {name: given[name] for name in names if given.get(name) and not held[name]}
        if values:
            self._ops[table].append(Op("set", table, row_id, values))

    def _codes(self) -> None:
        held = self._tables["codes"]
        children = {(row["parent"], same(row["name"])): row_id for row_id, row in held.items()}
        rows = {row["id"]: row for row in self._reading.codes}
        for local in rows:
            self._code(local, rows, children, ())

    def _code(
        self, local: str, rows: Mapping[str, Row], children: dict[tuple[str | None, str], str], way: tuple[str, ...]
    ) -> str:
        if local in self._ids["codes"]:
            return self._ids["codes"][local]
        if local in way:
            raise EvidenceError(f"code {len(way)} of the codebook is its own ancestor. Give it another parent.")
        row = rows[local]
        parent = None if row.get("parent") is None else self._code(row["parent"], rows, children, (*way, local))
        place = (parent, same(row["name"]))
        found = children.get(place)
        if found is None:
            found = self._add("codes", row)
            children[place] = found
        else:
            self._ids["codes"][local] = found
            if found in self._tables["codes"]:
                self._fill("codes", found, row, ("definition", "apply_when", "not_this", "color"))
        return found

    def _title_sources(self) -> None:
        pseudonyms = {op.id: op.values["pseudonym"] for op in self._ops["participants"] if op.kind == "add"}
        for row in self._reading.sources:
            if row["id"] in self._there:
                continue
            of = self._ids["participants"].get(row.get(OF, ""))
            title = row.get("title", "")
            if of is not None:
                known = pseudonyms.get(of) or self._tables["participants"][of]["pseudonym"]
                title = f"{title} · {known}" if title else known
            self._add("sources", {**row, "title": title})

    def _quotes(self) -> None:
        there = {_place(row): row_id for row_id, row in self._tables["quotes"].items()}
        texts = {row["id"]: row["text"] for row in self._reading.sources}
        for given in self._reading.quotes:
            if self._presence.lost(given):
                continue
            row = dict(given)
            found = self._presence.places.get(row["id"])
            if found is not None:
                row["exact"] = texts[row["source"]][row["start"] : row["end"]] if found.start is None else ""
                row["start"], row["end"] = found.start, found.end
            place = _place({**row, "source": self._ids["sources"][row["source"]]})
            if row["source"] in self._there and place in there:
                self._ids["quotes"][row["id"]] = there[place]
            else:
                there[place] = self._add("quotes", row)

    def _applications(self) -> None:
        there = {(row["quote"], row["code"], row["coder"]) for row in self._tables["applications"].values()}
        twice = 0
        for row in self._reading.applications:
            if row["quote"] not in self._ids["quotes"]:
                continue
            place = (self._ids["quotes"][row["quote"]], self._ids["codes"][row["code"]], row.get("coder") or "")
            if place in there:
                twice += 1
                continue
            there.add(place)
            self._add("applications", row)
        self._drop("application", twice, "is in the study already")

    def _memos(self) -> None:
        there = Counter(
            tuple(row[name] for name in (*_REFS["memos"], "text", "author")) for row in self._tables["memos"].values()
        )
        for row in self._reading.memos:
            gone = [
                name for name, table in _REFS["memos"].items() if row.get(name) and row[name] not in self._ids[table]
            ]
            if gone:
                continue
            refs = [row.get(name) and self._ids[table][row[name]] for name, table in _REFS["memos"].items()]
            place = (*(ref or None for ref in refs), row.get("text", ""), row.get("author", ""))
            if there[place]:
                there[place] -= 1
            else:
                self._add("memos", row)

    def _drop(self, what: str, how_many: int, why: str) -> None:
        if how_many:
            self._dropped.append({"what": what, "how_many": how_many, "why": why})

    def _doubt(self, place: str, what: str, assumed: str) -> None:
        row = {"place": place, "what": what, "assumed": assumed}
        if row not in self._unsure:
            self._unsure.append(row)


_REFS: dict[str, dict[str, str]] = {
    "segments": {"source": "sources", "participant": "participants"},
    "codes": {"parent": "codes"},
    "quotes": {"source": "sources", "participant": "participants"},
    "applications": {"quote": "quotes", "code": "codes"},
    "memos": {"source": "sources", "quote": "quotes", "code": "codes", "participant": "participants"},
}


class _Numbers:
    """The next free pseudonym of each role: P4, M2."""

    def __init__(self, taken: Iterable[str]) -> None:
        self._last: dict[str, int] = {}
        for name in taken:
            if match := re.fullmatch(r"([PMO])0*(\d{1,9})", name):
                self._last[match[1]] = max(self._last.get(match[1], 0), int(match[2]))

    def next(self, role: str) -> str:
        initial = _INITIALS.get(role, "P")
        self._last[initial] = self._last.get(initial, 0) + 1
        return f"{initial}{self._last[initial]}"


def _place(quote: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return what a quote is known by: where it stands and who marked it; one without a place, by its words."""
    start = quote.get("start")
    where = (quote.get("exact", "")) if start is None else (start, quote.get("end"))
    return (quote["source"], where, quote.get("coder") or "")
