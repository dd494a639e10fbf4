"""What the behaviour metrics' options do, what they tell of, and what they refuse."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from statsmodels.stats.proportion import proportion_confint
from tests.metrics import behaviour_logs as make
from tests.metrics.behaviour_logs import COLUMNS, FULL
from tests.metrics.engines import EVERY_ENGINE, Engine

from journeywidgets import Journey
from journeywidgets.errors import JourneyError, JourneyWarning, MetricError
from journeywidgets.metrics import churn, deviations, links, retention, time_in_stage, transitions
from journeywidgets.metrics.expression import parse
from journeywidgets.metrics.funnel import funnel
from journeywidgets.metrics.result import COLUMNS as RESULT
from journeywidgets.metrics.result import TOO_SMALL

STAGES = {"Look": "look", "Book": "book", "Ride": "ride"}
Metric = Callable[..., pd.DataFrame]


def log(*rows: tuple[Any, ...]) -> pd.DataFrame:
    """Return rows of (who, when, what, plan)."""
    frame: pd.DataFrame = pd.DataFrame(
        [(*row, *["free", 1.0][len(row) - 3 :]) for row in rows], columns=["who", "at", "what", "plan", "amount"]
    )
    timed: pd.DataFrame = frame.assign(at=pd.to_datetime(frame["at"]).astype("datetime64[us]"))
    return timed


def journey(**options: Any) -> Journey:
    stages = [{"id": f"id-{key}", "title": key} for key in STAGES]
    return Journey("Bike rental", stages=stages, seed=1, **options)


RIDES = log(
    ("P1", "2026-01-05 10:00", "look"),
    ("P1", "2026-01-05 12:00", "book"),
    ("P1", "2026-01-06 12:00", "ride"),
    ("P2", "2026-01-07 10:00", "look", "pro", 9.0),
    ("P2", "2026-01-07 11:00", "help", "pro", 9.0),
    ("P2", "2026-01-07 14:00", "book", "pro", 9.0),
    ("P3", "2026-01-31 23:59", "look"),
    ("P3", "2026-02-03 00:00", "ride"),
    ("P3", "2026-02-04 00:00", "book"),
)


STAGED: dict[str, Metric] = {"time_in_stage": time_in_stage, "transitions": transitions}


def calls() -> dict[str, Metric]:
    options: dict[str, Any] = {**COLUMNS, "min_n": 0}
    return {
        "time_in_stage": lambda data, **more: time_in_stage(data, STAGES, **{**options, **more}),
        "retention": lambda data, **more: retention(data, **{**options, **more}),
        "churn": lambda data, **more: churn(data, **{**options, "incomplete": True, **more}),
        "transitions": lambda data, **more: transitions(data, STAGES, **{**options, **more}),
        "deviations": lambda data, **more: deviations(data, journey(), STAGES, **{**options, **more}),
    }


@pytest.fixture(params=calls())
def metric(request: pytest.FixtureRequest) -> Metric:
    """Return each metric in turn, with the columns and stages filled in."""
    return calls()[request.param]


# All of them


def test_a_result_begins_with_the_columns_of_every_result(metric: Metric) -> None:
    found = metric(RIDES)
    assert len(found)
    assert list(found)[: len(RESULT)] == list(RESULT)
    assert found["method"].map(bool).all()
    assert found["persona"].isna().all()


def test_a_result_is_the_same_for_shuffled_rows(metric: Metric) -> None:
    for seed in range(3):
        pd.testing.assert_frame_equal(metric(RIDES), metric(RIDES.sample(frac=1, random_state=seed)))


def test_the_callers_frame_is_left_alone(metric: Metric) -> None:
    before = RIDES.copy()
    metric(RIDES)
    pd.testing.assert_frame_equal(RIDES, before)


def test_below_min_n_there_is_no_value_but_n(metric: Metric) -> None:
    found = metric(RIDES, min_n=4)
    assert set(found["note"]) == {TOO_SMALL}
    assert found[["value", "low", "high"]].isna().all(axis=None)
    assert found["n"].notna().all()


def test_a_group_is_a_column_or_a_persona(metric: Metric) -> None:
    by_column = metric(RIDES, by="plan")
    assert list(dict.fromkeys(by_column["persona"])) == ["free", "pro"]


@pytest.mark.parametrize("name", ["time_in_stage", "retention", "churn", "transitions"])
def test_personas_are_queries_and_may_overlap(name: str) -> None:
    personas = [
        {"id": "pro", "name": "Commuter", "segment": "plan == 'pro'"},
        {"id": "all", "name": "Visitor", "segment": "amount > 0"},
    ]
    metric = calls()[name]
    with pytest.warns(JourneyWarning, match="3 events are of several personas, and count in each"):
        found = metric(RIDES, by="persona", journey=journey(personas=personas))
    assert list(dict.fromkeys(found["persona"])) == ["pro", "all"]
    of = {name: mine.drop(columns="persona").reset_index(drop=True) for name, mine in found.groupby("persona")}
    pd.testing.assert_frame_equal(of["all"], metric(RIDES).drop(columns="persona"))
    plans = metric(RIDES, by="plan")
    plan = plans[plans["persona"] == "pro"].drop(columns="persona").reset_index(drop=True)
    pd.testing.assert_frame_equal(of["pro"], plan)


def test_deviations_take_the_personas_of_their_journey() -> None:
    personas = [{"id": "pro", "name": "Commuter", "segment": "plan == 'pro'"}]
    with pytest.warns(JourneyWarning, match="6 events are in no persona"):
        found = deviations(RIDES, journey(personas=personas), STAGES, **COLUMNS, by="persona", min_n=0)
    assert found[["persona", "kind", "event", "actors", "n"]].to_numpy().tolist() == [
        ["pro", "unexpected", "help", 1, 1]
    ]


def test_a_group_that_is_missing_is_told_of_and_counts_nobody(metric: Metric) -> None:
    data = RIDES.assign(plan=pd.Series([None, "pro", *RIDES["plan"][2:]], dtype=object))
    with pytest.warns(JourneyWarning, match=r"1 event is in no group \(column 'plan' is empty\)"):
        metric(data, by="plan")


def test_a_column_that_is_missing_is_named(metric: Metric) -> None:
    with pytest.raises(MetricError, match=r"There is no column 'whoo'. Did you mean 'who'\?"):
        metric(RIDES, actor="whoo")
    with pytest.raises(MetricError, match=r"There is no column 'plann'"):
        metric(RIDES, by="plann")


def test_times_as_text_are_refused(metric: Metric) -> None:
    with pytest.raises(MetricError, match=r"Column 'at' holds text, not times"):
        metric(RIDES.assign(at=RIDES["at"].astype(str)))


def test_rows_without_an_actor_are_counted(metric: Metric) -> None:
    data = pd.concat([RIDES, log((None, "2026-01-20", "look"))])
    with pytest.warns(JourneyWarning, match=r"1 row has no actor"):
        found = metric(data)
    pd.testing.assert_frame_equal(found, metric(RIDES))


def test_an_empty_log_is_refused(metric: Metric) -> None:
    with pytest.raises(MetricError, match="There are no events"):
        metric(RIDES.iloc[:0])


@pytest.mark.parametrize("name", ["time_in_stage", "transitions"])
def test_stages_are_those_of_the_journey_in_its_order(name: str) -> None:
    metric = STAGED[name]
    turned = {key: STAGES[key] for key in ("Ride", "Look", "Book")}
    found = metric(RIDES, turned, **COLUMNS, journey=journey(), min_n=0)
    pd.testing.assert_frame_equal(found, metric(RIDES, STAGES, **COLUMNS, min_n=0))
    by_id = metric(RIDES, {f"id-{key}": name for key, name in turned.items()}, **COLUMNS, journey=journey(), min_n=0)
    assert by_id["stage"].tolist() == [f"id-{key}" for key in found["stage"]]
    with pytest.raises(MetricError, match=r"'Pay' is no stage of the journey"):
        metric(RIDES, {**STAGES, "Pay": "paid"}, **COLUMNS, journey=journey())
    with pytest.raises(MetricError, match=r"'Look' and 'id-Look' are the same stage"):
        metric(RIDES, {"Look": "look", "id-Look": "see"}, **COLUMNS, journey=journey())


@pytest.mark.parametrize("name", ["time_in_stage", "transitions", "deviations"])
def test_stages_that_cannot_be_are_refused(name: str) -> None:
    def metric(stages: Any) -> pd.DataFrame:
        if name == "deviations":
            return deviations(RIDES, journey(), stages, **COLUMNS)
        return STAGED[name](RIDES, stages, **COLUMNS)

    for stages, message in (
        ({}, "is no mapping"),
        (["look", "book"], "is no mapping"),
        ({1: "look"}, "1 is no stage"),
        ({"Look": None, "Book": "book"}, "Stage 'Look' has no event"),
        ({"Look": [], "Book": "book"}, r"'Look': \[\] is no event"),
    ):
        with pytest.raises(MetricError, match=message):
            metric(stages)
    with pytest.warns(JourneyWarning, match=r"No event fits 'Look' \('lok'\)"):
        metric({"Look": "lok", "Book": "book"})


@pytest.mark.parametrize("engine", EVERY_ENGINE)
def test_stages_may_be_conditions(engine: Engine) -> None:
    stages = {"Look": parse("what == 'look' and amount < 5"), "Book": parse("contains(what, 'boo')"), "Ride": "ride"}
    found = time_in_stage(engine(RIDES), stages, **COLUMNS, min_n=0)
    assert found["n"].tolist() == [2, 2]
    assert found["moved_on"].tolist() == [2, 1]


@pytest.mark.parametrize("name", ["time_in_stage", "retention", "churn"])
@pytest.mark.parametrize(
    ("until", "message"),
    [
        (3, "is a number"),
        ("soon", "is no time"),
        (True, "is a number"),
        ("2025-12-31", "before the first event"),
        ([], "is no time"),
    ],
)
def test_an_end_of_observation_that_cannot_be_is_refused(name: str, until: Any, message: str) -> None:
    with pytest.raises(MetricError, match=message):
        calls()[name](RIDES, until=until)


# Time in stage


def test_times_of_those_who_moved_on_and_of_those_still_inside() -> None:
    found = time_in_stage(RIDES, STAGES, **COLUMNS, min_n=0, until="2026-02-05")
    look, book = found.to_dict("records")
    # 2 h, 4 h and 72 h and a minute; nobody is left in the first stage.
    assert (look["value"], look["moved_on"], look["still_inside"]) == (4.0, 3, 0)
    assert math.isnan(look["km_median"])
    assert "everybody moved on" in look["method"]
    # P1 rode after a day; P2 and P3 (whose ride was before the booking) have not.
    assert (book["n"], book["moved_on"], book["still_inside"], book["median"]) == (3, 1, 2, 24.0)
    # One day old is the booking of P3, when they leave sight: who rides then is one of three.
    assert math.isnan(book["value"])
    assert "not reached: more than half are still inside" in book["method"]
    assert "some were still inside at 2026-02-05 00:00:00 UTC" in book["method"]


def test_units() -> None:
    values = [
        time_in_stage(RIDES, STAGES, **COLUMNS, min_n=0, unit=unit)["value"][0] for unit in ("s", "min", "h", "days")
    ]
    assert values == [14_400, 240, 4, pytest.approx(4 / 24)]
    with pytest.raises(MetricError, match=r"unit='weeks' is not known. Use one of s, min, h, days"):
        time_in_stage(RIDES, STAGES, **COLUMNS, unit="weeks")


def test_the_last_stage_has_a_time_where_something_ends_it() -> None:
    assert time_in_stage(RIDES, STAGES, **COLUMNS)["stage"].tolist() == ["Look", "Book"]
    found = time_in_stage(RIDES, {"Look": "look"}, **COLUMNS, end=["book", "ride"], min_n=0)
    assert found["stage"].tolist() == ["Look"]
    assert found["value"].tolist() == [4.0]
    with pytest.raises(MetricError, match="There is one stage and no end of it"):
        time_in_stage(RIDES, {"Look": "look"}, **COLUMNS)


def test_what_comes_after_the_end_of_observation_is_not_known() -> None:
    found = time_in_stage(RIDES, STAGES, **COLUMNS, min_n=0, until="2026-01-07T12:00+00:00")
    assert found["n"].tolist() == [2, 1]
    assert found["still_inside"].tolist() == [1, 0]


def test_zones_of_until_are_read() -> None:
    at = [
        time_in_stage(RIDES, STAGES, **COLUMNS, min_n=0, until=until)
        for until in (
            "2026-01-07T14:00+02:00",
            pd.Timestamp("2026-01-07 12:00"),
            np.datetime64("2026-01-07T12:00"),
        )
    ]
    for other in at[1:]:
        pd.testing.assert_frame_equal(at[0], other)


# Retention and churn

VISITS = log(
    ("P1", "2026-01-05", "visit"),
    ("P1", "2026-02-05", "visit"),
    ("P1", "2026-04-05", "visit"),
    ("P2", "2026-01-20", "visit"),
    ("P2", "2026-03-20", "visit"),
    ("P3", "2026-02-20", "visit"),
    ("P3", "2026-03-02", "leave"),
    ("P3", "2026-03-20", "visit"),
)


def table(found: pd.DataFrame, *columns: str) -> list[list[Any]]:
    rows: list[list[Any]] = (
        found[list(columns)].astype(object).where(found[list(columns)].notna(), None).to_numpy().tolist()
    )
    return rows


def test_retention_by_cohort_and_age() -> None:
    found = retention(VISITS, **COLUMNS, active="visit", min_n=0)
    assert table(found, "cohort", "age", "active", "size") == [
        [None, 0, 3, 3],
        [None, 1, 2, 3],
        [None, 2, 1, 2],
        ["2026-01", 0, 2, 2],
        ["2026-01", 1, 1, 2],
        ["2026-01", 2, 1, 2],
        ["2026-02", 0, 1, 1],
        ["2026-02", 1, 1, 1],
    ]
    assert found["complete"].all()
    assert "Periods that were not over at 2026-04-05 00:00:00 UTC are left out" in found["method"][0]
    low, high = proportion_confint(2, 3, method="wilson")
    assert found.loc[1, ["value", "low", "high"]].tolist() == pytest.approx([200 / 3, 100 * low, 100 * high])


def test_rolling_retention_counts_who_comes_later() -> None:
    found = retention(VISITS, **COLUMNS, active="visit", kind="rolling", min_n=0, ages=2)
    january = found[found["cohort"] == "2026-01"]
    assert table(january, "age", "active") == [[0, 2], [1, 2], [2, 2]]
    assert "unbounded" in found["method"][0]


def test_periods_that_are_not_over_are_marked_where_they_are_wanted() -> None:
    found = retention(VISITS, **COLUMNS, active="visit", incomplete=True, min_n=0)
    assert table(found[~found["complete"]], "cohort", "age", "active", "size") == [
        [None, 3, 1, 2],
        ["2026-01", 3, 1, 2],
        ["2026-02", 2, 0, 1],
    ]
    to_its_end = retention(VISITS, **COLUMNS, active="visit", until="2026-05-01", min_n=0)
    assert to_its_end["complete"].all()
    assert table(to_its_end[to_its_end["cohort"] == "2026-01"], "age", "active")[3] == [3, 1]


def test_churn_never_nets_off_the_new() -> None:
    found = churn(VISITS, **COLUMNS, active="visit", min_n=0)
    assert table(found, "period", "lost", "at_start", "value") == [
        ["2026-02", 1, 2, 50.0],  # P2 is silent; P3 is new, and no gain against it
        ["2026-03", 1, 2, 50.0],  # P1 is silent, P3 is not; P2 is back, and no gain
    ]
    assert set(found["direction"]) == {"down"}


def test_churn_by_events() -> None:
    found = churn(VISITS, **COLUMNS, lost="leave", min_n=0, until="2026-05-01")
    assert table(found, "period", "lost", "at_start") == [["2026-02", 0, 2], ["2026-03", 1, 3], ["2026-04", 0, 3]]
    assert "lost: leave in the month" in found["method"][0]


@pytest.mark.parametrize("options", [{}, {"lost": "c"}])
def test_cohorts_of_churn_add_up_to_all(options: dict[str, Any]) -> None:
    data = make.frame(make.many(5, actors=200))
    each = churn(data, **COLUMNS, **options, cohorts=True, min_n=0)
    total = churn(data, **COLUMNS, **options, min_n=0).set_index("period")[["n", "lost"]]
    assert each["cohort"].nunique() > 3
    assert (each["cohort"] < each["period"]).all()
    pd.testing.assert_frame_equal(each.groupby("period")[["n", "lost"]].sum(), total, check_index_type=False)


def test_cohorts_of_churn_are_those_of_their_actors() -> None:
    log = make.many(6, actors=200)
    first = {row.actor: min(other.time for other in log if other.actor == row.actor) for row in log}
    data = make.frame(log)
    cohort = pd.to_datetime(data["who"].map(first), unit="us").dt.strftime("%Y-%m")
    each = churn(data, **COLUMNS, cohorts=True, min_n=0, until="2021-07-01")
    for name, mine in each.groupby("cohort"):
        alone = churn(data[cohort == name], **COLUMNS, min_n=0, until="2021-07-01")
        alone = alone[alone["period"] > name].set_index("period")
        assert alone["lost"].tolist() == mine["lost"].tolist()


@pytest.mark.parametrize(
    ("metric", "options", "message"),
    [
        (retention, {"kind": "loose"}, "kind='loose' is not known"),
        (retention, {"ages": -1}, "ages=-1 is not a whole number"),
        (retention, {"ages": 1.5}, "ages=1.5 is not a whole number"),
        (retention, {"period": "hour"}, "period='hour' is not known"),
        (retention, {"period": None}, "period=None"),
        (churn, {"period": None}, "period=None"),
        (churn, {"by": 3}, "by=3 is no name"),
    ],
)
def test_options_that_are_not_known_are_refused(metric: Metric, options: dict[str, Any], message: str) -> None:
    with pytest.raises(MetricError, match=message):
        metric(VISITS, **COLUMNS, **options)


# Transitions


def test_transitions_as_links_of_the_map() -> None:
    found = transitions(RIDES, STAGES, **COLUMNS, min_n=0)
    assert table(found, "source", "target", "kind", "count", "actors", "n") == [
        ["Look", "Book", "next", 2, 2, 3],
        ["Look", "Ride", "skip", 1, 1, 3],
        ["Book", "Ride", "next", 1, 1, 3],
        ["Ride", "Book", "loop", 1, 1, 2],
    ]
    mine = journey()
    written = mine.add("links", source="id-Look", target="id-Ride", kind="branch", label="Without booking")
    counted = mine.add("links", source="id-Look", target="id-Book", label="1 of 9")
    mine.add("links", source="id-Ride", target="id-Look", kind="loop", label="Rides again")
    for _ in range(2):
        mine.update("links", links(found, mine))
    frame = mine.links
    assert len(frame) == 5
    assert frame.loc[written, ["kind", "label"]].tolist() == ["branch", "Without booking"]
    assert frame.loc[written, "share"] == pytest.approx(1 / 3)
    assert frame.loc[counted, ["kind", "label"]].tolist() == ["next", "2 of 3"]
    mine.links = links(found, mine, least=0.4)
    assert sorted(zip(mine.links["source"], mine.links["target"], strict=True)) == [
        ("id-Look", "id-Book"),
        ("id-Ride", "id-Book"),
    ]
    mine.undo()
    assert len(mine.links) == 5


def test_ends_and_self_loops() -> None:
    data = log(*[("P1", f"2026-01-0{day}", what) for day, what in enumerate(["look", "look", "book", "book"], 1)])
    found = transitions(data, STAGES_OF_TWO, **COLUMNS, self_loops=True, ends=True, min_n=0)
    assert table(found, "source", "target", "kind", "count") == [
        ["Look", "Look", "loop", 1],
        ["Look", "Book", "next", 1],
        ["Book", "Book", "loop", 1],
        ["Book", None, "end", 1],
    ]
    assert table(found, "move_share")[:2] == [[0.5], [0.5]]
    assert len(links(found, journey())) == 3


STAGES_OF_TWO = {"Look": "look", "Book": "book"}


def test_links_of_moves_that_are_too_few_are_left_out() -> None:
    assert links(transitions(RIDES, STAGES, **COLUMNS), journey()).empty


def test_links_of_several_groups_or_of_something_else_are_refused() -> None:
    found = transitions(RIDES, STAGES, **COLUMNS, by="plan", min_n=0)
    with pytest.raises(MetricError, match=r"several values of 'persona': 'free', 'pro'"):
        links(found, journey())
    with pytest.raises(MetricError, match="Give a result of transitions"):
        links(retention(VISITS, **COLUMNS), journey())
    with pytest.raises(MetricError, match="'Look' is no stage of the journey"):
        links(transitions(RIDES, STAGES, **COLUMNS), Journey("Empty", stages=["Elsewhere"]))


# Deviations


def test_deviations_of_each_kind_with_examples() -> None:
    found = deviations(RIDES, journey(), STAGES, **COLUMNS, min_n=0)
    assert table(found, "metric", "stage", "event", "actors", "n", "examples") == [
        ["Deviation: out of order", "Book", None, 1, 3, ("P3",)],
        ["Deviation: unexpected", None, "help", 1, 3, ("P2",)],
    ]
    mine = journey()
    mine.add("links", source="id-Ride", target="id-Book", kind="loop")
    assert deviations(RIDES, mine, STAGES, **COLUMNS, min_n=0, ignore=["help"]).empty


def test_a_stage_is_missing_unless_the_map_has_a_way_around_it() -> None:
    data = log(("P1", "2026-01-01", "look"), ("P1", "2026-01-02", "ride"), ("P2", "2026-01-01", "book"))
    found = deviations(data, journey(), STAGES, **COLUMNS, min_n=0)
    assert table(found, "kind", "stage", "actors", "n") == [["missing", "Look", 1, 2], ["missing", "Book", 1, 1]]
    mine = journey()
    mine.add("links", source="id-Look", target="id-Ride", kind="skip")
    assert table(deviations(data, mine, STAGES, **COLUMNS, min_n=0), "stage") == [["Look"]]


def test_nobody_is_named_where_that_is_wanted_or_where_there_are_few() -> None:
    assert set(deviations(RIDES, journey(), STAGES, **COLUMNS, min_n=0, examples=0)["examples"]) == {()}
    assert deviations(RIDES, journey(), STAGES, **COLUMNS)["examples"].isna().all()


def test_examples_and_unexpected_names_are_bounded() -> None:
    many = [
        (f"P{person:03d}", "2026-01-05", f"event {name:02d}") for person in range(40) for name in range(person % 30)
    ]
    data = pd.concat([RIDES, log(*many)])
    found = deviations(data, journey(), STAGES, **COLUMNS, top=4, examples=2, min_n=0)
    unexpected = found[found["kind"] == "unexpected"]
    assert unexpected["event"].tolist() == [f"event {name:02d}" for name in range(4)]
    assert unexpected["actors"].tolist() == [38, 36, 34, 32]
    assert unexpected["examples"].tolist() == [(f"P{at:03d}", f"P{at + 1:03d}") for at in range(1, 5)]
    assert deviations(data, journey(), STAGES, **COLUMNS, top=0, min_n=0)["event"].isna().all()
    for wrong in ({"top": -1}, {"examples": 1.5}, {"examples": True}):
        with pytest.raises(MetricError, match="is not a whole number of 0 or more"):
            deviations(RIDES, journey(), STAGES, **COLUMNS, **wrong)


def test_stages_by_the_names_of_events() -> None:
    mine = Journey("Bike rental", stages=[{"title": "look", "steps": ["see"]}, "book", "ride"], seed=1)
    found = deviations(RIDES, mine, **COLUMNS, min_n=0)
    assert table(found, "stage", "event", "kind") == [["book", None, "out of order"], [None, "help", "unexpected"]]


def test_a_group_is_that_of_the_first_event() -> None:
    data = RIDES.assign(plan=["new", "old", "old", "new", "new", "new", "new", "old", "old"])
    found = deviations(data, journey(), STAGES, **COLUMNS, by="plan", period="month", min_n=0)
    assert table(found, "persona", "period", "kind", "n") == [
        ["new", "2026-01", "out of order", 3],
        ["new", "2026-01", "unexpected", 3],
    ]


# The same people, by two functions


def test_who_moves_on_is_who_the_funnel_counts() -> None:
    data = make.frame(make.many(9, actors=300))
    steps = funnel(data, FULL, **COLUMNS, entry="first", min_n=0)
    times = time_in_stage(data, FULL, **COLUMNS, min_n=0)
    assert times["n"].tolist() == steps["converted"].tolist()[:-1]
    assert times["moved_on"].tolist() == steps["converted"].tolist()[1:]


def test_errors_are_the_projects_own() -> None:
    with pytest.raises(JourneyError, match="'int' is no table of rows"):
        transitions(3, STAGES, **COLUMNS)
