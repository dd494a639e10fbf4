"""What all behaviour metrics have in common: options, what they tell of, and what they refuse."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest
from tests.metrics.behaviour_logs import COLUMNS
from tests.metrics.engines import EVERY_ENGINE, Engine
from tests.metrics.rides import RIDES, STAGES, journey, log

from journeywidgets.errors import JourneyError, JourneyWarning, MetricError
from journeywidgets.metrics import churn, deviations, retention, time_in_stage, transitions
from journeywidgets.metrics.expression import parse
from journeywidgets.metrics.result import COLUMNS as RESULT
from journeywidgets.metrics.result import TOO_SMALL

Metric = Callable[..., pd.DataFrame]
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


def test_errors_are_the_projects_own() -> None:
    with pytest.raises(JourneyError, match="'int' is no table of rows"):
        transitions(3, STAGES, **COLUMNS)
