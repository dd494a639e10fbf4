"""Segments found by offset: many spans at once as one by one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from journeywidgets.model.segments import SegmentIndex

cuts = st.lists(st.integers(0, 60), unique=True, max_size=12).map(sorted)
spans = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20)), max_size=12)


@given(cuts, spans)
def test_many_spans_find_what_each_finds_alone(places: list[int], found: list[tuple[int, int]]) -> None:
    pairs = zip(places[::2], places[1::2], strict=False)  # with gaps between
    rows = [{"id": f"s{start}", "source": "a", "start": start, "end": end} for start, end in pairs]
    index = SegmentIndex(rows)
    ordered = sorted((start, start + length) for start, length in found)
    for source in ("a", "b"):
        assert index.along(source, ordered) == [index.at(source, start, end) for start, end in ordered]
