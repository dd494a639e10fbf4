"""ReadReport: what a reader read, what it left out and what it was unsure of. It never holds a name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from journeywidgets.export.content.figures import plural
from journeywidgets.export.markup import Markup, element, join

DROPPED = ("what", "how_many", "why")
UNSURE = ("place", "what", "assumed")
_SHOWN = 20


def _empty(columns: Sequence[str]) -> pd.DataFrame:
    return report_frame((), columns)


def report_frame(rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> pd.DataFrame:
    """Return the rows of a report as a frame; counts are int64, the rest is text."""
    cells = list(rows)
    frame: pd.DataFrame = pd.DataFrame(
        {name: pd.Series([row[name] for row in cells], dtype=object) for name in columns}
    )
    return frame.astype({"how_many": "int64"}) if "how_many" in columns else frame


@dataclass(frozen=True, eq=False, repr=False)
class ReadReport:
    """What `Study.read` did.

    It names places by number (row, column title, cue) and describes values by kind and length: neither a
    participant's name nor a word of theirs is ever in it, so that it may stand in a notebook's output.

    Attributes
    ----------
    kind
        What the file was taken for: ``"qualtrics"``, ``"webvtt"``, ``"table"`` …
    read
        How many rows of each table came in: ``{"sources": 3, "segments": 120}``; tables without any are left out.
    dropped
        What was left out: the columns ``what`` (text), ``how_many`` (int), ``why`` (text).
    unsure
        What could be read in more than one way: ``place``, ``what``, ``assumed`` (all text).
    sources
        The ids of the sources that came in, in order; empty before they are in a study.
    anchors
        Of quotes that came with a place, how many are ``anchored`` (their words stand there), ``moved`` (they stand
        elsewhere), ``lost`` (nowhere) or ``unchecked`` (they say no words); each moved or lost one is in `unsure`.
    """

    kind: str = ""
    read: Mapping[str, int] = field(default_factory=dict)
    dropped: pd.DataFrame = field(default_factory=lambda: _empty(DROPPED))
    unsure: pd.DataFrame = field(default_factory=lambda: _empty(UNSURE))
    sources: tuple[str, ...] = ()
    anchors: Mapping[str, int] = field(default_factory=dict)

    def __str__(self) -> str:
        """Return the report as text."""
        counts = ", ".join(plural(count, table.removesuffix("s")) for table, count in self.read.items())
        places = ", ".join(f"{count:,} {state}" for state, count in self.anchors.items())
        head = f"Read{f' as {self.kind}' if self.kind else ''}: {counts or 'nothing'}"
        lines = [f"{head}; quotes {places}" if places else head]
        for title, lines_of in (("Dropped", _dropped(self.dropped)), ("Unsure", _unsure(self.unsure))):
            if lines_of:
                lines += [f"{title}:", *(f"  {line}" for line in lines_of)]
        return "\n".join(lines)

    __repr__ = __str__

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        del include, exclude  # the notebook picks among what it is given
        return {"text/plain": str(self), "text/html": self.html()}

    def html(self) -> Markup:
        """Return the report as HTML that any host may show."""
        head, *_ = str(self).splitlines()
        parts = [element("p", head)]
        for title, lines in (("Dropped", _dropped(self.dropped)), ("Unsure", _unsure(self.unsure))):
            if lines:
                items = join(element("li", line) for line in lines)
                parts.append(element("div", element("p", title), element("ul", items)))
        return element("div", *parts)


def _dropped(frame: pd.DataFrame) -> list[str]:
    rows = frame.itertuples(index=False)
    return _cut([f"{row.how_many:,} x {row.what}: {row.why}" for row in rows])


def _unsure(frame: pd.DataFrame) -> list[str]:
    rows = frame.itertuples(index=False)
    return _cut([f"{row.place}: {row.what}; {row.assumed}" for row in rows])


def _cut(lines: list[str]) -> list[str]:
    rest = len(lines) - _SHOWN
    return lines if rest <= 0 else [*lines[:_SHOWN], f"and {rest:,} more: see the frame"]
