"""Quotes behind cards: what a journey holds of them, and whose may not be cited."""

from __future__ import annotations

import gc

import pytest
from tests.evidence.interviews import Interviews

from journeywidgets import Journey
from journeywidgets.errors import EvidenceError, TableError
from journeywidgets.evidence import Study


@pytest.fixture
def talk() -> Interviews:
    gc.collect()  # studies of other tests with the same ids
    found = Interviews()
    found.say("a", "p1", "It came after ten minutes.", score=-1.5)
    found.say("b", "p2", "Mine came at once.", level="public")
    found.say("m", "m", "Was it late?")
    return found


@pytest.fixture
def j() -> Journey:
    made = Journey(
        "Bikes", stages=[{"id": "up", "title": "Sign-up"}], lanes=[{"id": "pains", "title": "Pains"}], seed=1
    )
    made.add("cards", id="late", stage="up", lane="pains", text="The code is late")
    return made


def test_a_slice_of_the_frame_is_cited(talk: Interviews, j: Journey) -> None:
    ids = j.cite("late", talk.study.quotes.loc[["a", "b"]], asked=9)
    same = {"card": "late", "stance": "supports", "source": "Interview 1", "study": talk.study.id, "level": "team"}
    words = "It came after ten minutes."
    assert [j.store.document.row("evidence", one) for one in ids] == [
        {**same, "id": ids[0], "quote": words, "participant": "P1", "quote_id": "a", "score": -1.5},
        {**same, "id": ids[1], "quote": "Mine came at once.", "participant": "P2", "quote_id": "b", "score": None},
    ]  # fmt: skip
    assert j.asks["asked"].tolist() == [9]
    assert j.history["label"].unique().tolist() == ["Add card", "Cite 2 quotes"]
    j.undo()
    assert (len(j.evidence), len(j.asks)) == (0, 0)


def test_one_id_a_row_and_ids_are_cited_too(talk: Interviews, j: Journey) -> None:
    j.cite("late", "a")
    j.cite("The code is late", talk.study.quotes.loc["b"], "contradicts")
    j.cite("late", talk.study.quotes.index[:1])
    assert dict(zip(j.evidence["quote_id"], j.evidence["stance"], strict=True)) == {"a": "supports", "b": "contradicts"}


def test_citing_again_brings_up_to_date(talk: Interviews, j: Journey) -> None:
    first = j.cite("late", "a")
    talk.study.set("quotes", "a", display="It came [late].", score=-2)
    assert j.cite("late", ["a", "b"], "contradicts", study=talk.study)[:1] == first
    assert j.evidence.loc[first[0], ["stance", "quote", "score"]].tolist() == ["contradicts", "It came [late].", -2]
    before = len(j.history)
    j.cite("late", ["a", "b"], "contradicts", study=talk.study)
    assert len(j.history) == before


def test_names_give_way_and_private_words_stay(talk: Interviews, j: Journey) -> None:
    talk.study.key.add("Zarquon Vogelsang", "p1")
    talk.say("c", "p1", "Ask Zarquon.")
    talk.say("d", "p2", "A secret.", level="private")
    j.cite("late", ["c", "d"])
    assert dict(zip(j.evidence["quote_id"], j.evidence["quote"], strict=True)) == {"c": "Ask [P1].", "d": ""}


@pytest.mark.parametrize(
    ("agreed", "level"),
    [
        ({"share": "private"}, "private"),
        ({"share": "team"}, "team"),
        ({"share": "public"}, "public"),
        ({"share": "public", "consent_until": "2001-01-01"}, "private"),
        ({"share": "public", "consent_until": "2999-01-01"}, "public"),
    ],
)
def test_a_quote_goes_no_farther_than_its_participant_agreed(
    talk: Interviews, j: Journey, agreed: dict[str, str], level: str
) -> None:
    talk.study.set("participants", "p2", **agreed)
    j.cite("late", "b")
    assert j.evidence["level"].tolist() == [level]
    assert (j.evidence["quote"] == "").tolist() == [level == "private"]


