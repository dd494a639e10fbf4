"""Prose: the fields that REFI-QDA has no place for, as lines that people can read in any tool.

A description is free text, followed by labelled lines; a value goes on until the next label::

    People wait for something that was promised.
    Apply when: a date was named.
    Kind: pain
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from journeywidgets.errors import TableError
from journeywidgets.model.intake import clean
from journeywidgets.model.schema import TABLES


@dataclass(frozen=True)
class Label:
    """A field with its label.

    Attributes
    ----------
    label
        What stands before the colon.
    field
        The column.
    write, read
        From the value to text and back; `read` raises ValueError for what is no value of the field.
    """

    label: str
    field: str
    write: Callable[[Any], str] = str
    read: Callable[[str], Any] = str


def _shown(number: float) -> str:
    return f"{number:g}" if float(f"{number:g}") == number else repr(number)


def _words(label: str, field: str) -> Label:
    return Label(label, field, "\n".join, lambda text: text.split("\n"))


def _private(text: str) -> bool:
    if text != "yes":
        raise ValueError("private")
    return True


LABELS: Mapping[str, Sequence[Label]] = {
    "study": (
        Label("Method", "method"),
        _words("Questions", "questions"),
        Label("Owner", "owner"),
        _words("Tags", "tags"),
    ),
    "participants": (Label("Consent", "consent"),),
    "sources": (),
    "codes": (
        Label("Apply when", "apply_when"),
        Label("Not this", "not_this"),
        Label("Kind", "kind"),
    ),
    "segments": (
        Label("Segment", "number", read=int),
        Label("Question", "question"),
        Label("From second", "time_start", _shown, float),
        Label("To second", "time_end", _shown, float),
    ),
    "quotes": (
        Label("Shown as", "display"),
        Label("Score", "score", _shown, float),
        Label("Level", "level"),
    ),
    "applications": (
        Label("Origin", "origin"),
        Label("Confidence", "confidence", _shown, float),
        _words("Rationale", "rationale"),
    ),
    "memos": (Label("Private", "private", lambda _: "yes", _private),),
}
"""The labelled fields of each table; the free text is the table's own: see `render`."""


def render(table: str, row: Mapping[str, Any], free: str = "") -> str:
    """Return the description of a row: free text, then every labelled field that differs from its default."""
    lines = [free] if free else []
    for label in LABELS[table]:
        value = row.get(label.field)
        known = TABLES[table].fields.get(label.field)
        if value is not None and (known is None or value != known.default):
            lines.append(f"{label.label}: {label.write(value)}")
    return "\n".join(lines)


def parse(table: str, text: str) -> tuple[str, dict[str, Any]]:
    """Return the free text of a description, and its labelled fields."""
    if not LABELS[table]:
        return text.strip("\n"), {}
    labels = {label.label: label for label in LABELS[table]}
    pattern = re.compile(rf"^(?:{'|'.join(map(re.escape, labels))}):", re.MULTILINE)
    text = text.replace("\r\n", "\n")
    values: dict[str, Any] = {}
    starts = [found.start() for found in pattern.finditer(text)]
    free = text[: starts[0]] if starts else text
    for start, end in pairwise([*starts, len(text) + 1]):
        piece = text[start : end - 1]
        name, _, value = piece.partition(":")
        label = labels[name]
        try:
            read = label.read(value.removeprefix(" "))
            if label.field in TABLES[table].fields:
                read = clean(table, None, label.field, read)
        except (ValueError, TableError):
            read = None
        if read is None or label.field in values:
            free += piece + "\n"  # a line of somebody's that only looks like ours
        else:
            values[label.field] = read
    return free.strip("\n"), values
