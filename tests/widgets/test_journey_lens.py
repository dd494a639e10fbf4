"""What a page and a saved notebook see of a journey's quotes, by level; people count all the same."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journeywidgets import Journey, JourneyMap, PersonaCards
from journeywidgets.errors import EvidenceError
from journeywidgets.model.evidence import Claims
from journeywidgets.model.levels import allows, blanked, shared_document
from journeywidgets.model.schema import LEVELS
from journeywidgets.widgets.journey_lens import JourneyLens


@pytest.fixture
def j() -> Journey:
    made = Journey("Bikes", stages=[{"id": "a", "title": "A"}], lanes=[{"id": "l", "title": "L"}], seed=1)
    made.add("cards", id="c", stage="a", lane="l", text="Late")
    for row, level, who in (
        ("e1", "private", "P1"),
        ("e2", "team", "P1"),
        ("e3", "team", "P2"),
        ("e4", "public", "P3"),
    ):
        made.add("evidence", id=row, card="c", quote=f"words of {row}", participant=who, source=f"S-{row}", level=level)
    return made


@pytest.fixture
def shown(j: Journey) -> Iterator[tuple[JourneyMap, list[Any]]]:
    widget = JourneyMap(j)
    sent: list[Any] = []
    widget.wire._post = sent.append
    widget.receive({"jw": 1, "type": "hello", "client": "c", "epoch": "", "revision": -1})
    yield widget, sent
    widget.close()


@pytest.mark.parametrize(
    ("share", "seen"),
    [("private", {"e1", "e2", "e3", "e4"}), ("team", {"e2", "e3", "e4"}), ("public", {"e4"})],
)
def test_words_of_narrower_quotes_stay_in_python(j: Journey, share: str, seen: set[str]) -> None:
    for kind in (JourneyMap, PersonaCards):
        with kind(j, share=share) as widget:
            saved = json.dumps([widget.get_state(), widget._repr_mimebundle_()], default=str)
            for row in ("e1", "e2", "e3", "e4"):
                assert (f"S-{row}" in saved) == (row in seen)
                assert (f"words of {row}" in saved) == (row in seen)
            assert widget.share == share


def test_a_level_that_is_none_is_refused(j: Journey) -> None:
    with pytest.raises(EvidenceError, match="not a level"):
        JourneyMap(j, share="everybody")


def test_people_are_counted_once(j: Journey) -> None:
    for share in LEVELS:
        seen = shared_document(j.document, share)
        assert Claims(seen).tally("c") == Claims(j.document).tally("c")
    # P1 has a private quote: a number stands for P1 everywhere.
    rows = shared_document(j.document, "team").tables["evidence"]
    assert rows["e1"]["participant"] == rows["e2"]["participant"] == "person 1"
    assert rows["e3"]["participant"] == "P2"


ROWS = st.lists(
    st.tuples(
        st.sampled_from(LEVELS),
        st.sampled_from(["", "P1", "P2", "person 1"]),
        st.sampled_from([None, "s1", "s2"]),
        st.sampled_from(["supports", "contradicts", "context"]),
    ),
    max_size=8,
)


@given(ROWS, st.sampled_from(LEVELS))
@settings(max_examples=150, deadline=None)
def test_counts_hold_at_any_level(rows: list[tuple[str, str, str | None, str]], share: str) -> None:
    made = Journey("", stages=[{"id": "a", "title": "A"}], lanes=[{"id": "l", "title": "L"}], seed=1)
    made.add("cards", id="c", stage="a", lane="l")
    for number, (level, who, study, stance) in enumerate(rows):
        made.add(
            "evidence", id=f"e{number}", card="c", level=level, participant=who, study=study, stance=stance, quote="w"
        )
    seen = blanked(made.document.tables["evidence"], share)
    assert Claims(shared_document(made.document, share)).tally("c") == Claims(made.document).tally("c")
    for row_id, row in made.document.tables["evidence"].items():
        shown_row = seen.get(row_id, row)
        assert shown_row["quote"] == ("w" if allows(row["level"], share) else "")


def test_patches_hide_what_the_document_hides(shown: tuple[JourneyMap, list[Any]], j: Journey) -> None:
    widget, sent = shown
    j.add("evidence", id="e5", card="c", quote="secret words", participant="P4", source="S-e5", level="private")
    widget.wire.flush()
    [op] = sent[-1]["ops"]
    assert (op["row"]["participant"], op["row"].get("quote", ""), op["row"].get("source", "")) == ("person 2", "", "")
    j.set("evidence", "e5", quote="other secret words")
    j.set("evidence", "e3", quote="plain words")
    widget.wire.flush()
    assert sent[-1]["ops"][-1]["values"] == {"quote": "plain words"}
    j.set("evidence", "e4", level="private")  # P3 gets a number now
    widget.wire.flush()
    assert "secret words" not in json.dumps(sent)
    j.set("evidence", "e4", level="public")
    widget.wire.flush()
    assert "words of e4" in json.dumps(sent[-1])


def test_a_burst_hides_what_was_there_for_a_moment(j: Journey) -> None:
    lens = JourneyLens(j, "team")
    lens.document()
    changes: list[Any] = []
    j.observe(changes.append)
    j.add("evidence", id="e9", card="c", quote="for a moment", participant="P9", level="private")
    j.delete("evidence", "e9")
    # Sent late: the row is gone, so that what it was can only be told by the document anew.
    assert lens.out(changes[0].ops) is None


def test_someone_who_is_shown_by_name_and_gets_a_private_quote_is_renamed_everywhere(
    shown: tuple[JourneyMap, list[Any]], j: Journey
) -> None:
    widget, sent = shown
    j.add("evidence", id="e5", card="c", quote="secret", participant="P2", level="private")
    widget.wire.flush()
    assert sent[-1]["type"] == "snapshot"
    rows = {row["id"]: row for row in json.loads(sent[-1]["document"])["evidence"]}
    assert rows["e3"]["participant"] == rows["e5"]["participant"] == "person 2"


def test_edits_of_the_page_name_the_people_they_mean(shown: tuple[JourneyMap, list[Any]], j: Journey) -> None:
    widget, sent = shown
    j.add("evidence", id="e6", card="c", quote="kept", participant="P1", quote_id="q", study="s", level="private")
    widget.wire.flush()
    head = {"jw": 1, "type": "change", "client": "c", "seq": 1, "first": 1, "epoch": j.store.epoch, "label": "Edit"}
    copied = {"card": "c", "participant": "person 1", "quote_id": "q", "study": "s", "level": "private"}
    ops = [
        {"op": "add", "table": "evidence", "id": "e7", "row": copied},
        {"op": "set", "table": "evidence", "id": "e3", "values": {"participant": "person 1"}},
    ]
    widget.receive({**head, "base": j.store.revision, "ops": ops})
    widget.wire.flush()
    assert j.evidence.loc["e7", ["participant", "quote"]].tolist() == ["P1", "kept"]
    assert j.evidence.loc["e3", "participant"] == "P1"
    assert "kept" not in json.dumps(sent)


def test_a_reject_does_not_say_what_stands_there(shown: tuple[JourneyMap, list[Any]], j: Journey) -> None:
    widget, sent = shown
    base = j.store.revision
    j.set("evidence", "e1", quote="changed secretly")
    head = {"jw": 1, "type": "change", "client": "c", "seq": 1, "first": 1, "epoch": j.store.epoch, "label": "Edit"}
    widget.receive(
        {**head, "base": base, "ops": [{"op": "set", "table": "evidence", "id": "e1", "values": {"quote": "x"}}]}
    )
    assert sent[-1]["type"] == "reject"
    assert "secretly" not in json.dumps(sent)


def test_a_journey_saved_for_others_goes_elsewhere(tmp_path: Path, j: Journey) -> None:
    j.save(tmp_path / "own.journey.json")
    opened = Journey.open(tmp_path / "own.journey.json")
    for path in (None, tmp_path / "own.journey.json"):
        with pytest.raises(EvidenceError, match="Give the path of another file"):
            opened.save(path, share="team")
    opened.save(tmp_path / "public.journey.json", share="public")
    text = (tmp_path / "public.journey.json").read_text()
    assert "words of e4" in text
    assert "words of e2" not in text
    assert opened.evidence["quote"].str.startswith("words").all()
    opened.close()
