"""NotesCoder without a browser: what pages are told, what is saved, what is refused."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
import pytest

from journeywidgets import Journey, JourneyError, NotesCoder, TableError
from journeywidgets.errors import EvidenceError
from journeywidgets.evidence import Study
from journeywidgets.widgets.base import TabularWidget
from journeywidgets.widgets.messages import MESSAGE_LIMIT
from journeywidgets.widgets.wire import size

NAME = "Quillon Vexworth"
TURNS = (("m", "How was it?"), ("p1", f"Ask {NAME} 🚲 about the wait."), ("p2", "Fine for me, Quillon."))


@pytest.fixture
def study() -> Study:
    """Return a talk in which a name is said."""
    s = Study("Bikes", seed=1)
    s.add("participants", id="m", pseudonym="M1", role="moderator")
    for row_id in ("p1", "p2"):
        s.add("participants", id=row_id, pseudonym=row_id.upper())
    s.key.add(NAME, participant="p2")
    s.add("codes", id="wait", name="Waiting", definition="Time lost")
    s.add("codes", id="long", name="Too long", parent="wait")
    talk(s, "talk", TURNS)
    return s


def talk(s: Study, row_id: str, turns: Any) -> None:
    """Add a source of turns."""
    text = "\n".join(words for _, words in turns)
    s.add("sources", id=row_id, title=f"Talk {row_id}", text=text)
    at = 0
    with s.edit("Turns"):
        for number, (who, words) in enumerate(turns):
            place: dict[str, Any] = {"source": row_id, "start": at, "end": at + len(words), "time_start": 7.0 * number}
            s.add("segments", id=f"{row_id}{number}", participant=who, **place)
            at += len(words) + 1


def asked(view: NotesCoder, monkeypatch: pytest.MonkeyPatch, **message: Any) -> list[dict[str, Any]]:
    """Return what pages are sent when a page sends a message."""
    sent: list[dict[str, Any]] = []
    monkeypatch.setattr(TabularWidget, "send", lambda _self, content, _buffers=None: sent.append(content))
    view.receive({"jw": 1, **message})
    return sent


def read(view: NotesCoder, monkeypatch: pytest.MonkeyPatch, source: str = "talk", at: int = 0) -> dict[str, Any]:
    """Return the text that a page gets."""
    (answer,) = asked(view, monkeypatch, type="read", source=source, at=at, count=4000)
    return answer


def test_a_page_reads_turns_under_pseudonyms(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = read(NotesCoder(study), monkeypatch)
    text = answer["text"]
    turns = [text[one["start"] : one["end"]] for one in answer["passages"]]
    assert turns == ["How was it?", "Ask [P2] 🚲 about the wait.", "Fine for me, [P2]."]
    assert [one["participant"] for one in answer["passages"]] == ["m", "p1", "p2"]
    assert [one["time"] for one in answer["passages"]] == [0.0, 7.0, 14.0]
    assert (answer["total"], answer["length"], answer["at"]) == (3, len(text), 0)


def test_a_quote_marked_in_the_page_stands_on_the_raw_words(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    view = NotesCoder(study)
    text = read(view, monkeypatch)["text"]
    start = text.index("[P2] 🚲")
    row = {"source": "talk", "start": start, "end": start + len("[P2] 🚲"), "participant": "p1"}
    op = {"op": "add", "table": "quotes", "id": "q", "row": row}
    epoch = study.store.epoch
    head = {"client": "c", "seq": 1, "first": 1, "epoch": epoch, "base": study.store.revision, "label": "Mark"}
    asked(view, monkeypatch, type="change", ops=[op], **head)
    assert study.quotes.loc["q", "exact"] == f"{NAME} 🚲"


def test_a_new_name_reaches_pages_that_have_the_text(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    view = NotesCoder(study)
    before = read(view, monkeypatch)
    sent: list[dict[str, Any]] = []
    monkeypatch.setattr(TabularWidget, "send", lambda _self, content, _buffers=None: sent.append(content))
    study.add("quotes", id="q", source="talk", start=0, end=3)
    study.key.add("wait")
    view.wire.flush()
    view.receive({"jw": 1, "type": "hello", "client": "c", "epoch": "", "revision": 0})
    (text,) = (message for message in sent if message["type"] == "text")
    assert text["view"] != before["view"]
    assert "wait" not in text["text"]
    assert [message["type"] for message in sent].index("snapshot") < sent.index(text)


def test_a_long_source_comes_in_pieces_that_a_message_holds(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    talk(study, "long", [("p1", f"{number} " + '"\\é🚲 ' * 100) for number in range(900)])
    view = NotesCoder(study)
    text, at = "", 0
    while True:
        answer = read(view, monkeypatch, "long", at)
        assert size(answer) < MESSAGE_LIMIT
        assert answer["passages"], "each message brings something"
        text += answer["text"] + "\n"
        at += len(answer["passages"])
        if at == answer["total"]:
            break
    assert text == str(study.sources.loc["long", "text"]) + "\n"


def test_one_line_of_millions_is_read_in_pieces(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    study.add("sources", id="line", text="word " * 400_000)
    answer = read(NotesCoder(study), monkeypatch, "line")
    assert answer["total"] > 600
    assert 0 < len(answer["passages"]) < 60
    assert size(answer) < MESSAGE_LIMIT


def test_a_search_goes_over_all_sources_and_never_over_names(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    talk(study, "other", [("p1", "About\nthe WAIT."), ("p1", "x" * 10)])
    view = NotesCoder(study)

    def hits(query: str) -> list[tuple[str, str]]:
        (answer,) = asked(view, monkeypatch, type="search", client="c", id=1, query=query)
        assert answer["more"] == 0
        texts = {source: view.lens.view(source).text for source in ("talk", "other")}  # type: ignore[attr-defined]
        return [(hit["source"], texts[hit["source"]][hit["start"] : hit["end"]]) for hit in answer["hits"]]

    assert hits("about the wait") == [("talk", "about the wait"), ("other", "About\nthe WAIT")]
    assert hits("Quillon") == []
    assert hits("vex") == []
    assert hits("(.*") == []
    assert hits("  ") == []


def test_a_search_with_many_hits_says_how_many_more(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    study.add("sources", id="many", text="aha\n" * 700)
    (answer,) = asked(NotesCoder(study), monkeypatch, type="search", client="c", id=3, query="aha")
    assert (len(answer["hits"]), answer["more"], answer["id"]) == (500, 200, 3)
    assert size(answer) < MESSAGE_LIMIT


def test_a_source_that_is_gone_is_told(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    assert read(NotesCoder(study), monkeypatch, "none")["total"] == -1


@pytest.mark.parametrize(
    "message",
    [
        {"type": "read", "source": 3, "at": 0, "count": 1},
        {"type": "read", "source": "talk", "at": True, "count": 1},
        {"type": "read", "source": "talk", "at": "0", "count": 1},
        {"type": "search", "client": "c", "id": 1},
        {"type": "search", "client": "c", "id": 1, "query": ["a"]},
        {"type": "other"},
    ],
)
def test_a_message_that_is_none_is_left(
    study: Study, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, message: dict[str, Any]
) -> None:
    assert asked(NotesCoder(study), monkeypatch, **message) == []
    assert "not of the wire" in caplog.text


def test_what_is_saved_holds_no_text_and_no_name(study: Study) -> None:
    study.add("quotes", id="team", source="talk", start=12, end=50, participant="p1")
    study.add("quotes", id="mine", source="talk", start=51, end=72, participant="p2", level="private")
    for quote in ("team", "mine"):
        study.add("applications", quote=quote, code="wait", coder="A")
    view = NotesCoder(study, source="talk")
    saved = json.dumps(view.get_state())
    bundle = view._repr_mimebundle_()
    assert bundle is not None
    shown = json.dumps(bundle[0])
    for text in (saved, shown):
        assert "Quillon" not in text
        assert "Vexworth" not in text
        assert "How was it" not in text
        assert "Fine for me" not in text
        assert "about the wait" in text
    html = bundle[0]["text/html"]
    assert "Ask [P2] 🚲 about the wait." in html
    assert "+ 1 quote not shown here" in html
    assert bundle[0]["text/plain"].splitlines() == [
        "Bikes · 1 source · 2 participants · 2 quotes · 2 codes",
        "  Waiting: 2 quotes of 2 participants",
        "    Too long: 0 quotes of 0 participants",
    ]


def test_nothing_of_quotes_is_saved_for_the_public_unless_it_may_be(study: Study) -> None:
    study.add("quotes", id="q", source="talk", start=12, end=50, participant="p1")
    study.add("applications", quote="q", code="wait")
    view = NotesCoder(study, share="public")
    bundle = view._repr_mimebundle_()
    assert bundle is not None
    assert "about the wait" not in json.dumps([bundle[0], view.get_state()])
    with pytest.raises(EvidenceError, match="share is not a level"):
        NotesCoder(study, share="everyone")


def test_only_a_participants_accepted_codes_count(study: Study) -> None:
    study.add("quotes", id="asked", source="talk", start=0, end=11, participant="m")
    study.add("quotes", id="said", source="talk", start=12, end=50, participant="p1")
    study.add("applications", quote="asked", code="wait", coder="A")
    study.add("applications", quote="said", code="long", coder="model", origin="model", accepted=False)
    text = NotesCoder(study).readable()["text/plain"]
    assert "Waiting: 0 quotes of 0 participants" in text
    assert "Too long: 0 quotes of 0 participants" in text


def test_show_names_places_by_quote_segment_or_frame(study: Study) -> None:
    talk(study, "other", [("p1", "Yes.")])
    study.add("quotes", id="q", source="other", start=0, end=3)
    view = NotesCoder(study)
    view.show(study.quotes)
    assert view._places == [{"source": "other", "quote": "q"}]
    assert view.source == "other"
    view.show(pd.DataFrame({"segment": ["talk1", "talk1", None], "code": "wait"}))
    assert view._places == [{"source": "talk", "segment": "talk1"}]
    view.show(["talk0", "q"])
    assert [place["source"] for place in view._places] == ["talk", "other"]
    view.show("talk2")
    assert view._places == [{"source": "talk", "segment": "talk2"}]
    with pytest.raises(TableError, match="no quote or segment"):
        view.show("none")
    view.show([])
    assert view._places == []


def test_what_is_not_a_study_or_not_there_is_refused(study: Study) -> None:
    with pytest.raises(JourneyError, match="shows a Study, not Journey"):
        NotesCoder(Journey("x"))  # type: ignore[arg-type]
    with pytest.raises(JourneyError, match="no setting 'colour'"):
        NotesCoder(study, colour="red")
    with pytest.raises(TableError, match="no row of this id"):
        NotesCoder(study, source="none")
    with pytest.raises(TableError, match="no row of this id"):
        NotesCoder(study, code_keys=["none"])
    with pytest.raises(JourneyError, match="holds 10 codes"):
        NotesCoder(study, code_keys=["wait"] * 10)
    assert NotesCoder(study, code_keys=["", "wait"]).code_keys == ["", "wait"]


def test_a_study_shows_its_coder(study: Study) -> None:
    (data, _metadata) = study._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in data
    assert "Waiting" in data["text/html"]
