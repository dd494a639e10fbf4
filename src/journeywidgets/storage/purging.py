"""Purging: taking something out of every file that a document has left behind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

from journeywidgets.errors import JourneyError, StorageError
from journeywidgets.model.changes import Op
from journeywidgets.model.tables import Tables
from journeywidgets.storage import atomic
from journeywidgets.storage import format as text_format
from journeywidgets.storage.format import Extras
from journeywidgets.storage.kinds import FileFormat

_DOCUMENTS = (".bak", ".theirs")
_JOURNALS = (".journal.damaged", ".journal.unapplied")


class Scrub(Protocol):
    """What takes something out of documents."""

    def ops(self, document: Tables) -> Sequence[Op]:
        """Return the operations that take it out of a document, at whatever state it is."""

    def words(self, value: Any) -> Any:
        """Return a plain value without it: text, or lists and mappings with text in them."""


def scrubbed(extras: Extras, tables: Mapping[str, Mapping[str, Any]], scrub: Scrub) -> Extras:
    """Return what a file says beyond its document, without what was taken out."""
    fields = {
        (table, row): scrub.words(values)
        for (table, row), values in extras.fields.items()
        if row in tables.get(table, {})
    }
    return replace(extras, members=scrub.words(extras.members), fields=fields)


def purge_copies(path: Path, scrub: Scrub, kind: FileFormat) -> list[str]:
    """Scrub the copies of a file; delete those that cannot be, and return their names.

    Raises
    ------
    StorageError
        A copy can neither be read, written nor deleted.
    """
    deleted = []
    for copy in _beside(path, _DOCUMENTS):
        try:
            contents = text_format.loads(copy.read_bytes(), copy.name, kind)
            contents.document.apply(scrub.ops(contents.document), literal=True)
        except (JourneyError, OSError):
            deleted.append(_delete(copy))
            continue
        extras = scrubbed(contents.extras, contents.document.tables, scrub)
        atomic.replace(copy, text_format.dumps(contents.document.tables, extras, kind).encode())
    deleted += [_delete(copy) for copy in _beside(path, _JOURNALS)]
    atomic.sweep(path)
    return deleted


def _beside(path: Path, suffixes: Sequence[str]) -> list[Path]:
    found = [
        copy
        for suffix in suffixes
        for copy in path.parent.glob(f"{atomic.glob_escape(path.name + suffix)}*")
        if copy.name.removeprefix(path.name + suffix).isdigit() or copy.name == path.name + suffix
    ]
    return sorted(found)


def _delete(copy: Path) -> str:
    try:
        copy.unlink()
    except OSError as error:
        raise StorageError(
            f"cannot delete {copy.name}, which holds what is to be forgotten: {error.strerror or error}. Delete it."
        ) from error
    return copy.name
