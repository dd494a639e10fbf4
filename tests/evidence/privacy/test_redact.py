"""Removing names from a copy of a study: places follow, and what may not leave is withheld."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.evidence.privacy.people import NAME, OTHER, build, leaks, places, text_of

from journeywidgets.errors import EvidenceError
from journeywidgets.evidence import Study, redact


def test_the_copy_has_no_names_and_the_study_stays() -> None:
    study = build(Study(seed=1))
    before = study.to_dict()
    copy = redact(study)
    assert not leaks(json.dumps(copy.to_dict()))
    assert len(copy.key) == 0
    assert study.to_dict() == before
    assert copy.sources.loc["s1", "title"] == "Interview [P1].vtt"
    assert copy.quotes.loc["q3", "exact"] == "As [P1] said, it is late; I gave up"
    assert set(copy.verify()["status"]) == {"exact"}
    assert copy.participants.loc["p1", "mail"] == "[e-mail 1]"
    assert copy.participants.loc["p1", "town"] == "Ulm"
    assert copy.applications["coder"].unique().tolist() == ["AB"]
    assert copy.id == study.id


def test_a_copy_for_the_team_withholds_private_quotes_and_those_who_did_not_agree() -> None:
    study = build(Study(seed=1))
    copy = redact(study, share="team")
    assert copy.quotes.index.tolist() == ["q1", "q2", "q4"]
    assert "[withheld] at the third try." in text_of(copy)
    assert copy.applications["quote"].tolist().count("q3") == 0
    assert copy.memos["quote"].isna().all()
    study.set("participants", "p1", consent_until="2020-01-01")
    copy = redact(study, share="team")
    assert copy.quotes.index.tolist() == ["q4"]
    text = text_of(copy)
    assert text.count("[withheld]") == 3
    assert "expired" not in text
    assert pd.isna(copy.participants.loc["p1"].get("town"))
    assert set(copy.verify()["status"]) == {"exact"}


def test_a_public_copy_has_what_is_public_alone() -> None:
    study = build(Study(seed=1))
    study.set("participants", "p2", share="public")
    study.set("quotes", "q4", level="public")
    copy = redact(study, share="public")
    assert copy.quotes.index.tolist() == ["q4"]
    assert text_of(copy).split("\n\n") == [
        "[withheld]", "[withheld]", "[withheld] at the third try.", "[withheld]", "For me it worked.",
    ]  # fmt: skip
    assert copy.memos.empty


def test_only_the_kinds_asked_for_are_removed() -> None:
    text = text_of(redact(build(Study(seed=1)), kinds=["e-mail"]))
    assert "Zebulon here" in text
    assert "[e-mail 1]" in text


@pytest.mark.parametrize(
    ("options", "match"),
    [
        ({"share": "friends"}, "share is not a level"),
        ({"kinds": ["postcode"]}, "Choose of name"),
        ({"region": "Neverland"}, "two capital letters"),
        ({"roster": ["Z"]}, "row 1 has fewer than two letters"),
        ({"roster": 7}, "Give names, a mapping"),
    ],
)
def test_an_option_that_cannot_be_honoured_raises(options: dict[str, Any], match: str) -> None:
    with pytest.raises(EvidenceError, match=match):
        redact(build(Study(seed=1)), **options)


def test_a_roster_adds_names_and_says_what_stands_in_their_place() -> None:
    study = build(Study(seed=1))
    assert "late was the [product]" in text_of(redact(study, {"Code": "product"}))
    assert "late was the [name 1]" in text_of(redact(study, ["code"]))


def test_a_pseudonym_that_is_a_name_gives_nothing_away() -> None:
    study = Study(participants=[{"id": "p", "pseudonym": "Zebulon"}], seed=1)
    study.key.add(NAME, "p")
    study.add("sources", id="s", title="", text="Zebulon rides")
    copy = redact(study)
    assert copy.sources.loc["s", "text"] == "[name 1] rides"
    assert copy.participants.loc["p", "pseudonym"] == "[name 1]"


def test_a_study_saved_for_others_goes_elsewhere(tmp_path: Any) -> None:
    study = build(Study.open(tmp_path / "x.study.json", seed=1))
    for path in (None, tmp_path / "x.study.json", tmp_path / "." / "x.study.json"):
        with pytest.raises(EvidenceError, match="Give the path of another file"):
            study.save(path, share="team")
    with pytest.raises(EvidenceError, match="not a level"):
        study.save(tmp_path / "y.study.json", share="all")
    study.save(tmp_path / "y.study.json", share="team")
    again = Study.open(tmp_path / "y.study.json", read_only=True)
    assert again.quotes.index.tolist() == ["q1", "q2", "q4"]
    assert not leaks((tmp_path / "y.study.json").read_text())
    study.close()


WORDS = [" Zebulon ", f" {OTHER} ", "zeb@x.org", " ", "\n", "😀", "e\u0301", "late", "030 5550107", ".", "ß"]
PIECES = st.lists(st.sampled_from(WORDS), max_size=12).map("".join)


@given(st.lists(PIECES.filter(bool), min_size=1, max_size=5), st.data())
@settings(max_examples=80, deadline=None)
def test_segments_and_quotes_stand_where_they_stood(turns: list[str], data: st.DataObject) -> None:
    study = Study(participants=[{"id": "p1", "pseudonym": "P1"}, {"id": "p2", "pseudonym": "P2"}], seed=1)
    study.key.update({NAME: "p1", OTHER: "p2"})
    text = "".join(turns)
    study.add("sources", id="s", title="", text=text)
    start = 0
    for number, words in enumerate(turns):
        study.add("segments", id=f"t{number}", source="s", start=start, end=start + len(words), participant="p1")
        start += len(words)
    first = data.draw(st.integers(0, len(text) - 1))
    last = data.draw(st.integers(first + 1, len(text)))
    study.add("quotes", id="q", source="s", start=first, end=last)
    copy = redact(study)
    seen = text_of(copy, "s")
    parts = [seen[start:end] for start, end in places(copy)]
    assert "".join(parts) == seen
    assert "ebulon" not in seen
    quote = copy.document.tables["quotes"]["q"]
    assert quote["exact"] == seen[quote["start"] : quote["end"]]
    # What is left of the quote's own letters is all there, in order.
    rest = iter(seen[quote["start"] : quote["end"]])
    kept = [letter for letter in quote["exact"] if letter in "😀ß."]
    assert all(letter in rest for letter in kept)
    assert set(copy.verify()["status"]) == {"exact"}
