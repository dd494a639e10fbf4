"""What `funnel` returns and refuses."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pandas as pd
import pytest
from statsmodels.stats.proportion import proportion_confint

from journeywidgets import Journey
from journeywidgets.errors import JourneyWarning, MetricError
from journeywidgets.metrics import expr, funnel
from journeywidgets.metrics.behaviour.window import micros, spelled
from journeywidgets.metrics.result import COLUMNS

STAGES = {"Find": "search", "Pay": "pay", "Ride": ["start", "unlock"]}
START = pd.Timestamp("2026-03-30")


def log(*actors: str, hours: float = 1) -> pd.DataFrame:
    """A log from one text an actor: the first letters of their events, an event an hour; "." is an hour without.

    One more has every event that may come later, but never enters: no stage is empty.
    """
    names = {"s": "search", "p": "pay", "r": "start", "u": "unlock", "x": "help"}
    rows = [
        (f"P{number}", START + pd.Timedelta(hours=hours * at), names[letter], number % 2)
        for number, text in enumerate([*actors, "xrup"])
        for at, letter in enumerate(text)
        if letter != "."
    ]
    frame: pd.DataFrame = pd.DataFrame(rows, columns=["who", "at", "what", "even"])
    return frame


def count(events: Any, stages: Any = STAGES, **options: Any) -> pd.DataFrame:
    return funnel(events, stages, actor="who", time="at", event="what", **options)


RIDERS = log(*["spr"] * 6, *["sp"] * 4, *["s"] * 10, *["pr"] * 3)


def test_result() -> None:
    found = count(RIDERS)
    assert list(found.columns[: len(COLUMNS)]) == list(COLUMNS)
    assert found["stage"].tolist() == ["Find", "Pay", "Ride"]
    assert found["entered"].tolist() == [20, 20, 10]
    assert found["converted"].tolist() == [20, 10, 6]
    assert found["n"].tolist() == [20, 20, 10]
    assert found["value"].tolist() == found["step_rate"].tolist() == [100, 50, 60]
    assert found["overall_rate"].tolist() == [100, 50, 30]
    assert found["drop_off"].tolist() == [0, 10, 4]
    assert found["drop_off_rate"].tolist() == [0, 50, 40]
    assert found["held_back"].tolist() == [0, 0, 0]
    assert set(found["metric"]) == {"Conversion"}
    assert set(found["unit"]) == {"%"}
    assert found["persona"].tolist() == found["period"].tolist() == [None] * 3


def test_intervals_are_wilsons() -> None:
    found = count(RIDERS)
    for row in found.to_dict("records"):
        step = 100 * np.array(proportion_confint(row["converted"], row["entered"], method="wilson"))
        overall = 100 * np.array(proportion_confint(row["converted"], 20, method="wilson"))
        assert [row["low"], row["high"]] == pytest.approx(step)
        assert [row["overall_low"], row["overall_high"]] == pytest.approx(overall)


def test_small_numbers_have_no_value() -> None:
    found = count(log("spr", "spr", "sp"))
    assert found["note"].tolist() == ["n too small"] * 3
    rates = ["value", "low", "high", "step_rate", "drop_off_rate", "overall_rate", "overall_low", "overall_high"]
    assert found[rates].isna().all(axis=None)
    assert found["converted"].tolist() == [3, 3, 2]
    # The whole way may be known where its last step rests on too few.
    last = count(log(*["sp"] * 4, *["s"] * 6, "spr")).iloc[2]
    assert (last["n"], last["overall_rate"]) == (5, pytest.approx(100 / 11))
    assert count(log(*["s"] * 6, "spr", "sp")).iloc[2][["note", "overall_rate"]].tolist() == ["n too small", 12.5]
    assert count(log("spr", "spr", "sp"), min_n=2)["note"].tolist() == [""] * 3


def test_the_method_says_what_was_done() -> None:
    plain = count(RIDERS)["method"].iloc[0]
    assert plain == (
        "Stages in order, other events may lie between; any entry may begin the chain, the longest counts; "
        "denominator: those who reached the stage before; 95 % Wilson interval."
    )
    options = {"order": "any", "entry": "first", "window": "36h", "exclude": "help", "matured_only": True}
    full = count(RIDERS, **options)["method"].iloc[0]
    for part in ("any order", "only the first entry", "within 36 hours", "'help'", "are left out", "Wilson"):
        assert part in full


def test_the_window_includes_its_end() -> None:
    events = log("s..p")
    assert count(events, window="3h", min_n=0)["converted"].tolist() == [1, 1, 0]
    assert count(events, window=dt.timedelta(hours=3), min_n=0)["converted"].tolist() == [1, 1, 0]
    assert count(events, window="10799s", min_n=0)["converted"].tolist() == [1, 0, 0]


def test_young_entries_are_counted_or_held_back() -> None:
    events = log("s.........", "....s.....", ".........s", "s........s", "sp", "sp", "s........p")
    found = count(events, window="5h", min_n=0)
    assert found["converted"].tolist() == [7, 2, 0]
    assert found["held_back"].tolist() == [1, 1, 1]  # the third; the fourth has an older entry as well
    assert "are counted" in found["method"].iloc[0]
    held = count(events, window="5h", min_n=0, matured_only=True)
    assert held["converted"].tolist() == [6, 2, 0]
    assert held["held_back"].tolist() == [1, 1, 1]


def test_groups_are_those_of_the_entry() -> None:
    events = log(*["spr"] * 12)
    events["channel"] = np.where(events["what"] == "search", "web", "app")
    found = count(events, by="channel")
    assert found["persona"].tolist() == ["web"] * 3
    assert found["converted"].tolist() == [12, 12, 12]


def test_an_actor_counts_once_in_each_group() -> None:
    events = log(*["s.sp"] * 6)
    events["channel"] = ["web", "app", "web"] * 6 + ["web"] * 4
    found = count(events, by="channel").set_index(["persona", "stage"])["converted"]
    assert found[["app"]].tolist() == found[["web"]].tolist() == [6, 6, 0]


def test_periods_are_those_of_the_entry() -> None:
    events = log(*["s....p"] * 5, *["........s"] * 7, hours=8)  # 30 March 2026, then 1 April
    found = count(events, period="month").set_index(["period", "stage"])["converted"]
    assert found[["2026-03"]].tolist() == [5, 5, 0]  # paid in April, entered in March
    assert found[["2026-04"]].tolist() == [7, 0, 0]


def test_personas() -> None:
    journey = Journey("Riding", stages=list(STAGES))
    journey.add("personas", id="odd", name="Odd", segment="even == 1")
    journey.add("personas", id="all", name="All", segment="even >= 0")
    with pytest.warns(JourneyWarning, match="of several personas"):
        result = count(RIDERS, by="persona", journey=journey)
    found = result.set_index(["persona", "stage"])["converted"]
    assert found[["all"]].tolist() == [20, 10, 6]
    assert found[["odd"]].tolist() == [10, 5, 3]


def test_stages_of_a_journey_by_id() -> None:
    journey = Journey("Riding", stages=list(STAGES))
    ids = list(journey.stages.index)
    found = count(RIDERS, dict(zip(ids, STAGES.values(), strict=True)), journey=journey)
    assert found["stage"].tolist() == ids
    with pytest.raises(MetricError, match="'Fly' is no stage of the journey"):
        count(RIDERS, {"Find": "search", "Fly": "start"}, journey=journey)


def test_a_stage_by_a_condition() -> None:
    found = count(RIDERS, {"Find": "search", "Paid as odd": expr("what == 'pay' and even == 1")})
    assert found["converted"].tolist() == [20, 5]


def test_a_stage_that_no_event_fits_is_named() -> None:
    with pytest.warns(JourneyWarning, match=r"'Fly' \('take-off'\)"):
        found = count(RIDERS, {"Find": "search", "Fly": "take-off", "Ride": "start"})
    assert found["converted"].tolist() == [20, 0, 0]
    assert found["note"].tolist() == ["", "", "n too small"]
    with pytest.warns(JourneyWarning, match="'Fly'"):
        found = count(RIDERS, {"Fly": "take-off", "Find": "search"})
    assert found["n"].tolist() == [0, 0]
    assert found["value"].isna().all()


def test_the_frame_is_not_changed() -> None:
    events = RIDERS.copy()
    count(events, by="even")
    pd.testing.assert_frame_equal(events, RIDERS)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"order": "loose"}, "order='loose' is not known. Use one of 'ordered', 'strict', 'any'"),
        ({"entry": "last"}, "entry='last' is not known. Use one of 'best', 'first'"),
        ({"window": "a week"}, "window='a week' is no span of time"),
        ({"window": 7}, "window=7 is no span of time"),
        ({"window": "-1d"}, "window='-1d' is no span of time"),
        ({"window": dt.timedelta(days=-1)}, "is no span of time"),
        ({"window": pd.NaT}, "is no span of time"),
        ({"period": "decade"}, "period='decade' is not known"),
        ({"matured_only": True}, "matured_only=True needs a window"),
        ({"exclude": "pay"}, "events of the stage 'Pay' cannot be excluded as well"),
        ({"exclude": expr("what in ['pay', 'help']")}, "events of the stage 'Pay' cannot be excluded as well"),
        ({"by": "colour"}, "There is no column 'colour'"),
        ({"min_n": -1}, "min_n=-1"),
        ({"stages": {}}, "Give an event for each stage"),
        ({"stages": ["search", "pay"]}, "Give an event for each stage"),
        ({"stages": {"Find": None}}, "'Find' has no event"),
        ({"stages": {"Find": []}}, "'Find'"),
        ({"stages": {f"S{number}": "search" for number in range(61)}}, "more than a funnel holds"),
    ],
)
def test_options_that_are_not_known(options: dict[str, Any], message: str) -> None:
    with pytest.raises(MetricError) as raised:
        count(RIDERS, **options)
    assert message in str(raised.value)


def test_too_many_overlapping_stages_in_any_order() -> None:
    names = "abcdefghijk"
    stages = {f"S{at}": list(names[at : at + 2]) for at in range(10)}
    with pytest.warns(JourneyWarning), pytest.raises(MetricError, match="stages overlap in the events they take"):
        count(RIDERS, stages, order="any")


def test_a_long_funnel() -> None:
    """Thirty stages, as long as a map gets: each event serves one."""
    rows = [(who, START + pd.Timedelta(minutes=at), f"e{at}") for who in range(30) for at in range(30 - who)]
    events = pd.DataFrame(rows, columns=["who", "at", "what"])
    for order in ("ordered", "strict", "any"):
        found = count(events, {f"S{at}": f"e{at}" for at in range(30)}, order=order, window="1d")
        assert found["converted"].tolist() == list(range(30, 0, -1))


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (None, None),
        ("7d", 7 * 86_400_000_000),
        ("1d12h", 36 * 3_600_000_000),
        (" 36 Hours ", 36 * 3_600_000_000),
        ("1.5h", 5_400_000_000),
        ("2 weeks", 14 * 86_400_000_000),
        ("30min", 1_800_000_000),
        ("5m", 300_000_000),
        ("250ms", 250_000),
        ("0s", 0),
        (dt.timedelta(days=2, microseconds=3), 2 * 86_400_000_000 + 3),
        (pd.Timedelta("1h"), 3_600_000_000),
        (np.timedelta64(90, "m"), 5_400_000_000),
    ],
)
def test_windows(given: Any, expected: int | None) -> None:
    assert micros(given) == expected


@pytest.mark.parametrize("given", ["", "d", "7", "7 lightyears", "7d x", "d7", "nan", "9" * 30 + "d", 7.0, True, [7]])
def test_windows_that_are_none(given: Any) -> None:
    with pytest.raises(MetricError, match="is no span of time"):
        micros(given)


def test_windows_in_words() -> None:
    assert spelled(7 * 86_400_000_000) == "7 days"
    assert spelled(36 * 3_600_000_000) == "36 hours"
    assert spelled(3_600_000_000) == "1 hour"
    assert spelled(90_000_000) == "90 seconds"
    assert spelled(1_500) == "1500 µs"
