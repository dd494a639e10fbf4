"""What journeys are written as and read from, by the names of files; and what is said where that cannot be."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
from tests.browser.hostile import hostile
from tests.formats.journeys import journey_of, untold

from journeywidgets import EvidenceError, FormatError, Journey, JourneyError, StorageError
from journeywidgets.export.written import Binary, Text
from journeywidgets.formats import FORMATS, format_of

TEXTS = ("json", "markdown", "csv", "tables", "mermaid", "cjml")
FILES = ("bike.journey.json", "bike.json", "bike.md", "bike.csv", "bike.zip", "bike.mmd", "bike.cjml")


def bike() -> Journey:
    """Return a small journey with words that only the team may see."""
    journey = Journey("Bike", stages=["Find", "Ride"], lanes=[{"title": "Emotion", "kind": "emotion"}], seed=1)
    lena = journey.add("personas", name="Lena")
    place = {"stage": journey.stages.index[0], "lane": journey.lanes.index[0]}
    card = journey.add("cards", **place, text="Sees an ad", persona=lena, score=1.5)
    journey.add("evidence", card=card, quote="I saw it on the tram", participant="P1", level="private")
    return journey


@pytest.mark.parametrize("name", FILES)
def test_the_ending_of_a_name_says_the_format(tmp_path: Path, name: str) -> None:
    journey = bike()
    written = journey.write(tmp_path / name, share="private")
    assert (tmp_path / name).read_bytes() == written.data()
    back = Journey.read(tmp_path / name)
    assert untold(journey.store.document, back.store.document, written.losses) == []
    assert back.losses is not None
    assert back.losses.empty
    assert [path.name for path in tmp_path.iterdir() if path.suffix != ".lock"] == [name]


@pytest.mark.parametrize("name", TEXTS)
def test_the_same_journey_gives_the_same_bytes(name: str) -> None:
    method = str(FORMATS[name].method)
    assert getattr(bike(), method)() == getattr(bike(), method)()


@pytest.mark.parametrize("name", TEXTS)
def test_words_stay_with_whom_they_are_for(name: str) -> None:
    journey = bike()
    method = getattr(journey, str(FORMATS[name].method))
    for share in ("team", "public"):
        written = method(share=share)
        read = written.data() if name != "tables" else str(Journey.read(written, name).to_dict()).encode()
        assert b"tram" not in read
        assert "tram" not in written.losses.to_string()
    with pytest.raises(EvidenceError, match="share is not a level"):
        method(share="everybody")


@pytest.mark.parametrize("name", TEXTS)
def test_text_that_wants_to_be_code_is_read_back(name: str) -> None:
    document = hostile().store.document
    written = getattr(journey_of(document), str(FORMATS[name].method))(share="private")
    back = Journey.read(written, name)
    assert untold(document, back.store.document, written.losses) == []
    assert back.losses is not None
    assert back.losses.empty


def test_losses_are_a_frame_and_a_repr_is_short() -> None:
    text, data = bike().to_mermaid(share="private"), bike().to_tables()
    assert isinstance(text, Text)
    assert isinstance(data, Binary)
    assert list(text.losses) == ["table", "id", "field", "value", "why"]
    assert text.losses["table"].tolist() == ["evidence"]
    assert repr(text) == f"<Text of {len(text):,} characters, 1 value without a place>"
    assert repr(data) == f"<Binary of {len(data):,} bytes>"
    assert repr(bike().to_csv()).endswith("2 values without a place>")


def test_every_format_has_what_writes_and_reads_it() -> None:
    for each in FORMATS.values():
        assert each.writes or each.reads
        assert each.method is None or callable(getattr(Journey, each.method))
        if each.reader is not None:
            module, _, function = each.reader.partition(":")
            assert callable(getattr(import_module(module), function))
        assert all(format_of(f"x{suffix}") is each for suffix in each.suffixes)


def test_what_cannot_be_said_is_named(tmp_path: Path) -> None:
    journey = bike()
    with pytest.raises(FormatError, match=r"bike\.doc' does not say what it is\. End it in one of \.journey\.json"):
        journey.write("bike.doc")
    with pytest.raises(FormatError, match=r"format='word' is not known. Give one of json"):
        journey.write(tmp_path / "bike.doc", format="word")
    with pytest.raises(FormatError, match=r"a mermaid journey has no option 'page'. There are none"):
        journey.write(tmp_path / "bike.mmd", page="A4")
    with pytest.raises(FormatError, match=r"a CSV table has no option 'tabel'. Options: table, formulas"):
        journey.write(tmp_path / "bike.csv", tabel="cards")
    with pytest.raises(FormatError, match=r"a drawing cannot be read back. Read one of json"):
        Journey.read(tmp_path / "bike.svg")
    with pytest.raises(FormatError, match=r"cannot read .*: No such file or directory. Give the path of a Markdown"):
        Journey.read(tmp_path / "bike.md")
    with pytest.raises(FormatError, match="what is this the content of"):
        Journey.read("journey\n  a: 3\n")
    with pytest.raises(StorageError, match="there is no folder"):
        journey.to_mermaid(tmp_path / "no" / "bike.mmd")
    with pytest.raises(StorageError, match="is a folder"):
        journey.to_mermaid(tmp_path)
    assert not list(tmp_path.iterdir())


def test_content_may_be_given_in_place_of_a_file() -> None:
    for content in ("journey\n  a: 3\n", b"journey\n  a: 3\n", "journey a: 3"):
        assert Journey.read(content, "mermaid").cards["text"].tolist() == ["a"]


def test_ids_are_repeatable_with_a_seed() -> None:
    text = bike().to_mermaid()
    assert Journey.read(text, "mermaid", seed=1).to_dict() == Journey.read(text, "mermaid", seed=1).to_dict()


def test_a_file_that_is_worked_on_is_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "bike.journey.json"
    journey = Journey.open(path, seed=1)
    try:
        with pytest.raises(JourneyError, match="Give the path of another file"):
            journey.write(path)
    finally:
        journey.close()


def test_importing_the_package_loads_no_format() -> None:
    late = {"evidence", "export", "formats", "report", "cli"}
    own = "name.split('.')[1] for name in sys.modules if name.startswith('journeywidgets.')"
    code = f"import sys, journeywidgets; print({late} & {{{own}}})"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "set()\n"


def test_the_comparison_finds_what_is_not_told() -> None:
    before, after = bike(), bike()
    after.set("cards", after.cards.index[0], text="Sees no ad")
    told = before.to_json().losses
    assert untold(before.store.document, before.store.document, told) == []
    (problem,) = untold(before.store.document, after.store.document, told)
    assert problem.endswith("text: 'Sees an ad' became 'Sees no ad'")
    after.delete("cards", after.cards.index[0])
    assert "cards: 1 rows kept, 0 read" in untold(before.store.document, after.store.document, told)
