"""Saturation: known counts, the exact mean over all orders, and the band."""

from __future__ import annotations

from itertools import permutations
from statistics import mean

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.evidence.analysis.studies import code, interviews

from journeywidgets.errors import EvidenceError
from journeywidgets.evidence.analysis.saturation import saturation
from journeywidgets.evidence.study import Study

CODES = ["a", "b", "c", "d"]


def study_of(said: list[frozenset[str]]) -> Study:
    """Return a study in which each participant has these codes, and a moderator has them all."""
    turns = {f"s{k}": [("M", "So?"), (f"P{k}", "Well.")] for k in range(len(said))}
    study = interviews(turns, CODES)
    for number, codes in enumerate(said):
        for one in sorted(codes):
            code(study, f"s{number}:1", one, "A")
    for one in CODES:
        code(study, "s0:0", one, "A")
    return study


@settings(max_examples=25)
@given(st.lists(st.frozensets(st.sampled_from(CODES)), min_size=1, max_size=5))
def test_the_mean_is_that_over_all_orders(said: list[frozenset[str]]) -> None:
    found = saturation(study_of(said), orders=20)
    for number in range(1, len(said) + 1):
        known = mean(len(frozenset().union(*order[:number])) for order in permutations(said))
        assert found["codes"].iloc[number - 1] == pytest.approx(known)
    assert found["new"].sum() == pytest.approx(len(frozenset().union(*said)))
    assert (found["total"] == len(frozenset().union(*said))).all()


def test_the_band_holds_the_orders() -> None:
    said = [frozenset("ab"), frozenset("a"), frozenset("c"), frozenset(), frozenset("abcd")]
    found = saturation(study_of(said), orders=4000, level=0.9)
    known = np.array([[len(frozenset().union(*order[:k])) for k in range(1, 6)] for order in permutations(said)])
    low, high = np.quantile(known, [0.05, 0.95], axis=0)
    assert found["codes_low"].tolist() == pytest.approx(low.tolist())
    assert found["codes_high"].tolist() == pytest.approx(high.tolist())
    assert (found["codes_low"] <= found["codes"]).all()
    assert found["codes"].iloc[-1] == found["codes_low"].iloc[-1] == found["codes_high"].iloc[-1] == 4


def test_new_information_is_that_of_the_last_run_over_the_base() -> None:
    alike = [frozenset("ab")] * 6
    found = saturation(study_of(alike), orders=50)
    assert found["new_information"].isna().tolist() == [True] * 5 + [False]
    assert found["new_information"].iloc[-1] == 0
    apart = [frozenset("a"), frozenset("b")]
    assert saturation(study_of(apart), orders=50, base=1, run=1)["new_information"].iloc[-1] == 100


def test_stages_and_the_unaccepted_are_no_new_codes() -> None:
    study = study_of([frozenset("a"), frozenset("b")])
    code(study, "s0:1", "c", "model", origin="model", accepted=False)
    study.set("codes", "b", kind="stage")
    assert saturation(study)["codes"].iloc[-1] == 1
    assert saturation(study, codes=["a", "b"])["codes"].iloc[-1] == 2


def test_what_cannot_be_says_why() -> None:
    with pytest.raises(EvidenceError, match="nobody was heard"):
        saturation(Study("Empty"))
    with pytest.raises(EvidenceError, match="orders=0 is not a whole number"):
        saturation(study_of([frozenset("a")]), orders=0)
