"""Who is forgotten is gone: from the study, its files, the journeys and the history; everybody else's words stay."""

from __future__ import annotations

import contextlib
import gc
import json
import shutil
import warnings
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.evidence.privacy.people import OTHER, QUOTES, build, everything, journey, leaks, places, text_of

from journeywidgets import Journey
from journeywidgets.errors import EvidenceError, JourneyWarning, StorageError, UndoError
from journeywidgets.evidence import Study
from journeywidgets.evidence.privacy.forget import COLUMNS
from journeywidgets.storage import atomic
from journeywidgets.tabular import living
from journeywidgets.widgets.study_lens import StudyLens


@pytest.fixture(autouse=True)
def _alone() -> Any:
    gc.collect()  # journeys of other tests are not in memory any more
    return None


def test_their_words_go_and_everybody_elses_stay() -> None:
    study = build(Study(seed=1))
    cards = study.forget("P1")
    assert cards.empty
    assert list(cards.columns) == list(COLUMNS)
    assert cards.attrs["removed"] == {"participants": 1, "segments": 2, "quotes": 2, "applications": 2}
    text = text_of(study)
    assert text == (
        "Hello [removed], how late was the code?\n\n"
        "As [removed] said, it is late; I gave up at the third try.\n\nFor me it worked."
    )
    assert study.sources.loc["s1", "title"] == "Interview [removed].vtt"
    assert study.segments["participant"].tolist() == ["m", "p2", "p2"]
    turns = [text[start:end] for start, end in places(study)]
    assert turns == text.split("\n\n")
    assert study.quotes.index.tolist() == ["q3", "q4"]
    assert study.quotes.loc["q4", "exact"] == QUOTES["q4"]
    assert set(study.verify()["status"]) == {"exact"}
    assert study.codes.loc["late", "definition"] == "Such as [removed] waits"
    assert study.memos["text"].tolist()[0] == "[removed] is named here"
    assert not leaks(json.dumps(study.to_dict()))


def test_their_entry_in_the_key_goes_and_others_stay() -> None:
    study = build(Study(seed=1))
    StudyLens(study).view("s1")
    assert {kind for kind, _ in study.key.numbering.values()} == {"e-mail", "phone"}
    study.forget("p1")
    assert study.key.frame["name"].tolist() == [OTHER]
    assert not list(study.key.numbering.values())


def test_nothing_can_be_undone_or_brought_back() -> None:
    study = build(Study(seed=1))
    study.delete("quotes", "q1")
    epoch = study.store.epoch
    study.forget("P1")
    assert study.history.empty
    assert study.store.epoch != epoch
    with pytest.raises(UndoError):
        study.undo()
    study.set("codes", "late", name="Later")
    study.undo()
    assert study.codes.loc["late", "name"] == "Late code"


def test_a_card_keeps_the_others_and_the_frame_says_what_it_lost() -> None:
    study = build(Study(seed=1))
    made = journey(study)
    cards = study.forget("P1")
    assert made.evidence["quote_id"].sort_values().tolist() == ["q3", "q4"]
    row = cards.iloc[0]
    assert len(cards) == 1
    assert (row["journey"], row["card"], row["stage"], row["lane"]) == ("Bikes", "card", "Sign-up", "Pains")
    assert (row["supports_before"], row["supports_after"]) == (2, 1)
    assert (row["contradicts_before"], row["contradicts_after"]) == (1, 1)
    assert (row["quotes_before"], row["quotes_after"]) == (4, 2)
    assert (row["asked_before"], row["asked_after"]) == (3, 2)
    assert (row["state_before"], row["state_after"]) == ("thin", "thin")
    assert made.history.empty
    assert not leaks(json.dumps(made.to_dict()))


