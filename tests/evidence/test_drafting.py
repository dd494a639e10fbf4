"""The first draft of a map: which quote falls behind which card, who was asked, and what is left out."""

from __future__ import annotations

from typing import Any

import pytest
from tests.evidence.interviews import Interviews

from journeywidgets import Journey
from journeywidgets.errors import EvidenceError, JourneyWarning
from journeywidgets.evidence import Study


def cards(j: Journey) -> dict[tuple[str, str, str], tuple[int, int, int]]:
    """Return of each card with words how many support, contradict, were asked."""
    assert j.draft is not None
    told = j.draft.cards[j.draft.cards["code"].notna()]
    return {(row.stage, row.lane, row.code): (row.supports, row.contradicts, row.asked) for row in told.itertuples()}


def left_out(j: Journey) -> dict[str, str]:
    assert j.draft is not None
    return dict(j.draft.left_out["why"])


@pytest.fixture
def talk() -> Interviews:
    return Interviews()


def test_a_card_is_a_code_in_a_cell_with_its_quotes_behind_it(talk: Interviews) -> None:
    talk.say("a", "p1", "It came after ten minutes.", "signup", "late")
    talk.say("b", "p1", "Far too late, I say it again.", "signup", "late")
    talk.say("c", "p2", "The code was late.", "signup", "late")
    j = Journey.from_study(talk.study, seed=1)
    assert j.stages["title"].tolist() == ["Sign-up", "Ride"]
    assert j.stages["description"].tolist() == ["Account and deposit", ""]
    assert list(zip(j.lanes["title"], j.lanes["kind"], strict=True)) == [("Pains", "pain"), ("Gains", "gain")]
    assert cards(j) == {("Sign-up", "Pains", "Code comes late"): (2, 0, 3)}
    assert j.cards["text"].tolist() == ["Code comes late"]
    assert sorted(j.evidence["quote"]) == [
        "Far too late, I say it again.",
        "It came after ten minutes.",
        "The code was late.",
    ]
    assert set(j.evidence["study"]) == {talk.study.id}
    assert j.evidence_gaps()["state"].tolist() == ["thin"]
    assert left_out(j) == {}


def test_codes_below_a_stage_lead_to_it(talk: Interviews) -> None:
    talk.say("a", "p1", "It would not open.", "unlock", "late")
    assert list(cards(Journey.from_study(talk.study))) == [("Ride", "Pains", "Code comes late")]


def test_the_most_telling_code_is_the_card(talk: Interviews) -> None:
    lanes = ["Pain", "Gain"]
    talk.say("below", "p1", "one", "signup", "pain", "late", "trust")
    talk.say("other", "p1", "two", "signup", "pain", "trust")
    talk.say("itself", "p1", "three", "signup", "pain")
    assert set(cards(Journey.from_study(talk.study, ["Sign-up"], lanes))) == {
        ("Sign-up", "Pain", "Code comes late"),
        ("Sign-up", "Pain", "Trust"),
        ("Sign-up", "Pain", "Pain"),
    }


def test_the_codes_on_the_same_words_give_stage_and_lane(talk: Interviews) -> None:
    talk.say("whole", "p1", "At sign-up the code was late and I lost trust.", "signup", "pain")
    talk.say("far", "p1", "Elsewhere I lost trust too.", "trust")
    talk.study.add("quotes", id="inside", source="i1", start=30, end=44, participant="p1")
    talk.study.apply("inside", "trust")
    with pytest.warns(JourneyWarning, match=r"1 \(no stage\)"):
        j = Journey.from_study(talk.study)
    assert cards(j)["Sign-up", "Pains", "Trust"] == (1, 0, 3)
    assert left_out(j) == {"far": "no stage"}
    # What only touches is not on the same words.
    talk.study.set("quotes", "inside", start=46, end=47)
    with pytest.warns(JourneyWarning, match=r"2 \(no stage\)"):
        assert set(left_out(Journey.from_study(talk.study))) == {"far", "inside"}


def test_questions_are_stages_and_lanes_as_codes_are(talk: Interviews) -> None:
    ask = "What  hinders you?"
    talk.say("a", "p1", "Setting it up.", "trust", question=ask)
    talk.say("b", "p2", "Nothing at all.", question=ask)
    talk.say("c", "p3", "The bikes are nice.", "trust", question="What is nice?")
    j = Journey.from_study(
        talk.study,
        {"What hinders you?": "Everyday use", "What is nice?": {"title": "First ride", "goal": "Try it"}},
        {"What hinders you?": {"title": "Pains", "kind": "pain"}, "What is nice?": {"title": "Gains", "kind": "gain"}},
    )
    assert j.stages["goal"].tolist() == ["", "Try it"]
    assert cards(j) == {("Everyday use", "Pains", "Trust"): (1, 0, 2), ("First ride", "Gains", "Trust"): (1, 0, 1)}
    assert set(j.asks["note"]) == {"Everybody who answered its question."}
    assert left_out(j) == {"b": "no code"}


