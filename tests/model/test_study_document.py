"""A study's document: its rules hold whatever is done to it, and what a place says is filled in."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests import studies as make

from journeywidgets.errors import TableError, UndoError
from journeywidgets.model.changes import Op, invert
from journeywidgets.model.intake import clean
from journeywidgets.model.schema import SOURCE_LIMIT, STUDY, TABLES
from journeywidgets.model.store import Store
from journeywidgets.model.study import StudyDocument

WORDS = "Zoë 🚲 asked twice.\nWhy?\nThe SMS never came."
NAME = "Zebulon Quarterman"


def study(**more: Op) -> StudyDocument:
    """Return a study of two people, one source of three turns, and a tree of codes."""
    document = StudyDocument({"id": "m"})
    turns = [(0, 18, "p1"), (19, 23, "m1"), (24, 43, "p1")]
    document.apply(
        [
            Op("add", "participants", "p1", {"pseudonym": "P1"}),
            Op("add", "participants", "m1", {"pseudonym": "M1", "role": "moderator"}),
            Op("add", "sources", "s", {"text": WORDS}),
            *(
                Op("add", "segments", f"g{n}", {"source": "s", "start": start, "end": end, "participant": who})
                for n, (start, end, who) in enumerate(turns)
            ),
            Op("add", "codes", "a", {"name": "A"}),
            Op("add", "codes", "b", {"name": "B", "parent": "a"}),
            *more.values(),
        ]
    )
    return document


def quote(start: int | None, end: int | None, **values: Any) -> Op:
    return Op("add", "quotes", "q", {"source": "s", "start": start, "end": end, **values})


@given(make.studies(), st.lists(st.lists(make.ops(), min_size=1, max_size=4), max_size=12))
def test_rules_hold_whatever_is_done(document: StudyDocument, changes: list[list[Op]]) -> None:
    make.check(document)
    copy = StudyDocument.from_dict(document.to_dict())
    for ops in changes:
        before = {name: dict(rows) for name, rows in document.tables.items()}
        try:
            done = document.apply(ops)
        except TableError:
            assert document.tables == before
            continue
        make.check(document)
        # A journal's line says all there is to say, and taking it back leaves no trace.
        line = json.loads(json.dumps([op.to_wire() for op in done]))
        copy.apply([Op.from_wire(op) for op in line], literal=True)
        assert copy.tables == document.tables
        document.apply(invert(done), literal=True)
        assert document.tables == before
        document.apply(done, literal=True)
        assert document.tables == copy.tables
    assert StudyDocument.from_dict(json.loads(json.dumps(document.to_dict()))).tables == document.tables


@given(make.studies(), st.lists(make.ops(), max_size=12))
def test_undo_gives_back_every_state(document: StudyDocument, ops: list[Op]) -> None:
    store = Store(document)
    states = []
    for op in ops:
        before = {name: dict(rows) for name, rows in document.tables.items()}
        try:
            change = store.apply([op], "")
        except TableError:
            continue
        if change is not None:
            states.append(before)
    for state in reversed(states):
        store.undo()
        assert document.tables == state
    with pytest.raises(UndoError):
        store.undo()


class TestPlace:
    """What a quote's place says."""

    def test_fills_in_words_context_and_speaker(self) -> None:
        document = study(q=quote(4, 11))
        row = document.row("quotes", "q")
        assert (row["exact"], row["prefix"], row["suffix"]) == ("🚲 asked", "Zoë ", WORDS[11:43])
        assert row["participant"] == "p1"

    def test_does_not_depend_on_the_order_of_the_rows(self) -> None:
        rows = study(q=quote(19, 23)).to_dict()
        document = StudyDocument({"id": "m"})
        tables = ["quotes", "segments", "applications", "sources", "codes", "participants"]
        bare = {"id": "q", "source": "s", "start": 19, "end": 23}
        rows["quotes"] = [bare]
        document.apply([Op("add", name, row["id"], row) for name in tables for row in rows[name]])
        assert document.row("quotes", "q")["exact"] == "Why?"
        assert document.row("quotes", "q")["participant"] == "m1"

    def test_between_two_turns_is_of_the_one_that_it_reaches(self) -> None:
        assert study(q=quote(18, 21)).row("quotes", "q")["participant"] == "m1"

    def test_keeps_what_is_said(self) -> None:
        given = {"exact": "asked", "prefix": "…", "suffix": "!", "participant": "m1"}
        row = study(q=quote(4, 11, **given)).row("quotes", "q")
        assert {name: row[name] for name in given} == given

    def test_is_made_anew_where_the_quote_moves(self) -> None:
        document = study(q=quote(0, 3))
        document.apply([Op("set", "quotes", "q", {"start": 19, "end": 23})])
        row = document.row("quotes", "q")
        assert (row["exact"], row["prefix"], row["participant"]) == ("Why?", WORDS[:19], "m1")

    def test_keeps_a_speaker_that_a_person_chose(self) -> None:
        document = study(q=quote(0, 3, participant="m1"))
        document.apply([Op("set", "quotes", "q", {"start": 4, "end": 11})])
        assert document.row("quotes", "q")["participant"] == "m1"

    def test_an_undo_brings_back_words_that_were_not_there(self) -> None:
        document = study(q=quote(4, 11, exact="said otherwise"))
        store = Store(document)
        before = document.row("quotes", "q")
        store.apply([Op("set", "quotes", "q", {"start": 19, "end": 23})], "Move")
        assert document.row("quotes", "q")["exact"] == "Why?"
        store.undo()
        assert document.row("quotes", "q") == before
        store.redo()
        assert document.row("quotes", "q")["exact"] == "Why?"

    def test_may_be_lost(self) -> None:
        row = study(q=quote(None, None, exact="gone")).row("quotes", "q")
        assert (row["start"], row["exact"], row["prefix"], row["participant"]) == (None, "gone", "", None)

    def test_of_a_file_is_as_it_was_written(self) -> None:
        data = study(q=quote(0, 3)).to_dict()
        data["quotes"] = [{"id": "q", "source": "s", "start": 0, "end": 3}]
        assert StudyDocument.from_dict(data).row("quotes", "q")["exact"] == ""


