"""Writes tests/fixtures/evidence.json: what cards and curves stand on. `python -m tests.shared_evidence`.

The cases are random but repeatable; the counts and words are Python's. They are read by
`model/test_evidence.py` and by the page's tests, so that neither can drift from the other.
"""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

from journeywidgets.export.content.outline import Outline
from journeywidgets.model.document import Document
from journeywidgets.model.emotion import curve

FILE = Path(__file__).parent / "fixtures" / "evidence.json"
_CASES = 60
_CARDS = {"claim": ("a", "pains", None), "co-a": ("a", "mood", "co"), "co-b": ("b", "mood", "co"),
          "vi-a": ("a", "mood", "vi"), "all-b": ("b", "mood", None)}  # fmt: skip


def main() -> None:
    """Write the fixture."""
    draw = random.Random(2026)  # noqa: S311 - repeatable on purpose
    cases = [_case(draw) for _ in range(_CASES)]
    lines = ",\n".join(json.dumps({**case, "says": says(case)}, separators=(",", ":")) for case in cases)
    FILE.write_text(f"[\n{lines}\n]\n", encoding="utf-8")


def document(case: dict[str, Any]) -> Document:
    """Return the journey of a case."""
    places = {key: {"stage": stage, "lane": lane, "persona": who} for key, (stage, lane, who) in _CARDS.items()}
    return Document.from_dict(
        {
            "meta": {"id": "j", "evidence_enough": case["enough"]},
            "stages": [{"id": "a"}, {"id": "b"}],
            "lanes": [{"id": "pains", "kind": "pain"}, {"id": "mood", "kind": "emotion"}],
            "personas": [{"id": "co", "name": "Commuter"}, {"id": "vi", "name": "Visitor"}],
            "cards": [{"id": key, **place, "score": case["scores"].get(key)} for key, place in places.items()],
            "evidence": case["evidence"],
            "asks": case["asks"],
        }
    )


def says(case: dict[str, Any]) -> dict[str, Any]:
    """Return all that is said of a case."""
    found = document(case)
    outline = Outline(found)
    claim = outline.claim(found.tables["cards"]["claim"])
    return {
        "tally": vars(claim.tally),
        "state": claim.tally.state(claim.enough),
        "missing": claim.tally.missing(claim.enough),
        "words": [claim.dots, claim.support, claim.dissent],
        "curve": [[point.persona, point.stage, point.score, point.n, point.quoted] for point in curve(found)],
    }


def _case(draw: random.Random) -> dict[str, Any]:
    asks = draw.choice([[], [], [9], [0], [4, 3], [40]])
    count = draw.choice([0, 1, 3, 8, 24])
    return {
        "enough": draw.choice([1, 3, 3, 5]),
        "scores": {key: draw.choice([None, -2, -0.5, 1]) for key in _CARDS if key != "claim"},
        "evidence": [_quote(draw, at) for at in range(count)],
        "asks": [{"id": f"k{at}", "card": "claim", "asked": asked} for at, asked in enumerate(asks)],
    }


def _quote(draw: random.Random, at: int) -> dict[str, Any]:
    return {
        "id": f"e{at:02}",
        "card": draw.choice(["claim", "claim", *_CARDS]),
        "stance": draw.choice(["supports", "supports", "contradicts", "context"]),
        "participant": draw.choice(["", *(f"P{n}" for n in range(1, 9)), "P1\U0001f6b2"]),
        "study": draw.choice([None, "s1", "s2"]),
        "score": draw.choice([None, None, -2, -1.5, 0, 0.5, 2]),
    }


if __name__ == "__main__":
    main()
