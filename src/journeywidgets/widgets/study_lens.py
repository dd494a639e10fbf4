"""StudyLens: what a page sees of a study. Names, sources' texts and private notes stay in Python."""

from __future__ import annotations

import re
import weakref
from collections.abc import Callable, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from journeywidgets.errors import TableError
from journeywidgets.evidence.privacy.pseudonyms import Pseudonyms
from journeywidgets.evidence.privacy.redaction import Redactor
from journeywidgets.evidence.privacy.view import View
from journeywidgets.model.changes import Op
from journeywidgets.model.intake import Row, sparse
from journeywidgets.model.levels import PUBLIC, allows, checked, level_of
from journeywidgets.widgets.lens import Lens, Plain

if TYPE_CHECKING:
    from journeywidgets.evidence.study import Study

_PLACE = ("start", "end")
_WORDS = ("exact", "prefix", "suffix")
# What a page has no use for: it is not sent at all.
_UNSENT: dict[str, tuple[str, ...]] = {
    "participants": ("consent",),
    "sources": ("text", "sha256", "fields"),
    "quotes": ("prefix", "suffix"),
}
_MOVING = {"participants", "sources", "segments"}
_LOCKED = {"sources": ("text", "sha256")}
_WRITTEN = ("text", "list", "map")
_SOUGHT = 2000  # letters, at most, by which marked words are found again
# Who codes is no participant, and a page must find its own coder again.
_CODERS = ("coder", "author")


