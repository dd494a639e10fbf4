"""Answers off the scale: which they are, how many, and where."""

from __future__ import annotations

import warnings
from typing import Any, NoReturn

import narwhals as nw
import pandas as pd

from journeywidgets.errors import JourneyWarning, MetricError
from journeywidgets.metrics.engine import rows
from journeywidgets.metrics.survey.answers import ANSWER, STAGE, Survey
from journeywidgets.metrics.survey.layout import Scale

_SHOWN = 5


def refuse(survey: Survey, scale: Scale) -> NoReturn:
    """Raise the MetricError that names the column, the answers off the scale, their counts and their rows."""
    for number, columns in enumerate(survey.layout.columns.values()):
        frame = survey.frame
        if survey.layout.by_column is None:
            frame = frame.filter(nw.col(STAGE) == number)
        for at, column in enumerate(columns):
            answer = nw.col(ANSWER.format(at))
            off = frame.filter(~answer.is_null() & ~on_scale(answer, scale) & ~answer.is_in(list(scale.drop)))
            counts = off.group_by(answer.alias("answer")).agg(nw.len().alias("n"))
            total = rows(counts.select(nw.col("n").sum().alias("n"), nw.len().alias("answers")))[0]
            if total["n"]:
                shown = rows(counts.sort("n", "answer", descending=[True, False]).head(_SHOWN))
                raise MetricError(_message(survey, column, scale, shown, total))
    raise MetricError(f"Answers are off the scale {scale}.")  # between two reads of a source that changes


def on_scale(answer: nw.Expr, scale: Scale) -> nw.Expr:
    """Return whether an answer is on the scale."""
    if scale.whole:
        return answer.is_in(scale.answers)
    return (answer >= scale.low) & (answer <= scale.high)


def _message(survey: Survey, column: str, scale: Scale, shown: list[dict[str, Any]], total: dict[str, Any]) -> str:
    listed = ", ".join(f"{row['answer']:g} ({row['n']} x)" for row in shown)
    more = total["answers"] - len(shown)
    codes = ", ".join(f"{row['answer']:g}" for row in shown)
    numbers = "whole numbers " if scale.whole else ""
    return (
        f"Column {column!r} holds answers off the scale of {numbers}{scale}: {listed}"
        f"{f' and {more} more' if more else ''}, in {_rows(total['n'])}"
        f"{_first(survey.data, column, scale)}. Name those that mean no answer: drop=({codes},)."
    )


def _rows(number: int) -> str:
    return f"{number} row{'' if number == 1 else 's'}"


def _first(data: Any, column: str, scale: Scale) -> str:
    """Return the first rows with an answer off the scale, of a frame in memory: elsewhere rows have no order."""
    held = nw.from_native(data, eager_only=True, pass_through=True)
    if not isinstance(held, nw.DataFrame):
        return ""
    index = data.index if isinstance(data, pd.DataFrame) else range(len(held))
    column_: pd.Series[Any] = pd.Series(held[column].to_list(), index=index, dtype=object)
    answers = pd.to_numeric(column_, errors="coerce").astype("float64")
    good = answers.isin(scale.answers) if scale.whole else answers.between(scale.low, scale.high)
    off = answers.index[answers.notna() & ~good & ~answers.isin(scale.drop)]
    return f" (index {', '.join(map(repr, off[:_SHOWN].tolist()))}{', …' if len(off) > _SHOWN else ''})"


def tell_dropped(scale: Scale, dropped: dict[float, int]) -> None:
    """Warn of answers that are on the scale and are dropped all the same."""
    for answer, number in dropped.items():
        if number and scale.low <= answer <= scale.high:
            warnings.warn(
                f"{number} answer{'' if number == 1 else 's'} of {answer:g} {'is' if number == 1 else 'are'} on the "
                f"scale {scale} and left out by drop=.",
                JourneyWarning,
                stacklevel=4,
            )
