"""Package: the files of REFI-QDA, a project (.qdpx) and a codebook (.qdc), out and in."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from journeywidgets.errors import EvidenceError
from journeywidgets.evidence.archive import Archive, Limits
from journeywidgets.evidence.readers.reading import TABLES, Reading, Row
from journeywidgets.evidence.refi.markup import parsed, written
from journeywidgets.evidence.refi.notes import REST
from journeywidgets.evidence.refi.reader import Project, codebook_codes, is_own
from journeywidgets.evidence.refi.rest import TITLE, Rest, rest_of
from journeywidgets.evidence.refi.texts import Held, Texts
from journeywidgets.evidence.refi.writer import Contents, Writer, codebook
from journeywidgets.model.schema import TABLES as SCHEMA

PROJECT_FILE = "project.qde"
_MOMENT = (1980, 1, 1, 0, 0, 0)  # the same study gives the same bytes
_XML_LIMIT = 256_000_000


class Found(NamedTuple):
    """What a file says: its rows, the study's own columns, and whether this package wrote it."""

    reading: Reading
    record: Row
    own: bool


def read_project(given: Path | bytes) -> Found:
    """Return what a project says.

    Raises
    ------
    EvidenceError
        It is no project, or holds more than is safe to read; nothing is half read.
    """
    with Archive(given) as archive:
        name = archive.find(PROJECT_FILE) or _only(archive)
        tree = parsed(archive.read(name, _XML_LIMIT), "the project")
        if tree.tag != "Project":
            raise EvidenceError("the project's XML holds no Project. Is it a codebook? Those end with .qdc.")
        return _found(tree, archive)


def read_xml(data: bytes) -> Found:
    """Return what the XML of a codebook, or of a project without its sources, says.

    Raises
    ------
    EvidenceError
        It is neither.
    """
    tree = parsed(data, "the file")
    if tree.tag == "Project":
        return _found(tree, None)
    if tree.tag != "CodeBook":
        raise EvidenceError("the file's XML holds neither a CodeBook nor a Project of REFI-QDA.")
    reading = Reading("REFI-QDA codebook")
    codebook_codes(tree, reading)
    return Found(reading, {}, own=False)


def project_bytes(contents: Contents) -> bytes:
    """Return a study as a project's file.

    Parameters
    ----------
    contents
        The complete rows of every table, in the order shown; ``study`` holds its one record.
    """
    writer = Writer(contents)
    members = {name: text.encode("utf-8", "surrogatepass") for name, text in writer.texts.items()}
    came = _found(parsed(written(writer.tree), "the project"), _Members(members))
    writer.note(REST, rest_of(contents, came.reading, came.record, writer.guids), name=TITLE)
    writer.finish()
    return _packed({PROJECT_FILE: written(writer.tree), **members})


def codebook_bytes(contents: Contents) -> bytes:
    """Return a study's codes as a codebook's file.

    Raises
    ------
    EvidenceError
        There is no code: the format wants at least one.
    """
    if not contents["codes"]:
        raise EvidenceError("the study has no codes, and a REFI-QDA codebook holds at least one. Add codes first.")
    return written(codebook(contents))


def _found(tree: Any, held: Held | None) -> Found:
    reading = Reading("REFI-QDA project", everybody=True)
    own = is_own(tree)
    project = Project(tree, Texts(held, reading.doubt), reading, own=own)
    record = dict(project.record)
    Rest(tree, own=own).put(reading, record)
    _check(reading)
    return Found(reading, record, own)


def _check(reading: Reading) -> None:
    """Raise unless rows have ids of their own and refer to rows that are there: a file may have been tampered with."""
    known: dict[str, set[str]] = {}
    for table in TABLES:
        ids = [row.get("id") for row in getattr(reading, table)]
        known[table] = {row_id for row_id in ids if isinstance(row_id, str)}
        if len(known[table]) < len(ids):
            raise EvidenceError(f"{table} of the file lack ids, or have one twice. It was changed by hand or damaged.")
    for table in TABLES:
        for field in SCHEMA[table].refs:
            for place, row in enumerate(getattr(reading, table), 1):
                value = row.get(field.name)
                if value not in known[str(field.ref)] if isinstance(value, str) else value is not None:
                    problem = f"row {place} of {table} refers to no row of {field.ref}"
                    raise EvidenceError(f"{problem}. The file was changed by hand or damaged.")


def _only(archive: Archive) -> str:
    """Return the one .qde file of an archive that does not call it project.qde."""
    found = [name for name in archive.names if name.lower().endswith(".qde")]
    if len(found) != 1:
        raise EvidenceError(
            f"the file holds {len(found)} .qde files, and a REFI-QDA project holds one: {PROJECT_FILE}."
        )
    return found[0]


def _packed(members: Mapping[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in members.items():
            info = zipfile.ZipInfo(name, _MOMENT)
            info.compress_type = zipfile.ZIP_STORED if _dense(data) else zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, data)
    return file.getvalue()


def _dense(data: bytes) -> bool:
    """Return whether a text packs so well that it would be taken for a bomb, here and elsewhere."""
    limits = Limits()
    return len(data) > limits.slack and len(data) > limits.ratio * len(zlib.compress(data))


class _Members:
    """The members of a project that is being written."""

    def __init__(self, members: Mapping[str, bytes]) -> None:
        self._members = members

    def find(self, name: str) -> str | None:
        return name if name in self._members else None

    def read(self, name: str, limit: int | None = None) -> bytes:  # noqa: ARG002 - as an archive's
        return self._members[name]
