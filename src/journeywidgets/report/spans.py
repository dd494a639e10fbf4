"""Spans: where the members of a JSON text stand, so that some can be cut out and the rest stays byte for byte."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from journeywidgets.errors import StorageError

_BLANK = re.compile(r"[ \t\r\n]*")
_DECODER = json.JSONDecoder()


@dataclass(frozen=True)
class Part:
    """A member of an object, or an item of a list.

    Attributes
    ----------
    name
        The member's name; None of an item.
    start
        Where it begins: with its name, or with its value.
    at
        Where its value begins.
    end
        Where its value ends.
    value
        What it holds.
    """

    name: str | None
    start: int
    at: int
    end: int
    value: Any


Cut = tuple[int, int]


def whole(text: str, name: str) -> Part:
    """Return what a JSON text holds.

    Parameters
    ----------
    text
        The text. A byte order mark stays outside.
    name
        What messages call it.

    Raises
    ------
    StorageError
        It is not JSON; names the line.
    """
    at = _skip(text, 1 if text.startswith("\ufeff") else 0)
    try:
        value, end = _DECODER.raw_decode(text, at)
    except json.JSONDecodeError as error:
        raise StorageError(
            f"{name}, line {error.lineno}: is not JSON: {error.msg}. "
            "Save it anew in Jupyter, or take an earlier version."
        ) from error
    except RecursionError as error:
        raise StorageError(f"{name}: is nested too deeply to be a notebook. Take an earlier version.") from error
    except ValueError as error:
        raise StorageError(f"{name}: has a number that is too long to be read. Take an earlier version.") from error
    if _skip(text, end) < len(text):
        line = text.count("\n", 0, _skip(text, end)) + 1
        raise StorageError(f"{name}, line {line}: something stands after its end. Take an earlier version.")
    return Part(None, at, at, end, value)


def parts(text: str, at: int) -> Iterator[Part]:
    """Give the members of the object, or the items of the list, that begins at `at` of a text that is JSON.

    A name that is there twice is given twice.
    """
    named = text[at] == "{"
    at = _skip(text, at + 1)
    while text[at] not in "]}":
        start, name = at, None
        if named:
            name, at = _DECODER.raw_decode(text, at)
            at = _skip(text, _skip(text, at) + 1)
        value, end = _DECODER.raw_decode(text, at)
        yield Part(name, start, at, end, value)
        at = _skip(text, end)
        if text[at] == ",":
            at = _skip(text, at + 1)


def cuts(text: str, at: int, gone: Iterable[Part]) -> list[Cut]:
    """Return what is to be cut out for the object or list that begins at `at` to lose some of its parts.

    With each goes the comma that it needs no more and the blanks before it; where all go, ``{}`` is left.
    """
    listed = list(parts(text, at))
    starts = {part.start for part in gone}
    kept = [part for part in listed if part.start not in starts]
    if not starts:
        return []
    if not kept:
        return [(at + 1, _skip(text, listed[-1].end))]
    found: list[Cut] = []
    for number, part in enumerate(listed):
        if part.start not in starts:
            continue
        if part.start < kept[0].start:  # nothing is left before it: what follows takes its place
            found.append((part.start, listed[number + 1].start))
        else:
            found.append((listed[number - 1].end, part.end))
    return found


def without(text: str, cut: Iterable[Cut]) -> str:
    """Return a text without what is cut out of it; a cut inside another changes nothing more."""
    pieces, at = [], 0
    for start, end in sorted(cut):
        if end > at:
            pieces.append(text[at : max(start, at)])
            at = end
    return "".join([*pieces, text[at:]])


def _skip(text: str, at: int) -> int:
    blank = _BLANK.match(text, at)
    return blank.end() if blank else at
