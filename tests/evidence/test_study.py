"""What a study does: quote, apply, accept, merge, split, search, count and verify."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests import studies as make

from journeywidgets import Journey, TableError
from journeywidgets.errors import EvidenceError, JourneyError, StorageError
from journeywidgets.evidence import Study
from journeywidgets.evidence.verify import shown_as
from journeywidgets.model.study import StudyDocument

TURNS = {"p1": "The SMS never came. 🚲 I waited.", "m": "Did the sms come at all?", "p2": "It came, the SMS, twice."}


def interviews() -> Any:
    """Return a study of two people and a moderator, one source of three turns, and four codes.

    Its type is left open, because what stands in a frame has none that could be told.
    """
    people = [{"id": "p1", "pseudonym": "P1", "persona": "Commuter", "city": "Bath"}, {"id": "p2", "pseudonym": "P2"}]
    people.append({"id": "m", "pseudonym": "M", "role": "moderator"})
    codes = [
        {"id": "wait", "name": "Waiting"},
        {"id": "sms", "name": "SMS", "parent": "wait", "definition": "Text"},
    ]
    codes += [{"id": "gain", "name": "Gain", "kind": "gain"}, {"id": "late", "name": "Late", "not_this": "early"}]
    study = Study("Rental", codes=codes, seed=1)
    study.update("participants", pd.DataFrame(people))
    study.add("sources", id="s", title="Panel", text="\n".join(TURNS.values()))
    at = 0
    for who, text in TURNS.items():
        study.add("segments", id=f"g-{who}", source="s", start=at, end=at + len(text), participant=who)
        at += len(text) + 1
    return study


def of(document: StudyDocument) -> Study:
    return Study.from_dict(document.to_dict(), seed=1)


def plain(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


class TestTables:
    """A study's tables are frames as a journey's are."""

    def test_own_columns_of_participants_are_attributes(self) -> None:
        study = interviews()
        assert study.participants["city"].tolist() == ["Bath", None, None]
        assert study.document.row("participants", "p1")["attributes"] == {"city": "Bath"}
        frame = study.participants
        frame["years"] = [3, 4, 5]
        study.participants = frame
        assert study.participants["years"].tolist() == [3, 4, 5]
        study.undo()
        assert "years" not in study.participants
        study.set("participants", "p1", city="Wells")
        assert study.history["field"].tolist()[-1] == "city"

    def test_quotes_come_as_a_frame_at_once(self) -> None:
        study = interviews()
        study.update("quotes", pd.DataFrame({"source": "s", "start": [0, 4], "end": [3, 7], "exact": [None, ""]}))
        assert study.quotes["exact"].tolist() == ["The", "SMS"]
        assert study.quotes["participant"].tolist() == ["p1", "p1"]
        assert len(study.store.history.changes) == 6

    def test_record_and_title(self) -> None:
        study = Study("Rental", seed=1, questions=["Why?"])
        study.title = "Bikes"
        study.set("study", study.id, method="Interviews")
        assert (study.meta["title"], study.meta["questions"], study.meta["method"]) == ("Bikes", ["Why?"], "Interviews")
        assert repr(study) == "<Study: 0 participants, 0 sources, 0 codes, 0 quotes>"

    @settings(max_examples=40)
    @given(make.studies())
    def test_reading_and_assigning_a_frame_changes_nothing(self, document: StudyDocument) -> None:
        study = of(document)
        for table in document.schema.tables:
            study.replace(table, study.frame(table))
        assert study.document.tables == document.tables
        assert not study.store.history.changes

    def test_diff(self) -> None:
        study, other = interviews(), interviews()
        other.set("codes", "gain", name="Gains")
        assert plain(study.diff(other)[["table", "id", "field", "new"]]) == [
            {"table": "codes", "id": "gain", "field": "name", "new": "Gains"}
        ]


class TestQuoting:
    """A quote is a place, or a whole segment."""

    def test_place(self) -> None:
        study = interviews()
        quote = study.quote("s", 20, 31, coder="x", score=-1)
        row = study.quotes.loc[quote]
        assert (row["exact"], row["participant"], row["coder"], row["score"]) == ("🚲 I waited.", "p1", "x", -1)

    def test_segment(self) -> None:
        study = interviews()
        quote = study.quote(segment="g-m")
        assert study.quotes.loc[quote, "exact"] == TURNS["m"]

    @pytest.mark.parametrize("given", [{}, {"source": "s"}, {"source": "s", "start": 0}, {"segment": "g-m", "end": 3}])
    def test_neither_or_both(self, given: dict[str, Any]) -> None:
        with pytest.raises(EvidenceError, match="Give"):
            interviews().quote(**given)


class TestApplying:
    """Codes are applied once by a coder; a suggestion counts when it is accepted."""

    def test_one_and_several(self) -> None:
        study = interviews()
        quotes = [study.quote(segment="g-p1"), study.quote(segment="g-p2")]
        one = study.apply(quotes[0], "Waiting", coder="x")
        several = study.apply(study.quotes, "sms", coder="x")
        assert study.applications.loc[one, "code"] == "wait"
        assert study.applications.loc[several, "quote"].tolist() == quotes
        before = len(study.store.history.changes)
        with pytest.raises(TableError, match="has this code by this coder already"):
            study.apply([quotes[1], quotes[0]], "Waiting", coder="x")
        assert len(study.store.history.changes) == before
        assert len(study.applications) == 3

    def test_codes_by_name(self) -> None:
        study = interviews()
        quote = study.quote(segment="g-p1")
        with pytest.raises(TableError, match="there is no code of this name or id"):
            study.apply(quote, "Wating")
        study.add("codes", name="Gain")
        with pytest.raises(TableError, match=r"2 codes have the name 'Gain'. Give an id: gain, "):
            study.apply(quote, "Gain")

    def test_suggestions(self) -> None:
        study = interviews()
        quotes = [study.quote(segment="g-p1"), study.quote(segment="g-p2")]
        made = study.apply(quotes, "Waiting", coder="tf-idf", origin="model", confidence=0.7, rationale=["waited"])
        assert study.code_counts().loc["wait", "quotes"] == 0
        study.accept(made[0])
        assert study.code_counts().loc["wait", "quotes"] == 1
        study.reject(made[1])
        assert study.applications.loc[made[1], ["accepted", "rejected"]].tolist() == [False, True]
        study.accept(made[1])
        assert study.applications.loc[made[1], ["accepted", "rejected"]].tolist() == [True, False]
        study.reject(made[1])  # nobody's suggestion any more
        assert study.applications.index.tolist() == [made[0]]
        for _ in range(4):
            study.undo()
        assert study.applications["accepted"].tolist() == [False, False]
        assert not study.applications["rejected"].any()

    def test_accepting_by_a_coder_who_has_applied_it(self) -> None:
        study = interviews()
        quotes = [study.quote(segment="g-p1"), study.quote(segment="g-p2")]
        own = study.apply(quotes[0], "Waiting", coder="x", accepted=False)
        made = study.apply(quotes, "Waiting", coder="tf-idf", origin="model")
        study.accept(made, coder="x")
        assert sorted(study.applications.index) == sorted([own, made[1]])
        assert study.applications["accepted"].all()
        assert set(study.applications["coder"]) == {"x"}
        assert study.applications.loc[made[1], "origin"] == "model"


class TestCodebook:
    """Merging and splitting keep every application that can be kept."""

    def test_merge(self) -> None:
        study = interviews()
        quotes = [study.quote(segment="g-p1"), study.quote(segment="g-p2")]
        study.apply(quotes, "Waiting", coder="x", accepted=False)
        kept = study.apply(quotes[0], "Late", coder="x")
        other = study.apply(quotes[1], "Gain", coder="y")
        memo = study.add("memos", code="late", text="Look again")
        study.merge_codes(["Late", "Gain"], into="Waiting")
        assert study.codes["name"].tolist() == ["Waiting", "SMS"]
        assert study.codes.loc["wait", "not_this"] == "early"
        assert set(study.applications["code"]) == {"wait"}
        assert {kept, other} <= set(study.applications.index)
        assert len(study.applications) == 3
        assert study.memos.loc[memo, "code"] == "wait"
        study.undo()
        assert study.codes["name"].tolist() == ["Waiting", "SMS", "Gain", "Late"]
        assert len(study.applications) == 4

    def test_merge_into_one_below(self) -> None:
        study = interviews()
        study.add("codes", id="other", name="Other", parent="wait")
        study.merge_codes("wait", into="sms")
        assert study.codes["parent"].to_dict() == {"sms": None, "other": "sms", "gain": None, "late": None}
        assert study.codes.index.tolist()[0] == "sms"

    def test_merge_of_nothing(self) -> None:
        with pytest.raises(EvidenceError, match="cannot be merged into itself"):
            interviews().merge_codes(["Waiting"], into="wait")

    def test_split(self) -> None:
        study = interviews()
        made = study.apply([study.quote(segment="g-p1"), study.quote(segment="g-p2")], "SMS")
        fresh = study.split_code("SMS", made[:1], name="Doubled")
        assert study.codes["name"].tolist() == ["Waiting", "SMS", "Doubled", "Gain", "Late"]
        assert study.codes.loc[fresh, "parent"] == "wait"
        assert study.applications["code"].to_dict() == {made[0]: fresh, made[1]: "sms"}
        with pytest.raises(EvidenceError, match=r"application 0 .* is not of the code 'sms'"):
            study.split_code("SMS", made[:1], name="Again")
        with pytest.raises(EvidenceError, match="no applications go"):
            study.split_code("SMS", [], name="Again")
        with pytest.raises(EvidenceError, match="has no name"):
            study.split_code("SMS", made[1:], name=" ")

    @settings(max_examples=60)
    @given(make.studies(), st.data())
    def test_merge_keeps_who_said_what(self, document: StudyDocument, data: st.DataObject) -> None:
        codes = sorted(document.tables["codes"])
        if len(codes) < 2:
            return
        study = of(document)
        into = data.draw(st.sampled_from(codes))
        merged = data.draw(st.lists(st.sampled_from([code for code in codes if code != into]), min_size=1))

        def said(*, all_as: str | None) -> set[tuple[str, str, str, bool]]:
            rows = study.document.tables["applications"].values()
            name = {code: all_as if all_as and code in {into, *merged} else code for code in codes}
            told = {(row["quote"], str(name[row["code"]]), row["coder"]) for row in rows}
            counts = {(row["quote"], str(name[row["code"]]), row["coder"]) for row in rows if row["accepted"]}
            return {(*key, key in counts) for key in told}

        before, held = said(all_as=into), study.to_dict()
        study.merge_codes(merged, into=into)
        assert said(all_as=None) == before
        assert set(study.codes.index) == set(codes) - set(merged)
        make.check(study.document)
        study.undo()
        assert study.to_dict() == held


class TestCounting:
    """Counts are of different quotes, people and sources."""

    def test_moderators_unknown_speakers_and_what_is_not_accepted(self) -> None:
        study = interviews()
        study.add("sources", id="t", text="Nobody knows who said this")
        quotes = [study.quote(segment=f"g-{who}") for who in TURNS] + [study.quote("t", 0, 6)]
        study.apply(quotes, "Waiting", coder="x")
        study.apply(quotes, "Waiting", coder="y")
        study.apply(quotes, "SMS", accepted=False)
        counts = study.code_counts()
        assert counts.loc["wait", ["quotes", "participants", "sources"]].tolist() == [3, 2, 2]
        assert counts.loc["sms", ["quotes", "participants", "sources"]].tolist() == [0, 0, 0]
        assert counts.index.tolist() == ["wait", "sms", "gain", "late"]

    def test_by(self) -> None:
        study = interviews()
        study.apply([study.quote(segment="g-p1"), study.quote(segment="g-p2"), study.quote("s", 0, 3)], "SMS")
        assert plain(study.code_counts(by="city")) == [
            {"name": "SMS", "kind": "theme", "city": "Bath", "quotes": 2, "participants": 1, "sources": 1},
            {"name": "SMS", "kind": "theme", "city": None, "quotes": 1, "participants": 1, "sources": 1},
        ]
        assert study.code_counts(by="pseudonym")["quotes"].tolist() == [2, 1]
        assert study.code_counts(by="persona", below=True).index.tolist() == ["wait", "wait", "sms", "sms"]
        with pytest.raises(EvidenceError, match="Use one of: pseudonym, persona, share, source, coder, level, city"):
            study.code_counts(by="town")

    def test_of_nothing(self) -> None:
        assert Study().code_counts().empty
        assert Study().code_counts(by="persona").empty
        assert plain(Study(codes=["A"]).code_counts()) == [
            {"name": "A", "kind": "theme", "quotes": 0, "participants": 0, "sources": 0}
        ]

    @settings(max_examples=80)
    @given(make.studies(), st.sampled_from([None, "pseudonym", "source", "level"]), st.booleans())
    def test_are_what_the_rows_say(self, document: StudyDocument, by: str | None, below: bool) -> None:
        study, tables = of(document), document.tables
        expected: dict[tuple[str, Any], list[set[str]]] = {}
        for row in tables["applications"].values():
            quote = tables["quotes"][row["quote"]]
            person = tables["participants"].get(quote["participant"])
            if not row["accepted"] or (person is not None and person["role"] != "participant"):
                continue
            value = {None: None, "pseudonym": person and person["pseudonym"]}.get(by, quote.get(str(by)))
            code = row["code"]
            while code is not None:
                sets = expected.setdefault((code, value), [set(), set(), set()])
                sets[0].add(quote["id"])
                sets[1] |= {person["id"]} if person else set()
                sets[2].add(quote["source"])
                code = tables["codes"][code]["parent"] if below else None
        frame = study.code_counts(by, below=below)
        values = [None] * len(frame) if by is None else frame[by].tolist()
        found = dict(zip(zip(frame.index, values, strict=True), frame.iloc[:, -3:].to_numpy().tolist(), strict=True))
        nothing = {} if by is not None else {(code, None): [0, 0, 0] for code in tables["codes"]}
        assert found == nothing | {key: list(map(len, sets)) for key, sets in expected.items()}


class TestSearching:
    """Words are found where they stand, and nowhere else."""

    def test_finds_in_any_case_with_context(self) -> None:
        found = interviews().search("sms", context=4)
        assert plain(found) == [
            {"source": "s", "segment": "g-p1", "participant": "p1", "start": 4, "end": 7,
             "before": "The ", "text": "SMS", "after": " nev"},
            {"source": "s", "segment": "g-m", "participant": "m", "start": 40, "end": 43,
             "before": "the ", "text": "sms", "after": " com"},
            {"source": "s", "segment": "g-p2", "participant": "p2", "start": 70, "end": 73,
             "before": "the ", "text": "SMS", "after": ", tw"},
        ]  # fmt: skip
        study = interviews()
        place = study.search("🚲").loc[0]
        quote = study.quote(*place[["source", "start", "end"]])
        assert study.quotes.loc[quote, "exact"] == "🚲"

    def test_options(self) -> None:
        study = interviews()
        assert len(study.search("SMS", case=True)) == 2
        assert study.search("came", participants="p2")["participant"].tolist() == ["p2"]
        assert len(study.search("come", whole=True)) == 1
        assert len(study.search("com", whole=True)) == 0
        assert study.search(r"c[ao]me", regex=True)["text"].tolist() == ["came", "come", "came"]
        assert study.search("sms", sources=study.sources.index[:0]).empty
        assert study.search("came", participants=study.participants.loc[["m"]]).empty

    def test_what_cannot_be_searched_for(self) -> None:
        with pytest.raises(EvidenceError, match="nothing to search for"):
            interviews().search("")
        with pytest.raises(EvidenceError, match="not a regular expression: unterminated"):
            interviews().search("[", regex=True)

    @settings(max_examples=100)
    @given(make.studies(), st.text(st.sampled_from("aBé\u0301🚲ßİi\u0307 \n"), min_size=1, max_size=3), st.booleans())
    def test_places_are_those_of_a_regular_expression(self, document: StudyDocument, words: str, case: bool) -> None:
        study = of(document)
        found = {(row["source"], row["start"], row["end"]) for row in plain(study.search(words, case=case))}
        pattern = re.compile(re.escape(words), 0 if case else re.IGNORECASE)
        expected = {
            (source, match.start(), match.end())
            for source, row in document.tables["sources"].items()
            for match in pattern.finditer(row["text"])
        }
        # A capital I with a dot is two letters in lower case, and one to a regular expression.
        assert found == expected or "İ" in words

    def test_a_text_that_is_set_is_searched_anew(self) -> None:
        study = interviews()
        assert study.search("bus").empty
        study.set("sources", "s", text=study.sources.loc["s", "text"].replace("SMS", "BUS"))
        assert len(study.search("bus")) == 2


class TestVerifying:
    """A quote is exact, trimmed, edited or not found."""

    @pytest.mark.parametrize(
        ("display", "status"),
        [
            (None, "exact"),
            ("It came, the SMS, twice.", "exact"),
            ("It  came,\nthe SMS, twice.", "exact"),
            ("It came, [...] twice.", "trimmed"),
            ("It came […] twice.", "edited"),  # the comma went without a mark
            ("came, the SMS,", "trimmed"),
            ("It … twice.", "trimmed"),
            ("It came, twice.", "edited"),
            ("It [the code] came, the SMS, twice.", "edited"),
            ("It came, the sms, twice.", "edited"),
            ("twice. [...] It", "edited"),
            ("[...]", "edited"),
            ("", "edited"),
        ],
    )
    def test_words(self, display: str | None, status: str) -> None:
        assert shown_as(TURNS["p2"], display) == status

    def test_places(self) -> None:
        study = interviews()
        names = ["kept", "moved", "gone", "lost", "trimmed"]
        study.quote(id="kept", segment="g-p1")
        study.quote("s", 1, 8, id="moved", exact="SMS never")
        study.quote("s", 0, 3, id="gone", exact="Never said")
        study.add("quotes", id="lost", source="s", exact="It came, the SMS")
        study.quote(id="trimmed", segment="g-p2", display="It came [...]")
        study.set("quotes", "trimmed", display="It came, [...]")
        checked = study.verify().loc[names]
        assert checked["status"].tolist() == ["exact", "exact", "not found", "exact", "trimmed"]
        assert checked[["found_start", "found_end"]].to_numpy().tolist()[:2] == [[0, 31], [4, 13]]
        assert checked["found_start"].isna().tolist() == [False, False, True, False, False]
        assert checked["start"].isna().tolist() == [False, False, False, True, False]
        assert set(checked["provenance"]) == {"raw"}

    @settings(max_examples=50)
    @given(make.studies())
    def test_what_was_just_marked_is_exact(self, document: StudyDocument) -> None:
        checked = of(document).verify()
        assert set(checked["status"]) <= {"exact"}
        assert (checked["start"] == checked["found_start"]).all()


class TestFiles:
    """A study's file is kept as a journey's is."""

    def test_open_edit_and_open_again(self, tmp_path: Path) -> None:
        path = tmp_path / "rental.study.json"
        study = Study.open(path, seed=1)
        assert study.title == "rental"
        assert Study.open(path) is study
        with study.edit("Fill"):
            study.update("participants", interviews().participants)
            study.update("sources", interviews().sources)
            study.update("segments", interviews().segments)
        study.quote(segment="g-p1")
        held = study.to_dict()
        study.close()
        again = Study.open(path)
        assert again.to_dict() == held
        again.close()
        with pytest.raises(JourneyError, match="is closed"):
            again.quote(segment="g-p1")

    def test_save_elsewhere(self, tmp_path: Path) -> None:
        study = interviews()
        with pytest.raises(JourneyError, match=r"this study has no file yet.*'interviews.study.json'"):
            study.save()
        path = study.save(tmp_path / "copy.study.json")
        again = Study.open(path)
        assert again.to_dict() == study.to_dict()
        again.close()

    def test_neither_kind_is_taken_for_the_other(self, tmp_path: Path) -> None:
        with pytest.raises(StorageError, match=r"not the name of a study file. Call it bike.study.json"):
            Study.open(tmp_path / "bike.journey.json")
        with pytest.raises(StorageError, match=r"not the name of a journey file. Call it bike.journey.json"):
            Journey.open(tmp_path / "bike.study.json")
        path = Journey("Bike").save(tmp_path / "bike.journey.json")
        path.rename(tmp_path / "bike.study.json")
        with pytest.raises(StorageError, match='its "format" is \'journeywidgets\', not "journeywidgets-study"'):
            Study.open(tmp_path / "bike.study.json")
