"""What a page sees of a study, and where its marks land in the raw text."""

from __future__ import annotations

import gc
import json
import weakref
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.evidence.privacy.people import NAME, QUOTES, build, leaks, text_of

from journeywidgets import NotesCoder
from journeywidgets.errors import EvidenceError, TableError
from journeywidgets.evidence import Study
from journeywidgets.evidence.privacy.view import View
from journeywidgets.widgets.study_lens import StudyLens


@pytest.fixture
def study() -> Study:
    return build(Study(seed=1))


class Page:
    """A page that keeps what it is told, as the front end does."""

    def __init__(self, study: Study) -> None:
        self.study = study
        self.widget = NotesCoder(study)
        self.sent: list[Any] = []
        self.widget.wire._post = self.sent.append
        self.seq = 0
        self.hello()

    def hello(self) -> None:
        self.widget.receive({"jw": 1, "type": "hello", "client": "c", "epoch": "", "revision": -1})

    @property
    def view(self) -> View:
        """What may be seen of the source."""
        lens = self.widget.lens
        assert isinstance(lens, StudyLens)
        return lens.view("s1")

    @property
    def document(self) -> dict[str, Any]:
        """The document of the last snapshot, with the patches since."""
        last = max(number for number, message in enumerate(self.sent) if message["type"] == "snapshot")
        first = last - self.sent[last]["part"]
        document = json.loads("".join(one["document"] for one in self.sent[first : last + 1]))
        tables = {name: {row["id"]: row for row in rows} for name, rows in document.items() if name != "study"}
        for message in self.sent[last + 1 :]:
            for op in message.get("ops", ()):
                rows = tables[op["table"]]
                if op["op"] == "delete":
                    del rows[op["id"]]
                else:
                    rows[op["id"]] = {**rows.get(op["id"], {}), **op.get("row", {}), **op.get("values", {})}
        return tables

    def edit(self, *ops: dict[str, Any]) -> dict[str, Any]:
        """Send a change and return the answer."""
        self.seq += 1
        head = {"jw": 1, "type": "change", "client": "c", "seq": self.seq, "first": 1, "label": "Edit"}
        store = self.study.store
        self.widget.receive({**head, "epoch": store.epoch, "base": store.revision, "ops": list(ops)})
        self.widget.wire.flush()
        return next(one for one in reversed(self.sent) if one["type"] in {"patch", "reject"} and one.get("seq"))


@pytest.fixture
def page(study: Study) -> Iterator[Page]:
    made = Page(study)
    yield made
    made.widget.close()


def test_the_page_has_quotes_under_pseudonyms_and_no_text(page: Page) -> None:
    document = page.document
    assert document["segments"] == {}
    assert all("text" not in row and "sha256" not in row for row in document["sources"].values())
    view = page.view.text
    for row in document["quotes"].values():
        assert row["exact"] == view[row["start"] : row["end"]]
        assert "prefix" not in row
    assert document["quotes"]["q3"]["exact"] == "As [P1] said, it is late; I gave up"
    assert document["quotes"]["q1"]["exact"] == QUOTES["q1"]
    assert not leaks(json.dumps(document))


def test_what_is_saved_has_the_words_that_may_leave(study: Study) -> None:
    study.set("participants", "p1", share="public")
    study.set("quotes", "q1", level="public")
    study.add("applications", quote="q3", code="late", coder="m", origin="model", rationale=["gave up"])
    for share, kept in (("private", {"q1", "q2", "q3", "q4"}), ("team", {"q1", "q2", "q4"}), ("public", {"q1"})):
        saved = StudyLens(study, share).saved()
        words = {row["id"] for row in saved["quotes"] if row.get("exact")}
        assert words == kept
        assert {row["id"] for row in saved["quotes"]} == set(QUOTES)  # they count, without their words
        assert ("gave up" in json.dumps(saved)) == (share == "private")
        assert not saved["segments"]
        assert all("text" not in row for row in saved["sources"])
        assert not leaks(json.dumps(saved))
    with pytest.raises(EvidenceError, match="not a level"):
        StudyLens(study, "everybody")


