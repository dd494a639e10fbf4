"""Codes that come together."""

from __future__ import annotations

import pytest
from tests.evidence.analysis.studies import code, interviews

from journeywidgets.evidence.analysis.co_occurrence import co_occurrence

SAID = [("M", "So?"), ("P1", "It was late and dear."), ("P2", "Late."), ("P1", "Dear, and late.")]


def test_pairs_are_counted_by_segment_and_by_person() -> None:
    study = interviews({"one": SAID}, ["late", "dear", "quit"])
    for segment, name, coder in [
        ("one:1", "late", "A"),
        ("one:1", "dear", "B"),
        ("one:1", "late", "B"),
        ("one:2", "late", "A"),
        ("one:3", "dear", "A"),
        ("one:3", "late", "A"),
        ("one:0", "quit", "A"),
    ]:
        code(study, segment, name, coder)
    code(study, "one:2", "dear", "model", origin="model", accepted=False)
    found = co_occurrence(study)
    assert found[["code", "other", "segments", "participants"]].to_numpy().tolist() == [["late", "dear", 2, 1]]
    assert found.loc[0, "coefficient"] == pytest.approx(2 / 3)
    assert co_occurrence(study, ["late", "quit"]).empty
