"""WebVTT and SRT: speakers, times and words come through; damage is one clear error and nothing by halves."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.evidence.readers.speech import said, told

from journeywidgets.errors import EvidenceError
from journeywidgets.evidence.readers import srt, webvtt

ZOOM = """WEBVTT

1
00:00:01.000 --> 00:00:02.000
Quill Ardent: Let's begin. See https://example.org/a:b

2
00:00:02.500 --> 00:00:03.000
Quill Ardent: Go on.

3
00:00:04.000 --> 00:00:05.500
Vessa Thorne: The 10:30 bus: it never came.

4
00:00:05.600 --> 00:00:06.000
Never.
"""

TEAMS = """\ufeffWEBVTT

NOTE made by hand

3f2a8c1e-1111-2222-3333-444455556666/12-0
00:00:00.110 --> 00:00:03.300 align:start
<v Thorne, Vessa (Fabled Co)>I said &lt;b&gt; &amp; meant it,</v>

3f2a8c1e-1111-2222-3333-444455556666/12-1
00:03.300 --> 00:05.000
<v Thorne, Vessa (Fabled Co)>if x < 3 &amp;amp; so on.</v>

STYLE
::cue { color: red }

3f2a8c1e-1111-2222-3333-444455556666/13-0
00:05.000 --> 00:06.000
<v.loud Quill O&#39;Ardent>A<c.yellow> word</c>.</v> <v Thorne, Vessa (Fabled Co)>And <i>mine</i>.
"""


def cue(start: str, end: str, text: str = "words") -> str:
    return f"{start} --> {end}\n{text}\n"


def vtt(*cues: str) -> bytes:
    return ("WEBVTT\n\n" + "\n".join(cues)).encode()


def test_zoom() -> None:
    reading = webvtt.read(ZOOM.encode())
    assert said(reading) == [
        ("Quill Ardent", "Let's begin. See https://example.org/a:b Go on."),
        ("Vessa Thorne", "The 10:30 bus: it never came. Never."),
    ]
    assert [(row["time_start"], row["time_end"]) for row in reading.segments] == [(1.0, 3.0), (4.0, 6.0)]
    assert "cue 4: no speaker's name; taken as the speaker of the cue before" in told(reading)
    assert reading.sources[0]["provenance"] == "raw"


def test_names_go_into_the_key_and_nowhere_else() -> None:
    reading = webvtt.read(ZOOM.encode())
    assert list(reading.names) == ["Quill Ardent", "Vessa Thorne"]
    rows = repr([reading.participants, reading.sources, reading.segments, reading.report])
    assert "Ardent" not in rows
    assert "Vessa" not in rows


def test_teams() -> None:
    reading = webvtt.read(TEAMS.encode())
    assert said(reading) == [
        ("Thorne, Vessa (Fabled Co)", "I said <b> & meant it, if x < 3 &amp; so on."),
        ("Quill O'Ardent", "A word."),
        ("Thorne, Vessa (Fabled Co)", "And mine."),
    ]
    assert "1 x NOTE blocks" in told(reading)
    assert "1 x STYLE blocks" in told(reading)


def test_a_pause_ends_a_turn() -> None:
    file = vtt(cue("00:01.000", "00:02.000", "Vessa: One"), cue("00:04.000", "00:05.000", "Vessa: Two"))
    assert said(webvtt.read(file)) == [("Vessa", "One Two")]
    assert said(webvtt.read(file, gap=1.9)) == [("Vessa", "One"), ("Vessa", "Two")]


def test_crlf_and_no_empty_line_at_the_end() -> None:
    assert said(webvtt.read(ZOOM.strip().replace("\n", "\r\n").encode())) == said(webvtt.read(ZOOM.encode()))


def test_empty_lines_may_be_left_out() -> None:
    file = b"WEBVTT - a title\n1\n00:01.000 --> 00:02.000\nVessa: One\n2\n00:09.000 --> 00:10.000\nVessa: Two\n"
    reading = webvtt.read(file)
    assert said(reading) == [("Vessa", "One"), ("Vessa", "Two")]
    assert said(webvtt.read(b"WEBVTT\nKind: captions\nLanguage: en\n\n00:01.000 --> 00:02.000\nHi\n")) == [(None, "Hi")]


def test_the_words_stay_as_they_are() -> None:
    # Neither joined to one code point nor split: what is stored is what was written.
    words = "cafe\N{COMBINING ACUTE ACCENT} \N{GRINNING FACE}\N{NO-BREAK SPACE}ok"
    reading = webvtt.read(vtt(cue("00:01.000", "00:02.000", f"Vessa: {words}")))
    assert said(reading) == [("Vessa", words)]
    assert reading.segments[0]["end"] == len(words)


def test_captions_that_roll_up_are_read_once() -> None:
    timed = "so<00:00:01.500><c> we</c><00:00:01.700><c> start</c>"
    file = vtt(
        cue("00:00:01.000", "00:00:03.000", f"\n{timed}".strip()),
        cue("00:00:03.000", "00:00:03.010", "so we start"),
        cue("00:00:03.010", "00:00:05.000", "so we start\nwith<00:00:03.500><c> this</c>"),
    )
    reading = webvtt.read(file)
    assert said(reading) == [(None, "so we start with this")]
    assert "2 x lines of captions" in told(reading)


def test_who_repeats_himself_is_heard_twice() -> None:
    file = vtt(cue("00:01.000", "00:02.000", "Vessa: No."), cue("00:02.000", "00:03.000", "Vessa: No."))
    assert said(webvtt.read(file)) == [("Vessa", "No. No.")]


SRT = """1
00:00:01,000 --> 00:00:02,000
<i>Quill Ardent: Hello.</i>

