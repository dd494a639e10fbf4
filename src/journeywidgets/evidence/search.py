"""Search: where words stand in the sources of a study."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

import pandas as pd

from journeywidgets.errors import EvidenceError
from journeywidgets.model.intake import Row
from journeywidgets.model.study import StudyDocument

_COLUMNS = ("source", "segment", "participant", "start", "end", "before", "text", "after")


class Search:
    """Finds words in a study's sources; remembers their lower case, which takes longer than finding."""

    def __init__(self) -> None:
        self._lower: dict[str, tuple[str, str | None]] = {}

    def frame(
        self,
        document: StudyDocument,
        words: str,
        *,
        case: bool = False,
        regex: bool = False,
        whole: bool = False,
        sources: Iterable[str] | None = None,
        participants: Iterable[str] | None = None,
        context: int = 40,
    ) -> pd.DataFrame:
        """Return where `words` stand; `Study.search` describes it."""
        if not words:
            raise EvidenceError("there is nothing to search for. Give a text.")
        pattern = self._pattern(words, case=case, regex=regex, whole=whole)
        who = None if participants is None else set(participants)
        chosen = None if sources is None else set(sources)
        data: dict[str, list[Any]] = {name: [] for name in _COLUMNS}
        for row in document.shown("sources"):
            if chosen is not None and row["id"] not in chosen:
                continue
            found = self._places(row, words, pattern, case=case)
            _put(data, document, row, found, who, context)
        kinds = {name: "int64" if name in {"start", "end"} else "object" for name in _COLUMNS}
        frame: pd.DataFrame = pd.DataFrame({name: pd.Series(data[name], dtype=kind) for name, kind in kinds.items()})
        return frame

    def _pattern(self, words: str, *, case: bool, regex: bool, whole: bool) -> re.Pattern[str] | None:
        if not regex and not whole:
            return None  # str.find is many times as fast
        body = words if regex else re.escape(words)
        try:
            return re.compile(rf"(?<!\w)(?:{body})(?!\w)" if whole else body, 0 if case else re.IGNORECASE)
        except re.error as error:
            raise EvidenceError(f"it is not a regular expression: {error.msg} at {error.pos}.") from None

    def _places(
        self, source: Row, words: str, pattern: re.Pattern[str] | None, *, case: bool
    ) -> Iterator[tuple[int, int]]:
        text = source["text"]
        if pattern is None and not case:
            lower = self._lowered(source)
            if lower is None:
                pattern = re.compile(re.escape(words), re.IGNORECASE)
            else:
                text, words = lower, words.lower()
        if pattern is not None:
            yield from (match.span() for match in pattern.finditer(text) if match.end() > match.start())
            return
        at = text.find(words)
        while at >= 0:
            yield at, at + len(words)
            at = text.find(words, at + len(words))

    def _lowered(self, source: Row) -> str | None:
        """Return a text in lower case; None where a letter becomes two, so that offsets would not fit."""
        text = source["text"]
        held = self._lower.get(source["id"])
        if held is None or held[0] is not text:
            lower = text.lower()
            held = self._lower[source["id"]] = text, lower if len(lower) == len(text) else None
        return held[1]


def _put(
    data: dict[str, list[Any]],
    document: StudyDocument,
    source: Row,
    found: Iterator[tuple[int, int]],
    who: set[str] | None,
    context: int,
) -> None:
    text, name, spans = source["text"], source["id"], list(found)
    segments = document.segments.along(name, spans)
    spots = [(start, end, segment) for (start, end), segment in zip(spans, segments, strict=True)]
    if who is not None:
        spots = [spot for spot in spots if (None if spot[2] is None else spot[2]["participant"]) in who]
    # Column by column: a place at a time takes three times as long.
    data["source"] += [name] * len(spots)
    data["segment"] += [None if segment is None else segment["id"] for _, _, segment in spots]
    data["participant"] += [None if segment is None else segment["participant"] for _, _, segment in spots]
    data["start"] += [start for start, _, _ in spots]
    data["end"] += [end for _, end, _ in spots]
    data["before"] += [text[max(start - context, 0) : start] for start, _, _ in spots]
    data["text"] += [text[start:end] for start, end, _ in spots]
    data["after"] += [text[end : end + context] for _, end, _ in spots]
