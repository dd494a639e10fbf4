"""A tidy table to a journey."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pandas as pd
import pytest

from journeywidgets import Journey
from journeywidgets.errors import JourneyError, TableError
from journeywidgets.frames import Frames, document_from_cards
from journeywidgets.model.document import Document
from journeywidgets.model.ids import id_maker

NOTES = pd.DataFrame(
    {
        "phase": ["Sign-up", "Ride", "Sign-up", "Return"],
        "type": ["Pains", "Mood", "mood ", "Ideas"],
        "note": ["The code is late", "Free!", "Hm", "A dock at the school"],
        "who": ["Commuter", None, "Visitor", "Commuter"],
        "score": [np.nan, 5, 2, np.nan],
        "day": pd.to_datetime(["2026-01-01", "NaT", "2026-01-03", "2026-01-04"]),
        "n": [1, 2, 3, 4],
    }
)
COLUMNS = {"stage": "phase", "lane": "type", "text": "note", "persona": "who", "score": "score"}


def made(frame: Any = NOTES, **options: Any) -> Document:
    return document_from_cards(frame, **{**COLUMNS, "scale": (1, 5), **options})


def titles(document: Document, table: str) -> list[str]:
    return [str(row.get("title", row.get("name"))) for row in document.shown(table)]


def cards(document: Document) -> list[dict[str, Any]]:
    return sorted(document.tables["cards"].values(), key=lambda row: row["fields"].get("n", 0))


def test_a_tidy_table_becomes_a_map() -> None:
    document = made(title="Rental")
    assert document.meta["title"] == "Rental"
    assert titles(document, "stages") == ["Sign-up", "Ride", "Return"]
    assert [(row["title"], row["kind"]) for row in document.shown("lanes")] == [
        ("Pains", "pain"), ("Mood", "emotion"), ("mood ", "emotion"), ("Ideas", "text"),
    ]  # fmt: skip
    assert titles(document, "personas") == ["Commuter", "Visitor"]
    assert [card["text"] for card in cards(document)] == NOTES["note"].tolist()
    assert [card["score"] for card in cards(document)] == [None, 2.0, -1.0, None]
    assert [card["persona"] is None for card in cards(document)] == [False, True, False, False]
    assert cards(document)[0]["fields"] == {"day": "2026-01-01T00:00:00", "n": 1}
    assert cards(document)[1]["fields"] == {"n": 2}


def test_the_frame_is_not_changed_and_a_seed_repeats_the_ids() -> None:
    before = NOTES.copy()
    one, other = (json.dumps(made(make_id=id_maker("seed")).to_dict()) for _ in range(2))
    assert one == other
    pd.testing.assert_frame_equal(NOTES, before)


def test_journey_takes_the_same_options() -> None:
    j = Journey.from_cards(NOTES, **COLUMNS, scale=(1, 5), title="Rental", seed=1)
    assert j.cards["text"].tolist() == ["The code is late", "Hm", "Free!", "A dock at the school"]
    assert j.history.empty


def test_ids_come_with_the_data() -> None:
    numbered = NOTES.assign(id=[7, 8, 9, 10])
    for frame in (numbered, numbered.set_index("id")):
        assert set(made(frame).tables["cards"]) == {"7", "8", "9", "10"}
    some = made(NOTES.assign(id=["x", None, np.nan, "y"])).tables["cards"]
    assert len(some) == 4
    assert {"x", "y"} < set(some)
    with pytest.raises(TableError, match="the id '7' is there twice"):
        made(NOTES.assign(id=[7, "7", 8, 9]))


def test_an_index_with_a_name_is_a_column_of_ones_own() -> None:
    document = made(NOTES.set_index(pd.Index(list("abcd"), name="respondent")))
    assert [card["fields"]["respondent"] for card in cards(document)] == list("abcd")
    assert not {"a", "b"} & set(document.tables["cards"])
    assert "0" not in made(NOTES.set_axis(list("wxyz"))).tables["cards"]
    with pytest.raises(TableError, match=r"the index is a MultiIndex.*reset_index"):
        made(NOTES.set_index(["phase", "type"]))


def test_categories_set_the_order() -> None:
    order = ["Search", "Sign-up", "Ride", "Return"]
    document = made(NOTES.assign(phase=pd.Categorical(NOTES["phase"], order)))
    assert titles(document, "stages") == order


def test_cards_keep_the_sequence_of_the_rows_through_a_frame() -> None:
    frame = pd.DataFrame({"stage": "s", "text": [f"{n}" for n in range(200)]})
    document = document_from_cards(frame, stage="stage", text="text")
    assert Frames(document).frame("cards")["text"].tolist() == frame["text"].tolist()
    assert titles(document, "lanes") == ["Notes"]


def test_columns_named_like_those_of_the_table_are_kept_under_another_name() -> None:
    frame = NOTES.assign(text="t", order=1, fields="f", stage="x", stage_="y")
    own = cards(made(frame))[0]["fields"]
    assert {name: own[name] for name in ("text_", "order_", "fields_", "stage__", "stage_")} == {
        "text_": "t", "order_": 1, "fields_": "f", "stage__": "x", "stage_": "y",
    }  # fmt: skip


def test_channel_url_owner_and_tags() -> None:
    frame = NOTES.assign(medium="app", link="https://example.org", by="ops", words=[["a"], [], None, ["b"]])
    document = made(frame, channel="medium", url="link", owner="by", tags="words")
    card = cards(document)[0]
    assert (card["channel"], card["url"], card["owner"], card["tags"]) == ("app", "https://example.org", "ops", ["a"])
    assert cards(document)[2]["tags"] == []
    assert set(card["fields"]) == {"day", "n"}


def test_kinds_given() -> None:
    document = made(kinds={"Mood": "emotion", "Ideas": "opportunity"})
    assert [row["kind"] for row in document.shown("lanes")] == ["text", "emotion", "text", "opportunity"]
    assert [card["score"] for card in cards(document)] == [None, 2.0, 2.0, None]
    with pytest.raises(TableError, match=r"lanes, row 'Moods', column 'title': is not a lane\. Lanes: Pains, Mood"):
        made(kinds={"Moods": "emotion"})
    with pytest.raises(TableError, match="lanes, row 'Mood', column 'kind': 'feeling' is not one of the choices"):
        made(kinds={"Mood": "feeling"})


@pytest.mark.parametrize("column", ["phase", "type", "note"])
@pytest.mark.parametrize("value", [None, np.nan, "", "  "])
def test_missing(column: str, value: Any) -> None:
    frame = NOTES.set_axis([10, 11, 12, 13])
    frame[column] = frame[column].astype(object)
    frame.loc[13, column] = value
    with pytest.raises(TableError, match=f"cards, row '13', column '{column}': the .* is missing") as caught:
        made(frame)
    assert 'missing="drop"' in caught.value.remedy
    dropped = made(frame, missing="drop")
    assert len(dropped.tables["cards"]) == 3
    assert "Return" not in titles(dropped, "stages")
    table = {"phase": "stages", "type": "lanes"}.get(column)
    kept = made(frame, missing="unassigned")
    assert len(kept.tables["cards"]) == 4
    assert table is None or titles(kept, table)[-1] == "Unassigned"


def test_a_score_without_words_is_a_card() -> None:
    document = made(NOTES.assign(note=["a", None, "c", "d"]))
    assert [card["text"] for card in cards(document)] == ["a", "", "c", "d"]


@pytest.mark.parametrize(
    ("change", "options", "place"),
    [
        ({"score": [1, 9, 2, 3]}, {}, "row '1', column 'score': 9.* is off the scale 1 to 5"),
        ({"score": [1, 2, "low", 3]}, {}, "row '2', column 'score': 'low' is not a number"),
        ({"score": [1, 2, 3, np.inf]}, {}, "row '3', column 'score': inf is infinite"),
        ({"score": [0, 5, 1, 0]}, {"scale": None}, "row '1', column 'score': 5 is off the scale of the emotion lane"),
        ({"note": ["a", "b", True, "d"]}, {}, "row '2', column 'note': True is not text"),
        ({"phase": ["a", ["b"], "c", "d"]}, {}, r"row '1', column 'phase': \['b'\] is not text"),
        ({"n": [1, 2, 3, np.inf]}, {}, "row '3', column 'n': inf is infinite"),
        ({"text": [1, 2, 3, object()]}, {}, "row '3', column 'text': .* is not text"),
        ({}, {"stage": "fase"}, "column 'fase': is not a column of the frame"),
        ({}, {"lane": "Pains"}, "column 'Pains': is not a column of the frame"),
        ({}, {"missing": "skip"}, "missing='skip' is not a choice"),
        ({}, {"tags": "note"}, "row '0', column 'note': .* is not a list"),
    ],
)
def test_errors_name_the_row_and_the_column_of_the_frame(
    change: dict[str, Any], options: dict[str, Any], place: str
) -> None:
    with pytest.raises(TableError, match=f"^cards, {place}|^cards: {place}") as caught:
        made(NOTES.assign(**change), **options)
    assert caught.value.remedy


def test_a_scale_needs_an_emotion_lane_and_a_width() -> None:
    with pytest.raises(TableError, match="scale= is for emotion lanes, and there is none"):
        made(NOTES.assign(type="Pains"))
    with pytest.raises(JourneyError, match="is not a scale"):
        made(scale=(3, 3))


@pytest.mark.parametrize("given", [[1], {"phase": ["x"]}, None])
def test_no_frame(given: Any) -> None:
    with pytest.raises(TableError, match="not a DataFrame"):
        made(given)


def test_an_empty_table() -> None:
    document = made(NOTES.iloc[:0], scale=None)
    assert document.to_dict()["cards"] == []