2
00:00:02,500 --> 00:00:04,000
{\\an8}Vessa Thorne: Seven

7
lines, one of them empty.

3
00:00:05,000 --> 00:00:06,000
12
"""


def test_srt() -> None:
    reading = srt.read(SRT.encode())
    assert said(reading) == [
        ("Quill Ardent", "Hello."),
        ("Vessa Thorne", "Seven 7 lines, one of them empty. 12"),
    ]
    assert reading.segments[1]["time_end"] == 6.0


def test_subtitles_without_speakers() -> None:
    reading = srt.read(b"1\n00:00:01,000 --> 00:00:02,000\nHello.\n")
    assert said(reading) == [(None, "Hello.")]
    assert reading.participants == []
    assert "words without a speaker's mark" in told(reading)
    named = srt.read(b"1\n00:00:01,000 --> 00:00:02,000\nHello.\n", participant="P7")
    assert said(named) == [("P7", "Hello.")]


def test_roles() -> None:
    file = vtt(cue("00:01.000", "00:02.000", "Interviewer: So?"), cue("00:02.000", "00:03.000", "Vessa: So."))
    assert [row["role"] for row in webvtt.read(file).participants] == ["moderator", "participant"]
    given = webvtt.read(file, roles={"vessa": "observer", "Interviewer": "participant"})
    assert [row["role"] for row in given.participants] == ["participant", "observer"]


@pytest.mark.parametrize(
    ("cues", "message"),
    [
        ([cue("00:05.000", "00:06.000"), cue("00:04.000", "00:07.000")], "cue 2: begins at 0:00:04.000, before"),
        ([cue("00:05.000", "00:04.000")], "cue 1: ends at 0:00:04.000, before it begins"),
    ],
)
def test_time_that_runs_backwards_is_an_error(cues: list[str], message: str) -> None:
    with pytest.raises(EvidenceError, match=message):
        webvtt.read(vtt(*cues))
    reading = webvtt.read(vtt(*cues), times=False)
    assert "time_start" not in reading.segments[0]


def test_turns_that_overlap_are_no_error() -> None:
    file = vtt(cue("00:01.000", "00:09.000", "Vessa: One"), cue("00:02.000", "00:03.000", "Quill: Two"))
    assert len(webvtt.read(file).segments) == 2


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "begins with WEBVTT"),
        (b"WEBVTTX\n\n00:01.000 --> 00:02.000\na", "begins with WEBVTT"),
        (b"WEBVTT\n", "there are no words"),
        (b"WEBVTT\n\n00:01.000 --> 00:02.000\n<v Vessa></v>\n", "there are no words"),
        (b"WEBVTT\n\nZyxwora said this\nwithout times\n", "line 3: a block of 2 lines without times"),
        (b"WEBVTT\n\n00:01.000 --> soon\na", "line 3: no timing line"),
        (b"WEBVTT\n\n00:61.000 --> 00:02.000\na", "line 3: a time of 0 minutes and 61 seconds"),
        (b"WEBVTT\n\n00:01.000 --> 1:2:3:4:5\na", "line 3: 9 characters that are no time"),
        (b"WEBVTT\n\n00:01.000 --> 00:02.000\ncaf\xe9\n", "line 4: byte 0xe9"),
    ],
)
def test_damage_is_one_clear_error(data: bytes, message: str) -> None:
    with pytest.raises(EvidenceError) as caught:
        webvtt.read(data)
    assert message in str(caught.value)
    assert "Zyxwora" not in str(caught.value)


def test_a_line_of_50_mb_is_one_clear_error(tmp_path: Path) -> None:
    path = tmp_path / "P1.vtt"
    path.write_bytes(vtt(cue("00:01.000", "00:02.000", "Vessa: " + "x" * 50_000_000)))
    with pytest.raises(EvidenceError, match="line 4 is 50,000,007 characters long"):
        webvtt.read(path)


def test_an_option_that_is_not_known_is_an_error() -> None:
    with pytest.raises(EvidenceError, match="speaker"):
        webvtt.read(ZOOM.encode(), speaker="Vessa")
    with pytest.raises(EvidenceError, match="is no role"):
        webvtt.read(ZOOM.encode(), roles={"Vessa": "queen"})
    with pytest.raises(EvidenceError, match="list of labels"):
        webvtt.read(ZOOM.encode(), speakers="Vessa Thorne")
    with pytest.raises(EvidenceError, match="none of the 1 labels"):
        webvtt.read(ZOOM.encode(), speakers=["P9"])
    with pytest.raises(EvidenceError, match="maps labels to roles"):
        webvtt.read(ZOOM.encode(), roles=["Vessa Thorne"])
    for gap in (-1, float("nan"), "2 s", None):
        with pytest.raises(EvidenceError, match="gap="):
            webvtt.read(ZOOM.encode(), gap=gap)


@settings(max_examples=80)
@given(st.binary(max_size=200) | st.text("WEBVT <v>&;-:.0123\n", max_size=200).map(str.encode))
def test_nothing_else_is_ever_raised(tail: bytes) -> None:
    for data in (tail, b"WEBVTT\n\n00:01.000 --> 00:02.000\n" + tail, b"1\n00:00:01,000 --> 00:00:02,000\n" + tail):
        for reader in (webvtt.read, srt.read):
            try:
                reading = reader(data)
            except EvidenceError:
                continue
            for segment in reading.segments:
                assert 0 <= segment["start"] < segment["end"] <= len(reading.sources[0]["text"])
