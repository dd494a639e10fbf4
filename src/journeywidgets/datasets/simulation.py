"""`simulate`: riders of a city's rental bikes, in memory."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from journeywidgets.datasets.riders import parts
from journeywidgets.datasets.world import World
from journeywidgets.errors import MetricError, shorten

MOST_OTHERS = 1_000
"""Events of no stage a rider, at most: a part of riders must fit into memory."""


@dataclass(frozen=True)
class Simulation(World):
    """Made-up riders, what they did and answered, and what is true of the city they come from.

    Attributes
    ----------
    riders
        A row a rider: ``rider`` (a number), ``home`` ("here" or "away") and ``weekday_share`` (of the rider's
        trips). The personas' segments are expressions over the last two.
    events
        A row an event: ``rider``, ``time`` (no time zone), ``event``. Ordered by time.
    answers
        A row a rider asked about a ``stage``: ``rider``, ``time``, ``stage``, ``recommend`` (0 to 10; 99 does not
        want to say), ``satisfaction`` (1 to 5), ``ease`` (1 to 7, 7 easiest), NaN where left blank or not asked,
        and ``weight``, in proportion to one over the probability to answer.
    """

    riders: pd.DataFrame
    events: pd.DataFrame
    answers: pd.DataFrame


def simulate(
    riders: int = 2_000,
    *,
    seed: int = 0,
    start: Any = "2026-07-01",
    days: int = 92,
    change: Any = "2026-09-01",
    others: float = 4.0,
) -> Simulation:
    """Draw riders of a city's rental bikes: their events, their answers, and the true rates behind them.

    A rider is a Commuter, a Visitor or a Weekender, which only ``home`` and ``weekday_share`` give away, and
    passes stages from Awareness to Advocacy. Riders drop out, skip a stage, come late (beyond seven days),
    repeat an event, fall back a stage, begin again weeks after they gave up; one step in fifty has the very
    second of the step before, and some rows are there twice. From `change` on fewer Visitors sign up. Some are
    asked how satisfied they are; blanks, refusals and unequal response are in the answers.

    Parameters
    ----------
    riders
        How many; a rider has some 4 events of stages, and `others`.
    seed
        The same seed and number of riders give the same rows, with any version of pandas.
    start, days
        Riders first come at a time uniform over `days` from `start`. What they do goes on for some months.
    change
        The day from which on those who first come as Visitors sign up less; None: nothing changes.
    others
        Mean number of events a rider that belong to no stage.

    Returns
    -------
    Simulation
        Frames ``riders``, ``events``, ``answers``; ``stages`` and ``personas``, as a journey and its metrics take
        them; ``truth``, a frame of the true rates, and ``conversion()``, those for other kinds of funnel.

    Raises
    ------
    MetricError
        A setting cannot be; the message names it.

    Examples
    --------
    >>> from journeywidgets.datasets import simulate
    >>> city = simulate(500, seed=1)
    >>> list(city.stages)
    ['Awareness', 'Consideration', 'Sign-up', 'First ride', 'Retention', 'Advocacy']
    >>> city.truth.query("metric == 'NPS' and persona == 'visitor'")[["stage", "value"]].round(1).to_numpy().tolist()
    [['First ride', 10.0], ['Retention', 5.0]]

    Notes
    -----
    Every number is invented, and what is true follows from them in closed form (times are log-logistic, cut at
    a limit); it is not estimated from the rows. `to_parquet` writes the same rows, part by part, to files.
    """
    world = World.of(seed, start, days, change)
    drawn = list(parts(world, checked(riders), checked_mean(others)))
    events = pd.concat([part.events for part in drawn], ignore_index=True)
    events["event"] = events["event"].astype(str)
    answers = pd.concat([part.answers for part in drawn], ignore_index=True)
    return Simulation(
        world.seed,
        world.start,
        world.days,
        world.change,
        pd.concat([part.riders for part in drawn], ignore_index=True),
        events.sort_values("time", kind="stable", ignore_index=True),
        answers.sort_values("time", kind="stable", ignore_index=True),
    )


def checked(riders: Any) -> int:
    """Return the number of riders, or raise a MetricError."""
    if isinstance(riders, bool) or not isinstance(riders, int) or riders < 1:
        raise MetricError(f"riders={shorten(riders)} is not a whole number of 1 or more.")
    return riders


def checked_mean(others: Any) -> float:
    """Return the mean number of other events, or raise a MetricError."""
    if isinstance(others, bool) or not isinstance(others, int | float) or not 0 <= others <= MOST_OTHERS:
        raise MetricError(f"others={shorten(others)} is not a number from 0 to {MOST_OTHERS}.")
    return float(others)
