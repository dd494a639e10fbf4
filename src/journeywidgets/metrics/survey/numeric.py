"""A column of answers as numbers, text such as "4" or "Blank" included."""

from __future__ import annotations

import re
from typing import Any

import narwhals as nw

from journeywidgets.errors import MetricError
from journeywidgets.metrics.engine import rows

NO_ANSWER = -float(2**40)
"""What a text that means no answer is read as: far below any scale, and exact."""
_NUMBER = re.compile(r"\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*", re.ASCII)
_MOST = 1001
_SHOWN = 5


def numeric(frame: nw.LazyFrame[Any], name: str, words: tuple[str, ...] = ()) -> nw.Expr:
    """Return a column as float64.

    Parameters
    ----------
    frame
        The rows.
    name
        Of a column of numbers, or of text that writes numbers; blank text is no answer.
    words
        Texts that stand for no answer, read as `NO_ANSWER`.

    Raises
    ------
    MetricError
        If the column holds anything else; the message names the texts and counts them. A column without any
        value is one of numbers, whatever its type.
    """
    kind = frame.collect_schema()[name]
    column = nw.col(name)
    if kind.is_numeric():
        return column.cast(nw.Float64)
    held = frame.filter(~column.is_null())
    if kind != nw.String:
        if rows(held.select(column).head(1)):
            raise MetricError(f"Column {name!r} holds {str(kind).lower()} values, not numbers. Convert it first.")
        return nw.lit(None).cast(nw.Float64)
    texts = rows(held.group_by(column.alias("text")).agg(nw.len().alias("n")).sort("n", "text").head(_MOST))
    return _read(column, _meanings(name, texts, words))


def _meanings(name: str, texts: list[dict[str, Any]], words: tuple[str, ...]) -> dict[float, list[str]]:
    """Return the texts that stand for each number."""
    found: dict[float, list[str]] = {}
    bad: dict[str, int] = {}
    for row in texts:
        text = str(row["text"])
        if text in words:
            found.setdefault(NO_ANSWER, []).append(text)
        elif _NUMBER.fullmatch(text):
            found.setdefault(float(text), []).append(text)
        elif text.strip():
            bad[text] = row["n"]
    if bad:
        most = sorted(bad, key=lambda text: -bad[text])[:_SHOWN]
        shown = ", ".join(f"{text!r} ({bad[text]} x)" for text in most)
        raise MetricError(
            f"Column {name!r} holds text that is no number: {shown}. Name texts that mean no answer: "
            f"drop=({', '.join(map(repr, most))},); or convert the column, for instance with pd.to_numeric."
        )
    if len(texts) == _MOST:
        raise MetricError(f"Column {name!r} holds text, not answers. Convert it, for instance with pd.to_numeric.")
    return found


def _read(column: nw.Expr, meanings: dict[float, list[str]]) -> nw.Expr:
    number = nw.lit(None).cast(nw.Float64)
    for value, texts in meanings.items():
        number = nw.when(column.is_in(texts)).then(nw.lit(value)).otherwise(number)
    return number
