"""Where the answers of a survey stand: a column a touchpoint, or one column of touchpoints."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from journeywidgets.errors import MetricError, shorten
from journeywidgets.metrics.survey.numeric import NO_ANSWER

Columns = str | Mapping[str, str] | None
"""A column of answers, or a column for each stage."""
_LONGEST = 1001


@dataclass(frozen=True)
class Layout:
    """The columns of answers.

    Attributes
    ----------
    columns
        For each stage its columns of answers, one a question; the stage is None where there are none, or where
        `by_column` says which column names them.
    by_column
        The column that names the stage of each row (a long survey), or None.
    """

    columns: Mapping[str | None, tuple[str, ...]]
    by_column: str | None = None

    @property
    def needed(self) -> list[str]:
        """The names of the columns to read."""
        names = [name for columns in self.columns.values() for name in columns]
        return [*names, *([self.by_column] if self.by_column is not None else [])]


def layout(questions: Mapping[str, Columns], stage: Columns) -> Layout:
    """Return where the answers to the questions stand.

    Parameters
    ----------
    questions
        For each question (``"score"``; ``"importance"`` and ``"satisfaction"``) a column, or a column a stage.
    stage
        The column that names the stage; or, with one question that has no column of its own, a column a stage.

    Raises
    ------
    MetricError
        If no column is named, one is named twice over, or the questions are not of the same stages.
    """
    names = ", ".join(f"{name}=" for name in questions)
    if isinstance(stage, Mapping):
        if len(questions) > 1 or any(column is not None for column in questions.values()):
            raise MetricError(
                f"{names} and stage= both name columns of answers. Give either a column for each stage "
                f"or, in a survey with a column of stages, the names of the two columns."
            )
        questions, stage = dict.fromkeys(questions, stage), None
    wide = [column for column in questions.values() if isinstance(column, Mapping)]
    if not wide:
        columns = tuple(_name(column, f"{name}=") for name, column in questions.items())
        return Layout({None: columns}, None if stage is None else _name(stage, "stage="))
    if stage is not None or len(wide) < len(questions) or any(list(each) != list(wide[0]) for each in wide):
        raise MetricError(f"{names} must name a column for each of the same stages, in the same order, without stage=.")
    if not wide[0]:
        raise MetricError(f"{names} names no stage. Give a column for each: {{'Security': 'Q13'}}.")
    for key in wide[0]:
        if not isinstance(key, str):
            raise MetricError(f"{shorten(key)} is no stage. Use the stage's id or title.")
    return Layout({key: tuple(_name(each[key], f"stage {key!r}") for each in wide) for key in wide[0]})


def _name(column: Any, place: str) -> str:
    if isinstance(column, str):
        return column
    if column is None:
        raise MetricError(f"No column of answers is named: give {place}, or a column for each stage.")
    raise MetricError(f"{place}: {shorten(column)} is no name of a column.")


@dataclass(frozen=True)
class Scale:
    """Which answers count, and which are left out by name.

    Attributes
    ----------
    low, high
        The ends of the scale.
    whole
        Whether only whole numbers are answers.
    drop
        Codes of answers that are none (not applicable, refused), left out and counted.
    words
        Such codes that are text; `NO_ANSWER`, what they are read as, is in `drop`.
    """

    low: float
    high: float
    drop: tuple[float, ...] = ()
    whole: bool = True
    words: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Return the scale as readers write it: 0-10."""
        return f"{self.low:g}-{self.high:g}"

    @property
    def answers(self) -> list[float]:
        """Every answer there is, on a scale of whole numbers."""
        return [float(answer) for answer in range(int(self.low), int(self.high) + 1)]


def scale_of(scale: Any, drop: Any, *, whole: bool = True) -> Scale:
    """Return the checked scale and codes.

    Raises
    ------
    MetricError
        If the scale is not two numbers, low before high, or a code is no number.
    """
    codes, words = codes_of(drop)
    try:
        low, high = checked_numbers(scale, "scale=")
    except ValueError:
        raise MetricError(f"scale={shorten(scale)} is not (lowest, highest).") from None
    if low >= high:
        raise MetricError(f"scale={shorten(scale)} does not rise. Give (lowest, highest).")
    if whole and (low % 1 or high % 1 or high - low >= _LONGEST):
        raise MetricError(f"scale={shorten(scale)} is not of whole numbers. Use `score` for other answers.")
    return Scale(low, high, codes, whole, words)


def codes_of(drop: Any) -> tuple[tuple[float, ...], tuple[str, ...]]:
    """Return the codes that are no answers: numbers (with `NO_ANSWER` where there are texts), and texts."""
    listed = _listed(drop)
    words = tuple(dict.fromkeys(code for code in listed if isinstance(code, str)))
    numbers = checked_numbers([code for code in listed if not isinstance(code, str)], "drop=")
    return (*numbers, *([NO_ANSWER] if words else [])), words


def checked_numbers(given: Any, place: str) -> tuple[float, ...]:
    """Return numbers, each once, or raise a MetricError that names the one that is none."""
    listed = _listed(given)
    for number in listed:
        if isinstance(number, bool) or not _is_number(number):
            raise MetricError(f"{place} {shorten(number)} is no number. Give numbers, such as (0, 11).")
    return tuple(dict.fromkeys(float(number) for number in listed))


def _listed(given: Any) -> list[Any]:
    return list(given) if isinstance(given, Iterable) and not isinstance(given, str | bytes) else [given]


def _is_number(value: Any) -> bool:
    try:
        return not isinstance(value, str | bytes) and math.isfinite(float(value))
    except (TypeError, ValueError):
        return False
