"""Much evidence: where its words are too much for one message, a page is painted without them and gets them after."""

from __future__ import annotations

import json
from typing import Any

import pytest

from journeywidgets import Journey, JourneyMap
from journeywidgets.model.changes import Op

WORDS = "What somebody said at length, again and again. " * 20


def journey(quotes: int) -> Journey:
    j = Journey("Bikes", stages=[{"id": "up", "title": "Sign-up"}], lanes=[{"id": "pains", "title": "Pains"}], seed=1)
    j.add("cards", id="late", stage="up", lane="pains", text="The code is late")
    rows = [
        Op("add", "evidence", f"e{n}", {"card": "late", "quote": WORDS, "participant": f"P{n % 40}"})
        for n in range(quotes)
    ]
    j.store.apply(rows, "Cite")
    return j


def painted(view: JourneyMap) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(view.get_state()["_snapshot"])
    return found


def test_words_come_with_the_first_paint_where_they_are_few() -> None:
    j = journey(200)
    shown = painted(JourneyMap(j))
    assert shown["revision"] == j.store.revision
    assert {row["quote"] for row in shown["document"]["evidence"]} == {WORDS}


def test_much_evidence_is_counted_at_once_and_read_after(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[dict[str, Any]] = []
    monkeypatch.setattr(JourneyMap, "send", lambda _self, message, _buffers=None: sent.append(message))
    j = journey(6000)
    view = JourneyMap(j)
    shown = painted(view)
    assert shown["revision"] == -1
    assert len(shown["document"]["evidence"]) == 6000
    assert not any("quote" in row for row in shown["document"]["evidence"])
    assert len(json.dumps(shown)) < 3_000_000
    # The page asks, and gets all of it in pieces.
    view.wire.receive({"jw": 1, "type": "hello", "client": "p", "epoch": shown["epoch"], "revision": -1})
    pieces = [message for message in sent if message["type"] == "snapshot"]
    assert len(pieces) == pieces[0]["parts"] > 20
    document = json.loads("".join(piece["document"] for piece in pieces))
    assert {row["quote"] for row in document["evidence"]} == {WORDS}
