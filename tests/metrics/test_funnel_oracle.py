"""Every option of the funnel against plain search, on random logs full of ties, on every engine."""

from __future__ import annotations

import warnings
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import hypothesis.strategies as st
import pandas as pd
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from tests.metrics.engines import ENGINES, SPARK, Engine
from tests.metrics.logs import CHANNELS, NAMES, START, actor_events, expected, meaning, random_log
from tests.metrics.reference import Options

from journeywidgets import Journey
from journeywidgets.errors import JourneyWarning
from journeywidgets.metrics import expr, funnel
from journeywidgets.metrics.behaviour.chains.levels import FIRST, furthest
from journeywidgets.metrics.behaviour.chains.rules import ENTRIES, ORDERS, Rules
from journeywidgets.metrics.behaviour.chains.signatures import Signatures, signatures
from journeywidgets.metrics.behaviour.chains.steps import REACHED
from journeywidgets.metrics.behaviour.log import GROUP, PERIOD
from journeywidgets.metrics.behaviour.reading import read
from journeywidgets.metrics.engine import ACTOR, period_label, rows

pytestmark = pytest.mark.oracle

HOUR = 3_600_000_000
PATTERNS: list[list[Any]] = [
    ["a"],
    ["a", "b"],
    ["a", "b", "c"],
    ["a", "b", "c", "d"],
    ["a", "b", "a"],
    ["a", "a", "b"],
    ["a", "a", "a"],
    ["a", "b", "b", "c"],
    ["a", "never", "b"],
    ["never", "a"],
    [["a", "b"], "c", "d"],
    [["a", "b"], ["b", "c"], ["c", "a"]],
    ["a", ["a", "b"], "b", "a"],
    ["a", ["b", "c"], ["b", "d"], ["c", "d"]],
]
PERSONAS = {"Web": 'channel == "web"', "Keen": "level >= 2", "Nobody": "level > 9"}
DAYS = {"day": "D", "week": "W-SUN", "month": "M", "quarter": "Q", "year": "Y"}


@dataclass(frozen=True)
class Case:
    stages: Sequence[Any]
    order: str
    entry: str
    hours: int | None
    exclude: str | None
    by: str | None
    period: str | None
    matured_only: bool
    conditions: bool

    @property
    def window(self) -> int | None:
        return None if self.hours is None else self.hours * HOUR

    @property
    def wanted(self) -> dict[str, Any]:
        return {f"Stage {at}": self.said(given) for at, given in enumerate(self.stages)}

    def said(self, given: Any) -> Any:
        """The events of a stage: as names, or as a condition that means the same."""
        names = sorted(meaning(given))
        return expr(f"what in {names} and level >= 0") if self.conditions else given

    @property
    def options(self) -> Options:
        return Options(self.order, self.window, self.entry, self.matured_only)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    stages = draw(st.sampled_from(PATTERNS))
    hours = draw(st.sampled_from([None, 0, 1, 3]))
    free = [name for name in NAMES if all(name not in meaning(given) for given in stages)]
    return Case(
        stages=stages,
        order=draw(st.sampled_from(ORDERS)),
        entry=draw(st.sampled_from(ENTRIES)),
        hours=hours,
        exclude=draw(st.sampled_from([None, *free])),
        by=draw(st.sampled_from([None, "channel", "persona"])),
        period=draw(st.sampled_from([None, *DAYS])),
        matured_only=hours is not None and draw(st.booleans()),
        conditions=draw(st.booleans()),
    )


def journey() -> Journey:
    made = Journey("Test", stages=[f"Stage {at}" for at in range(4)])
    for name, segment in PERSONAS.items():
        made.add("personas", id=name, name=name, segment=segment)
    return made


JOURNEY = journey()


def label(time: pd.Timestamp, period: str) -> str:
    """The ISO text of a period, by pandas and Python, not by the product."""
    if period == "week":
        year, week, _ = time.isocalendar()
        return f"{year}-W{week:02d}"
    text = str(time.to_period(DAYS[period]))
    return text.replace("Q", "-Q") if period == "quarter" else text


