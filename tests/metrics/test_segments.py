"""Personas as queries: shares, overlaps and the unassigned, as plain Python counts them."""

from __future__ import annotations

import itertools
from typing import Any

import hypothesis.strategies as st
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from statsmodels.stats.proportion import proportion_confint
from tests.metrics.conditions import ROWS, Told, conditions, frame
from tests.metrics.engines import FRAMES, Engine

from journeywidgets import Journey
from journeywidgets.datasets import simulate
from journeywidgets.errors import JourneyWarning, MetricError
from journeywidgets.metrics.result import COLUMNS, TOO_SMALL
from journeywidgets.metrics.segments import segments, write_shares


def told(*texts: str) -> Journey:
    names = ["Commuter", "Visitor", "Courier", "Guest"]
    kinds = [{"id": f"p{at}", "name": names[at], "segment": text} for at, text in enumerate(texts)]
    return Journey("Bike rental", personas=kinds, seed=1)


def counted(found: pd.DataFrame) -> dict[tuple[Any, ...], int]:
    return {(row["kind"], row["persona"], row["other"]): int(row["count"]) for _, row in found.iterrows()}


def expected(members: list[list[bool]]) -> dict[tuple[Any, ...], int]:
    """Count people; `members` holds, for each person, whether each persona's segment matches."""
    keys = [f"p{at}" for at in range(len(members[0]))]
    counts: dict[tuple[Any, ...], int] = {
        ("share", key, None): sum(one[at] for one in members) for at, key in enumerate(keys)
    }
    for a, b in itertools.combinations(range(len(keys)), 2):
        counts["overlap", keys[a], keys[b]] = sum(one[a] and one[b] for one in members)
    return counts | {("unassigned", None, None): sum(not any(one) for one in members)}


def named_column(text: str) -> bool:
    return any(name in text for name in ROWS[0])


@settings(max_examples=2, suppress_health_check=list(HealthCheck))
@given(said=st.lists(conditions.filter(lambda one: named_column(one[0])), min_size=1, max_size=4))
@pytest.mark.filterwarnings("ignore::journeywidgets.errors.JourneyWarning")
def test_shares_overlaps_and_the_unassigned_on_every_engine(engine: Engine, said: list[Told]) -> None:
    journey, native = told(*(text for text, _ in said)), engine(frame())
    alone = [[says(row) is True for _, says in said] for row in ROWS]
    assert counted(segments(native, journey)) == expected(alone)
    # A person of several rows belongs where any row matches.
    owners: dict[Any, list[bool]] = {}
    for row, one in zip(ROWS, alone, strict=True):
        if row["city"] is not None:
            owners[row["city"]] = [a or b for a, b in zip(owners.get(row["city"], one), one, strict=True)]
    found = segments(native, journey, actor="city")
    assert counted(found) == expected(list(owners.values()))
    assert set(found["n"]) == {len(owners)}


def test_the_result_is_tidy_with_wilsons_interval() -> None:
    people = pd.DataFrame({"trips": [30, 25, 1, 2, 3, None, 40, 20, 22, 4]})
    with pytest.warns(JourneyWarning, match=r"^1 row is in no persona\.$"):
        found = segments(people, told("trips >= 20", "trips < 20"))
    assert list(found.columns) == [*COLUMNS, "kind", "other", "count"]
    assert found["value"].tolist() == [50, 40, 0, 10]
    assert found["n"].tolist() == [10] * 4
    for _, row in found.iterrows():
        low, high = proportion_confint(row["count"], 10, method="wilson")
        assert (row["low"], row["high"]) == (pytest.approx(100 * low, abs=1e-9), pytest.approx(100 * high, abs=1e-9))
    assert found.loc[2, ["persona", "other"]].tolist() == ["p0", "p1"]
    assert found.loc[3, ["persona", "other", "stage"]].tolist() == [None, None, None]
    assert "each row is one" in str(found.loc[0, "method"])
    small = segments(people.head(4), told("trips >= 20", "trips < 20"))
    assert set(small["note"]) == {TOO_SMALL}
    assert small["value"].isna().all()
    assert small["count"].tolist() == [2, 2, 0, 0]


