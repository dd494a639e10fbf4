"""Rosters: lists of names, however they are given."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from journeywidgets.errors import EvidenceError
from journeywidgets.evidence.privacy.key import SUFFIX, Key
from journeywidgets.evidence.privacy.names import Name, letters

_LABELS = ("pseudonym", "label", "participant")
_BETWEEN = re.compile(r"\s*[;|]\s*")


def names_of(roster: Any) -> tuple[Name, ...]:
    """Return the names of a roster.

    Parameters
    ----------
    roster
        Names; a mapping from names to what stands in their place (``{"Ada Example": "P1"}``); a frame, or
        a ``.csv`` file, with the column ``name`` and, where there are, ``aliases`` (a list, or separated by
        semicolons) and ``pseudonym``; a `Key`, or its file.

    Raises
    ------
    EvidenceError
        It is none of these, has no names, or a name has fewer than two letters; the message names nobody.
    """
    if isinstance(roster, (str, Path)):
        roster = _read(Path(roster))
    if isinstance(roster, Key):
        found = [Name(one.name, one.aliases, one.participant) for one in roster]
    elif isinstance(roster, pd.DataFrame):
        found = _of_frame(roster)
    elif isinstance(roster, Mapping):
        found = [Name(str(name), (), str(label)) for name, label in roster.items()]
    elif isinstance(roster, Iterable):
        found = [name if isinstance(name, Name) else Name(str(name)) for name in roster]
    else:
        raise EvidenceError(f"roster is a {type(roster).__name__}. Give names, a mapping, a frame, or a file.")
    for place, name in enumerate(found, 1):
        if any(letters(written) < 2 for written in (name.name, *name.aliases)):  # noqa: PLR2004
            raise EvidenceError(f"roster: a name of row {place} has fewer than two letters. Give the whole name.")
    return tuple(found)


def _read(path: Path) -> Key | pd.DataFrame:
    if not path.is_file():
        raise EvidenceError("the roster's file does not exist. Check the path; names themselves go into a list.")
    if path.name.endswith(SUFFIX):
        return Key.open(path, read_only=True)
    if path.suffix.lower() != ".csv":
        raise EvidenceError(f"a roster is read from .csv and {SUFFIX} files, not from {path.suffix or 'others'}.")
    try:
        frame: pd.DataFrame = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    except (ValueError, OSError):
        # The library's message may quote a line of it.
        raise EvidenceError("the roster's file is not a table in UTF-8. Save it as CSV (UTF-8).") from None
    return frame


def _of_frame(frame: pd.DataFrame) -> list[Name]:
    columns = {str(column).strip().lower(): column for column in frame.columns}
    if "name" not in columns:
        raise EvidenceError("the roster has no column called name. Name the columns: name, aliases, pseudonym.")
    label = next((columns[name] for name in _LABELS if name in columns), None)
    found = []
    for _, row in frame.iterrows():
        name = _text(row[columns["name"]])
        if name:
            aliases = row[columns["aliases"]] if "aliases" in columns else ()
            found.append(Name(name, _aliases(aliases), _text(row[label]) or None if label is not None else None))
    return found


def _aliases(given: Any) -> tuple[str, ...]:
    parts = _BETWEEN.split(_text(given)) if isinstance(given, str) or not isinstance(given, Iterable) else given
    return tuple(text for text in map(_text, parts) if text)


def _text(value: Any) -> str:
    missing = value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value))
    return "" if missing else str(value).strip()
