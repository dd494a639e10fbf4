"""Riders, drawn part by part: who they are, what they do, what they answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from journeywidgets.datasets import city
from journeywidgets.datasets.city import KINDS, Kind
from journeywidgets.datasets.walk import Log, Visit, walk
from journeywidgets.datasets.world import World

PART = 65_536
"""Riders drawn at once: what bounds the memory. The same however many there are in all."""

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Part:
    """Some riders, and all that is known of them."""

    riders: pd.DataFrame
    events: pd.DataFrame
    answers: pd.DataFrame


def parts(world: World, riders: int, others: float) -> Iterator[Part]:
    """Yield riders in parts; each has its own generator, made of the seed and its number."""
    for number, first in enumerate(range(0, riders, PART)):
        yield _part(world, range(first, min(first + PART, riders)), others, np.random.default_rng([world.seed, number]))


def _part(world: World, ids: range, others: float, rng: np.random.Generator) -> Part:
    # Only `random` is drawn from: its stream is the one that numpy keeps from version to version.
    count = len(ids)
    kinds = np.searchsorted(np.cumsum([kind.share for kind in KINDS])[:-1], rng.random(count), side="right")
    low, high = np.array([kind.weekday_share for kind in KINDS])[kinds].T
    weekdays = np.floor(100 * (low + (high - low) * rng.random(count)) + 1e-9) / 100
    first = np.floor(world.days * city.DAY * rng.random(count)).astype(np.int64)
    log = Log()
    at = np.full((count, len(city.STAGES)), -1, dtype=np.int64)
    for number, kind in enumerate(KINDS):
        who = np.flatnonzero(kinds == number)
        at[who] = _visits(kind, Visit(who, first[who], first[who] >= world.change_second), log, rng)
    _others(first, others, log, rng)
    riders = pd.DataFrame(
        {
            "rider": np.asarray(ids, dtype=np.int64),
            "home": np.array([kind.home for kind in KINDS], dtype=object)[kinds],
            "weekday_share": weekdays,
        }
    )
    return Part(riders, _events(world, ids.start, log), _answers(world, ids.start, kinds, at, rng))


def _visits(kind: Kind, visit: Visit, log: Log, rng: np.random.Generator) -> Integers:
    """Draw the visits of one kind of riders; return when each first came to each stage, -1 for never."""
    at = walk(kind, visit, log, rng)
    ended = (at[:, 0] >= 0) & (at[:, 1:] < 0).all(axis=1)
    again = np.flatnonzero(ended & (rng.random(len(at)) < kind.returns))
    start, stop = city.RETURN
    begins = visit.time[again] + np.floor(start + (stop - start) * rng.random(len(again))).astype(np.int64)
    # Which rates hold is settled by a rider's first event.
    second = walk(kind, Visit(visit.who[again], begins, visit.after[again]), log, rng)
    at[again, 1:] = second[:, 1:]
    return at


def _others(first: Integers, mean: float, log: Log, rng: np.random.Generator) -> None:
    """Add events that belong to no stage, a geometric number of them a rider."""
    counts = np.zeros(len(first), dtype=np.int64)
    if mean > 0:
        counts = np.floor(np.log1p(-rng.random(len(first))) / np.log(mean / (1 + mean))).astype(np.int64)
    who = np.repeat(np.arange(len(first)), counts)
    time = first[who] + np.floor(2 * city.WINDOW * rng.random(len(who))).astype(np.int64)
    code = len(city.EVENTS) - len(city.OTHERS) + np.floor(len(city.OTHERS) * rng.random(len(who))).astype(np.int64)
    log.add(who, time, code)


def _events(world: World, first: int, log: Log) -> pd.DataFrame:
    who, time, code = log.columns()
    # By time, then in the order of the stages: the order of the rows changes no answer.
    order = np.argsort(time * len(city.EVENTS) + code, kind="stable")
    frame: pd.DataFrame = pd.DataFrame(
        {
            "rider": who[order] + first,
            "time": world.times(time[order]),
            "event": pd.Categorical.from_codes(code[order], categories=pd.Index(city.EVENTS)),
        }
    )
    return frame


def _answers(world: World, first: int, kinds: Integers, at: Integers, rng: np.random.Generator) -> pd.DataFrame:
    frames = []
    for stage, title in enumerate(city.STAGES):
        for number, kind in enumerate(KINDS):
            if title not in kind.opinions:
                continue
            there = np.flatnonzero((kinds == number) & (at[:, stage] >= 0))
            who = there[rng.random(len(there)) < kind.responds]
            asked_after = np.floor(city.DAY * rng.random(len(who))).astype(np.int64)
            frame = pd.DataFrame({"rider": who + first, "time": world.times(at[who, stage] + asked_after)})
            frame["stage"] = title
            for question in city.QUESTIONS:
                frame[question] = _draw(kind.opinions[title].chances(question), question, len(who), rng)
            # One over the probability to be in the survey, scaled to 1 for the kind that answers most.
            frame["weight"] = max(other.responds for other in KINDS) / kind.responds
            frames.append(frame)
    answers: pd.DataFrame = pd.concat(frames, ignore_index=True).sort_values(
        ["time", "rider"], kind="stable", ignore_index=True
    )
    return answers


def _draw(chances: dict[int, float], question: str, count: int, rng: np.random.Generator) -> Floats:
    """Draw answers; NaN where the question was not put or left blank."""
    if not chances:
        return np.full(count, np.nan)
    points = np.array(list(chances), dtype=float)
    found = points[np.searchsorted(np.cumsum(list(chances.values()))[:-1], rng.random(count), side="right")]
    fate = rng.random(count)
    refused = city.REFUSED if question == "recommend" else 0.0
    found[fate < refused] = city.REFUSED_CODE
    found[fate >= 1 - city.BLANK] = np.nan
    return found
