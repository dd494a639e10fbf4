"""Header: lines such as ``Date: 2025-05-12`` at the top of a transcript, which tell of the talk."""

from __future__ import annotations

import re
from collections.abc import Sequence

from journeywidgets.evidence.readers import labels
from journeywidgets.evidence.readers.dates import days
from journeywidgets.evidence.readers.people import is_code
from journeywidgets.evidence.readers.sections import Line

_ENTRY = re.compile(r"\s*(?:[-*][ \t]+)?\**([^\W\d_][\w /-]{1,24}?)\**[ \t]*:\**[ \t]*(.{0,160})")
# What is surely no speaker; beside one of these, "Participant: P3" is no turn either.
_ABOUT = labels.listed(
    "agenda attendees city company date datum duration file language length location method name place project"
    " recorded recording session site started study task time title topic version"
)
_MOST_WORDS = 3


def without_header(lines: Sequence[Line]) -> tuple[list[Line], int, str | None]:
    """Return the lines behind a header, the number of its lines, and the day that it states.

    The header is what comes first, as far as each line is a word and what it stands for; one of the words must be
    such as *Date* or *Project*. Headings stay.
    """
    kept: list[Line] = []
    entries: list[tuple[str, str]] = []
    place = 0
    for place, line in enumerate(lines):  # noqa: B007 - where it ended is used behind it
        entry = None if line.level else _ENTRY.fullmatch(line.text)
        if entry and _is_entry(entry[1], entry[2].strip()):
            entries.append((entry[1].casefold(), entry[2].strip()))
        elif line.level or not line.text.strip():
            kept.append(line)
        else:
            break
    if not any(_tells(key) for key, _ in entries):
        return list(lines), 0, None
    dates = [value for key, value in entries if key.split()[0] in {"date", "datum", "recorded"}]
    found, _ = days(dates[:1])
    return [*kept, *lines[place:]], len(entries), found[0] if found else None


def _is_entry(key: str, value: str) -> bool:
    """Return whether a line is of a header: a word for a person has a name behind it, and no speech."""
    if labels.role_word(key) or labels.is_generic(key):
        return is_code(value) or labels.find(f"{value}: x") is not None
    return _tells(key.casefold())


def _tells(key: str) -> bool:
    return not _ABOUT.isdisjoint(key.split()[:1]) and len(key.split()) <= _MOST_WORDS
