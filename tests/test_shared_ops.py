"""Python and the page apply operations alike: both are held to one file of cases."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests import shared_ops

from journeywidgets.model import order

CASES: dict[str, Any] = json.loads(shared_ops.FILE.read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES["changes"], ids=str)
def test_a_change_does_what_the_shared_cases_say(case: dict[str, Any]) -> None:
    assert {"ops": case["ops"], **json.loads(json.dumps(shared_ops.result(case["ops"])))} == case


@pytest.mark.parametrize("case", CASES["keys"], ids=str)
def test_places_are_those_of_the_shared_cases(case: dict[str, Any]) -> None:
    siblings = case["siblings"]
    keys, rekeyed = order.keys(siblings, case["index"], case["count"])
    after = order.after(siblings[-1] if siblings else None)
    assert (keys, rekeyed, after) == (case["keys"], case["rekeyed"], case["after"])


def test_the_cases_reach_errors_cascades_and_keys_that_give_way() -> None:
    codes = {case["error"]["code"] for case in CASES["changes"] if "error" in case}
    assert codes == {"gone", "duplicate", "reference", "invalid"}
    assert any(len(case.get("done", [])) > len(case["ops"]) for case in CASES["changes"])
    assert any(case["rekeyed"] for case in CASES["keys"])
