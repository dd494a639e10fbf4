"""Openness: whether the cells of a column are words that people wrote, or choices among a few."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from journeywidgets.evidence.readers.dates import days
from journeywidgets.evidence.readers.grid import plain

_NUMBER = re.compile(r"[-+]?[\d.,\s]+%?")
_JOINED = re.compile(r"\s*[;,|]\s*")
_WORDS = 2.5
_DISTINCT = 0.5
_REPEATED = 0.7


def is_open(cells: Sequence[str]) -> bool:
    """Return whether a column holds open answers.

    It does where most answers differ, are longer than two words on average, and are neither numbers, nor dates, nor
    choices joined by commas or semicolons: the parts of those come again and again.
    """
    there = [plain(cell) for cell in cells if cell.strip()]
    if not there:
        return False
    words = sum(len(cell.split()) for cell in there) / len(there)
    if words < _WORDS or len(set(there)) < _DISTINCT * len(there):
        return False
    if all(_NUMBER.fullmatch(cell) for cell in there) or all(day is not None for day in days(there)[0]):
        return False
    return not _chosen(there)


def _chosen(cells: Sequence[str]) -> bool:
    """Return whether the cells are choices joined: almost every part of them is in another cell too."""
    parts = [[part for part in _JOINED.split(cell) if part] for cell in cells]
    counts = Counter(part for cell in parts for part in set(cell))
    every = [part for cell in parts for part in cell]
    repeated = sum(1 for part in every if counts[part] > 1)
    return repeated > _REPEATED * len(every)