def test_what_is_left_out_or_counts_twice_is_told() -> None:
    people = pd.DataFrame({"who": ["a", "a", "b", "c", None, None], "trips": [1, 30, 30, 5, 1, 1]})
    journey = told("trips >= 20", "trips < 3", "", " ")
    with pytest.warns(JourneyWarning) as warned:
        found = segments(people, journey, actor="who", min_n=0)
    assert [str(one.message) for one in warned] == [
        "2 personas have no segment and are left out: 'Courier', 'Guest'.",
        "2 rows have no actor (column 'who' is empty) and are left out.",
        "1 actor is in several personas and counts in each; the rows of kind 'overlap' tell which.",
        "1 actor is in no persona.",
    ]
    assert {one.filename for one in warned} == {__file__}
    assert counted(found) == {
        ("share", "p0", None): 2, ("share", "p1", None): 1, ("overlap", "p0", "p1"): 1, ("unassigned", None, None): 1
    }  # fmt: skip


def test_what_cannot_be_counted_is_named() -> None:
    people = pd.DataFrame({"trips": [1, 2, 3]})
    with pytest.raises(MetricError, match=r"No persona has a segment.* Set one: journey.set"):
        segments(people, told("", ""))
    with pytest.raises(MetricError, match=r"The segment of persona 'Visitor' cannot be read: .* at position 5 \('='\)"):
        segments(people, told("trips > 1", "trips=1"))
    with pytest.raises(MetricError, match=r"no column 'tripz'. Did you mean 'trips'\?"):
        segments(people, told("tripz > 1"))
    with pytest.raises(MetricError, match="numbers cannot be compared with texts"):
        segments(people, told("trips > '1'"))
    with pytest.raises(MetricError, match="name no column"):
        segments(people, told("True"))
    with pytest.raises(MetricError, match=r"actor=3 is no name of a column"):
        segments(people, told("trips > 1"), actor=3)  # type: ignore[arg-type]
    with pytest.raises(MetricError, match="min_n=-1"):
        segments(people, told("trips > 1"), min_n=-1)


def test_nobody_at_all() -> None:
    found = segments(pd.DataFrame({"trips": pd.Series([], dtype="int64")}), told("trips > 1"))
    assert found["n"].tolist() == [0, 0]
    assert found["value"].isna().all()


def test_shares_are_written_as_one_change() -> None:
    people = pd.DataFrame({"trips": [30, 25, 1, 2, 3, 5, 40, 20, 22, 4]})
    journey = told("trips >= 20", "trips < 3", "")
    journey.set("personas", "p2", share=0.25)
    revision = journey.store.revision
    with pytest.warns(JourneyWarning):
        found = segments(people, journey)
    write_shares(journey, found)
    assert journey.personas["share"].tolist() == [0.5, 0.2, 0.25]
    assert journey.store.revision == revision + 1
    write_shares(journey, found)
    assert journey.store.revision == revision + 1
    journey.undo()
    assert journey.personas["share"].isna().tolist() == [True, True, False]
    journey.redo()
    with pytest.warns(JourneyWarning):
        few = segments(people.head(3), journey)
    write_shares(journey, few)
    assert journey.personas["share"].isna().tolist() == [True, True, False]


def test_shares_of_another_journey_or_frame_are_refused() -> None:
    people = pd.DataFrame({"trips": range(10)})
    found = segments(people, told("trips >= 0"))
    other = Journey("Another", personas=["Commuter"], seed=2)
    with pytest.raises(MetricError, match="There is no persona 'p0' any more"):
        write_shares(other, found)
    with pytest.raises(MetricError, match="These are no shares of segments"):
        write_shares(other, people)
    assert other.store.revision == 0


@pytest.mark.parametrize("name", ["pandas", "polars-lazy"])
def test_the_simulated_riders_have_the_shares_that_they_were_made_with(name: str) -> None:
    city = simulate(riders=3000, seed=5)
    journey = Journey("Bike rental", personas=city.personas.drop(columns="share"), seed=1)
    found = segments(FRAMES[name](city.riders), journey, actor="rider")
    shares = found[found["kind"] == "share"].set_index("persona")
    truth = 100 * city.personas["share"]
    assert ((shares["low"] <= truth) & (truth <= shares["high"])).all()
    write_shares(journey, found)
    assert journey.personas["share"].sum() == pytest.approx(1)
