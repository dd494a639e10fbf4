"""The bytes of a text: its encoding is known or named, never guessed, and its line ends are one kind."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from journeywidgets.errors import EvidenceError
from journeywidgets.evidence.readers import decoding
from journeywidgets.evidence.readers.decoding import decode

WORDS = "na\u00efve \N{GRINNING FACE}\nline"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_a_mark_says_the_encoding(encoding: str) -> None:
    assert decode(WORDS.encode(encoding)).text == WORDS


def test_the_hash_is_of_the_bytes_as_they_came(tmp_path: Path) -> None:
    data = "\ufeffa\r\nb\rc\n".encode()
    path = tmp_path / "notes.txt"
    path.write_bytes(data)
    found = decode(path)
    assert (found.text, found.encoding) == ("a\nb\nc\n", "utf-8")
    assert found.sha256 == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b"one\ntwo \xe9\n", "line 2: byte 0xe9 at 8 is not utf-8"),
        (b"\xff\xfea\x00\xd8", "not utf-16-le"),
        (b"ok \xc3(", "line 1: byte 0xc3"),
        (b"surrogate \xed\xa0\xbd", "byte 0xed"),
    ],
)
def test_bytes_of_another_encoding_are_an_error(data: bytes, place: str) -> None:
    with pytest.raises(EvidenceError) as caught:
        decode(data)
    assert place in str(caught.value)


def test_a_named_encoding_is_used() -> None:
    assert decode("caf\u00e9".encode("cp1252"), encoding="cp1252").text == "caf\u00e9"
    assert decode("\ufeffcaf\u00e9".encode("utf-16-le"), encoding="utf-16").text == "caf\u00e9"
    assert decode("caf\u00e9".encode("utf-16-be"), encoding="utf-16-be").text == "caf\u00e9"
    with pytest.raises(EvidenceError, match="no encoding is called 'klingon'"):
        decode(b"a", encoding="klingon")


@pytest.mark.parametrize("data", [b"%PDF\x00\x01", "no mark".encode("utf-16-le")])
def test_what_is_no_text_is_an_error(data: bytes) -> None:
    with pytest.raises(EvidenceError, match="zero character"):
        decode(data)


def test_a_line_of_50_mb_is_an_error() -> None:
    with pytest.raises(EvidenceError, match="line 2 is 50,000,000 characters long"):
        decode(b"WEBVTT\n" + b"x" * 50_000_000)


def test_a_file_too_large_is_not_read_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoding, "MAX_BYTES", 10)
    path = tmp_path / "large.txt"
    path.write_bytes(b"x" * 11)
    for given in (path, b"x" * 11):
        with pytest.raises(EvidenceError, match="11 bytes long; a text may have 10"):
            decode(given)


def test_a_file_that_is_not_there_is_an_error_without_its_name(tmp_path: Path) -> None:
    with pytest.raises(EvidenceError, match="cannot be read") as caught:
        decode(tmp_path / "Interview Zyxwora Qentley.vtt")
    assert "Zyxwora" not in str(caught.value)
