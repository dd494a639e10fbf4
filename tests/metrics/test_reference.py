"""The reference by hand: what the product is held against must itself be right."""

from __future__ import annotations

import pytest
from tests.metrics.reference import Event, Options, reached


def event(time: int, *fits: int, excluded: bool = False) -> Event:
    return {"time": time, "fits": frozenset(fits), "excluded": excluded, "groups": frozenset([None])}


@pytest.mark.parametrize(
    ("log", "stages", "options", "level"),
    [
        ([event(0, 0), event(5, 1), event(9, 2)], 3, Options(), 3),
        ([event(0, 0), event(5, 1), event(9, 2)], 3, Options(window=9), 3),
        ([event(0, 0), event(5, 1), event(9, 2)], 3, Options(window=8), 2),
        ([event(0, 1), event(0, 0)], 2, Options(), 2),  # one instant: in the order of the stages
        ([event(1, 1), event(2, 0)], 2, Options(), 1),
        ([event(1, 1), event(2, 0)], 2, Options(order="any"), 1),
        ([event(0, 0), event(1, 2), event(2, 1)], 3, Options(), 2),
        ([event(0, 0), event(1, 2), event(2, 1)], 3, Options(order="any"), 3),
        ([event(0, 0), event(1), event(2, 1)], 2, Options(order="strict"), 1),
        ([event(0, 0), event(0), event(0, 1)], 2, Options(order="strict"), 2),  # events of no stage come last
        ([event(0, 0), event(5, 0), event(7, 1)], 2, Options(window=3), 2),
        ([event(0, 0), event(5, 0), event(7, 1)], 2, Options(window=3, entry="first"), 1),
        ([event(0, 0), event(1, excluded=True), event(2, 1)], 2, Options(), 1),
        ([event(0, 0), event(1, excluded=True), event(1, 1)], 2, Options(), 2),  # not before the conversion
        ([event(0, 0), event(0, excluded=True), event(1, 1)], 2, Options(), 1),
        ([event(0, 0), event(1, excluded=True), event(2, 0), event(3, 1)], 2, Options(), 2),
        ([event(0, 0, 1), event(1, 2)], 3, Options(), 1),  # one event, two stages: it serves one
        ([event(0, 0), event(20, 1)], 2, Options(window=9, matured_only=True), 1),
        ([event(15, 0), event(20, 1)], 2, Options(window=9, matured_only=True), 0),
    ],
)
def test_the_reference_by_hand(log: list[Event], stages: int, options: Options, level: int) -> None:
    """What is agreed with is right: small logs whose answer a person sees."""
    assert reached(log, stages, options, None, max(each["time"] for each in log)) == level