def test_a_moderator_is_context_and_nothing_else(talk: Interviews, j: Journey) -> None:
    for stance in ("supports", "contradicts"):
        with pytest.raises(EvidenceError, match="1 of the quotes were said by moderators or observers"):
            j.cite("late", ["a", "m"], stance, study=talk.study)
    assert len(j.evidence) == 0
    j.cite("late", "m", "context", study=talk.study)
    assert j.evidence_gaps().loc["late", ["state", "supports"]].tolist() == ["none", 0]


def test_asked_is_one_number_a_card(talk: Interviews, j: Journey) -> None:
    j.add("asks", card="late", asked=3, note="Those of May.")
    j.add("asks", card="late", asked=4)
    j.cite("late", "a", study=talk.study, asked=9)
    assert j.asks[["asked", "note"]].to_numpy().tolist() == [[9, ""]]
    j.undo()
    assert sorted(j.asks["asked"]) == [3, 4]


def test_what_cannot_be_cited_is_refused_and_changes_nothing(talk: Interviews, j: Journey) -> None:
    with pytest.raises(EvidenceError, match="no study in memory has all of these quotes"):
        j.cite("late", ["a", "nowhere"])
    with pytest.raises(EvidenceError, match="1 of 2 quotes are not in the study"):
        j.cite("late", ["a", "nowhere"], study=talk.study)
    with pytest.raises(EvidenceError, match="no quote is given"):
        j.cite("late", [])
    with pytest.raises(EvidenceError, match="the quotes are no ids"):
        j.cite("late", [3])
    with pytest.raises(TableError, match="supports, contradicts, context"):
        j.cite("late", "a", "likes", study=talk.study)
    with pytest.raises(TableError, match="there is no row with text"):
        j.cite("nothing", "a", study=talk.study)
    with pytest.raises(TableError, match="out of range"):
        j.cite("late", "a", study=talk.study, asked=-1)
    assert len(j.evidence) == 0


def test_two_studies_with_the_quote_have_to_be_told_apart(talk: Interviews, j: Journey) -> None:
    other = Interviews(id="another")
    assert other.study.id != talk.study.id
    other.say("a", "p1", "Something else.")
    with pytest.raises(EvidenceError, match="several studies in memory have these quotes"):
        j.cite("late", "a")
    j.cite("late", "a", study=other.study)
    assert j.evidence["study"].tolist() == ["another"]


def test_the_newest_of_a_study_made_again_is_meant(talk: Interviews, j: Journey) -> None:
    again = Interviews()
    again.say("a", "p1", "Said anew.")
    assert again.study.id == talk.study.id
    j.cite("late", "a")
    assert j.evidence["quote"].tolist() == ["Said anew."]


def test_evidence_is_brought_in_step_with_the_study(talk: Interviews, j: Journey) -> None:
    slow, quick = j.cite("late", ["a", "b"])
    own = j.add("evidence", card="late", quote="Noted on the phone", participant="P9")
    talk.study.set("quotes", "a", level="private")
    talk.study.set("quotes", "b", display="Mine came [...].", score=1)
    changed = j.refresh_evidence(talk.study)
    assert changed["card"].tolist() == ["late", "late"]
    assert dict(zip(changed.index, changed["changed"], strict=True)) == {
        slow: ["quote", "level"],
        quick: ["quote", "score"],
    }
    rows = j.evidence
    assert rows.loc[[slow, quick, own], "quote"].tolist() == ["", "Mine came [...].", "Noted on the phone"]
    assert "ten minutes" not in str(j.to_dict())
    assert j.refresh_evidence(talk.study).empty
    j.undo()
    assert j.evidence.loc[slow, "quote"] == "It came after ten minutes."


def test_what_is_gone_is_taken_off_and_what_a_moderator_said_is_context(talk: Interviews, j: Journey) -> None:
    slow, quick = j.cite("late", ["a", "b"])
    talk.study.delete("quotes", "a")
    talk.study.set("participants", "p2", role="observer")
    changed = j.refresh_evidence(talk.study)
    assert changed.loc[slow, "changed"] == ["deleted"]
    assert changed.loc[quick, "changed"] == ["stance"]
    assert j.evidence["stance"].to_dict() == {quick: "context"}


def test_evidence_of_another_study_is_left_alone(talk: Interviews, j: Journey) -> None:
    j.cite("late", ["a"], study=talk.study)
    other = Study("Other", seed=9)
    assert j.refresh_evidence(other).empty
    assert len(j.evidence) == 1
