"""The emotion curve: what each persona feels at each stage, from -2 to +2."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from journeywidgets.errors import JourneyError, shorten
from journeywidgets.model.document import Document
from journeywidgets.model.schema import SCORE_RANGES

LOW, HIGH = SCORE_RANGES["emotion"]


@dataclass(frozen=True)
class Point:
    """A persona's emotion at a stage or step.

    Attributes
    ----------
    stage
        The stage's id.
    persona
        The persona's id; None for the cards that belong to everyone.
    score
        The mean of the scored emotion cards there, -2 to +2.
    n
        How many cards that is.
    """

    stage: str
    persona: str | None
    score: float
    n: int


def scores(document: Document, lane: str | None = None) -> dict[tuple[str | None, str], list[float]]:
    """Return the scores of the emotion cards by persona and stage.

    Parameters
    ----------
    document
        The journey's rows.
    lane
        An emotion lane's id; None takes the cards of all emotion lanes.
    """
    lanes = {
        row["id"] for row in document.tables["lanes"].values() if row["kind"] == "emotion" and lane in {None, row["id"]}
    }
    found: dict[tuple[str | None, str], list[float]] = {}
    for card in document.tables["cards"].values():
        if card["lane"] in lanes and card["score"] is not None:
            found.setdefault((card["persona"], card["stage"]), []).append(card["score"])
    return found


def curve(document: Document, lane: str | None = None) -> list[Point]:
    """Return the points of every persona's curve, by persona, then along the stages.

    A stage without a scored card has no point: it is a gap, never an interpolation.

    Parameters
    ----------
    document
        The journey's rows.
    lane
        An emotion lane's id; None takes the cards of all emotion lanes.
    """
    scored = scores(document, lane)
    stages = [row["id"] for row in document.shown("stages")]
    personas: list[str | None] = [None, *(row["id"] for row in document.shown("personas"))]
    return [
        Point(stage, persona, math.fsum(found) / len(found), len(found))
        for persona in personas
        for stage in stages
        if (found := scored.get((persona, stage)))
    ]


def rescale(values: Iterable[float | None], from_: tuple[float, float]) -> list[float | None]:
    """Map scores of another scale onto -2 to +2, linearly.

    Parameters
    ----------
    values
        Scores; None and NaN stay None.
    from_
        The scale they are on: what means worst, and what means best. ``(1, 10)``, or
        ``(5, 1)`` where 1 is best.

    Returns
    -------
    list of float or None
        As long as `values`.

    Raises
    ------
    JourneyError
        A value is outside the scale, or the scale has no width.
    """
    worst, best = map(float, from_)
    if worst == best or not (math.isfinite(worst) and math.isfinite(best)):
        message = f"rescale: {from_!r} is not a scale. Give (worst, best), such as (1, 10)."
        raise JourneyError(message)
    scaled: list[float | None] = []
    for position, value in enumerate(values):
        if value is None or math.isnan(value):
            scaled.append(None)
            continue
        if not min(worst, best) <= value <= max(worst, best):
            message = f"rescale: value {shorten(value)} at position {position} is off the scale {worst:g} to {best:g}."
            raise JourneyError(message)
        scaled.append(LOW + (HIGH - LOW) * (float(value) - worst) / (best - worst))
    return scaled
