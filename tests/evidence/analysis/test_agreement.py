"""Agreement on shared segments, code by code, and the segments on which coders differ."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from tests.evidence.analysis.studies import code, interviews

from journeywidgets.errors import EvidenceError, TableError
from journeywidgets.evidence.analysis.agreement import UNDEFINED, agreement, disagreements
from journeywidgets.evidence.study import Study

WORDS = [("M", "What happened?"), ("P1", "The code was late."), ("P1", "I gave up."), ("P1", "Then it worked.")]


def two_coders() -> Study:
    """Return two sources that A and B coded, and one that only A did."""
    study = interviews({"one": WORDS, "two": WORDS, "three": WORDS}, ["late", "quit", "fine"])
    for source in ("one", "two", "three"):
        code(study, f"{source}:1", "late", "A")
        code(study, f"{source}:2", "quit", "A")
    code(study, "one:1", "late", "B")
    code(study, "one:2", "late", "B")
    code(study, "two:1", "late", "B")
    code(study, "two:0", "late", "B")  # the moderator's words
    return study


def test_each_code_is_a_yes_or_no_on_segments_that_both_looked_at() -> None:
    study = two_coders()
    found = agreement(study, ["A", "B"], "cohen")
    assert list(found.index) == ["late", "quit"]
    late, quit_ = found.loc["late"], found.loc["quit"]
    # Six segments of a participant in the sources one and two; A: 100100, B: 110100.
    assert (late["n"], late["coders"]) == (6, 2)
    assert late["agreed"] == pytest.approx(5 / 6)
    assert late["prevalence"] == pytest.approx(5 / 12)
    assert late["value"] == pytest.approx((5 / 6 - 1 / 2) / (1 - 1 / 2))
    assert late["agreed_yes"] == pytest.approx(4 / 5)
    assert late["agreed_no"] == pytest.approx(6 / 7)
    assert quit_["value"] == pytest.approx(0)  # B never said so
    assert "looked at all its segments" in late["method"]


def test_segments_that_one_coder_left_alone_count_only_where_the_source_was_read() -> None:
    found = agreement(two_coders(), method="krippendorff", looked="segment")
    assert found.loc["late", "n"] == 3


def test_more_coders_and_missing_ones() -> None:
    study = two_coders()
    for source in ("one", "two", "three"):
        code(study, f"{source}:1", "late", "C")
    everyone = agreement(study)
    assert everyone.loc["late", "n"] == 9  # A and C have read the third source
    assert everyone.loc["late", "coders"] == 3
    assert agreement(study, method="fleiss").loc["late", "n"] == 6
    with pytest.raises(EvidenceError, match="two coders, not 3"):
        agreement(study, method="cohen")


def test_what_nobody_disputes_or_never_varies_is_undefined() -> None:
    study = interviews({"one": WORDS[:2]}, ["late"])
    for coder in ("A", "B"):
        code(study, "one:1", "late", coder)
    row = agreement(study).loc["late"]
    assert np.isnan(row["value"])
    assert row["note"] == UNDEFINED
    assert row["agreed"] == 1


def test_agreement_throughout_says_why_it_has_no_interval() -> None:
    study = interviews({"one": WORDS * 20}, ["late"])
    for coder in ("A", "B"):
        for number in range(1, 80, 4):
            code(study, f"one:{number}", "late", coder)
    row = agreement(study).loc["late"]
    assert row["value"] == 1
    assert np.isnan(row["low"])
    assert row["note"] == "no interval: every resample gives the same"


def test_suggestions_are_nobodys_decision() -> None:
    study = two_coders()
    before = agreement(study, ["A", "B"])
    code(study, "one:3", "late", "A", origin="model", accepted=False)
    code(study, "one:3", "quit", "A", origin="model", accepted=True)
    pd.testing.assert_frame_equal(agreement(study, ["A", "B"]), before)


def test_a_quote_over_several_segments_is_a_yes_on_each() -> None:
    study = two_coders()
    first, last = (study.document.row("segments", name) for name in ("two:1", "two:3"))
    quote = study.add("quotes", source="two", start=first["start"] + 2, end=last["end"])
    study.add("applications", quote=quote, code="late", coder="B")
    rows = disagreements(study, ["A", "B"], codes=["late"])
    assert rows["segment"].tolist() == ["one:2", "two:2", "two:3"]


def test_disagreements_name_the_place_and_who_said_what() -> None:
    rows = disagreements(two_coders(), ["A", "B"])
    assert rows[["source", "segment", "code"]].to_numpy().tolist() == [
        ["one", "one:2", "late"],
        ["one", "one:2", "quit"],
        ["two", "two:2", "quit"],
    ]
    first = rows.iloc[0]
    assert (first["participant"], first["name"]) == ("P1", "Late")
    assert (first["applied"], first["not_applied"]) == (["B"], ["A"])
    assert len(first["quotes"]) == 1
    assert "I gave up" not in rows.to_string()
    assert disagreements(two_coders(), ["A", "B"], codes=["fine"]).empty


def test_sources_without_segments_are_one_unit() -> None:
    study = Study("Notes", codes=[{"id": "late", "name": "Late"}], seed=1)
    for name in ("x", "y"):
        study.add("sources", id=name, title=name, text="It was late.")
    for coder, source in (("A", "x"), ("B", "x"), ("A", "y"), ("B", "y")):
        quote = study.add("quotes", source=source, start=0, end=5)
        study.add("applications", quote=quote, code="late", coder=coder)
    assert agreement(study).loc["late", "n"] == 2


def test_who_or_what_is_not_there_is_named() -> None:
    study = two_coders()
    with pytest.raises(EvidenceError, match=r"coder 'D' applied no code. Coders: 'A', 'B'"):
        agreement(study, ["A", "D"])
    with pytest.raises(EvidenceError, match="two coders or more, not 1"):
        agreement(study, ["A"])
    with pytest.raises(TableError, match="no row with name a text of 7 characters"):
        agreement(study, codes=["Nothing"])
    with pytest.raises(EvidenceError, match="looked='turn' is not known"):
        agreement(study, looked="turn")  # type: ignore[arg-type]
