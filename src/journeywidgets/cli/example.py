"""The example notebook that `journeywidgets demo` writes."""

from __future__ import annotations

from typing import Any

_CELLS: tuple[tuple[str, str], ...] = (
    (
        "markdown",
        """
# A journey map in a notebook

How people come to a rental bike: what they do, what hurts, how they feel. The map is plain data. What you edit in it
is in the tables, and what you change in the tables is in the map.

Run the cells from top to bottom. The riders are made up; nothing is loaded from a network.
""",
    ),
    (
        "code",
        """
from journeywidgets import Journey, JourneyMap, charts, metrics
from journeywidgets.datasets import simulate

city = simulate(3_000, seed=1)
""",
    ),
    (
        "markdown",
        """
## The map

Stages run from left to right, lanes from top to bottom. A card stands in a stage of a lane; it is everyone's, or one
persona's. Scores from -2 to +2 draw the curve.
""",
    ),
    (
        "code",
        """
journey = Journey(
    "City bike rental",
    stages=list(city.stages),
    lanes=[
        {"title": "Actions"},
        {"title": "Emotion", "kind": "emotion"},
        {"title": "Pains", "kind": "pain"},
        {"title": "Opportunities", "kind": "opportunity"},
    ],
    personas=city.personas[["name", "segment"]],
    seed=1,
)
first, second = journey.personas["name"].iloc[:2]
""",
    ),
    (
        "code",
        """
notes = [
    ("Awareness", "Actions", None, "Sees a docking station near work", None),
    ("Consideration", "Actions", None, "Compares the price with a bus ticket", None),
    ("Sign-up", "Actions", None, "Enters card and ID, waits for a code", None),
    ("First ride", "Actions", None, "Finds, unlocks, rides, returns", None),
    ("Retention", "Actions", None, "Takes a bike again", None),
    ("Advocacy", "Actions", None, "Lends the app to a friend", None),
    ("Consideration", "Pains", None, "The deposit is not shown with the price", None),
    ("Sign-up", "Pains", second, "The code comes too late", None),
    ("Sign-up", "Opportunities", None, "Send the code by e-mail as well", 14),
    *[("Awareness", "Emotion", who, "", score) for who, score in ((first, 0.5), (second, 1))],
    *[("Consideration", "Emotion", who, "", score) for who, score in ((first, 0.5), (second, -0.5))],
    *[("Sign-up", "Emotion", who, "", score) for who, score in ((first, -0.5), (second, -1.5))],
    *[("First ride", "Emotion", who, "", score) for who, score in ((first, 1.5), (second, 2))],
    ("Retention", "Emotion", first, "", 1),
]
with journey.edit("First notes"):
    for stage, lane, persona, text, score in notes:
        journey.add(
            "cards",
            stage=journey.id_of("stages", stage),
            lane=journey.id_of("lanes", lane),
            persona=persona and journey.id_of("personas", persona),
            text=text,
            score=score,
        )
""",
    ),
    ("code", "JourneyMap(journey)"),
    (
        "markdown",
        """
Click into a card and type, drag a card, add a stage. Then run the next cell: your edits are there.
""",
    ),
    ("code", "journey.to_frame()"),
    (
        "markdown",
        """
## Figures on the map

From raw rows to figures with their method, n and interval: who goes on to the next stage, and who would recommend it.
""",
    ),
    (
        "code",
        """
events = city.events.merge(city.riders, on="rider")
conversion = metrics.funnel(
    events,
    city.stages,
    actor="rider",
    time="time",
    event="event",
    window="7d",
    by="persona",
    journey=journey,
)
recommend = metrics.nps(city.answers, "recommend", drop=[99], stage="stage", weight="weight", journey=journey)

journey.attach(conversion)
journey.attach(recommend, target=30)
recommend.loc[recommend["n"] > 0, ["stage", "value", "low", "high", "n"]].round(1)
""",
    ),
    (
        "markdown",
        """
## Charts beside it

Choose a persona or a stage on the map, and it stands out in the chart.
""",
    ),
    ("code", 'charts.dashboard(JourneyMap(journey), charts.funnel(conversion, journey, y="share"))'),
    (
        "markdown",
        """
## Keep it, and hand it on

`journey.save("bikes.journey.json")` keeps the journey; `Journey.open` opens it again, and every edit from then on is
kept. In a shell `journeywidgets report` makes of this notebook one page that needs neither Jupyter nor a network, and
`journeywidgets --help` lists what else there is.
""",
    ),
)


def notebook() -> dict[str, Any]:
    """Return the notebook, as its file holds it: cells that were not run yet."""
    return {
        "cells": [_cell(number, kind, source.strip()) for number, (kind, source) in enumerate(_CELLS, start=1)],
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def _cell(number: int, kind: str, source: str) -> dict[str, Any]:
    cell: dict[str, Any] = {"cell_type": kind, "id": f"demo-{number}", "metadata": {}}
    if kind == "code":
        cell |= {"execution_count": None, "outputs": []}
    return cell | {"source": source.splitlines(keepends=True)}
