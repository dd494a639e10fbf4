"""Source: what a file that a command is given holds, whatever its format."""

from __future__ import annotations

import sys
from pathlib import Path

from journeywidgets import storage
from journeywidgets.errors import JourneyError, StorageError
from journeywidgets.journey import Journey
from journeywidgets.model.tables import Tables

PIPE = Path("-")
"""Stands for the standard input, and the standard output."""

_OWN = (storage.JOURNEY.suffix, storage.STUDY.suffix)


def document_of(path: Path) -> Tables:
    """Return what a file holds: a journey, a study, or what can be read as a journey.

    The file is neither changed nor locked, and changes that are only in its journal count.

    Raises
    ------
    StorageError
        There is no such file, or it cannot be read.
    JourneyError
        Its format is not known, or it is not of it.
    """
    if path.name.endswith(_OWN):
        return storage.read(_there(path)).document
    return journey_of(path).document


def journey_of(path: Path, kind: str | None = None) -> Journey:
    """Return a journey as a file holds it, in memory; its `losses` say what of the file had no place in it.

    Parameters
    ----------
    path
        The file; ``-`` is the standard input.
    kind
        The name of its format, where its ending does not say it.

    Raises
    ------
    StorageError
        There is no such file, or it cannot be read.
    JourneyError
        Its format is not known, it is not of it, or it is a study.
    """
    if path == PIPE:
        if kind is None:
            raise JourneyError("nothing says what comes from the standard input. Give --from.")
        return Journey.read(sys.stdin.buffer.read(), kind)
    if path.name.endswith(storage.STUDY.suffix):
        raise JourneyError(f"{path} is a study. Draft a journey from it with Journey.from_study, and save that.")
    if kind in (None, "json") and path.name.endswith(storage.JOURNEY.suffix):
        return Journey.open(_there(path), read_only=True)
    return Journey.read(_there(path), kind)


def _there(path: Path) -> Path:
    if path.is_file():
        return path
    raise StorageError(f"{path} is a folder. Give a file." if path.is_dir() else f"there is no file {path}.")