def test_private_notes_are_not_sent(page: Page, study: Study) -> None:
    memo = study.add("memos", quote="q1", text="only mine", private=True)
    page.widget.wire.flush()
    assert "only mine" not in json.dumps(page.sent)
    study.set("memos", memo, text="still mine")
    study.delete("memos", memo)
    page.widget.wire.flush()
    assert "mine" not in json.dumps(page.sent)
    public = study.add("memos", quote="q1", text="everybody's")
    page.widget.wire.flush()
    assert public in page.document["memos"]
    study.set("memos", public, private=True)
    page.widget.wire.flush()
    assert public not in page.document["memos"]


def test_marks_land_in_the_raw_text(page: Page, study: Study) -> None:
    view = page.view
    start = view.text.index("[P1] here") + 2  # within the placeholder
    end = view.text.index("code came")
    words = view.text[start:end]
    answer = page.edit(
        {
            "op": "add",
            "table": "quotes",
            "id": "n1",
            "row": {"source": "s1", "start": start, "end": end, "exact": words},
        }
    )
    assert answer["type"] == "patch"
    quote = study.quotes.loc["n1"]
    assert quote["exact"] == "Zebulon here 😀. The "
    assert (quote["participant"], quote["prefix"][-4:]) == ("p1", "e?\n\n")
    assert page.document["quotes"]["n1"]["exact"] == "[P1] here 😀. The "
    assert set(study.verify()["status"]) == {"exact"}
    moved = {"start": view.text.index("For me"), "end": len(view.text), "exact": "", "prefix": "", "suffix": ""}
    assert page.edit({"op": "set", "table": "quotes", "id": "n1", "values": moved})["type"] == "patch"
    assert study.quotes.loc["n1", "exact"] == "For me it worked."
    assert not leaks(json.dumps(page.sent))


def test_a_page_cannot_change_what_it_does_not_have(page: Page, study: Study) -> None:
    before = study.to_dict()
    for op in (
        {"op": "set", "table": "sources", "id": "s1", "values": {"text": "other"}},
        {"op": "add", "table": "segments", "id": "n", "row": {"source": "s1", "start": 0, "end": 1}},
        {"op": "set", "table": "segments", "id": "t1", "values": {"participant": "m"}},
    ):
        answer = page.edit(op)
        assert (answer["type"], answer["reason"].partition(":")[2]) == (
            "reject",
            " a page cannot change it. Change it in Python.",
        )
    page.edit({"op": "set", "table": "quotes", "id": "q1", "values": {"exact": "forged", "score": 1}})
    assert study.quotes.loc["q1", "exact"] == QUOTES["q1"]
    study.set("quotes", "q1", score=None)
    assert study.to_dict() == before
    for bad in (
        {"start": 5, "end": 4000},
        {"start": 5, "end": 5},
        {"start": -1, "end": 5},
        {"start": "x", "end": None},
    ):
        answer = page.edit({"op": "add", "table": "quotes", "id": "bad", "row": {"source": "s1", **bad}})
        assert answer["type"] == "reject"
    assert study.to_dict() == before


def test_a_name_put_into_the_key_is_gone_from_the_page_at_once(page: Page, study: Study) -> None:
    assert "third try" in page.view.text
    before = page.document["quotes"]["q4"]
    study.key.add("Third Try")
    assert page.sent[-1]["type"] == "snapshot"
    after = page.document["quotes"]["q4"]
    assert "third try" not in page.view.text
    assert after["start"] != before["start"]
    assert after["exact"] == before["exact"]
    # A mark made before, that arrives now: it is found by its words, or refused.
    old = {"source": "s1", "start": before["start"], "end": before["end"], "exact": before["exact"]}
    assert page.edit({"op": "add", "table": "quotes", "id": "n1", "row": old})["type"] == "patch"
    assert study.quotes.loc["n1", "exact"] == QUOTES["q4"]
    gone = {**old, "exact": "at the third try"}
    answer = page.edit({"op": "add", "table": "quotes", "id": "n2", "row": gone})
    assert (answer["code"], "not there any more" in answer["reason"]) == ("conflict", True)


