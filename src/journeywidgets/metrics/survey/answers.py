"""Survey answers on any engine: counted by stage, group and period in one run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import narwhals as nw

from journeywidgets.errors import MetricError, shorten
from journeywidgets.metrics.engine import TIME, period_start, rows, table
from journeywidgets.metrics.engine.clock import with_microseconds
from journeywidgets.metrics.engine.period import checked_period
from journeywidgets.metrics.expression import Expression
from journeywidgets.metrics.members import members
from journeywidgets.metrics.stage_order import check_stages
from journeywidgets.metrics.survey.layout import Layout
from journeywidgets.metrics.survey.numeric import numeric

if TYPE_CHECKING:
    from journeywidgets.journey import Journey

STAGE, GROUP, PERIOD, WEIGHT, WEIGHTLESS = "jw_stage", "jw_group", "jw_period", "jw_weight", "jw_weightless"
"""The columns that answers are counted by, beside a column `MEMBER` a persona and one `ANSWER` a question."""
MEMBER, ANSWER = "jw_member_{}", "jw_answer_{}"


@dataclass(frozen=True)
class Survey:
    """What was asked: the caller's rows in one shape.

    Attributes
    ----------
    data
        As the caller gave it.
    frame
        A row an answer: the columns `keys`, `WEIGHT` where there are weights, and an `ANSWER` a question
        (float64, null where there is none). Lazy.
    keys
        The columns to count by.
    layout
        Where the answers stand. In a wide survey `STAGE` is the number of the stage in it.
    personas
        The ids whose `MEMBER` columns are among the keys, None where the groups are those of a column.
    by, period, weight
        As the caller gave them.
    journey
        Whose stages and personas they are, or None.
    """

    data: Any
    frame: nw.LazyFrame[Any]
    keys: tuple[str, ...]
    layout: Layout
    personas: tuple[str, ...] | None
    by: str | None
    period: str | None
    weight: str | None
    journey: Journey | None

    @property
    def answers(self) -> list[str]:
        """The columns of answers, one a question."""
        first = next(iter(self.layout.columns.values()))
        return [ANSWER.format(number) for number in range(len(first))]


def survey(
    data: Any,
    where: Layout,
    *,
    by: str | None = None,
    period: str | None = None,
    time: str | None = None,
    weight: str | None = None,
    journey: Journey | None = None,
    words: tuple[str, ...] = (),
) -> Survey:
    """Read a survey, lazily.

    Parameters
    ----------
    data
        The caller's rows.
    where
        Where the answers stand.
    by, period, time, weight, journey
        As the metrics take them.
    words
        Texts in columns of answers that mean no answer.

    Raises
    ------
    MetricError
        If a column is missing or doubled, or holds text where numbers are needed, or `period` comes without `time`.
    """
    for role, name in (("by", by), ("time", time), ("weight", weight)):
        if name is not None and not isinstance(name, str):
            raise MetricError(f"{role}={shorten(name)} is no name of a column.")
    period = checked_period(period)
    if (period is None) != (time is None):
        given, other = ("period", "time") if time is None else ("time", "period")
        raise MetricError(f"{given}= needs {other}=: period= says how long periods are, time= the column of times.")
    check_stages(journey, where.columns)
    who = members(journey, by, stacklevel=5)
    needed = [*where.needed, *[name for name in (time, weight) if name is not None]]
    needed += [by] if by is not None and who is None else []
    needed += [name for condition in (who or {}).values() for name in condition.columns]
    frame = table(data, needed)
    if time is not None:
        frame = with_microseconds(frame, time, TIME)
    shared = _shared(frame, by, who, period, weight)
    parts = [
        frame.select(*_stage_and_answers(frame, number, columns, where, words), *shared.values())
        for number, columns in enumerate(where.columns.values())
    ]
    return Survey(
        data=data,
        frame=nw.concat(parts, how="vertical") if len(parts) > 1 else parts[0],
        keys=(STAGE, *[name for name in shared if name != WEIGHT]),
        layout=where,
        personas=None if who is None else tuple(who),
        by=by,
        period=period,
        weight=weight,
        journey=journey,
    )


def _shared(
    frame: nw.LazyFrame[Any],
    by: str | None,
    who: Mapping[str, Expression] | None,
    period: str | None,
    weight: str | None,
) -> dict[str, nw.Expr]:
    """Return the columns of a row that do not depend on the question, by name."""
    found: dict[str, nw.Expr] = {}
    if who is not None:
        schema = frame.collect_schema()
        found = {MEMBER.format(at): each.to_narwhals(schema) for at, each in enumerate(who.values())}
    elif by is not None:
        found[GROUP] = nw.col(by)
    if period is not None:
        found[PERIOD] = _period(frame, period)
    if weight is not None:
        number = numeric(frame, weight)
        found[WEIGHT] = number
        found[WEIGHTLESS] = number.is_null() | (number == 0)
    return {name: column.alias(name) for name, column in found.items()}


def _period(frame: nw.LazyFrame[Any], period: str) -> nw.Expr:
    """Return the start of the period of each row's time, in microseconds."""
    time = nw.col(TIME)
    span = {"first": 0, "last": 0}
    if period not in {"day", "week"}:
        span = rows(frame.select(time.min().alias("first"), time.max().alias("last")))[0]
    return period_start(time, period, span["first"] or 0, span["last"] or 0)


def _stage_and_answers(
    frame: nw.LazyFrame[Any], number: int, columns: Sequence[str], where: Layout, words: tuple[str, ...]
) -> list[nw.Expr]:
    stage = nw.lit(number) if where.by_column is None else nw.col(where.by_column)
    answers = [numeric(frame, name, words).alias(ANSWER.format(at)) for at, name in enumerate(columns)]
    return [stage.alias(STAGE), *answers]