class StudyLens(Lens):
    """Lets a study through as its key and its levels allow.

    While the page is open it has every quote, under pseudonyms; the texts of sources it asks for
    piece by piece. What a notebook saves holds the words of those quotes alone that may leave.

    Parameters
    ----------
    study
        The study.
    share
        The level of what is saved: ``"private"``, ``"team"`` or ``"public"``.

    Raises
    ------
    EvidenceError
        `share` is not a level.
    """

    def __init__(self, study: Study, share: str = "team") -> None:
        super().__init__(study)
        self.study = study
        self.share = checked(share)
        self.seen = Pseudonyms(study)
        self._sent: tuple[Redactor | None, dict[str, View]] = (None, {})
        study.key.observe(_renewal(self))

    def text(self, text: str) -> str:
        """Return a text beside the document as it may be seen."""
        with self.study.store.lock:
            return str(self.seen.text(text))

    def view(self, source: str) -> View:
        """Return a source's text as it may be seen."""
        with self.study.store.lock:
            return self.seen.view(source)

    # To the page

    def document(self) -> Plain:
        """Return the study as pages hold it."""
        self._remember()
        return self._plain(self._live)

    def saved(self) -> Plain:
        """Return the study as a saved notebook may hold it: no quote's words but those that may leave."""
        plain = self._plain(self._kept)
        if self.share == PUBLIC:
            plain["memos"] = []
        return plain

    def _plain(self, show: Any) -> Plain:
        document = self.study.document
        record = document.schema.record
        plain: Plain = {record: sparse(record, self._texts(record, document.meta))}
        for name in document.schema.rows:
            rows = () if name == "segments" else document.shown(name)
            seen = (show(name, row) for row in rows)
            plain[name] = [sparse(name, row) for row in seen if row is not None]
        return plain

    def _live(self, table: str, row: Row) -> Row | None:
        """Return a row as an open page may see it; None where it may not."""
        if table == "memos" and row["private"]:
            return None
        seen = self._texts(table, row)
        if table == "quotes":
            seen |= self._place(row)
        return seen

    def _kept(self, table: str, row: Row) -> Row | None:
        """Return a row as a saved notebook may hold it."""
        seen = self._live(table, row)
        if seen is None:
            return None
        if table == "quotes" and not self._leaves(row):
            return {**seen, "start": None, "end": None, "exact": "", "display": None}
        if table == "applications" and not self._leaves(self.study.document.tables["quotes"][row["quote"]]):
            return {**seen, "rationale": []}
        if table == "participants" and not allows(row["share"], self.share):
            return {**seen, "attributes": {}, "persona": None}
        if table == "memos" and not self._memo_leaves(row):
            return None
        return seen

    def _leaves(self, quote: Row) -> bool:
        person = self.study.document.tables["participants"].get(quote["participant"])
        return allows(level_of(quote, person), self.share)

    def _memo_leaves(self, row: Row) -> bool:
        tables = self.study.document.tables
        quote = tables["quotes"].get(row["quote"])
        person = tables["participants"].get(row["participant"])
        return (quote is None or self._leaves(quote)) and (person is None or allows(person["share"], self.share))

    def _place(self, quote: Row) -> Row:
        words = self.seen.words(quote)
        if quote["start"] is None:
            return {"exact": words}
        start, end = self.seen.view(quote["source"]).span_to_view(quote["start"], quote["end"])
        return {"start": start, "end": end, "exact": words}

    def _texts(self, table: str, row: Mapping[str, Any]) -> Row:
        """Return a row's fields as they may be seen, each for itself."""
        fields = self.study.document.schema.tables[table].fields
        unsent = _UNSENT.get(table, ())
        seen: Row = {}
        for name, value in row.items():
            if name in unsent:
                seen[name] = fields[name].empty()
            elif fields[name].kind not in _WRITTEN or name in _CODERS or (table == "quotes" and name == "exact"):
                seen[name] = value
            else:
                seen[name] = self.seen.text(value)
        return seen

    def _remember(self) -> None:
        """Remember which views the places that pages know belong to."""
        quoted = {row["source"] for row in self.study.document.tables["quotes"].values()}
        views = {row_id: self.seen.view(row_id) for row_id in quoted}
        self._sent = (self.seen.redactor, views)

    def out(self, ops: Sequence[Op]) -> Sequence[Op] | None:
        """Return operations as pages may see them; None where names, texts or turns have changed under the quotes."""
        with self.study.store.lock:
            stale = self.seen.redactor is not self._sent[0]
            if stale or (any(op.table in _MOVING for op in ops) and self._moved()):
                return None
            found = [self._out(op) for op in ops if op.table != "segments"]
        return None if any(one is None for one in found) else [one for one in found if one]

    def _moved(self) -> bool:
        """Return whether the views of quoted sources are others than those that pages know."""
        sources = self.study.document.tables["sources"]
        return any(source in sources and self.seen.view(source) is not view for source, view in self._sent[1].items())

    def _out(self, op: Op) -> Op | tuple[()] | None:
        """Return an operation as pages may see it: nothing where they need it not, None where it cannot be told."""
        row = self.study.document.tables[op.table].get(op.id)
        if op.table == "memos":
            if "private" in op.values and op.kind == "set":
                return None
            if (row or op.old).get("private"):
                return ()
        if not op.values:
            return op
        # As the row is now, not as it was: what was written then may be hidden since.
        seen = None if row is None else self._live(op.table, row)
        if row is None or seen is None:
            return None
        names = [name for name in op.values if op.kind == "add" or name not in _UNSENT.get(op.table, ())]
        if op.table == "quotes" and not {*_PLACE, *_WORDS}.isdisjoint(op.values):
            names = list(dict.fromkeys((*names, *_PLACE, "exact")))
            self._sent[1].setdefault(row["source"], self.seen.view(row["source"]))
        return Op(op.kind, op.table, op.id, {name: seen[name] for name in names}) if names else ()

    # From the page

    def into(self, ops: Sequence[Mapping[str, Any]]) -> Sequence[Mapping[str, Any]]:
        """Return a page's operations with places in the raw text.

        Raises
        ------
        TableError
            They change what a page does not have, or mark words that are not there any more.
        """
        return [self._into(op) for op in ops]

    def _into(self, op: Mapping[str, Any]) -> Mapping[str, Any]:
        table = op.get("table")
        part = "row" if "row" in op else "values"
        values = op.get(part)
        if not isinstance(table, str) or not isinstance(values, Mapping):
            return op
        locked = [name for name in _LOCKED.get(table, ()) if name in values]
        if locked or table == "segments":
            raise TableError(
                "a page cannot change it", table=table, row=str(op.get("id")), column=next(iter(locked), None),
                remedy="Change it in Python.",
            )  # fmt: skip
        if table == "quotes" and not {*_PLACE, "source"}.isdisjoint(values):
            return {**op, part: self._raw(str(op.get("id")), values)}
        if table == "quotes":
            return {**op, part: {name: value for name, value in values.items() if name not in _WORDS}}
        return op

    def _raw(self, row_id: str, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return a quote's values with its place in the raw text; its words are filled in from there."""
        document = self.study.document
        source = values.get("source", document.tables["quotes"].get(row_id, {}).get("source"))
        start, end = values.get("start"), values.get("end")
        places = {name: value for name, value in values.items() if name not in _WORDS}
        if source not in document.tables["sources"] or not _is_place(start) or not _is_place(end):
            return places
        first, last = self._found(row_id, self.seen.view(str(source)), (start, end), str(values.get("exact") or ""))
        return {**places, "start": first, "end": last, **dict.fromkeys(_WORDS, "")}

    def _found(self, row_id: str, view: View, place: tuple[Any, Any], words: str) -> tuple[int, int]:
        """Return the raw place of what a page has marked; by the words where the text has moved under them."""
        start, end = place
        sought = "".join(words.split())
        if sought and sought != "".join(view.text[start:end].split()):
            start, end = _only(sought, view.text)
        if not 0 <= start < end <= len(view.text):
            raise TableError(
                "the words marked are not there any more",
                table="quotes", row=row_id, column="start", value=start, code="conflict",
                remedy="The text has changed since; mark them again.",
            )  # fmt: skip
        return view.span_to_raw(start, end)

    def reject(self, entry: Plain) -> Plain:
        """Return a reject; what stands there as the page may see it."""
        seen = {**entry, "reason": self.seen.text(entry.get("reason", ""))}
        if "current" not in entry:
            return seen
        table, name = entry.get("table"), entry.get("field")
        row = self.study.document.tables.get(str(table), {}).get(str(entry.get("id")))
        shown = self._live(str(table), row) if row is not None else None
        if shown is None or name not in shown:
            del seen["current"]
            return seen
        return {**seen, "current": shown[name]}


def _renewal(lens: StudyLens) -> Callable[[], None]:
    # The key outlives its lenses, and must not keep them.
    held = weakref.ref(lens)

    def renew() -> None:
        there = held()
        if there is not None:
            there.renew()

    return renew


def _only(letters: str, text: str) -> tuple[int, int]:
    """Return the one place of letters in a text, whatever blanks stand between them; (-1, -1) for none, or several."""
    if len(letters) > _SOUGHT:
        return -1, -1
    found = list(islice(re.finditer(r"\s*".join(map(re.escape, letters)), text), 2))
    return found[0].span() if len(found) == 1 else (-1, -1)


def _is_place(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
