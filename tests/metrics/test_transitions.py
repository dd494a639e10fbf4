"""Transitions and deviations of a few rides, counted by hand; links and examples."""

from __future__ import annotations

import pandas as pd
import pytest
from tests.metrics.behaviour_logs import COLUMNS
from tests.metrics.rides import RIDES, STAGES, VISITS, journey, log, table

from journeywidgets import Journey
from journeywidgets.errors import MetricError
from journeywidgets.metrics import deviations, links, retention, transitions


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
    found = transitions(
        data, {key: STAGES[key] for key in ("Look", "Book")}, **COLUMNS, self_loops=True, ends=True, min_n=0
    )
    assert table(found, "source", "target", "kind", "count") == [
        ["Look", "Look", "loop", 1],
        ["Look", "Book", "next", 1],
        ["Book", "Book", "loop", 1],
        ["Book", None, "end", 1],
    ]
    assert table(found, "move_share")[:2] == [[0.5], [0.5]]
    assert len(links(found, journey())) == 3


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
