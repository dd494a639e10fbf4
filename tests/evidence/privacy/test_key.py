"""The key: who is behind which pseudonym, in memory or in a file that only its owner reads."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from journeywidgets.errors import EvidenceError, StorageError
from journeywidgets.evidence import Study
from journeywidgets.evidence.privacy.key import Entry, Key, key_path
from journeywidgets.evidence.privacy.numbering import Numbering
from journeywidgets.storage import atomic


def test_names_are_found_in_any_case_and_spacing() -> None:
    key = Key()
    key.add("Zebulon  Quackenbush", "p1", ["Zeb", "zq7"])
    assert key.participant_of("ZEBULON QUACKENBUSH") == key.participant_of(" zeb ") == key.participant_of("ZQ7") == "p1"
    assert key.participant_of("Quackenbush") is None
    assert key.names_of("p1") == ("Zebulon  Quackenbush", "Zeb", "zq7")


def test_a_name_of_two_people_is_nobodys() -> None:
    key = Key()
    key.update({"Zebulon": "p1"})
    key.update([Entry("Zebulon", (), "p2")])
    assert key.participant_of("Zebulon") is None


def test_more_names_of_one_person_are_joined() -> None:
    key = Key()
    key.add("Zebulon")
    key.add("zebulon", "p1", ["Zeb"])
    key.add("Zebulon", "p1", ["Zebby", "Zeb"])
    assert [(one.name, one.aliases, one.participant) for one in key] == [("zebulon", ("Zeb", "Zebby"), "p1")]


@pytest.mark.parametrize("name", ["", "Z", "7", " .Z. "])
def test_a_name_that_would_be_found_everywhere_is_refused(name: str) -> None:
    key = Key()
    with pytest.raises(EvidenceError, match="entry 2 has fewer than two letters"):
        key.update([Entry("Zebulon"), Entry(name)])
    with pytest.raises(EvidenceError, match="entry 1"):
        key.add("Zebulon", aliases=[name])
    assert len(key) == 0


def test_the_file_is_its_owners_alone_and_lies_beside_the_study(tmp_path: Path) -> None:
    study = Study.open(tmp_path / "talks.study.json", seed=1)
    assert not (tmp_path / "talks.key.json").exists()
    study.key.add("Zebulon Quackenbush", study.add("participants", pseudonym="P1"))
    path = tmp_path / "talks.key.json"
    assert key_path(tmp_path / "talks.study.json") == path
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.chmod(0o644)
    study.key.add("Wilhelmina Tintenfass")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    study.close()
    assert not any("Zebulon" in file.read_text() for file in tmp_path.glob("talks.study.json*"))
    again = Study.open(tmp_path / "talks.study.json", read_only=True)
    assert again.key.frame["name"].tolist() == ["Zebulon Quackenbush", "Wilhelmina Tintenfass"]
    before = path.read_bytes()
    again.key.add("Somebody Else")
    assert path.read_bytes() == before
    assert not list(tmp_path.glob(".*.jw-tmp"))


def test_a_copy_elsewhere_has_no_key(tmp_path: Path) -> None:
    study = Study(participants=["P1"], seed=1)
    study.key.add("Zebulon Quackenbush", study.participants.index[0])
    study.save(tmp_path / "copy.study.json")
    assert not (tmp_path / "copy.key.json").exists()
    assert "ebulon" not in (tmp_path / "copy.study.json").read_text()


def test_numbers_given_out_are_the_same_tomorrow(tmp_path: Path) -> None:
    path = tmp_path / "talks.key.json"
    key = Key.open(path)
    assert [key.numbering.number("e-mail", value) for value in ("b@x.org", "a@x.org", "b@x.org")] == [1, 2, 1]
    key.save()
    again = Key.open(path)
    assert again.numbering.number("e-mail", "c@x.org") == 3
    assert again.numbering.number("e-mail", "a@x.org") == 2
    again.numbering.forget("e-mail", "c@x.org")
    assert again.numbering.number("e-mail", "d@x.org") == 4


def test_a_number_that_was_forgotten_is_not_given_out_again() -> None:
    numbering = Numbering({"phone": {"123": 1, "456": 2}})
    numbering.forget("phone", "456")
    assert numbering.number("phone", "789") == 3


def test_what_cannot_be_written_leaves_the_key_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = Key.open(tmp_path / "talks.key.json")
    key.add("Zebulon Quackenbush", "p1")
    with monkeypatch.context() as patch:
        patch.setattr(atomic, "write_all", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device")))
        with pytest.raises(StorageError, match="Free some space"):
            key.add("Wilhelmina Tintenfass")
    assert len(key) == 1
    assert [one.name for one in Key.open(tmp_path / "talks.key.json")] == ["Zebulon Quackenbush"]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": "journeywidgets-key", "version": 99}', "\xff", "3"])
def test_another_file_is_refused_without_its_words(tmp_path: Path, text: str) -> None:
    path = tmp_path / "talks.key.json"
    path.write_text(text, encoding="latin-1")
    with pytest.raises(StorageError, match=r"talks\.key\.json is not a key"):
        Key.open(path)
    assert path.read_text(encoding="latin-1") == text


def test_a_leftover_of_a_killed_process_is_swept(tmp_path: Path) -> None:
    leftover = tmp_path / ".talks.key.json.abcd1234.jw-tmp"
    leftover.write_text(json.dumps({"names": ["Zebulon"]}))
    Key.open(tmp_path / "talks.key.json")
    assert not leftover.exists()


def test_nothing_printed_names_anybody() -> None:
    key = Key()
    key.add("Zebulon Quackenbush", "p1")
    assert repr(key) == "<Key: 1 people, 1 of them participants>"
    assert "ebulon" not in repr([*key])


def test_those_who_watch_are_told_of_names_alone() -> None:
    key, told = Key(), []
    key.observe(lambda: told.append(len(key)))
    key.add("Zebulon", "p1")
    key.add("Zebulon", "p1")
    key.numbering.number("e-mail", "a@x.org")
    key.remove("p1")
    assert told == [1, 0]
