"""Ledger: what of a journey was written, so that what was not can be said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from journeywidgets.export.written import Loss
from journeywidgets.model.document import Document
from journeywidgets.model.intake import Row, sparse

UNTITLED = "(untitled)"
_PLACES = {"id", "order"}


class Ledger:
    """Notes what of a document is kept in a file; the rest are losses.

    A row that is not kept is one loss; of a row that is kept, each field that says something and is not kept is one.
    Ids and orders are no losses: where a format has no ids, rows are told by their place.

    Parameters
    ----------
    document
        What is written.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        self._kept: dict[tuple[str, str], set[str]] = {}
        self._lost: dict[tuple[str, str, str | None], str] = {}

    def keep(self, table: str, row: Row, *fields: str) -> None:
        """Note that these fields of a row are in the file, as they are."""
        self._kept.setdefault((table, row["id"]), set()).update(fields)

    def lose(self, table: str, row: Row, field: str | None, why: str) -> None:
        """Note why a field, or a whole row (None), is not in the file as it is."""
        self._lost[table, row["id"], field] = why

    def losses(self, why: str, reasons: Mapping[str, str] | None = None) -> list[Loss]:
        """Return what was lost.

        Parameters
        ----------
        why
            The reason for what nobody gave one.
        reasons
            Reasons by table, or by table and field, such as ``{"metrics": …, "cards.url": …}``.
        """
        reasons = reasons or {}
        found: list[Loss] = []
        for table in self.document.schema.tables:
            for row in self._rows(table):
                found += self._of_row(table, row, reasons, why)
        return found

    def _rows(self, table: str) -> Iterable[Row]:
        return [self.document.meta] if table == self.document.schema.record else self.document.shown(table)

    def _of_row(self, table: str, row: Row, reasons: Mapping[str, str], why: str) -> Iterable[Loss]:
        key, said = row["id"], {name: value for name, value in sparse(table, row).items() if name not in _PLACES}
        kept = self._kept.get((table, key))
        if kept is None and table != self.document.schema.record:
            yield Loss(table, key, None, said, self._lost.get((table, key, None), reasons.get(table, why)))
            return
        for name, value in row.items():
            noted = self._lost.get((table, key, name))
            if noted is None and (name not in said or name in (kept or ())):
                continue
            yield Loss(table, key, name, value, noted or reasons.get(f"{table}.{name}", reasons.get(table, why)))


def named(titles: Iterable[str]) -> list[str]:
    """Return names that tell rows apart: their titles, made up where there is none and numbered where there are two."""
    titles = list(titles)
    taken, used = set(titles), set[str]()
    found: list[str] = []
    for title in titles:
        label = start = title if title.strip() else UNTITLED
        number = 1
        while label in used or (label != title and label in taken):
            number += 1
            label = f"{start} ({number})"
        used.add(label)
        found.append(label)
    return found


def labels(ledger: Ledger, table: str, column: str, rows: Iterable[Row]) -> dict[str, str]:
    """Return names by which a file tells rows apart, by id; a title that cannot stay as it is, is noted as lost."""
    rows = list(rows)
    found: dict[str, str] = {}
    for row, label in zip(rows, named(row[column] for row in rows), strict=True):
        found[row["id"]] = label
        ledger.keep(table, row, *([column] if label == row[column] else []))
        if label != row[column]:
            blank = not row[column].strip()
            ledger.lose(table, row, column, "nothing to tell it by" if blank else "a title that is there twice")
    return found