class TestApplication:
    """What counts, and once."""

    def test_of_a_model_does_not_count_until_it_is_accepted(self) -> None:
        document = study(q=quote(0, 3))
        for origin, accepted in {"model": False, "human": True, "import": True}.items():
            document.apply(
                [Op("add", "applications", origin, {"quote": "q", "code": "a", "coder": origin, "origin": origin})]
            )
            assert document.row("applications", origin)["accepted"] is accepted
        document.apply([Op("set", "applications", "model", {"accepted": True})])
        assert document.row("applications", "model")["accepted"]
        assert StudyDocument.from_dict(document.to_dict()).row("applications", "model")["accepted"]

    def test_is_said_once_by_a_coder(self) -> None:
        document = study(q=quote(0, 3))
        one, other = {"quote": "q", "code": "a", "coder": "x"}, {"quote": "q", "code": "a", "coder": "y"}
        document.apply([Op("add", "applications", "1", one), Op("add", "applications", "2", other)])
        for ops in ([Op("add", "applications", "3", one)], [Op("set", "applications", "2", {"coder": "x"})]):
            with pytest.raises(TableError, match="has this code by this coder already") as raised:
                document.apply(ops)
            assert raised.value.code == "duplicate"
        # Both at once change places.
        document.apply([Op("set", "applications", "1", {"coder": "y"}), Op("set", "applications", "2", {"coder": "x"})])
        document.apply([Op("delete", "applications", "1"), Op("add", "applications", "3", other)])


class TestCascade:
    """What goes with a row."""

    def test_of_a_participant(self) -> None:
        application = Op("add", "applications", "x", {"quote": "q", "code": "a"})
        memos = (
            Op("add", "memos", name, {table: row})
            for name, table, row in (("n", "quote", "q"), ("o", "participant", "p1"))
        )
        document = study(q=quote(0, 3), x=application)
        document.apply(list(memos))
        done = document.apply([Op("delete", "participants", "p1")])
        assert {name: len(document.tables[name]) for name in ("quotes", "applications", "memos")} == {
            "quotes": 0, "applications": 0, "memos": 0}  # fmt: skip
        assert [row["participant"] for row in document.shown("segments")] == [None, "m1", None]
        document.apply(invert(done), literal=True)
        assert document.tables["applications"]
        with pytest.raises(TableError, match="already"):  # the count of what is there came back too
            document.apply([Op("add", "applications", "y", {"quote": "q", "code": "a"})])

    def test_of_a_code_spares_those_below(self) -> None:
        document = study()
        document.apply([Op("delete", "codes", "a")])
        assert document.row("codes", "b")["parent"] is None


