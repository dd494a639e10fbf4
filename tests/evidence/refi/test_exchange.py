"""A study saved for other tools and made of their files: names and levels are kept to."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pytest
from tests.evidence.refi.projects import number, packed, project, selection, source
from tests.evidence.refi.studies import full

from journeywidgets.errors import EvidenceError, JourneyWarning
from journeywidgets.evidence import refi
from journeywidgets.evidence.study import Study

# Nobody's: made up so that they stand nowhere else.
_NAME, _MAIL, _PHONE = "Quirina Plantagenista", "quirina@plant.example", "+49 30 901820 55"
_PLANTED = ("Quirina", "Plantagenista", _MAIL, "901820")


def _planted() -> Study:
    """Return a study with a name in every text that people write."""
    study = Study(
        f"Talk with {_NAME}", description=f"As {_NAME} said", questions=[f"Why {_NAME}?"], owner=_NAME, seed=5
    )
    said = f"Hello {_NAME}!\n\nI am Quirina, write to {_MAIL} or call {_PHONE}. It took two days."
    person = study.add("participants", pseudonym="P1", consent=f"{_NAME} signed", attributes={"boss": _NAME, _NAME: 1})
    study.key.add(_NAME, person)
    code = study.add("codes", name="Waiting", definition=f"What {_NAME} told")
    talk = study.add("sources", title=f"{_NAME}.vtt", text=said, method=f"by {_NAME}", fields={"who": _NAME})
    start = said.index("I am")
    study.add("segments", source=talk, start=0, end=start - 2, question=f"{_NAME}?")
    study.add("segments", source=talk, start=start, end=len(said), participant=person)
    quote = study.add(
        "quotes", source=talk, start=start, end=len(said), participant=person, display=f"I am {_NAME} [...]"
    )
    inside = said.index("Plantagenista") + 4  # begins in the middle of the name
    study.add("quotes", source=talk, start=inside, end=inside + 9)
    study.add("quotes", source=talk, exact=f"{_NAME} said what is gone", prefix="Quirina Planta")
    for coder, accepted in ((_NAME, True), ("machine", False)):
        values: dict[str, Any] = {"coder": coder, "accepted": accepted, "rationale": [_NAME]}
        study.add("applications", quote=quote, code=code, origin="model", **values)
    study.add("memos", quote=quote, text=f"Ask {_NAME} again", author=_NAME)
    return study


def _everything(path: Path) -> str:
    with zipfile.ZipFile(path) as archive:
        return "\n".join([*archive.namelist(), *(archive.read(name).decode() for name in archive.namelist())])


@pytest.mark.parametrize("share", ["private", "team", "public"])
def test_no_name_address_or_number_gets_into_a_file(tmp_path: Path, share: str) -> None:
    path = _planted().save_refi(tmp_path / "out.qdpx", share=share)
    text = _everything(path)
    for planted in _PLANTED:
        assert planted not in text
    for piece in ("Plantagen", "uirina", "genista"):
        assert piece not in text


def test_no_name_gets_into_a_codebook(tmp_path: Path) -> None:
    text = _planted().save_refi(tmp_path / "out.qdc").read_text("utf-8")
    assert "What [P1] told" in text
    assert not any(planted in text for planted in _PLANTED)


def test_names_stay_where_they_are_asked_for_but_never_the_key(tmp_path: Path) -> None:
    study = _planted()
    study.key.add("Another Plantlover", None)
    text = _everything(study.save_refi(tmp_path / "out.qdpx", names=True))
    assert f"Hello {_NAME}!" in text
    assert "Plantlover" not in text


def test_offsets_are_those_of_the_text_without_names(tmp_path: Path) -> None:
    study = _planted()
    found = refi.load(study.save_refi(tmp_path / "out.qdpx"))
    (talk,) = found.reading.sources
    assert talk["text"].startswith("Hello [P1]!\n\nI am [P1], write to [e-mail 1] or call [phone 1].")
    for row in (*found.reading.quotes, *found.reading.segments):
        if row["start"] is not None and "exact" in row:
            assert talk["text"][row["start"] : row["end"]] == row["exact"]
    said = [
        talk["text"][row["start"] : row["end"]] for row in sorted(found.reading.segments, key=lambda row: row["start"])
    ]
    assert said[0] == "Hello [P1]!"
    assert said[1].startswith("I am [P1], write")
    # The study itself is as it was.
    assert _NAME in study.sources["text"].iloc[0]


def test_a_study_without_names_comes_back_the_same(tmp_path: Path) -> None:
    study = full()
    again = Study.from_refi(study.save_refi(tmp_path / "a.qdpx"))
    assert again.document.to_dict() == study.document.to_dict()
    assert again.id == study.id
    again.add("codes", name="One more")
    assert Study.from_refi(again.save_refi(tmp_path / "b.qdpx")).document.to_dict() == again.document.to_dict()


def test_a_study_with_names_comes_back_the_same_where_they_are_asked_for(tmp_path: Path) -> None:
    study = _planted()
    again = Study.from_refi(study.save_refi(tmp_path / "a.qdpx", names=True))
    assert again.document.to_dict() == study.document.to_dict()
    assert len(again.key) == 0


def _levels() -> tuple[Study, str]:
    study = Study("Levels", seed=2)
    text = "open words here\nteam words here\nclosed words here\nnobody quoted this\nher words"
    people = {
        share: study.add("participants", pseudonym=pseudonym, share=share, attributes={"age": 40}, consent="signed")
        for pseudonym, share in (("P1", "public"), ("P2", "private"))
    }
    talk = study.add("sources", title="Talk", text=text, fields={"room": "3"})
    code = study.add("codes", name="Word")
    study.add("segments", source=talk, start=0, end=text.index("her words") - 1, participant=people["public"])
    study.add("segments", source=talk, start=text.index("her words"), end=len(text), participant=people["private"])
    levels = {"open words": "public", "team words": "team", "closed words": "private", "her words": "public"}
    for words, level in levels.items():
        start = text.index(words)
        who = people["private" if words == "her words" else "public"]
        quote = study.add("quotes", source=talk, start=start, end=start + len(words), level=level, participant=who)
        study.add("applications", quote=quote, code=code, coder="Ann")
        study.add("memos", quote=quote, text=f"about {words}")
    study.add("memos", text="mine alone", private=True)
    return study, text


def _left(study: Study, path: Path, share: str) -> tuple[Any, str]:
    saved = study.save_refi(path, share=share)
    return refi.load(saved).reading, _everything(saved)


def test_everything_leaves_at_private(tmp_path: Path) -> None:
    study, text = _levels()
    reading, everything = _left(study, tmp_path / "a.qdpx", "private")
    assert reading.sources[0]["text"] == text
    assert len(reading.quotes) == 4
    assert "mine alone" in everything


def test_only_what_the_team_may_see_leaves_at_team(tmp_path: Path) -> None:
    study, text = _levels()
    reading, everything = _left(study, tmp_path / "a.qdpx", "team")
    assert {row["exact"] for row in reading.quotes} == {"open words", "team words"}
    for words in ("closed words", "her words", "mine alone"):
        assert words not in everything
    assert "nobody quoted this" in everything
    assert len(reading.applications) == 2
    withheld = text.replace("closed words here", "[withheld] here").replace("her words", "[withheld]")
    assert reading.sources[0]["text"] == withheld
    assert [row.get("attributes") for row in reading.participants] == [{"age": 40}, {}]


def test_only_public_words_leave_at_public(tmp_path: Path) -> None:
    study, _ = _levels()
    reading, everything = _left(study, tmp_path / "a.qdpx", "public")
    assert [row["exact"] for row in reading.quotes] == ["open words"]
    hidden = ("team words", "closed words", "her words", "mine alone", "about open")
    assert not [words for words in hidden if words in everything]
    (talk,) = reading.sources
    assert talk["text"][reading.quotes[0]["start"] : reading.quotes[0]["end"]] == "open words"


def test_levels_are_kept_to_where_names_are_asked_for(tmp_path: Path) -> None:
    study = _planted()
    study.set("participants", study.participants.index[0], share="private")
    said = "I am Quirina, write to"
    assert said in _everything(study.save_refi(tmp_path / "all.qdpx", names=True))
    text = _everything(study.save_refi(tmp_path / "team.qdpx", names=True, share="team"))
    assert said not in text
    assert f"Hello {_NAME}!" in text  # nobody known said it


def test_an_option_that_is_not_known_is_refused(tmp_path: Path) -> None:
    study, path = full(), tmp_path / "a.qdpx"
    with pytest.raises(EvidenceError, match="share is not a level"):
        study.save_refi(path, share="everybody")
    with pytest.raises(EvidenceError, match=r"neither \.qdpx"):
        study.save_refi(tmp_path / "a.zip")
    with pytest.raises(EvidenceError, match="has no codes"):
        Study("Empty").save_refi(tmp_path / "a.qdc")
    assert not list(tmp_path.iterdir())


def test_a_study_of_another_tool_gives_people_pseudonyms_and_keeps_its_guids(tmp_path: Path) -> None:
    cases = (
        f'<Cases><Case guid="{number(6, 1)}" name="{_NAME}"><SelectionRef targetGUID="{number(3)}"/></Case>'
        f'<Case guid="{number(6, 2)}" name="P7"/><Case guid="{number(6, 3)}"/></Cases>'
    )
    path = tmp_path / "theirs.qdpx"
    path.write_bytes(
        packed(project(source(selection(0, 0, 9, "two words")), before=cases), {"sources/t.txt": b"two words"})
    )
    with pytest.warns(JourneyWarning, match="0 things of the file were left out, and 2 could be read") as warned:
        study = Study.from_refi(path)
    assert study.participants["pseudonym"].tolist() == ["P8", "P7", "P9"]
    assert study.participants.index[0] == number(6, 1)
    assert study.key.names_of(number(6, 1)) == (_NAME,)
    assert study.quotes["participant"].tolist() == [number(6, 1)]
    assert study.title == "Their study"
    assert _NAME not in str(warned[0].message)
    assert _NAME not in str(study.document.to_dict())
    tree = _everything(study.save_refi(tmp_path / "back.qdpx"))
    for guid in (number(1), number(3), number(4), number(5), number(6, 1)):
        assert guid in tree


def test_a_project_is_read_into_a_study_that_is_there(tmp_path: Path) -> None:
    there = Study("There", codes=["waiting"], seed=1)
    path = tmp_path / "theirs.qdpx"
    path.write_bytes(packed(project(source(selection(0, 0, 9, "two words"))), {"sources/t.txt": b"two words"}))
    report = there.read(path)
    assert dict(report.read) == {"sources": 1, "segments": 1, "quotes": 1, "applications": 1}
    assert there.codes["name"].tolist() == ["waiting"]  # theirs has the same path
    assert there.applications["coder"].tolist() == ["Ann"]
    assert there.applications["origin"].tolist() == ["import"]
    there.undo()
    assert there.sources.empty


def _coded_elsewhere(path: Path, words: str) -> None:
    """Do what another tool does: add a coder, a quote of these words and a coding, and write the file anew."""
    with zipfile.ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    xml = files.pop("project.qde").decode()
    text = next(data.decode() for data in files.values() if words in data.decode())
    code = xml.partition("<Code guid=")[2][1:37]
    made = selection(0, text.index(words), text.index(words) + len(words), words).replace(number(1), code)
    xml = xml.replace("<Users>", f'<Users><User guid="{number(2)}" name="Bea" />')
    xml = xml.replace("<PlainTextSelection", made + "<PlainTextSelection", 1).replace("journeywidgets", "AnyTool", 1)
    path.write_bytes(packed(xml, {name: data.replace(b"\n", b"\r\n") for name, data in files.items()}))


def test_what_was_coded_elsewhere_comes_back_into_the_study(tmp_path: Path) -> None:
    study = full()
    path = study.save_refi(tmp_path / "out.qdpx", names=True)
    before = study.document.to_dict()
    _coded_elsewhere(path, "Nobody called")
    # What the other tool could not see is not brought back beside what it did.
    assert {row["id"] for row in refi.load(path).reading.quotes} == {"q1", "q2", number(3)}
    report = study.read(path)
    assert dict(report.read) == {"quotes": 1, "applications": 1}
    added = study.quotes[~study.quotes.index.isin([row["id"] for row in before["quotes"]])].iloc[0]
    assert (added["exact"], added["source"], added["participant"]) == ("Nobody called", "talk", "p1")
    assert study.applications["coder"].tolist().count("Bea") == 1
    study.undo()
    assert study.document.to_dict() == before


def test_who_has_said_nothing_comes_in_too(tmp_path: Path) -> None:
    there = Study("There", seed=1)
    there.read(full().save_refi(tmp_path / "full.qdpx"))
    assert there.participants["pseudonym"].tolist() == ["P1", "M1", "O1"]
    assert there.participants["age"].tolist()[:2] == [34, 51]


def test_a_codebook_is_read_into_a_study_that_is_there(tmp_path: Path) -> None:
    path = full().save_refi(tmp_path / "codes.qdc")
    there = Study("There", codes=["Joy & relief"], seed=1)
    report = there.read(path)
    assert dict(report.read) == {"codes": 3}
    assert Study.from_refi(path).codes["name"].tolist() == full().codes["name"].tolist()
