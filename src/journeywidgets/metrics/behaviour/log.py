"""A log of events with what a metric asks of it: the stages or roles of each event, groups and periods."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import narwhals as nw

from journeywidgets.metrics.engine import TIME, period_label, period_start
from journeywidgets.metrics.place import label

GROUP, PERIOD, STAGE = "jw_group", "jw_period", "jw_stage"
MATCH, MEMBER, BY, NUMBER = "jw_match_{}", "jw_member_{}", "jw_by", "jw_number"


@dataclass(frozen=True)
class Log:
    """A checked log.

    Attributes
    ----------
    frame
        A row an event: `ACTOR`, `TIME`, `EVENT`, a Boolean column `MATCH` for each key, and `carried`. Lazy.
    keys
        The stages or roles that were asked for, in order.
    carried
        The columns that say which groups an event is in.
    personas
        The ids of the personas whose `MEMBER` columns are carried; None where the groups are those of a column.
    period
        The calendar period to tell apart, or None.
    first, last
        The earliest and the latest time.
    """

    frame: nw.LazyFrame[Any]
    keys: tuple[str, ...]
    carried: tuple[str, ...]
    personas: tuple[str, ...] | None
    period: str | None
    first: int
    last: int

    @property
    def staged(self) -> nw.LazyFrame[Any]:
        """Every event, with the number of the first stage that it fits in `STAGE`, null where there is none."""
        stage: nw.Expr = nw.lit(None, nw.Int64)
        for number in reversed(range(len(self.keys))):
            stage = nw.when(nw.col(MATCH.format(number))).then(nw.lit(number, nw.Int64)).otherwise(stage)
        return self.frame.with_columns(stage.alias(STAGE))

    @property
    def visits(self) -> nw.LazyFrame[Any]:
        """The events that fit a stage, with its number in `STAGE`."""
        return self.staged.filter(~nw.col(STAGE).is_null())

    def numbers(self, count: int) -> nw.LazyFrame[Any]:
        """Return a frame of the engine that holds the numbers from 0 to count - 1 in `NUMBER`."""
        one = self.frame.head(1)
        return nw.concat(
            [one.select(nw.lit(number, nw.Int64).alias(NUMBER)) for number in range(count)], how="vertical"
        )

    def grouped(self, frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        """Return the rows of `frame` that are in a group, once for each, with `GROUP` and `PERIOD`."""
        period: nw.Expr = nw.lit(0)
        if self.period is not None:
            period = period_start(nw.col(TIME), self.period, self.first, self.last)
        if self.personas is None:
            group = nw.col(BY) if self.carried else nw.lit(0)
            return frame.with_columns(group.alias(GROUP), period.alias(PERIOD)).filter(~nw.col(GROUP).is_null())
        member = nw.lit(False)
        for number in range(len(self.personas)):
            member |= (nw.col(NUMBER) == number) & nw.col(MEMBER.format(number))
        each = frame.join(self.numbers(len(self.personas)), how="cross").filter(member)
        return each.with_columns(nw.col(NUMBER).alias(GROUP), period.alias(PERIOD))

    def where(self, group: Any, period: Any) -> dict[str, str | None]:
        """Return the columns ``persona`` and ``period`` of a result, from `GROUP` and `PERIOD` of a row."""
        if self.personas is not None:
            persona: str | None = self.personas[int(group)]
        else:
            persona = label(group) if self.carried else None
        return {"persona": persona, "period": None if self.period is None else period_label(period, self.period)}
