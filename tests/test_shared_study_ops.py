"""Python and the page apply operations to a study alike: both are held to one file of cases."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests import shared_study_ops

CASES: dict[str, Any] = json.loads(shared_study_ops.FILE.read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES["changes"], ids=str)
def test_a_change_does_what_the_shared_cases_say(case: dict[str, Any]) -> None:
    assert {"ops": case["ops"], **json.loads(json.dumps(shared_study_ops.result(case["ops"])))} == case


@pytest.mark.parametrize("case", CASES["merges"], ids=lambda case: f"{case['codes']} into {case['into']}")
def test_codes_are_merged_as_the_shared_cases_say(case: dict[str, Any]) -> None:
    assert json.loads(json.dumps(shared_study_ops.merged(case))) == case["result"]


def test_the_cases_reach_errors_circles_doubles_and_cascades() -> None:
    errors = [case["error"] for case in CASES["changes"] if "error" in case]
    assert {error["code"] for error in errors} == {"gone", "duplicate", "reference", "invalid"}
    assert any(error["column"] == "parent" and error["code"] == "invalid" for error in errors)
    assert any(error["table"] == "applications" and error["code"] == "duplicate" for error in errors)
    assert any(len(case.get("done", [])) > len(case["ops"]) for case in CASES["changes"])
    assert len({tuple(case["shown"]["codes"]) for case in CASES["changes"] if "shown" in case}) > 10
