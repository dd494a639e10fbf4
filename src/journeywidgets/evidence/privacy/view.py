"""A text as it may be seen, with the way from its offsets to those of the raw text and back."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Span:
    """A piece of the raw text, and what stands in its place.

    Attributes
    ----------
    start, end
        Code points of the raw text, end exclusive.
    kind
        ``"name"``, ``"e-mail"``, ``"phone"``, ``"link"`` or ``"number"``.
    placeholder
        What the view shows: ``"[P3]"``, ``"[e-mail 1]"``.
    """

    start: int
    end: int
    kind: str
    placeholder: str


class View:
    """A raw text with pieces of it replaced. Offsets are code points.

    Parameters
    ----------
    raw
        The text.
    spans
        What is replaced: in order, none empty, none over another.

    Attributes
    ----------
    text
        What may be seen.
    spans
        What was replaced.
    """

    def __init__(self, raw: str, spans: Sequence[Span]) -> None:
        self.spans = tuple(spans)
        self._length = len(raw)
        self._starts: list[int] = []  # of each placeholder, in the view
        parts: list[str] = []
        done = length = 0
        for span in self.spans:
            parts += (raw[done : span.start], span.placeholder)
            self._starts.append(length + span.start - done)
            length = self._starts[-1] + len(span.placeholder)
            done = span.end
        parts.append(raw[done:])
        self.text = "".join(parts)

    @cached_property
    def _raw_starts(self) -> list[int]:
        return [span.start for span in self.spans]

    def to_view(self, offset: int, *, end: bool = False) -> int:
        """Return where an offset of the raw text is in the view.

        Parameters
        ----------
        offset
            Code points of the raw text, 0 to its length.
        end
            Whether it ends something: inside a piece that was replaced, an end goes behind the
            placeholder, and a start before it.

        Raises
        ------
        IndexError
            The raw text is not that long.
        """
        _check(offset, self._length)
        place = bisect_right(self._raw_starts, offset) - 1
        if place < 0:
            return offset
        span, start = self.spans[place], self._starts[place]
        if offset == span.start:
            return start
        if offset < span.end:
            return start + (len(span.placeholder) if end else 0)
        return start + len(span.placeholder) + offset - span.end

    def to_raw(self, offset: int, *, end: bool = False) -> int:
        """Return where an offset of the view is in the raw text.

        Parameters
        ----------
        offset
            Code points of the view, 0 to its length.
        end
            Whether it ends something: inside a placeholder, an end goes behind all that was
            replaced, and a start before it.

        Raises
        ------
        IndexError
            The view is not that long.
        """
        _check(offset, len(self.text))
        place = bisect_right(self._starts, offset) - 1
        if place < 0:
            return offset
        span, start = self.spans[place], self._starts[place]
        if offset == start:
            return span.start
        if offset < start + len(span.placeholder):
            return span.end if end else span.start
        return span.end + offset - start - len(span.placeholder)

    def span_to_view(self, start: int, end: int) -> tuple[int, int]:
        """Return where a span of the raw text is in the view; no piece of a placeholder is left out."""
        first = self.to_view(start)
        return first, self.to_view(end, end=True) if end > start else first

    def span_to_raw(self, start: int, end: int) -> tuple[int, int]:
        """Return where a span of the view is in the raw text; no piece of what was replaced is left out."""
        first = self.to_raw(start)
        return first, self.to_raw(end, end=True) if end > start else first

    def words(self, start: int, end: int) -> str:
        """Return what may be seen of a span of the raw text."""
        first, last = self.span_to_view(start, end)
        return self.text[first:last]

    def __repr__(self) -> str:
        """Return a line that shows none of the text."""
        return f"<View: {len(self.text)} characters, {len(self.spans)} replaced>"


def _check(offset: int, length: int) -> None:
    if not 0 <= offset <= length:
        message = f"offset {offset} is outside a text of {length} characters"
        raise IndexError(message)


def apart(spans: Iterable[Span], cuts: Sequence[int]) -> Iterator[Span]:
    """Yield spans with none over a cut: one that is becomes several, each with the placeholder."""
    place = 0
    for span in spans:
        start = span.start
        while place < len(cuts) and cuts[place] <= start:
            place += 1
        inside = place
        while inside < len(cuts) and cuts[inside] < span.end:
            yield Span(start, cuts[inside], span.kind, span.placeholder)
            start = cuts[inside]
            inside += 1
        yield Span(start, span.end, span.kind, span.placeholder)
