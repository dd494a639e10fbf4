"""The emotion curve: what each persona feels at each stage, from -2 to +2."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field

from journeywidgets.errors import JourneyError, shorten
from journeywidgets.model.document import Document
from journeywidgets.model.evidence import scores as quoted_scores
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
        The mean of the scored quotes behind the emotion cards there, -2 to +2; where there are none, of
        the cards' own scores.
    n
        How many quotes, or cards, that is.
    quoted
        Whether it is the mean of quotes.
    """

    stage: str
    persona: str | None
    score: float
    n: int
    quoted: bool = False


@dataclass
class Scores:
    """What a point is the mean of: the scores of quotes, and the cards' own."""

    quotes: list[float] = field(default_factory=list)
    cards: list[float] = field(default_factory=list)

    @property
    def counted(self) -> list[float]:
        """The scores that count: what people said outweighs what was set by hand."""
        return self.quotes or self.cards


def scores(document: Document, lane: str | None = None) -> dict[tuple[str | None, str], Scores]:
    """Return the scores behind the emotion curve by persona and stage; places without any are left out.

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
    places: dict[str, Scores] = {}
    found: dict[tuple[str | None, str], Scores] = {}
    for card in document.tables["cards"].values():
        if card["lane"] in lanes:
            place = places[card["id"]] = found.setdefault((card["persona"], card["stage"]), Scores())
            place.cards += [] if card["score"] is None else [card["score"]]
    for row in document.tables["evidence"].values():
        if row["card"] in places:
            places[row["card"]].quotes += quoted_scores([row])
    return {key: place for key, place in found.items() if place.counted}


def curve(document: Document, lane: str | None = None) -> list[Point]:
    """Return the points of every persona's curve, by persona, then along the stages.

    A stage without a scored quote or card has no point: it is a gap, never an interpolation.

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
        Point(stage, persona, math.fsum(found.counted) / len(found.counted), len(found.counted), bool(found.quotes))
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