def test_quotes_of_another_study_are_left_alone() -> None:
    study, other = build(Study(seed=1)), build(Study(seed=9))
    made = journey(study)
    made.cite("other", ["q1"], study=other)
    study.forget("P1")
    assert made.evidence.loc[made.evidence["card"] == "other", "quote_id"].tolist() == ["q1"]
    assert other.quotes.index.tolist().count("q1") == 1


def _files(folder: Path) -> tuple[Study, Journey]:
    study = build(Study.open(folder / "x.study.json", seed=1))
    made = journey(study, folder / "b.journey.json")
    made.set("cards", "other", text="They say: The code came very, very late.")
    for held in (study, made):
        held.save()
        held.title = "Bikes of Zebulon"
        held.save()  # so that .bak has their words
    study.set("codes", "late", name="Later")
    made.set("cards", "card", text="It is late")
    for path in (study.path, made.path):
        assert path is not None
        shutil.copy(path, path.with_name(path.name + ".theirs"))
        shutil.copy(path, path.with_name(path.name + ".theirs2"))
        path.with_name(path.name + ".journal.damaged").write_text("what Zebulon said")
    assert leaks((folder / "x.study.json.bak").read_text())
    return study, made


def test_every_file_is_scrubbed_and_still_opens(tmp_path: Path) -> None:
    study, made = _files(tmp_path)
    with pytest.warns(JourneyWarning, match=r"2 copies .* deleted: b\.journey\.json\.journal\.damaged, x\.study"):
        cards = study.forget("P1")
    assert cards["card"].tolist() == ["card"]
    assert not leaks(everything(tmp_path))
    assert QUOTES["q1"].lower() not in everything(tmp_path)
    assert QUOTES["q2"].lower() not in everything(tmp_path)
    assert made.cards.loc["other", "text"] == "They say: [removed]"
    study.set("codes", "late", name="Latest")
    study.close()
    made.close()
    for name in ("x.study.json.bak", "x.study.json.theirs", "x.study.json.theirs2"):
        copy = tmp_path / f"{name}.study.json"
        shutil.copy(tmp_path / name, copy)
        again = Study.open(copy, read_only=True)
        assert again.participants["pseudonym"].tolist() == ["P2", "M1"]
        assert set(again.verify()["status"]) == {"exact"}
    opened = Study.open(tmp_path / "x.study.json")
    assert opened.codes.loc["late", "name"] == "Latest"
    assert opened.key.frame["name"].tolist() == [OTHER]
    opened.close()
    assert (tmp_path / "x.key.json").stat().st_mode & 0o777 == 0o600


def test_journeys_are_given_by_file_or_found_in_memory(tmp_path: Path) -> None:
    study = build(Study(seed=1))
    made = journey(study, tmp_path / "b.journey.json")
    made.close()  # in memory still, and its file can be opened
    cards = study.forget("P1", journeys=[tmp_path / "b.journey.json"])
    assert cards["card"].unique().tolist() == ["card"]
    assert made.evidence["participant"].tolist() == ["P2", "P2"]
    assert "very, very late" not in everything(tmp_path)
    again = Journey.open(tmp_path / "b.journey.json")
    assert again.evidence["quote_id"].sort_values().tolist() == ["q3", "q4"]
    again.close()


def test_what_cannot_be_forgotten_says_so_and_names_nobody(tmp_path: Path) -> None:
    study = build(Study.open(tmp_path / "x.study.json", seed=1))
    with pytest.raises(EvidenceError, match="no participant has this id or pseudonym") as caught:
        study.forget("Zebulon")
    assert not leaks(caught.value)
    with study.edit("open"), pytest.raises(Exception, match="inside an edit"):
        study.forget("P1")
    with pytest.raises(EvidenceError, match="does not exist"):
        study.forget("P1", journeys=[tmp_path / "none.journey.json"])
    study.close()
    with pytest.raises(EvidenceError, match="read-only"):
        study.forget("P1")
    assert study.participants["pseudonym"].tolist() == ["P1", "P2", "M1"]


class _Killed(BaseException):
    pass