def test_keys_of_one_title_are_one_place(talk: Interviews) -> None:
    talk.say("a", "p1", "one", "signup", "late")
    talk.say("b", "p2", "two", "ride", "late")
    j = Journey.from_study(talk.study, {"Sign-up": "All", "Ride": "All"}, {"Pain": "Troubles", "Gain": "Troubles"})
    assert (j.stages["title"].tolist(), j.lanes["title"].tolist()) == (["All"], ["Troubles"])
    assert cards(j) == {("All", "Troubles", "Code comes late"): (2, 0, 3)}


def test_ids_names_and_paths_name_codes(talk: Interviews) -> None:
    talk.say("a", "p1", "one", "unlock", "late")
    for stage in ("unlock", "Unlock", "Ride / Unlock"):
        assert list(cards(Journey.from_study(talk.study, [stage], ["pain"]))) == [("Unlock", "Pain", "Code comes late")]


def test_a_contradiction_stands_against_the_card_of_its_stage(talk: Interviews) -> None:
    talk.say("a", "p1", "It came late.", "signup", "late")
    talk.say("b", "p2", "Mine was there at once.", "signup", "prompt")
    talk.say("c", "p3", "So was mine.", "ride", "prompt")
    with pytest.warns(JourneyWarning, match=r"1 \(contradicts what nobody says at its stage\)"):
        j = Journey.from_study(talk.study, contradicts={"Code came at once": "Code comes late"})
    assert cards(j) == {("Sign-up", "Pains", "Code comes late"): (1, 1, 3)}
    assert dict(zip(j.evidence["quote_id"], j.evidence["stance"], strict=True)) == {"a": "supports", "b": "contradicts"}
    assert left_out(j) == {"c": "contradicts what nobody says at its stage"}


def test_what_contradicts_may_be_a_claim_of_its_own(talk: Interviews) -> None:
    talk.study.set("codes", "prompt", parent="gain")
    talk.say("a", "p1", "It came late.", "signup", "late")
    talk.say("b", "p2", "Mine was there at once.", "signup", "prompt")
    assert cards(Journey.from_study(talk.study, contradicts={"prompt": ["late"]})) == {
        ("Sign-up", "Pains", "Code comes late"): (1, 1, 3),
        ("Sign-up", "Gains", "Code came at once"): (1, 0, 3),
    }


def test_a_quote_that_says_both_stands_against(talk: Interviews) -> None:
    talk.say("a", "p1", "It came late.", "signup", "late")
    talk.say("b", "p2", "Late, no, at once.", "signup", "late", "prompt")
    j = Journey.from_study(talk.study, contradicts={"prompt": "late"})
    assert cards(j) == {("Sign-up", "Pains", "Code comes late"): (1, 1, 3)}


def test_scored_quotes_make_the_curve_of_their_persona(talk: Interviews) -> None:
    talk.say("a", "p1", "Terrible.", "signup", "late", score=-2)
    talk.say("b", "p1", "Not good.", "signup", score=-1)
    talk.say("c", "p2", "Fine.", "signup", score=1)
    talk.say("d", "p3", "So so.", "ride", score=0)
    talk.say("e", "m", "Was it great?", "signup", score=2)
    j = Journey.from_study(talk.study)
    assert j.lanes["title"].tolist() == ["Emotion", "Pains", "Gains"]
    assert j.personas["name"].tolist() == ["Commuter", "Visitor"]
    feelings = j.cards[j.cards["lane"] == j.lanes.index[0]]
    assert (feelings["text"] == "").all()
    assert j.to_frame().loc["Emotion"].tolist() == [pytest.approx(-2 / 3), 0]
    names = j.personas["name"].to_dict()
    points = {
        (names.get(card.persona), card.stage == j.stages.index[0]): len(j.evidence[j.evidence["card"] == key])
        for key, card in feelings.iterrows()
    }
    assert points == {("Commuter", True): 2, ("Visitor", True): 1, (None, False): 1}
    assert left_out(j) == {"e": "said by a moderator"}
    assert "Emotion" not in Journey.from_study(talk.study, emotion=None).lanes["title"].tolist()


def test_a_lane_for_feelings_that_is_there_is_taken(talk: Interviews) -> None:
    talk.say("a", "p1", "Terrible.", "signup", "late", score=-2)
    j = Journey.from_study(talk.study, lane_codes={"Pain": {"title": "Mood", "kind": "emotion"}})
    assert j.lanes["title"].tolist() == ["Mood"]
    assert sorted(j.cards["text"]) == ["", "Code comes late"]


def test_asked_is_who_answered_or_everybody_and_who_spoke_of_it_unasked(talk: Interviews) -> None:
    talk.say("a", "p1", "one", "late", question="Sign-up")
    talk.say("b", "p2", "two", "signup", "late")
    j = Journey.from_study(talk.study)
    assert cards(j) == {("Sign-up", "Pains", "Code comes late"): (2, 0, 2)}
    assert j.asks["note"].tolist() == ["Everybody who answered its question, and 1 who spoke of it unasked."]
    assert not j.evidence_gaps()["note"].any()


