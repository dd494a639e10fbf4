"""Markdown outlines: written so that Markdown shows the words, read back, and read from people's own."""

from __future__ import annotations

import html
import re

import mistune
import pytest
from hypothesis import given, settings
from tests.formats.journeys import AWKWARD, EXAMPLES, awkward, journey_of, journeys, untold

from journeywidgets import FormatError, Journey, TableError
from journeywidgets.formats.outline import escaped, escaped_line, unescaped
from journeywidgets.model.document import Document

BY_HAND = """\
Made on a whiteboard.

# Bike rental

Renting a bike
with a phone.

* **Owner:** Team Two
* **Mood:** calm

## Find it

- Pains
    - The map
      is empty
        - **Persona**: Lena
        - **Severity**: 3
- Walks on

### On the street
1. Thoughts
   1. Where?

      And how much?

## Personas

### Omar

A student.
"""


@given(journeys())
@settings(max_examples=EXAMPLES)
def test_it_is_read_back_but_for_what_is_told(document: Document) -> None:
    written = journey_of(document).to_markdown(share="private")
    back = Journey.read(written, "markdown")
    assert untold(document, back.store.document, written.losses) == []
    assert set(written.losses["field"]) <= {"image"}
    assert back.losses is not None
    assert back.losses.empty
    assert (
        untold(
            back.store.document, Journey.read(back.to_markdown(share="private"), "markdown").store.document, back.losses
        )
        == []
    )


@given(awkward)
def test_text_is_escaped_and_back(text: str) -> None:
    assert unescaped(escaped(text, "   ")) == text
    assert unescaped(escaped_line(text)) == text
    assert "\n" not in escaped_line(text)


@pytest.mark.parametrize("text", [*AWKWARD, "<img src=x onerror=alert(1)>", "&lt;", "a * b * c", "$x$", "~~a~~"])
def test_markdown_shows_the_words(text: str) -> None:
    """A renderer that is not ours finds the words and nothing else: no list, emphasis, link or tag in a card."""
    journey = Journey("T", stages=["S"], lanes=["L"], seed=1)
    journey.add("cards", stage=journey.stages.index[0], lane=journey.lanes.index[0], text=text)
    page = str(mistune.html(journey.to_markdown()))
    card = page.split("<ul>")[2].split("</ul>", maxsplit=1)[0]
    shown = re.sub(r"<br ?/?>\n?", "\n", card).replace("<li>", "").replace("</li>", "").replace("<p>", "")
    assert "<" not in shown.replace("</p>", "")
    words = html.unescape(shown.replace("</p>", "")).split()
    assert words == text.replace("\0", "").split()


def test_a_feeling_without_words_makes_no_heading_of_its_lane() -> None:
    journey = Journey("T", stages=["S"], lanes=[{"title": "Emotion", "kind": "emotion"}], seed=1)
    journey.add("cards", stage=journey.stages.index[0], lane=journey.lanes.index[0], score=1)
    page = str(mistune.html(journey.to_markdown()))
    assert re.findall("<h[1-6]>(.*?)</h", page) == ["T", "S", "Lanes"]
    assert "<strong>Score</strong>: 1" in page


def test_one_made_by_hand_is_read() -> None:
    journey = Journey.read(BY_HAND, "markdown", seed=1)
    assert journey.title == "Bike rental"
    assert journey.meta["description"] == "Renting a bike with a phone."
    assert journey.meta["owner"] == "Team Two"
    assert journey.stages["title"].tolist() == ["Find it", "On the street"]
    assert journey.stages["parent"].tolist() == [None, journey.stages.index[0]]
    assert journey.lanes[["title", "kind"]].to_numpy().tolist() == [
        ["Pains", "pain"],
        ["Notes", "text"],
        ["Thoughts", "text"],
    ]
    assert journey.cards["text"].tolist() == ["The map is empty", "Walks on", "Where?\n\nAnd how much?"]
    assert journey.cards["Severity"].tolist()[0] == 3
    assert journey.personas[["name", "bio"]].to_numpy().tolist() == [["Omar", "A student."], ["Lena", ""]]
    assert journey.losses is not None
    assert journey.losses[["field", "value"]].to_numpy().tolist() == [["Mood", "calm"], [None, "Made on a whiteboard."]]


def test_sections_do_not_take_stages_for_theirs() -> None:
    journey = Journey("x", stages=["Personas", "lanes", "Links"], personas=["P"], seed=1)
    written = journey.to_markdown()
    back = Journey.read(written, "markdown")
    assert back.stages["title"].tolist() == ["Personas", "lanes", "Links"]
    assert back.personas["name"].tolist() == ["P"]


def test_a_wrong_value_names_its_line() -> None:
    text = "# T\n\n## S\n\n- Emotion\n  - bad\n    - **Score**: 9\n"
    with pytest.raises(TableError, match=r"the outline, line 6, column 'score': 9 is off the scale"):
        Journey.read(text, "markdown")


def test_what_is_not_text_is_refused() -> None:
    with pytest.raises(FormatError, match="line 2: is not UTF-8"):
        Journey.read(b"# T\n\xff", "markdown")


def test_an_empty_journey_is_a_title() -> None:
    assert Journey("x", seed=1).to_markdown() == "# x\n"
    assert Journey.read("", "markdown").to_markdown() == "#\n"