def groups_of(frame: pd.DataFrame, case: Case) -> list[set[tuple[Any, Any]]]:
    """The groups and periods that each row lies in, as a result names them."""
    found = []
    for channel, level, time in zip(frame["channel"], frame["level"], frame["at"], strict=True):
        held = {
            None: {None},
            "channel": {channel} & {"web", "app"},
            "persona": {*(["Web"] if channel == "web" else []), *(["Keen"] if level >= 2 else [])},
        }[case.by]
        period = None if case.period is None else label(time, case.period)
        found.append({(group, period) for group in held})
    return found


def last_of(frame: pd.DataFrame) -> int:
    return int((frame["at"].max() - START) // pd.Timedelta(microseconds=1))


def levels_of(table: Any, case: Case) -> dict[tuple[Any, Any], int]:
    """The product's stage by (actor, group)."""
    wanted = {**case.wanted, **({} if case.exclude is None else {"exclude": case.said(case.exclude)})}
    log = read(
        table,
        wanted,
        actor="who",
        time="at",
        event="what",
        by=case.by,
        period=case.period,
        journey=JOURNEY if case.by == "persona" else None,
    )
    as_is = [given if case.conditions else meaning(given) for given in wanted.values()]
    excluded = as_is.pop() if case.exclude is not None else None
    known = signatures(log, as_is, excluded)
    rules = Rules(case.order, case.window, case.entry, excluding=excluded is not None, matured=case.matured_only)
    frame, _ = furthest(log, known, rules, period=case.period)
    found = {}
    for row in rows(frame):
        where = log.where(row.get(GROUP), row.get(PERIOD))
        if row[FIRST] is not None:
            found[row[ACTOR], (where["persona"], where["period"])] = row[REACHED]
    return found


def counts_of(table: Any, case: Case) -> tuple[dict[Any, list[int]], dict[Any, int]]:
    """The public result: how many reached each stage, and how many were held back, by group."""
    result = funnel(
        table,
        case.wanted,
        actor="who",
        time="at",
        event="what",
        order=case.order,  # type: ignore[arg-type]
        window=None if case.hours is None else f"{case.hours}h",
        entry=case.entry,  # type: ignore[arg-type]
        by=case.by,
        period=case.period,
        exclude=None if case.exclude is None else case.said(case.exclude),
        matured_only=case.matured_only,
        journey=JOURNEY if case.by == "persona" else None,
    )
    converted, held = defaultdict(list), {}
    for row in result.to_dict("records"):
        group = row["persona"], row["period"]
        converted[group].append(row["converted"])
        held[group] = row["held_back"]
    return dict(converted), held


def check(table: Any, frame: pd.DataFrame, case: Case) -> None:
    logs = actor_events(frame, case.stages, case.exclude, groups_of(frame, case))
    levels, held = expected(logs, len(case.stages), case.options, last_of(frame))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", JourneyWarning)  # of stages and groups that are empty on purpose
        found = levels_of(table, case)
        converted, found_held = counts_of(table, case)
    wrong = {key: (found.get(key), levels.get(key)) for key in {*found, *levels} if found.get(key) != levels.get(key)}
    if wrong:
        (actor, group), (got, want) = next(iter(wrong.items()))
        shown = frame[frame["who"] == actor].sort_values("at").to_string()
        pytest.fail(f"{len(wrong)} actors differ; in {group}: {got}, expected {want}, {case}\n{shown}")
    counted: dict[Any, list[int]] = defaultdict(lambda: [0] * len(case.stages))
    for (_, group), level in levels.items():
        counted[group] = [number + (level > at) for at, number in enumerate(counted[group])]
    if case.by is None and case.period is None and not counted:
        counted[None, None] = [0] * len(case.stages)
        held = {(None, None): 0}
    assert converted == dict(counted)
    assert found_held == held


ALL_SETTINGS = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.mark.timeout(1800)  # on a machine that is busy with everything else
@pytest.mark.parametrize("engine", ENGINES)
@settings(ALL_SETTINGS, max_examples=10)
@given(case=cases(), seed=st.integers(0, 2**32))
def test_funnel_is_what_it_says(engine: Engine, case: Case, seed: int) -> None:
    frame = random_log(seed, 150)
    check(engine(frame), frame, case)


@pytest.mark.long
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("engine", [SPARK])
@settings(ALL_SETTINGS, max_examples=20)
@given(case=cases(), seed=st.integers(0, 2**32))
def test_funnel_is_what_it_says_on_spark(engine: Engine, case: Case, seed: int) -> None:
    frame = random_log(seed, 500)
    check(engine(frame), frame, case)


moments = st.tuples(st.integers(0, 4), st.sampled_from(NAMES), st.sampled_from(CHANNELS), st.integers(0, 3))


@pytest.mark.timeout(1800)
@settings(ALL_SETTINGS, max_examples=100)
@given(case=cases(), logs=st.lists(st.lists(moments, min_size=1, max_size=7), min_size=1, max_size=4))
def test_funnel_of_drawn_logs(case: Case, logs: list[list[tuple[int, str, str | None, int]]]) -> None:
    """The same with logs drawn event by event, which a failure shrinks to the smallest."""
    drawn = [(who, *moment) for who, log in enumerate(logs) for moment in log]
    frame = pd.DataFrame(drawn, columns=["who", "hour", "what", "channel", "level"])
    frame["at"] = (START + frame.pop("hour") * pd.Timedelta(hours=1)).astype("datetime64[us]")
    frame["channel"] = frame["channel"].astype("string")
    check(pl.from_pandas(frame).lazy(), frame.astype({"channel": object}).replace({pd.NA: None}), case)


def differing(case: Case) -> int:
    """How many of 300 actors the product and the reference tell apart."""
    frame = random_log(5, 300)
    levels, _ = expected(actor_events(frame, case.stages, case.exclude), len(case.stages), case.options, last_of(frame))
    found = {actor: level for (actor, _), level in levels_of(pl.from_pandas(frame).lazy(), case).items()}
    assert len(found) == len(levels)
    return sum(found[actor] != level for (actor, _), level in levels.items())


def simple(stages: Sequence[Any], **options: Any) -> Case:
    given = dict.fromkeys(["hours", "exclude", "by", "period"])
    fixed = {"order": "ordered", "entry": "best", "matured_only": False, "conditions": False}
    return Case(**{"stages": stages, **fixed, **given, **options})


def test_one_event_must_not_serve_two_stages(monkeypatch: pytest.MonkeyPatch) -> None:
    """The reference sees the classic mistake: a frame up to the current row, where an event follows itself."""
    assert differing(simple(["a", "a", "b"], hours=3)) == 0
    monkeypatch.setattr(Signatures, "overlap", lambda *_: False)
    assert differing(simple(["a", "a", "b"], hours=3)) > 10
    assert differing(simple(["a", "b", "a"], hours=3)) == 0  # neighbours of different events need no such care


@pytest.mark.parametrize(
    ("stages", "changed"),
    [
        (["a", "b", "c"], {"entry": "first"}),
        (["a", "b", "c"], {"order": "strict"}),
        (["a", "b", "c"], {"order": "any"}),
        (["a", "b", "c"], {"hours": 2}),
        (["a", "b", "c"], {"exclude": "x"}),
        (["a", "b", "c"], {"hours": 3, "matured_only": True}),
    ],
)
def test_the_reference_sees_each_option(stages: list[str], changed: dict[str, Any]) -> None:
    """Each option changes what the reference says of the random logs: agreement on it is no coincidence."""
    frame = random_log(5, 1000)
    base = {"hours": 3} if changed.get("matured_only") or "entry" in changed else {}

    def levels(case: Case) -> dict[tuple[Any, Any], int]:
        events = actor_events(frame, case.stages, case.exclude)
        return expected(events, len(case.stages), case.options, last_of(frame))[0]

    plain, other = levels(simple(stages, **base)), levels(simple(stages, **{**base, **changed}))
    assert sum(plain[key] != other[key] for key in plain) >= 5


def test_labels_of_periods() -> None:
    """pandas, Python and the product name the same periods."""
    for day in pd.date_range("2019-12-25", "2021-01-12", freq="D"):
        starts = {"day": day, "month": day.replace(day=1), "year": day.replace(month=1, day=1)}
        for period, start in starts.items():
            assert period_label((start - pd.Timestamp(0)) // pd.Timedelta(microseconds=1), period) == label(day, period)
