"""XES event logs (IEEE 1849), read as a stream into a table of events for `journeywidgets.metrics`."""

from __future__ import annotations

import gzip
import io
import os
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO
from xml.etree.ElementTree import ParseError

import pandas as pd

from journeywidgets.errors import FormatError
from journeywidgets.export.written import Loss, loss_frame

CASE, EVENT, TIME = "case", "event", "time"
_NAME = "concept:name"
_PLAIN = {_NAME: EVENT, "time:timestamp": TIME}
_OWNERS = {"log", "trace", "event"}
_NESTED = "an attribute of an attribute"
_CHUNK = 1 << 16
_KINDS = ("string", "date", "int", "float", "boolean", "id")
_GZIP = b"\x1f\x8b"
# A log packs to a thirtieth of its size, a bomb to a thousandth.
_RATIO, _SLACK = 200, 100_000_000
_LARGEST = 2**63
_TRUTH = {"true": True, "1": True, "false": False, "0": False}


@dataclass(frozen=True)
class EventLog:
    """An event log as a table.

    Attributes
    ----------
    events
        A row an event, in the order of the file: ``case`` (its trace's name), ``event`` (its own), ``time`` (UTC), as
        far as the log has them; then its other attributes by their keys, such as ``org:resource``, and those of its
        trace behind ``case:``. Give the columns to a metric: ``funnel(log.events, …, actor="case", time="time",
        event="event")``.
    losses
        What had no place in it: ``table, id, field, value, why``. A row for each attribute and reason, with the first
        value and how often.
    attributes
        What the log says of itself, by key.
    classifiers
        By name, the keys whose values together say which events are the same.
    """

    events: pd.DataFrame
    losses: pd.DataFrame
    attributes: dict[str, str] = field(default_factory=dict)
    classifiers: dict[str, str] = field(default_factory=dict)

    def __repr__(self) -> str:
        """Return a line that counts the events and cases."""
        cases = self.events[CASE].nunique()
        return f"<EventLog: {len(self.events):,} events of {cases:,} cases, {len(self.losses):,} losses>"


def read_xes(source: str | os.PathLike[str] | bytes) -> EventLog:
    """Return the events of an XES event log; it is read event by event, and its text never as a whole.

    Times without an offset are taken for UTC.

    Parameters
    ----------
    source
        A ``.xes`` file, packed by gzip or not; or what it holds, as bytes.

    Raises
    ------
    FormatError
        It cannot be read, is no XES, holds a DTD or an entity, or unpacks to more than a log does.
    """
    reading = _Reading()
    with _opened(source) as stream, _readable():
        _stream(stream, reading)
    return reading.log()


@contextmanager
def _opened(source: str | os.PathLike[str] | bytes) -> Iterator[_Stream]:
    try:
        raw: BinaryIO = io.BytesIO(source) if isinstance(source, bytes) else Path(source).expanduser().open("rb")
    except OSError as error:
        raise FormatError(
            f"cannot read {source!r}: {error.strerror or error}. Give the path of an XES file."
        ) from error
    with raw:
        packed = raw.read(len(_GZIP)) == _GZIP
        size = raw.seek(0, os.SEEK_END)
        raw.seek(0)
        yield _Stream(gzip.GzipFile(fileobj=raw) if packed else raw, _RATIO * size + _SLACK)