@pytest.mark.parametrize("when", range(23))
def test_killed_at_any_write_it_is_undone_or_finished(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, when: int
) -> None:
    """Every replacement of a file is a place to die at: before it, and right after it. The last run is not killed."""
    study, made = _files(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(atomic, "put", _dying(when))
        with contextlib.suppress(_Killed):
            _again(study, made)
            assert when == 22
    for held in (study, made):
        living.discard(held)  # their process is dead
    after = tmp_path / "after"
    after.mkdir()
    for path in tmp_path.glob("*.json*"):
        shutil.copy(path, after)
    again, opened = Study.open(after / "x.study.json"), Journey.open(after / "b.journey.json")
    assert (len(again.participants), len(again.quotes)) in {(3, 4), (2, 2)}
    assert len(opened.evidence) in {4, 2}
    if len(again.quotes) == 2:
        left = [path for path in after.glob("*.json*") if path.suffix != ".damaged" and "key" not in path.name]
        assert not leaks("".join(path.read_text() for path in left))
    if len(again.key) == 2:  # it is the last to be written
        _again(again, opened)
    assert (len(again.quotes), len(opened.evidence)) == (2, 2)
    assert not leaks(everything(after))
    for held in (again, opened, study, made):
        with contextlib.suppress(StorageError):
            held.close()


def _dying(when: int) -> Any:
    left, real = when, atomic.put

    def put(path: Path, data: bytes, **options: Any) -> None:
        nonlocal left
        for step in (0, 1):
            left -= 1
            if left == -1:
                raise _Killed
            if step == 0:
                real(path, data, **options)

    return put


def _again(study: Study, opened: Journey) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", JourneyWarning)
        study.forget("p1", journeys=[opened])


def test_a_full_disk_leaves_everything_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    study = build(Study.open(tmp_path / "x.study.json", seed=1))
    study.save()
    before = study.to_dict()
    with monkeypatch.context() as patch:
        patch.setattr(atomic, "write_all", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device")))
        with pytest.raises(StorageError, match="Free some space"):
            study.forget("P1")
    assert study.to_dict() == before
    assert len(study.key) == 2
    study.set("codes", "late", name="Later")
    study.forget("P1")
    assert not leaks(everything(tmp_path))
    study.close()


LETTERS = st.text("ab é😀e\u0301\n", min_size=1, max_size=12).filter(lambda words: words.strip() != "")


@given(st.lists(st.tuples(st.sampled_from(["p1", "p2", "m"]), LETTERS), min_size=1, max_size=8), st.data())
@settings(max_examples=60, deadline=None)
def test_offsets_of_everybody_else_follow(turns: list[tuple[str, str]], data: st.DataObject) -> None:
    study = Study(seed=1)
    for person in ("p1", "p2", "m"):
        study.add("participants", id=person, pseudonym=person.upper())
    text = "\n".join(words for _, words in turns)
    source = study.add("sources", id="s", title="t", text=text)
    start, kept = 0, []
    for number, (person, words) in enumerate(turns):
        study.add("segments", id=f"t{number}", source=source, start=start, end=start + len(words), participant=person)
        first = data.draw(st.integers(0, len(words) - 1))
        last = data.draw(st.integers(first + 1, len(words)))
        study.add("quotes", id=f"q{number}", source=source, start=start + first, end=start + last)
        if person != "p1":
            kept.append((f"q{number}", words[first:last]))
        start += len(words) + 1
    study.forget("p1")
    assert dict(kept) == {row_id: study.quotes.loc[row_id, "exact"] for row_id in study.quotes.index}
    assert set(study.verify()["status"]) <= {"exact"}
    others = [words for person, words in turns if person != "p1"]
    if others:
        left = text_of(study, "s")
        assert [left[start:end] for start, end in places(study)] == others
        assert left.split() == " ".join(others).split()
    else:
        assert study.sources.empty
