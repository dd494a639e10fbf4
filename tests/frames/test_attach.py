"""Results on the map: found or made rows, values replaced by key, one change, one message."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings

from journeywidgets import Journey, TableError
from journeywidgets.errors import JourneyWarning, ReadOnlyError
from journeywidgets.export.plain.fallback import to_html
from journeywidgets.export.plain.text import to_text
from journeywidgets.metrics.result import NOT_ASKED, TOO_SMALL, result
from journeywidgets.widgets.wire import Wire

METHOD = "share of those who reached the stage before; Wilson interval"


def bikes(**options: Any) -> Journey:
    stages = ["Find", "Sign-up", "Ride", "Pay"]
    return Journey("Bike rental", stages=stages, personas=["Commuter", "Visitor"], seed=1, **options)


def figures(*rows: dict[str, Any], metric: str = "Conversion", **said: Any) -> pd.DataFrame:
    return result([{"n": 100, **row} for row in rows], metric=metric, method=METHOD, **said)


def row(stage: str, value: float | None, **more: Any) -> dict[str, Any]:
    ends = {} if value is None else {"low": value - 3, "high": value + 3}
    return {"stage": stage, "value": value, **ends, **more}


def keyed(journey: Journey) -> dict[tuple[Any, ...], tuple[Any, ...]]:
    frame = journey.frame("values").astype(object).where(journey.frame("values").notna(), None)
    return {
        (one.stage, one.persona, one.period): (one.value, one.low, one.high, one.n)
        for one in frame.itertuples(index=False)
    }


def text(journey: Journey) -> str:
    return to_text(journey.store.document)


def test_a_result_makes_its_metric_its_lane_and_its_values_as_one_change() -> None:
    journey = bikes()
    changes: list[Any] = []
    journey.observe(changes.append)
    commuter = journey.id_of("personas", "Commuter")
    found = figures(
        row("Find", 100.0),
        row("Sign-up", 69.2, persona="Commuter", period="2026-09"),
        row("Ride", 40.0, persona=commuter),
    )
    metric = journey.attach(found, lane="Share who go on", target=75, source="events")
    assert journey.metrics.loc[metric].to_dict() == {
        "title": "Conversion", "method": METHOD, "unit": "%", "direction": "up",
        "target": 75.0, "source": "events", "description": "",
    }  # fmt: skip
    lane = journey.lanes.iloc[0]
    assert (lane.title, lane.kind, lane.metric) == ("Share who go on", "metric", metric)
    find, sign_up, ride, _ = journey.stages.index
    assert keyed(journey) == {
        (find, None, None): (100.0, 97.0, 103.0, 100),
        (sign_up, commuter, "2026-09"): (69.2, 66.2, 72.2, 100),
        (ride, commuter, None): (40.0, 37.0, 43.0, 100),
    }
    assert journey.frame("values")["computed_at"].str.endswith("Z").all()
    assert [change.label for change in changes] == ["Attach Conversion"]
    journey.undo()
    assert journey.metrics.empty
    assert journey.frame("values").empty
    assert journey.lanes.empty


def test_a_rerun_changes_what_differs_and_undoes_as_one_step() -> None:
    journey = bikes()
    journey.attach(
        figures(row("Find", 100.0), row("Sign-up", 69.2), row("Ride", 40.0, period="2026-08")), computed_at="2026-01-01"
    )
    before = journey.to_dict()
    journey.attach(figures(row("Find", 100.0), row("Sign-up", 71.0), row("Ride", 45.0, period="2026-09")))
    ops = journey.store.history.changes[-1].ops
    assert sorted((op.kind, *sorted(op.values)) for op in ops if op.table == "values") == [
        ("add", "computed_at", "high", "id", "low", "metric", "n", "note", "period", "persona", "stage", "value"),
        ("set", "computed_at", "high", "low", "value"),
    ]
    assert len(ops) == 2
    values = journey.frame("values").sort_values("value")
    assert list(values["value"]) == [40, 45, 71, 100]
    assert list(values["computed_at"] == "2026-01-01") == [True, False, False, True]
    assert len(journey.metrics) == len(journey.lanes) == 1
    journey.undo()
    assert journey.to_dict() == before
    journey.redo()
    assert sorted(journey.frame("values")["value"]) == [40, 45, 71, 100]


def test_an_unchanged_result_writes_nothing() -> None:
    journey = bikes()
    found = figures(row("Find", 100 / 3), row("Sign-up", 1e-7 / 3), row("Ride", None, n=3), row("Pay", 1234567.8))
    journey.attach(found, "Lane", target=4)
    revision = journey.store.revision
    journey.attach(found, "Lane")
    journey.attach(found)
    journey.attach(found, target=4)
    assert journey.store.revision == revision
    assert sorted(journey.frame("values")["value"].dropna()) == [pytest.approx(1e-7 / 3, rel=1e-5), 33.3333, 1234568]
    journey.attach(found, computed_at="2026-01-01")
    assert set(journey.frame("values")["computed_at"]) == {"2026-01-01"}


def test_method_unit_and_direction_follow_the_result_and_the_rest_stays() -> None:
    journey = bikes()
    metric = journey.attach(figures(row("Find", 10.0)), target=75, description="by the team")
    journey.set("metrics", metric, source="a table")
    journey.attach(figures(row("Find", 10.0), unit="h", direction="down").assign(method="another"))
    held = journey.metrics.loc[metric]
    assert (held.method, held.unit, held.direction) == ("another", "h", "down")
    assert (held.target, held.source, held.description) == (75, "a table", "by the team")


def test_too_few_keep_their_n_and_what_was_not_asked_leaves_the_map() -> None:
    journey = bikes()
    journey.attach(figures(row("Find", 50.0), row("Sign-up", 60.0), row("Ride", 70.0)))
    again = figures(
        row("Find", 50.0),
        row("Sign-up", 61.0, n=3),
        row("Ride", None, n=0, note=NOT_ASKED),
        row("Pay", None, n=0, note=NOT_ASKED),
    )
    assert list(again["note"]) == ["", TOO_SMALL, NOT_ASKED, NOT_ASKED]
    journey.attach(again)
    find, sign_up, *_ = journey.stages.index
    assert keyed(journey) == {(find, None, None): (50.0, 47.0, 53.0, 100), (sign_up, None, None): (None, None, None, 3)}
    shown = text(journey)
    assert "n = 3" in shown or "n 3" in shown
    assert "61" not in shown


def test_the_map_says_why_there_is_no_figure() -> None:
    journey = bikes()
    journey.attach(figures(row("Find", 50.0), row("Sign-up", 60.0)))
    journey.attach(figures(row("Find", 50.0), row("Sign-up", None, note="median not reached")))
    assert sorted(journey.frame("values")["note"]) == ["", "median not reached"]
    assert "median not reached" in text(journey)
    assert "median not reached" in to_html(journey.store.document)
    journey.attach(figures(row("Sign-up", 61.0)))
    assert set(journey.frame("values")["note"]) == {""}
    assert "median not reached" not in text(journey)


def test_values_that_the_result_does_not_name_stay_unless_they_are_to_be_replaced() -> None:
    journey = bikes()
    journey.attach(figures(row("Find", 50.0, period="2026-08"), row("Find", 60.0, persona="Visitor", period="2026-09")))
    journey.attach(figures(row("Find", 70.0, period="2026-09")))
    assert sorted(journey.frame("values")["value"]) == [50, 60, 70]
    other = journey.attach(figures(row("Find", 1.0), metric="Other"))
    journey.attach(figures(row("Find", 71.0, period="2026-09")), replace=True)
    assert sorted(journey.frame("values")["value"]) == [1, 71]
    assert journey.frame("values").set_index("metric").loc[other, "value"] == 1


def test_twins_that_were_there_become_one() -> None:
    journey = bikes()
    metric = journey.attach(figures(row("Find", 50.0)))
    journey.add("values", metric=metric, stage=journey.stages.index[0], value=3)
    journey.attach(figures(row("Find", 50.0)))
    assert len(journey.frame("values")) == 1
    assert list(journey.frame("values")["value"]) == [50]


def test_the_lane_decides_which_metric_is_meant() -> None:
    journey = bikes()
    one = journey.attach(figures(row("Find", 1.0)), "Conversion")
    two = journey.attach(figures(row("Find", 2.0)), "Conversion of campaigns")
    assert one != two
    assert journey.attach(figures(row("Find", 3.0)), "Conversion of campaigns") == two
    assert journey.attach(figures(row("Find", 3.0)), journey.lanes.index[0]) == one
    with pytest.raises(TableError, match=r"there are 2 metrics with the title 'Conversion'. Give the id .*: .*, "):
        journey.attach(figures(row("Find", 4.0)))
    assert journey.attach(figures(row("Find", 4.0)), metric=two) == two
    assert list(journey.lanes["title"]) == ["Conversion", "Conversion of campaigns"]


def test_a_metric_and_a_lane_that_wait_are_used() -> None:
    journey = bikes(lanes=[{"id": "conv", "title": "Conversion", "kind": "metric"}])
    metric = journey.add("metrics", title="Conversion", target=80)
    assert journey.attach(figures(row("Find", 1.0))) == metric
    assert journey.lanes.loc["conv", "metric"] == metric
    assert journey.metrics.loc[metric, "target"] == 80
    assert len(journey.lanes) == 1


def test_a_metric_renamed_in_the_page_is_found_by_its_id() -> None:
    journey = bikes()
    metric = journey.attach(figures(row("Find", 1.0)), "Lane")
    journey.set("metrics", metric, title="Conversion of all")
    with pytest.raises(
        TableError, match="the lane shows the metric 'Conversion of all', and the result is of 'Conversion'"
    ):
        journey.attach(figures(row("Find", 2.0)), "Lane")
    assert journey.attach(figures(row("Find", 2.0)), "Lane", metric=metric) == metric
    assert journey.metrics.loc[metric, "title"] == "Conversion of all"


def test_a_metric_may_be_called_otherwise_than_in_the_result() -> None:
    journey = bikes()
    metric = journey.attach(figures(row("Find", 1.0)), metric="Conversion of 2026")
    assert journey.attach(figures(row("Find", 2.0)), metric="Conversion of 2026") == metric
    assert list(journey.metrics["title"]) == list(journey.lanes["title"]) == ["Conversion of 2026"]
    with pytest.raises(TableError, match="shows the metric 'Conversion of 2026', and the result is of 'Other'"):
        journey.attach(figures(row("Find", 2.0)), "Conversion of 2026", metric="Other")


def test_a_lane_of_cards_is_not_taken() -> None:
    journey = bikes(lanes=["Pains"])
    with pytest.raises(TableError, match="the lane is of kind text, not metric"):
        journey.attach(figures(row("Find", 1.0)), "Pains")


def refused(journey: Journey, found: Any, match: str, **options: Any) -> None:
    before, revision = journey.to_dict(), journey.store.revision
    with pytest.raises(TableError, match=match):
        journey.attach(found, **options)
    assert (journey.to_dict(), journey.store.revision) == (before, revision)


def test_what_cannot_be_is_named_and_changes_nothing() -> None:
    journey = bikes()
    journey.add("stages", title="Pay")
    find = figures(row("Find", 1.0))
    two = pd.concat([find, figures(row("Find", 1.0), metric="NPS")])
    refused(journey, two, r"the result holds 2 metrics: 'Conversion', 'NPS'. Attach one at a time: result\[")
    refused(
        journey, figures(row("Fnd", 1.0), row("Rde", 2.0)), r"'Fnd', 'Rde'. There are 'Find', .* Did you mean 'Find'\?"
    )
    refused(
        journey,
        figures(row("Find", 1.0, persona="Rider")),
        r"no persona has the id or name 'Rider'. There are 'Commuter'",
    )
    refused(journey, figures(row("Pay", 1.0)), r"'Pay' is the title of 2 rows of stages. Give the id: \w+, \w+")
    refused(
        journey,
        figures(row("Find", 1.0), row(journey.stages.index[0], 2.0)),
        "rows 0 and 1 are of the same stage, persona and period",
    )
    refused(journey, find.drop(columns="value"), "column 'value': is missing from the result")
    refused(journey, find.drop(columns="metric"), "column 'metric': is missing from the result")
    refused(
        journey, find.assign(value="high"), r"row '\(of the result, at 0\)', column 'value': 'high' is not a number"
    )
    refused(journey, find.assign(n=-1), "column 'n': -1 is out of range")
    refused(journey, pd.concat([find, find.assign(stage="Ride", unit="h")]), "column 'unit': there are several: %, h")
    refused(journey, find.assign(metric=None), "a row names no metric")
    refused(journey, find.assign(stage=None), "no row names a stage. A map shows figures at its stages")
    refused(journey, find.iloc[:0].drop(columns="metric"), "column 'metric': is missing from the result")
    refused(journey, [1, 2], "not a DataFrame")


def test_rows_left_out_are_counted() -> None:
    journey = bikes()
    found = figures(row("Find", 1.0), {"value": 3.0}, row("Ride", None, n=40))
    with pytest.warns(JourneyWarning) as told:
        journey.attach(found)
    assert [str(one.message) for one in told] == [
        "1 row of the result without a stage (at 1) left out of the map",
        "1 row of the result with no value and no note why (at 2) without a value on the map",
    ]
    assert {one.filename for one in told} == {__file__}
    assert list(journey.frame("values")["value"]) == [1]


def test_a_figure_that_can_no_longer_be_computed_leaves_the_map() -> None:
    journey = bikes()
    journey.attach(figures(row("Find", 1.0), row("Ride", 2.0)))
    with pytest.warns(JourneyWarning, match="with no value and no note why"):
        journey.attach(figures(row("Find", 1.5), row("Ride", None, n=40)))
    assert list(journey.frame("values")["value"]) == [1.5]


def test_a_warning_made_an_error_leaves_the_journey_as_it_was() -> None:
    journey = bikes()
    with pytest.raises(JourneyWarning):  # as pytest's settings make it
        journey.attach(figures(row("Find", 1.0), {"value": 3.0}))
    assert journey.metrics.empty
    journey.add("stages", title="Later")  # the lock is free


def test_any_tidy_frame_will_do() -> None:
    journey = bikes()
    plain = pd.DataFrame(
        {
            "stage": pd.Categorical(["Find", "Ride"]),
            "persona": pd.array(["Commuter", pd.NA], "string"),
            "period": [2026, None],
            "value": pd.array([1.5, 2.5], "Float64"),
            "n": [10.0, None],
        },
        index=["a", "b"],
    )
    metric = journey.attach(plain, metric="Wait")
    assert journey.metrics.loc[metric, "title"] == "Wait"
    assert journey.lanes.iloc[0].title == "Wait"
    find, _, ride, _ = journey.stages.index
    assert keyed(journey) == {
        (find, journey.id_of("personas", "Commuter"), "2026"): (1.5, None, None, 10),
        (ride, None, None): (2.5, None, None, None),
    }
    journey.attach(pl.DataFrame({"stage": ["Ride"], "value": [2.75], "n": [12]}), "Wait")
    assert keyed(journey)[ride, None, None] == (2.75, None, None, 12)


def many(count: int) -> tuple[Journey, pd.DataFrame]:
    journey = Journey(
        "Bike rental", stages=[f"Stage {number}" for number in range(30)], personas=["A", "B", "C", "D"], seed=2
    )
    keys = [
        (s, p, f"2026-W{w}") for w in range(10, 20) for p in journey.personas["name"] for s in journey.stages["title"]
    ]
    rows = [
        {
            "stage": s,
            "persona": p,
            "period": w,
            "value": 100 / (k + 1),
            "low": 90 / (k + 1),
            "high": 110 / (k + 1),
            "n": 10_000 + k,
        }
        for k, (s, p, w) in enumerate(keys[:count])
    ]
    return journey, figures(*rows)


def test_a_thousand_values_are_one_message_to_the_page() -> None:
    journey, found = many(1000)
    sent: list[dict[str, Any]] = []
    wire = Wire(journey, sent.append)
    journey.attach(found, lane="Conversion", target=50)
    wire.flush()
    assert [message["type"] for message in sent] == ["patch"]
    assert len(sent[0]["ops"]) == 1002
    sent.clear()
    journey.attach(
        found.assign(value=found["value"] + 1, low=found["low"] + 1, high=found["high"] + 1, n=found["n"] + 1)
    )
    wire.flush()
    assert [message["type"] for message in sent] == ["patch"]
    assert len(sent[0]["ops"]) == 1000
    sent.clear()
    journey.undo()
    wire.flush()
    assert [message["type"] for message in sent] == ["patch"]
    wire.close()


def test_what_others_edit_meanwhile_holds() -> None:
    journey, found = many(200)
    journey.attach(found)
    stage = journey.stages.index[0]
    own = [
        journey.add("values", metric=journey.metrics.index[0], stage=stage, period=str(year), value=year)
        for year in range(1900, 1920)
    ]
    stop = threading.Event()

    def edit() -> None:
        while not stop.is_set():
            for row_id in own:
                journey.set("values", row_id, n=(journey.store.document.row("values", row_id)["n"] or 0) + 1)

    editor = threading.Thread(target=edit)
    editor.start()
    try:
        for run in range(10):
            journey.attach(found.assign(value=found["value"] + run + 1))
    finally:
        stop.set()
        editor.join()
    values = journey.frame("values")
    assert len(values) == 220
    assert (values.loc[own, "n"] > 0).all()
    assert list(values.loc[own, "value"]) == list(range(1900, 1920))
    assert values.drop(own)["value"].min() >= 10
    labels = [change.label for change in journey.store.history.changes]
    assert labels.count("Attach Conversion") == 11


def test_the_file_keeps_it_and_a_read_only_journey_refuses_it(tmp_path: Path) -> None:
    path = tmp_path / "bikes.journey.json"
    bikes().save(path)
    journey = Journey.open(path)
    found = figures(row("Find", 50.0), row("Ride", 60.0, persona="Visitor"))
    journey.attach(found, target=70)
    held = journey.to_dict()
    with pytest.raises(ReadOnlyError):
        Journey.open(path, read_only=True).attach(found)
    journey.close()
    again = Journey.open(path)
    assert again.to_dict() == held
    revision = again.store.revision
    again.attach(found)
    assert again.store.revision == revision
    again.close()


KEYS = st.tuples(
    st.sampled_from(["Find", "Sign-up", "Ride"]),
    st.sampled_from([None, "Commuter", "Visitor"]),
    st.sampled_from([None, "2026"]),
)
FIGURE = st.one_of(st.just(None), st.just(NOT_ASKED), st.floats(-1e3, 1e3).map(lambda number: round(number, 3)))


@settings(max_examples=60)
@given(st.lists(st.tuples(st.dictionaries(KEYS, FIGURE, max_size=6), st.booleans()), min_size=1, max_size=5))
def test_any_sequence_of_results_is_the_upsert_of_their_keys(runs: list[tuple[dict[Any, Any], bool]]) -> None:
    journey, expected = bikes(), dict[Any, Any]()
    ids = {
        title: row_id
        for table, column in (("stages", "title"), ("personas", "name"))
        for row_id, title in journey.frame(table)[column].items()
    }
    states = [journey.to_dict()]
    for found, replace in runs:
        rows = [
            {
                "stage": stage,
                "persona": persona,
                "period": period,
                "value": None if isinstance(value, str) else value,
                "n": 2 if value is None else 9,
                "note": value if isinstance(value, str) else None,
            }
            for (stage, persona, period), value in found.items()
        ]
        if replace:
            expected.clear()
        for key, value in found.items():
            expected.pop(key, None)
            if value != NOT_ASKED:
                expected[key] = value
        journey.attach(figures(*rows), lane="Conversion", replace=replace)
        if journey.to_dict() != states[-1]:
            states.append(journey.to_dict())
        held = {key: figure[0] for key, figure in keyed(journey).items()}
        assert held == {
            (ids[s], ids.get(p), q): pytest.approx(value, rel=1e-5) if value else value
            for (s, p, q), value in expected.items()
        }
    for state in reversed(states[:-1]):
        journey.undo()
        assert journey.to_dict() == state