def test_moderators_and_suggestions_count_for_nothing(talk: Interviews) -> None:
    talk.say("a", "p1", "one", "signup")
    talk.study.apply("a", "late", origin="model", confidence=0.9)
    talk.say("b", "m", "Was it late?", "signup", "late")
    talk.say("c", "p1", "three")
    talk.study.apply("c", "late", origin="model")
    talk.say("d", "p1", "four")
    j = Journey.from_study(talk.study)
    assert len(j.cards) == 0
    assert left_out(j) == {
        "a": "marks a stage and says no more",
        "b": "said by a moderator",
        "c": "no accepted code",
        "d": "no code",
    }


def test_what_finds_no_lane_or_theme_is_told(talk: Interviews) -> None:
    talk.say("a", "p1", "one", "signup", "trust")
    with pytest.warns(JourneyWarning, match=r"quotes that are not on the map: 1 \(no lane\)"):
        j = Journey.from_study(talk.study)
    assert left_out(j) == {"a": "no lane"}
    assert repr(j.draft) == "<Draft: 0 cards; quotes left out: 1 no lane>"


def test_two_coders_who_agree_make_one_piece_of_evidence(talk: Interviews) -> None:
    talk.say("a", "p1", "one", "signup", "late")
    talk.study.apply("a", "late", coder="B")
    assert len(Journey.from_study(talk.study).evidence) == 1


def test_a_quote_that_has_lost_its_place_counts_by_its_own_codes(talk: Interviews) -> None:
    talk.say("a", "p1", "one", "signup", "late")
    talk.study.set("quotes", "a", start=None, end=None)
    assert list(cards(Journey.from_study(talk.study))) == [("Sign-up", "Pains", "Code comes late")]


def test_cards_stand_by_how_many_people_said_so(talk: Interviews) -> None:
    talk.study.add("codes", id="wet", name="Wet saddle", parent="pain", kind="pain")
    talk.say("a", "p1", "one", "ride", "late")
    talk.say("b", "p1", "two", "ride", "late")
    talk.say("c", "p1", "three", "ride", "wet")
    talk.say("d", "p2", "four", "ride", "wet")
    assert Journey.from_study(talk.study).cards["text"].tolist() == ["Wet saddle", "Code comes late"]


def test_the_same_seed_gives_the_same_journey(talk: Interviews) -> None:
    talk.say("a", "p1", "one", "signup", "late", score=1)
    one, other = (Journey.from_study(talk.study, seed=4) for _ in range(2))
    assert one.to_dict() == other.to_dict()
    # What is added later has other ids than the draft has.
    one.add("stages", title="More")


def test_words_come_under_pseudonyms_and_private_ones_stay(talk: Interviews) -> None:
    talk.study.key.add("Zarquon Vogelsang", "p1")
    talk.say("a", "p1", "I am Zarquon, zarquon@example.org.", "signup", "late")
    talk.say("b", "p2", "Do not tell Vogelsang.", "signup", "late", level="private")
    talk.study.set("sources", "i1", title="Interview with Vogelsang")
    j = Journey.from_study(talk.study)
    rows = j.evidence.set_index("quote_id")
    assert rows.loc["a", "quote"] == "I am [P1], [e-mail 1]."
    assert rows.loc["b", ["quote", "level"]].tolist() == ["", "private"]
    assert set(rows["source"]) == {"Interview with [P1]"}
    assert cards(j) == {("Sign-up", "Pains", "Code comes late"): (2, 0, 3)}


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"stage_codes": ["Sign-up", "Zarquon Vogelsang"]}, r"stage_codes, entry 2 \(17 characters\) is neither"),
        ({"stage_codes": "Sign-up"}, "stage_codes is one text"),
        ({"stage_codes": ["Sign-up"], "lane_codes": ["Pain", "Sign-up"]}, "1 codes are given as a stage and as a lane"),
        ({"lane_codes": {"Pain": 3}}, "lane_codes holds something that is no text"),
        ({"contradicts": {"Zarquon": "late"}}, "contradicts, entry 1, names something that is not one code"),
    ],
)
def test_what_is_not_there_is_refused_without_repeating_it(talk: Interviews, given: dict[str, Any], says: str) -> None:
    talk.say("a", "p1", "one", "signup", "late")
    with pytest.raises(EvidenceError, match=says) as caught:
        Journey.from_study(talk.study, **given)
    assert "Zarquon" not in str(caught.value)


def test_a_name_of_two_codes_is_refused(talk: Interviews) -> None:
    talk.study.add("codes", name="Pain", parent="ride")
    with pytest.raises(EvidenceError, match="2 codes have this name"):
        Journey.from_study(talk.study, ["ride"], ["Pain"])


def test_a_study_without_kinds_asks_for_codes() -> None:
    with pytest.raises(EvidenceError, match="no code has the kind 'stage'"):
        Journey.from_study(Study("Empty"))
    with pytest.raises(EvidenceError, match="no code is of a kind that makes a lane"):
        Journey.from_study(Study("Stages", codes=[{"name": "One", "kind": "stage"}]))
