"""Source: what a file that a command is given holds, whatever its format."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from journeywidgets import storage
from journeywidgets.errors import FormatError, JourneyError, StorageError
from journeywidgets.formats import FORMATS, format_of
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
        return storage.read(there(path)).document
    return journey_of(path).document


def journey_of(path: Path, kind: str | None = None, options: Mapping[str, Any] | None = None) -> Journey:
    """Return a journey as a file holds it, in memory; its `losses` say what of the file had no place in it.

    Parameters
    ----------
    path
        The file; ``-`` is the standard input.
    kind
        The name of its format, where its ending does not say it.
    options
        How that format is to be read.

    Raises
    ------
    StorageError
        There is no such file, or it cannot be read.
    JourneyError
        Its format or an option is not known, it is not of it, or it is a study.
    """
    options = options or {}
    if path == PIPE:
        return Journey.read(sys.stdin.buffer.read(), kind_of(path, kind, "--from"), **options)
    if path.name.endswith(storage.STUDY.suffix):
        raise JourneyError(f"{path} is a study. Draft a journey from it with Journey.from_study, and save that.")
    if kind in (None, "json") and path.name.endswith(storage.JOURNEY.suffix) and not options:
        return Journey.open(there(path), read_only=True)
    return Journey.read(there(path), kind_of(path, kind, "--from"), **options)


def there(path: Path) -> Path:
    """Return the path of a file that is there.

    Raises
    ------
    StorageError
        It is not, or is a folder.
    """
    if path.is_file():
        return path
    raise StorageError(f"{path} is a folder. Give a file." if path.is_dir() else f"there is no file {path}.")


def kind_of(path: Path, name: str | None, option: str) -> str:
    """Return the name of a file's format: as it was given, else as the ending of `path` says.

    Raises
    ------
    JourneyError
        Neither says it; names the option that does.
    """
    if name is not None:
        return name
    if path == PIPE:
        raise JourneyError(f"nothing says what goes through the pipe. Give {option}.")
    try:
        return format_of(path).name
    except FormatError:
        if path.name.lower().endswith((".xes", ".xes.gz")):
            message = f"{path} is a log of events, not a map. `convert` makes a .parquet or .csv of it."
            raise JourneyError(message) from None
        able = (each for each in FORMATS.values() if (each.reads if option == "--from" else each.writes))
        endings = " ".join(each.suffixes[0] for each in able)
        message = f"the name of {path} does not say what it is. End it in one of {endings}, or give {option}."
        raise JourneyError(message) from None