BAD: dict[str, tuple[Op, str]] = {
    "one end": (quote(3, None), "has no value, but the other end has one"),
    "no words": (quote(3, 3), "3 to 3 is not a place in a text of 43 characters"),
    "backwards": (quote(4, 3), "4 to 3 is not a place"),
    "behind the text": (quote(40, 45), "40 to 45 is not a place in a text of 43 characters"),
    "overlap": (Op("add", "segments", "n", {"source": "s", "start": 17, "end": 19}), "it overlaps the segment 'g0'"),
    "over two": (Op("set", "segments", "g1", {"end": 25}), "it overlaps"),
    "short text": (Op("set", "sources", "s", {"text": "short"}), "would end behind the text"),
    "CRLF": (Op("add", "sources", "n", {"text": "a\r\nb"}), "the text has a carriage return"),
    "circle": (Op("set", "codes", "a", {"parent": "b"}), "a code cannot be under itself"),
    "itself": (Op("set", "codes", "a", {"parent": "a"}), "a code cannot be under itself"),
    "record": (Op("delete", "study", "m"), "a study has one record of its own"),
    "second record": (Op("add", "study", "n"), "a study has one record of its own"),
    "a journey's table": (
        Op("add", "cards", "c", {"stage": "s", "lane": "l"}),
        "cards: is not a table. Tables: study, ",
    ),
    "score": (quote(0, 3, score=3), "is out of range"),
}


@pytest.mark.parametrize(("op", "says"), BAD.values(), ids=BAD)
def test_what_cannot_be_is_refused(op: Op, says: str) -> None:
    document = study(q0=Op("add", "quotes", "q0", {"source": "s", "start": 24, "end": 43}))
    before = document.to_dict()
    with pytest.raises(TableError, match=says):
        document.apply([op])
    assert document.to_dict() == before


@pytest.mark.parametrize("table", [table for table in STUDY.tables if TABLES[table].private])
def test_no_message_shows_words_or_names(table: str) -> None:
    """Whatever is wrong with a value of these tables, it is described and not shown."""
    wrong: list[object] = [
        NAME,
        f"{NAME}\r\n",
        [NAME],
        {NAME: NAME},
        [[NAME]],
        {"city": {NAME: float("inf")}},
        NAME * 6000,
        object,
        float("inf"),
    ]
    said = []
    for name in TABLES[table].fields:
        for value in wrong:
            try:
                clean(table, "r1", name, value)
            except TableError as error:
                said.append(str(error))
    assert len(said) >= len(TABLES[table].fields)
    assert not [message for message in said if NAME in message]
    document = study(q=quote(0, 3))
    for field in TABLES[table].refs:
        needed = {one.name: {"source": "s", "quote": "q", "code": "a"}.get(one.name) for one in TABLES[table].refs}
        place = {"start": 0, "end": 1} if table in {"quotes", "segments"} else {}
        with pytest.raises(TableError) as raised:
            document.apply([Op("add", table, "n", {**place, **needed, field.name: NAME})])
        assert NAME not in str(raised.value)


def test_no_message_of_an_undo_shows_words() -> None:
    store = Store(study(q=quote(0, 3)))
    store.apply([Op("set", "quotes", "q", {"display": "shown"})], "Show")
    target = store.history.changes[-1]
    store.document.apply([Op("set", "quotes", "q", {"display": NAME})])
    with pytest.raises(UndoError) as raised:
        store.history.reverse(target, store.document)
    assert NAME not in str(raised.value)
    assert "18 characters" in str(raised.value)


def test_a_source_may_be_long() -> None:
    document = StudyDocument({"id": "m"})
    document.apply([Op("add", "sources", "s", {"text": "é" * 200_000})])
    with pytest.raises(TableError, match="At most 10,000,000 are kept"):
        document.apply([Op("add", "sources", "t", {"text": "x" * (SOURCE_LIMIT + 1)})])
    with pytest.raises(TableError, match="the quote is too long"):
        document.apply([Op("add", "quotes", "q", {"source": "s", "start": 0, "end": 150_000})])


@settings(max_examples=50)
@given(make.studies())
def test_rows_are_shown_in_their_places(document: StudyDocument) -> None:
    codes = document.shown("codes")
    for n, row in enumerate(codes):
        above = row["parent"]
        assert above is None or above in {other["id"] for other in codes[:n]}
    sources = [row["id"] for row in document.shown("sources")]
    for table in ("segments", "quotes"):
        places = [(sources.index(row["source"]), row["start"]) for row in document.shown(table)]
        assert places == sorted(places)
