"""The journey's own format, as text."""

from __future__ import annotations

from journeywidgets.export.written import Loss, Text
from journeywidgets.model.document import Document
from journeywidgets.model.ids import IdMaker
from journeywidgets.storage.format import dumps, loads


def to_json(document: Document) -> Text:
    """Return a journey as a ``.journey.json`` file holds it."""
    return Text(dumps(document.tables))


def from_json(data: bytes, *, make_id: IdMaker) -> tuple[Document, list[Loss]]:  # noqa: ARG001 - a reader's form
    """Return the journey that a ``.journey.json`` file holds.

    Raises
    ------
    StorageError
        It is no such file, or is damaged; names line, column and remedy.
    """
    contents = loads(data, "the journey file")
    document = contents.document
    if not isinstance(document, Document):
        raise TypeError(f"a journey file gave {type(document).__name__}")
    unknown = [
        *(Loss("meta", None, name, value, _UNKNOWN) for name, value in contents.extras.members.items()),
        *(
            Loss(table, row_id, name, value, _UNKNOWN)
            for (table, row_id), fields in contents.extras.fields.items()
            for name, value in fields.items()
        ),
    ]
    return document, unknown


_UNKNOWN = "not a column that this version knows"
