"""A world: the city between two days, under a seed; and what is true of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, cast

import numpy as np
import numpy.typing as npt
import pandas as pd

from journeywidgets.datasets import city, truth
from journeywidgets.errors import MetricError, shorten


@dataclass(frozen=True)
class World:
    """The settings of a simulation, and the rates that hold in it.

    Parameters
    ----------
    seed
        The same seed and number of riders give the same rows.
    start, days
        Riders first come at a time uniform over these days.
    change
        From this day on those who first come meet other terms; None: nothing changes.
    """

    seed: int
    start: pd.Timestamp
    days: int
    change: pd.Timestamp | None

    @classmethod
    def of(cls, seed: Any, start: Any, days: Any, change: Any) -> World:
        """Check the settings.

        Raises
        ------
        MetricError
            A setting cannot be; the message names it.
        """
        for name, value, least in (("seed", seed, 0), ("days", days, 1)):
            if isinstance(value, bool) or not isinstance(value, int) or value < least:
                raise MetricError(f"{name}={shorten(value)} is not a whole number of {least} or more.")
        return cls(seed, _day("start", start), days, None if change is None else _day("change", change))

    @property
    def change_second(self) -> int:
        """The second of the change, counted from the start; past the last day where there is none."""
        last = self.days * city.DAY
        if self.change is None:
            return last
        return min(max(int((self.change - self.start).total_seconds()), 0), last)

    @property
    def stages(self) -> dict[str, list[str]]:
        """Title of each stage and the events that enter it, as `metrics.funnel` takes them."""
        return {title: list(events) for title, events in city.STAGES.items()}

    @property
    def personas(self) -> pd.DataFrame:
        """The personas: a frame indexed by id with ``name``, ``segment`` and ``share``, as a journey takes it."""
        rows = [{"id": kind.id, "name": kind.name, "segment": kind.segment, "share": kind.share} for kind in city.KINDS]
        frame: pd.DataFrame = pd.DataFrame(rows).set_index("id")
        return frame

    @property
    def truth(self) -> pd.DataFrame:
        """What estimates should come to, by stage and persona (None: all riders).

        ``Conversion`` as `conversion` gives it, ``Time in stage`` (``value``: median hours to the next
        stage, those who never move on still inside, NaN where they are half or more; ``median``: of those who move
        on), ``NPS``, ``CSAT`` (4 and 5 of 5) and ``CES`` (mean of 1 to 7) of all who came to the stage: what an
        estimate by ``weight`` comes to. The columns ``metric, stage, persona, period`` are those of a result,
        so that ``result.merge(truth, …)`` puts them side by side.
        """
        share = self._share_after(0, self.days * city.DAY)
        rows = [*self._conversion_rows(share, "best", windowed=True), *truth.medians(share), *truth.answers(share)]
        return _frame(rows)

    def conversion(
        self,
        entry: Literal["best", "first"] = "best",
        *,
        window: Literal["7d"] | None = "7d",
        period: Literal["month"] | None = None,
    ) -> pd.DataFrame:
        """Return the true step rates of an ordered funnel over `stages`.

        Parameters
        ----------
        entry
            As in `metrics.funnel`. With no change, ``"first"`` within the window is true as well of the matured
            entries of a log that was cut off.
        window
            Seven days from the first stage's event, or none; with none, any entry and the first give the same.
        period
            By month of the first event, for ``entry="first"``: a rider who begins again counts in the first.
            `metrics.funnel` with ``period="month"`` comes close: it counts them in the other month too.

        Returns
        -------
        pandas.DataFrame
            ``metric, stage, persona, period, value, unit`` (value: the step rate in percent) and ``overall_rate``.

        Raises
        ------
        MetricError
            A rate by period was asked for any entry, or an argument is not one of those named.
        """
        known: dict[str, tuple[Any, tuple[str | None, ...]]] = {
            "entry": (entry, ("best", "first")),
            "window": (window, ("7d", None)),
            "period": (period, ("month", None)),
        }
        for name, (value, allowed) in known.items():
            if value not in allowed:
                raise MetricError(f"The truth is not known for {name}={shorten(value)}. Use one of {allowed}.")
        last = self.days * city.DAY
        if period is None:
            share = self._share_after(0, last)
            return _frame(self._conversion_rows(share, entry, windowed=window is not None))
        if entry != "first" or window is None:
            raise MetricError('The truth by period is known for entry="first" and window="7d" alone.')
        rows = []
        for month in pd.period_range(self.start, self.start + pd.Timedelta(days=self.days, seconds=-1), freq="M"):
            begin = max(int((month.start_time - self.start).total_seconds()), 0)
            end = min(int(((month + 1).start_time - self.start).total_seconds()), last)
            found = self._conversion_rows(self._share_after(begin, end), entry, windowed=True)
            rows += [{**row, "period": str(month)} for row in found]
        return _frame(rows)

    def _conversion_rows(self, share: float, entry: str, *, windowed: bool) -> list[dict[str, Any]]:
        return truth.conversions(share, returning=entry == "best" or not windowed, windowed=windowed)

    def _share_after(self, begin: int, end: int) -> float:
        """Return the share of those who first come between two seconds that come after the change."""
        return (end - min(max(self.change_second, begin), end)) / (end - begin)

    def times(self, seconds: npt.NDArray[np.int64]) -> npt.NDArray[np.datetime64]:
        """Return seconds since the start as times."""
        start = self.start.to_datetime64().astype("datetime64[us]")
        return np.asarray(start + (seconds * 1_000_000).astype("timedelta64[us]"))


def _frame(rows: list[dict[str, Any]]) -> pd.DataFrame:
    columns = ("metric", "stage", "persona", "period", "value", "unit", "overall_rate", "median")
    kinds = dict.fromkeys(("value", "overall_rate", "median"), "float64")
    frame: pd.DataFrame = pd.DataFrame(
        {name: pd.Series([row.get(name) for row in rows], dtype=kinds.get(name, "object")) for name in columns}
    )
    return frame


def _day(name: str, value: Any) -> pd.Timestamp:
    try:
        found: Any = pd.Timestamp(value)
    except (TypeError, ValueError):
        found = pd.NaT
    if found is pd.NaT or found.tz is not None or found != found.normalize():
        raise MetricError(f'{name}={shorten(value)} is not a day. Give one such as "2026-07-01", without a time zone.')
    return cast("pd.Timestamp", found)