def test_a_change_of_names_or_turns_gives_the_document_anew(page: Page, study: Study) -> None:
    study.set("participants", "p1", pseudonym="Participant 1")
    page.widget.wire.flush()
    assert page.document["quotes"]["q3"]["exact"].startswith("As [Participant 1] said")
    study.set("sources", "s1", text=text_of(study).replace("Hello", "Hallo"))
    page.widget.wire.flush()
    assert page.sent[-1]["type"] == "snapshot"
    count = len([one for one in page.sent if one["type"] == "snapshot"])
    study.add("sources", id="s2", title="Other", text="Zeb rides")
    study.set("quotes", "q1", score=1)
    page.widget.wire.flush()
    assert len([one for one in page.sent if one["type"] == "snapshot"]) == count
    assert page.document["quotes"]["q1"]["score"] == 1
    assert not leaks(json.dumps(page.sent))


def test_rejects_show_what_stands_there_as_the_page_may_see_it(page: Page, study: Study) -> None:
    base = study.store.revision
    study.set("codes", "late", definition=f"{NAME} waits")
    head = {"jw": 1, "type": "change", "client": "c", "seq": 1, "first": 1, "label": "Edit", "epoch": study.store.epoch}
    op = {"op": "set", "table": "codes", "id": "late", "values": {"definition": "mine"}}
    page.widget.receive({**head, "base": base, "ops": [op]})
    answer = page.sent[-1]
    assert (answer["type"], answer["code"], answer["current"]) == ("reject", "conflict", "[P1] waits")
    page.hello()
    assert not leaks(json.dumps(page.sent))


def test_whoever_is_forgotten_is_gone_from_an_open_page(page: Page, study: Study) -> None:
    epoch = study.store.epoch
    study.forget("P1")
    page.widget.wire.flush()
    assert study.store.epoch != epoch
    head = {"jw": 1, "type": "hello", "client": "c", "epoch": epoch, "revision": study.store.revision}
    page.widget.receive(head)
    assert page.sent[-1]["type"] == "snapshot"
    assert set(page.document["quotes"]) == {"q3", "q4"}
    restore = {"op": "restore", "table": "quotes", "id": "q1"}
    assert page.edit(restore)["type"] == "reject"
    later = json.dumps(page.sent[page.sent.index(page.sent[-1]) - 1 :])
    assert QUOTES["q1"] not in later
    assert not leaks(json.dumps(page.sent))


def test_the_key_keeps_no_lens(study: Study) -> None:
    lens = weakref.ref(StudyLens(study))
    gc.collect()
    assert lens() is None
    study.key.add("Somebody New")


WORDS = st.lists(
    st.sampled_from(["Zebulon", " ", "late", "😀", "e\u0301", "\n", "a@x.org", "."]), min_size=1, max_size=20
)


@given(WORDS.map("".join), st.data())
@settings(max_examples=100, deadline=None)
def test_any_mark_of_the_view_covers_what_was_marked(text: str, data: st.DataObject) -> None:
    study = Study(participants=[{"id": "p1", "pseudonym": "P1"}], seed=1)
    study.key.add(NAME, "p1")
    study.add("sources", id="s", title="", text=text)
    lens = StudyLens(study)
    lens.document()
    seen = lens.view("s").text
    start = data.draw(st.integers(0, len(seen) - 1))
    end = data.draw(st.integers(start + 1, len(seen)))
    row = {"source": "s", "start": start, "end": end, "exact": seen[start:end]}
    try:
        [op] = lens.into([{"op": "add", "table": "quotes", "id": "q", "row": row}])
    except TableError:
        pytest.fail("what was marked is there")
    study.add("quotes", id="q", **op["row"])
    [shown] = lens.document()["quotes"]
    assert shown["start"] <= start < end <= shown["end"]
    assert seen[shown["start"] : shown["end"]] == shown["exact"]
    # No more than the placeholders at the edges was added.
    assert seen[shown["start"] : start] + seen[end : shown["end"]] == "" or "[" in shown["exact"]
