"""Errors: each names the place, the value and the remedy."""

from __future__ import annotations

from typing import Any

_SHOWN = 80


def shorten(value: Any, limit: int = _SHOWN) -> str:
    """Return ``repr(value)`` cut to `limit` characters, for messages."""
    text = repr(value)
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


def describe(value: Any) -> str:
    """Return what kind of value it is, for messages that must not show it: it may be somebody's words or name."""
    if value is None:
        return "nothing"
    if isinstance(value, str):
        return f"a text of {len(value):,} characters" if len(value) != 1 else "a text of 1 character"
    if isinstance(value, (bool, int, float)):
        return shorten(value)
    size = f" of {len(value):,}" if hasattr(value, "__len__") else ""
    return f"a value of type {type(value).__name__}{size}"


class JourneyError(Exception):
    """Base of every error that journeywidgets raises on purpose."""


class TableError(JourneyError):
    """A value that a table cannot hold. Nothing was changed.

    Parameters
    ----------
    problem
        What is wrong, as a clause: ``"is not a number"``.
    table, row, column
        The place. `row` is the row's id, where there is one.
    value
        The offending value, kept as given.
    remedy
        What would be right, as a sentence.
    code
        A short machine-readable reason: ``invalid``, ``gone``, ``duplicate``, ``reference``.
    hidden
        Whether the message leaves the row out: somebody's name may have been given in its place.
    """

    def __init__(
        self,
        problem: str,
        *,
        table: str,
        row: str | None = None,
        column: str | None = None,
        value: Any = None,
        remedy: str = "",
        code: str = "invalid",
        hidden: bool = False,
    ) -> None:
        self.problem, self.table, self.row, self.column = problem, table, row, column
        self.value, self.remedy, self.code = value, remedy, code
        place = table
        if row is not None and not hidden:
            place += f", row {shorten(row)}"
        if column is not None:
            place += f", column {shorten(column)}"
        super().__init__(f"{place}: {problem}.{' ' + remedy if remedy else ''}")


class UndoError(JourneyError):
    """Nothing to undo or redo, or what it would restore has been changed since."""


class ReadOnlyError(JourneyError):
    """An edit of a journey that was opened read-only."""


class StorageError(JourneyError):
    """A journey file that cannot be read or written."""


class VersionError(StorageError):
    """A journey file written by a newer version of the format."""


class FormatError(JourneyError):
    """A file of another format that cannot be read, or a format that is not known. The message names the place."""


class MetricError(JourneyError):
    """Rows, columns or options that a metric cannot be computed from. The message names them and the remedy."""


class EvidenceError(JourneyError):
    """Notes, quotes or codes that cannot be read, found or shared. The message shows nobody's words or name."""


class JourneyWarning(UserWarning):
    """Something was left out or assumed; the message names it and counts it."""
