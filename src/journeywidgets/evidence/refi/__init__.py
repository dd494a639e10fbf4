"""REFI-QDA: studies as the projects and codebooks that other tools read and write.

The elements and attributes are those of the REFI-QDA standard 1.5 (www.qdasoftware.org).
"""

from __future__ import annotations

from pathlib import Path

from journeywidgets.errors import EvidenceError
from journeywidgets.evidence.readers.reading import TABLES, Reading
from journeywidgets.evidence.refi.package import Found, codebook_bytes, project_bytes, read_project, read_xml

__all__ = ["codebook_bytes", "load", "project_bytes", "read"]

_MOST = 64_000_000


def read(given: Path | bytes) -> Reading:
    """Return what a project (.qdpx), its XML (.qde) or a codebook (.qdc) holds.

    Every quote is held against the words that its selection names: it is anchored where they stand at its
    offsets, moved where they stand elsewhere, and lost where they stand nowhere; the report says which. Where a
    tool counted offsets otherwise than in code points of the stored text, the words tell how.

    Parameters
    ----------
    given
        A path, or the file's bytes.

    Raises
    ------
    EvidenceError
        It is no such file, or holds more than is safe to read; nothing is half read.
    """
    reading = load(given).reading
    for table in TABLES:
        for row in getattr(reading, table):
            row.pop("order", None)  # a key among the rows of another study
    return reading


def load(given: Path | bytes) -> Found:
    """Return what a file holds with the ids and the order that it had, and the study's own columns.

    Parameters
    ----------
    given
        A path, or the file's bytes.

    Raises
    ------
    EvidenceError
        As `read`.
    """
    head = given[:4] if isinstance(given, bytes) else _start(given, 4)
    if head.startswith(b"PK"):
        return read_project(given)
    data = given if isinstance(given, bytes) else _start(given, _MOST + 1)
    if len(data) > _MOST:
        raise EvidenceError(f"the file has more than {_MOST:,} bytes, and no codebook has so many. Nothing was read.")
    return read_xml(data)


def _start(path: Path, size: int) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(size)
    except OSError as error:
        raise EvidenceError(f"the file cannot be read ({error.strerror or type(error).__name__}).") from None
