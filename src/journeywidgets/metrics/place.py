"""Where answers belong: their stage, group and period, in the order shown."""

from __future__ import annotations

import math
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from journeywidgets.errors import JourneyWarning, MetricError
from journeywidgets.metrics.engine import period_label
from journeywidgets.metrics.stage_order import stage_order
from journeywidgets.metrics.survey.answers import GROUP, MEMBER, PERIOD, STAGE, WEIGHTLESS, Survey

if TYPE_CHECKING:
    from journeywidgets.journey import Journey

_SHOWN = 5
Row = Mapping[str, Any]


class Place(NamedTuple):
    """Where answers belong; None where they are not told apart."""

    stage: str | None
    persona: str | None
    period: str | None


def placed(survey: Survey, found: Iterable[Row]) -> list[tuple[Place, Row]]:
    """Return each row of counts with its place: several times where people belong to several personas.

    Raises
    ------
    MetricError
        If a weight is negative or infinite.

    Warns
    -----
    JourneyWarning
        If rows were left out: with no weight, stage, group or time, or at a stage that the journey does not have.
        The message counts them.
    """
    left_out: Counter[str] = Counter()
    kept = []
    stages = None if survey.journey is None else set(stage_order(survey.journey))
    found = list(found)
    _check_weights(survey, found)
    several = 0
    for row in found:
        reason = _reason(survey, row, stages)
        # In a wide survey a person is a row for each stage, and is counted once.
        number = row["n"] if survey.layout.by_column is not None or row[STAGE] == 0 else 0
        if reason is not None:
            left_out.update({reason: number} if number else {})
            continue
        places = list(_places(survey, row))
        several += number if len(places) > 1 else 0
        kept += [(place, row) for place in places]
    if several:
        told = "row is of several personas, and counts" if several == 1 else "rows are of several personas, and count"
        warnings.warn(f"{several} {told} in each.", JourneyWarning, stacklevel=5)
    for reason, number in left_out.items():
        noun = "row has" if number == 1 else "rows have"
        message = f"{number} {noun} {reason} and {'is' if number == 1 else 'are'} left out."
        warnings.warn(message, JourneyWarning, stacklevel=5)
    return kept


def _check_weights(survey: Survey, found: list[Row]) -> None:
    if survey.weight is None:
        return
    negative = sum(row["negative"] for row in found if survey.layout.by_column is not None or row[STAGE] == 0)
    if negative:
        raise MetricError(
            f"Column {survey.weight!r} holds negative weights, in {negative} row{'' if negative == 1 else 's'}. "
            "A weight says how many people an answer stands for: 0 or more."
        )
    if not all(math.isfinite(row["square"] or 0) for row in found):
        raise MetricError(f"Column {survey.weight!r} holds an infinite weight. Weights are numbers of 0 or more.")


def _reason(survey: Survey, row: Row, stages: set[str] | None) -> str | None:
    """Return why a row of counts has no place, or None where it has one."""
    column = survey.layout.by_column
    if survey.weight is not None and row[WEIGHTLESS]:
        return f"no weight, or a weight of 0, in column {survey.weight!r}"
    if column is not None and row[STAGE] is None:
        return f"no stage (column {column!r} is empty)"
    if column is not None and stages is not None and label(row[STAGE]) not in stages:
        return f"{label(row[STAGE])!r} in column {column!r}, which is no stage of the journey,"
    if survey.personas is None and survey.by is not None and row[GROUP] is None:
        return f"no group (column {survey.by!r} is empty)"
    if survey.personas is not None and not _members(survey.personas, row):
        return "no persona (no segment matches)"
    if survey.period is not None and row[PERIOD] is None:
        return "no time"
    return None


def _members(personas: Sequence[str], row: Row) -> list[str]:
    return [persona for at, persona in enumerate(personas) if row[MEMBER.format(at)]]


def _places(survey: Survey, row: Row) -> Iterator[Place]:
    keys = list(survey.layout.columns)
    stage = keys[row[STAGE]] if survey.layout.by_column is None else label(row[STAGE])
    period = None if survey.period is None else period_label(row[PERIOD], survey.period)
    groups: Sequence[str | None] = (
        _members(survey.personas, row)
        if survey.personas is not None
        else [None if survey.by is None else label(row[GROUP])]
    )
    for group in groups:
        yield Place(stage, group, period)


def label(value: Any) -> str:
    """Return the text of a stage or group: a whole number is written without a point, a date as ISO text."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value.isoformat()) if hasattr(value, "isoformat") else str(value)


def grid(survey: Survey, places: Iterable[Place]) -> list[Place]:
    """Return every combination of stage, group and period, in the order shown.

    A wide survey keeps its own order of stages, a journey gives the order of stages and personas; else text is in
    its own order, and numbers in theirs.
    """
    found = list(places)
    personas: Sequence[str | None] = (
        survey.personas if survey.personas is not None else _ordered({place.persona for place in found})
    )
    periods = _ordered({place.period for place in found})
    return [
        Place(stage, persona, period)
        for stage in _stages(survey, {place.stage for place in found})
        for persona in (personas if survey.by is not None else [None])
        for period in (periods if survey.period is not None else [None])
    ]


def _stages(survey: Survey, found: set[str | None]) -> list[str | None]:
    keys = list(survey.layout.columns) if survey.layout.by_column is None else _ordered(found)
    if survey.journey is None or keys == [None]:
        return keys
    order = stage_order(survey.journey)
    if survey.layout.by_column is not None:
        keys += _not_asked(survey.journey, keys)
    return sorted(keys, key=lambda key: order[str(key)])


def _not_asked(journey: Journey, keys: list[str | None]) -> list[str]:
    """Return the stages that nobody was asked about, called as the others are: by id or by title."""
    stages = journey.stages
    order = stage_order(journey)
    there = {order[str(key)] for key in keys}
    by_id = any(key in stages.index for key in keys)
    return [
        str(key) if by_id or not title else str(title)
        for at, (key, title, parent) in enumerate(zip(stages.index, stages["title"], stages["parent"], strict=True))
        if parent is None and at not in there
    ]


def _ordered(found: set[str | None]) -> list[str | None]:
    """Return the keys in order: all numbers as numbers, else as text."""
    try:
        return sorted(found, key=lambda key: (float(key or 0), key or ""))
    except ValueError:
        return sorted(found, key=lambda key: key or "")