class _Stream:
    """A file that is read up to a limit."""

    def __init__(self, raw: Any, limit: int) -> None:
        self._raw, self._left, self._limit = raw, limit, limit

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes."""
        data: bytes = self._raw.read(size if size >= 0 else self._left + 1)
        self._left -= len(data)
        if self._left < 0:
            raise FormatError(f"the log unpacks to more than {self._limit:,} bytes. It is damaged or hostile.")
        return data


@contextmanager
def _readable() -> Iterator[None]:
    """Turn whatever a file from elsewhere makes the parser raise into one kind of error."""
    from defusedxml import DefusedXmlException

    try:
        yield
    except DefusedXmlException:
        raise FormatError("the log holds a DTD or an entity. Take it out: nothing was read.") from None
    except ParseError as error:
        line, column = error.position
        raise FormatError(f"the log is no XML, or cut off (line {line}, column {column}).") from None
    except (zlib.error, EOFError, OSError) as error:
        raise FormatError(f"the log cannot be unpacked ({type(error).__name__}). Fetch it again.") from None
    except (ValueError, LookupError) as error:
        raise FormatError(f"the log is no XML ({type(error).__name__}: its encoding).") from None


def _stream(stream: _Stream, reading: _Reading) -> None:
    """Take a log element by element; no tree is made of it."""
    from defusedxml.ElementTree import XMLParser

    parser: Any = XMLParser(target=reading, forbid_dtd=True)
    while data := stream.read(_CHUNK):
        parser.feed(data)
    parser.close()


Said = tuple[str, str, str]
"""An attribute: its key, kind and value."""


class _Reading:
    """A log, element by element, as columns."""

    def __init__(self) -> None:
        self.attributes: dict[str, str] = {}
        self.classifiers: dict[str, str] = {}
        self._columns: dict[str, list[Any]] = {CASE: []}
        self._kinds: dict[str, set[str]] = {CASE: {"string"}}
        self._count = 0
        self._path: list[str] = []
        self._open: Said | None = None
        self._depth = 0
        self._event: dict[str, tuple[str, str]] = {}
        self._trace: dict[str, tuple[str, str]] = {}
        self._events: list[dict[str, tuple[str, str]]] = []
        self._traces = 0
        self._cases: Counter[str] = Counter()
        self._lost: dict[tuple[str, str, str], tuple[str, int]] = {}

    def start(self, tag: str, said: Mapping[str, str]) -> None:
        """Take the beginning of an element, as the parser calls it."""
        tag = tag.rpartition("}")[2]
        place = self._path[-1] if self._path else ""
        if not place and tag != "log":
            raise FormatError(f"the file is no event log: its root is {tag[:80]!r}, not 'log'.")
        self._path.append(tag)
        key = said.get("key")
        if self._open is not None:
            if key is not None:
                self._lose(self._path[self._depth - 1], self._open[0], said.get("value", ""), _NESTED)
        elif key is not None and place in _OWNERS:
            self._open, self._depth = (key, tag, said.get("value", "")), len(self._path) - 1
        elif tag == "classifier" and place == "log":
            self.classifiers[said.get("name", "")] = said.get("keys", "")

    def end(self, tag: str) -> None:
        """Take the end of an element, as the parser calls it."""
        tag = self._path.pop()
        place = self._path[-1] if self._path else ""
        if self._open is not None and len(self._path) == self._depth:
            self._attribute(place, *self._open)
            self._open = None
        elif self._open is None and tag == "event" and place in {"trace", "log"}:
            self._events.append(self._event)
            self._event = {}
            if place == "log":
                self._end_trace("an event outside of a trace")
        elif self._open is None and tag == "trace" and place == "log":
            self._end_trace()

    def data(self, text: str) -> None:
        """Take text between elements: a log has none."""

    def close(self) -> None:
        """Take the end of the file."""

    def _attribute(self, place: str, key: str, kind: str, value: str) -> None:
        if kind not in _KINDS:
            self._lose(place, key, value, f"an attribute of the kind {kind}")
        elif place == "log":
            self.attributes[key] = value
        else:
            held = self._event if place == "event" else self._trace
            if key in held:
                self._lose(place, key, value, "an attribute that is there twice")
            else:
                held[key] = kind, value

    def _end_trace(self, why: str = "") -> None:
        self._traces += 1
        _, name = self._trace.pop(_NAME, ("string", ""))
        case = name or f"trace {self._traces}"
        if not name:
            self._lose("trace", _NAME, case, why or "a trace without a name; it is called by its number")
        self._cases[case] += 1
        if self._cases[case] > 1:
            self._lose("trace", _NAME, case, "a name that another trace has; it is numbered")
            case = f"{case} ({self._cases[case]})"
        if not self._events:
            self._lose("trace", _NAME, case, "a trace without events")
        around = {f"case:{key}": said for key, said in self._trace.items()}
        for event in self._events:
            row = {CASE: ("string", case), **{_column(key): said for key, said in event.items()}, **around}
            for name, (kind, value) in row.items():
                column = self._columns.get(name)
                if column is None:
                    column, self._kinds[name] = self._columns.setdefault(name, []), set()
                column += [None] * (self._count - len(column))
                column.append(value)
                self._kinds[name].add("string" if kind == "id" else kind)
            self._count += 1
        self._trace, self._events = {}, []

    def _lose(self, table: str, key: str, value: str, why: str, times: int = 1) -> None:
        first, count = self._lost.get((table, key, why), (value, 0))
        self._lost[table, key, why] = first, count + times

    def log(self) -> EventLog:
        """Return what was taken."""
        first = [name for name in (CASE, EVENT, TIME) if name in self._columns]
        names = [*first, *(name for name in self._columns if name not in first)]
        data = {name: self._typed(name) for name in names}
        frame = pd.DataFrame(data, columns=pd.Index(names, dtype=object))
        losses = [
            Loss(table, None, key, value, why if count == 1 else f"{why} ({count:,} times)")
            for (table, key, why), (value, count) in self._lost.items()
        ]
        return EventLog(frame, loss_frame(losses), self.attributes, self.classifiers)

    def _typed(self, name: str) -> pd.Series[Any]:
        """Return a column as what its attributes say that it is; as text where they do not agree."""
        values = self._columns.pop(name)
        values += [None] * (self._count - len(values))
        kinds = self._kinds[name]
        texts: pd.Series[Any] = pd.Series(values, dtype=object)
        if len(kinds) > 1 and kinds != {"int", "float"}:
            self._lose("event", name, ", ".join(sorted(kinds)), "of several kinds: kept as text")
        elif kinds & {"date", "int", "float", "boolean"}:
            typed: pd.Series[Any] = _as(min(kinds) if len(kinds) == 1 else "float", texts)
            bad = texts.notna() & typed.isna()
            if bad.any():
                kind = "/".join(sorted(kinds))
                self._lose("event", name, texts[bad].iloc[0], f"not of the kind {kind}, as it says", int(bad.sum()))
            return typed
        return texts


def _column(key: str) -> str:
    """Return what an event's attribute is called in the table."""
    return _PLAIN.get(key) or (f"{key}_" if key in {CASE, EVENT, TIME} else key)


def _as(kind: str, texts: pd.Series[Any]) -> pd.Series[Any]:
    """Return texts as dates, numbers or truth values; missing where one is none."""
    found: pd.Series[Any]
    if kind == "date":
        found = pd.to_datetime(texts, utc=True, format="ISO8601", errors="coerce").astype("datetime64[ns, UTC]")
    elif kind == "float":
        found = pd.to_numeric(texts, errors="coerce").astype("float64")
    elif kind == "int":
        found = pd.Series(pd.array([_whole(text) for text in texts], dtype="Int64"), index=texts.index)
    else:
        found = pd.Series(pd.array([_truth(text) for text in texts], dtype="boolean"), index=texts.index)
    return found


def _whole(text: str | None) -> int | None:
    try:
        number = None if text is None else int(text)
    except ValueError:
        return None
    return number if number is not None and -_LARGEST <= number < _LARGEST else None


def _truth(text: str | None) -> bool | None:
    return None if text is None else _TRUTH.get(text.strip().lower())
