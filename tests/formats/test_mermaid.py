"""mermaid: what is written is what its own parser reads, and what is read back."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from tests.formats.journeys import AWKWARD, EXAMPLES, journey_of, journeys, untold

from journeywidgets import FormatError, Journey
from journeywidgets.model.document import Document

ME = b"""---
title: My working day
config:
  theme: dark
---
%%{init: {"journey": {"width": 90}}}%%
journey
    accTitle: A day
    %% the morning
    section Go to work
      Make tea: 5: Me
      Go upstairs: 3: Me
      Do work: 1: Me, Cat
    section Go home # at last
      Go downstairs: 5: Me
      Go home: 5
      Sit down: 7: Me
      Sleep: later: Me : now
"""


def parsed(texts: list[str], root: Path) -> list[dict[str, Any]]:
    """Return what mermaid's own parser makes of diagrams."""
    done = subprocess.run(
        ["node", root / "tests/formats/mermaid.mjs"],
        input=json.dumps(texts),
        capture_output=True,
        text=True,
        cwd=root,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    answers: list[dict[str, Any]] = json.loads(done.stdout)
    return answers


@given(journeys())
@settings(max_examples=EXAMPLES)
def test_it_is_read_back_but_for_what_is_told(document: Document) -> None:
    written = journey_of(document).to_mermaid(share="private")
    back = Journey.read(written, "mermaid")
    assert untold(document, back.store.document, written.losses) == []
    assert back.losses is not None
    assert back.losses.empty
    assert back.to_mermaid() == written


def test_mermaid_reads_what_is_written(root: Path) -> None:
    texts: list[str] = [awkward().to_mermaid()]

    # One process for all of them.
    @given(journeys())
    @settings(max_examples=EXAMPLES)
    def write(document: Document) -> None:
        texts.append(journey_of(document).to_mermaid(share="private"))

    write()
    for text, answer in zip(texts, parsed(texts, root), strict=True):
        back = Journey.read(text, "mermaid")
        assert "error" not in answer, text
        assert answer["title"].strip() == back.title.strip()
        assert answer["description"].strip() == back.meta["description"].strip()
        tasks = [
            (task["section"].strip(), task["score"], tuple(who.strip() for who in task["people"]))
            for task in answer["tasks"]
        ]
        assert tasks == list(told(back))


def told(journey: Journey) -> Any:
    """Yield the tasks of a journey as mermaid lists them: section, score, actors."""
    rows = [row for _, row in journey.cards.iterrows()]
    names = journey.personas["name"]
    lines = [line for line in journey.to_mermaid().split("\n") if line.startswith("      ")]
    for line in lines:
        people = line.split(":")[2].count(",") + 1 if line.count(":") > 1 else 0
        same = [rows.pop(0) for _ in range(max(people, 1))]
        title = journey.stages.loc[same[0]["stage"], "title"]
        section = title.strip() if title else "\u200b"
        actors = tuple(names[row["persona"]].strip() for row in same if row["persona"] is not None)
        yield section, pytest.approx(same[0]["score"] + 3), actors


def awkward() -> Journey:
    """Return a journey whose every name is hard to write."""
    journey = Journey(AWKWARD[3], lanes=[{"title": "Emotion", "kind": "emotion"}], seed=1)
    for text in (*AWKWARD, "Journey ends", "TITLE", "accDescr { x }", "style a: b #c;", "ﬂ°35¶ß", "%%{init}%%"):
        stage = journey.add("stages", title=text)
        persona = journey.add("personas", name=f"{text} and more, {text}")
        journey.add("cards", stage=stage, lane=journey.lanes.index[0], text=text, persona=persona, score=1)
    return journey


def test_names_that_are_hard_to_write_lose_nothing() -> None:
    journey = awkward()
    written = journey.to_mermaid()
    assert written.losses.empty
    assert Journey.read(written, "mermaid").cards["text"].tolist() == journey.cards["text"].tolist()


def test_one_made_by_hand_is_read() -> None:
    journey = Journey.read(ME, "mermaid", seed=1)
    assert journey.title == "My working day"
    assert journey.stages["title"].tolist() == ["Go to work", "Go home"]
    assert journey.personas["name"].tolist() == ["Me", "Cat"]
    cards = journey.cards
    assert cards["text"].tolist() == [
        "Make tea", "Go upstairs", "Do work", "Do work", "Go downstairs", "", "Sit down", "Sleep",
    ]  # fmt: skip
    assert cards["score"].dropna().tolist() == [2, 0, -2, -2, 2, 2]
    assert journey.losses is not None
    assert journey.losses["why"].value_counts().to_dict() == {
        "how it is drawn": 3,
        "a second title": 1,
        "a comment": 2,
        "a score that is not on the scale of 1 to 5": 2,
        "behind the actors of a task": 1,
    }


def test_another_scale_may_be_given() -> None:
    journey = Journey.read("journey\n a: 0\n b: 10\n", "mermaid", scale=(0, 10))
    assert journey.cards["score"].tolist() == [-2, 2]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("flowchart LR\n a --> b", "line 1: 'flowchart LR': no journey diagram"),
        ("journey\n  Make; tea: 3", "line 2: 'Make; tea: 3' is no statement.*#59; for a semicolon"),
        ("journey\n  no score", "line 2: 'no score' is no statement"),
        ("", 'no line "journey"'),
    ],
)
def test_what_is_no_journey_is_refused(text: str, problem: str) -> None:
    with pytest.raises(FormatError, match=problem):
        Journey.read(text, "mermaid")


def test_a_journey_without_feelings_has_its_touchpoints_as_tasks() -> None:
    journey = Journey("x", stages=["Buy"], lanes=[{"title": "T", "kind": "touchpoint"}], seed=1)
    journey.add("cards", stage=journey.stages.index[0], lane=journey.lanes.index[0], text="Shop")
    written = journey.to_mermaid()
    assert "Shop: 3" in written
    lost = written.losses
    assert [*zip(lost["table"], lost["field"], strict=True)] == [
        ("lanes", "title"),
        ("lanes", "kind"),
        ("cards", "score"),
    ]
