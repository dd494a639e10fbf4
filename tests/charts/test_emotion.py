"""The emotion chart draws what the map draws: means of scored quotes, and of cards where there are none."""

from __future__ import annotations

from typing import Any

import pytest

from journeywidgets import Journey, charts


@pytest.fixture
def j() -> Journey:
    made = Journey(
        "Bikes",
        stages=[{"id": "up", "title": "Sign-up"}, {"id": "go", "title": "Ride"}],
        lanes=[{"id": "mood", "title": "Emotion", "kind": "emotion"}],
        seed=1,
    )
    made.add("cards", id="quoted", stage="up", lane="mood", score=2)
    made.add("cards", id="set", stage="go", lane="mood", score=1)
    for number, score in enumerate((-1, 0, -0.5, -0.5)):
        made.add("evidence", card="quoted", participant=f"P{number}", score=score)
    return made


def points(j: Journey) -> dict[str, tuple[float, float | None, float | None, int]]:
    spec = charts.emotion(j).to_dict()
    rows: list[dict[str, Any]] = [
        row for held in spec["datasets"].values() for row in held if {"stage", "value", "n"} <= row.keys()
    ]
    return {row["stage"]: (row["value"], row["low"], row["high"], row["n"]) for row in rows if row["value"] is not None}


def test_the_mean_and_its_interval_are_those_of_the_quotes(j: Journey) -> None:
    found = points(j)
    value, low, high, n = found["up"]
    assert (value, n) == (-0.5, 4)
    # t(3) = 3.1824; the standard deviation of the four scores is 0.4082.
    assert low == pytest.approx(-0.5 - 3.1824 * 0.40825 / 2, abs=1e-3)
    assert high == pytest.approx(-0.5 + 3.1824 * 0.40825 / 2, abs=1e-3)
    assert found["go"] == (1, None, None, 1)
