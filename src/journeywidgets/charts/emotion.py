"""The emotion curve: what each persona feels at each stage, with its uncertainty."""

from __future__ import annotations

from typing import Any

import altair as alt
import numpy as np

from journeywidgets.charts.columns import side
from journeywidgets.charts.figure import Tip, empty, finished, layered, tips
from journeywidgets.charts.marks import base, curves, intervals, lowest, points, runs
from journeywidgets.charts.reading import Reading, Row
from journeywidgets.charts.text import one_line
from journeywidgets.charts.theme import Theme
from journeywidgets.errors import JourneyError, shorten
from journeywidgets.export.content.figures import signed
from journeywidgets.journey import Journey
from journeywidgets.metrics.intervals import student
from journeywidgets.model.emotion import HIGH, LOW, curve, scores

_METHOD = (
    "Mean of the scored quotes behind the emotion cards of each stage, from \u22122 to +2; where there are none, of "
    "the cards' own scores; line: 95 % t interval of the mean, where there are two scores or more that differ; n "
    "counts the scores. A stage without a score is a gap."
)
_TIP: Tip = {"Emotion": "value_text", "95 % interval": "interval_text", "Scores": "n"}
_TICKS = [-2, -1, 0, 1, 2]


def emotion(
    journey: Journey,
    lane: str | None = None,
    *,
    title: str | None = None,
    step: float | None = None,
    height: float = 190,
    theme: Theme | None = None,
) -> alt.LayerChart:
    """Draw the personas' emotion curves along the map's stages.

    The curve is monotone between neighbouring stages, as on the map: it claims no feeling that nobody had.

    Parameters
    ----------
    journey
        Its emotion cards, with the scored quotes behind them.
    lane
        An emotion lane's id or title; None takes the cards of all emotion lanes.
    title
        The chart's title; the lane's unless given.
    step
        The width of a stage's column in px; the map's where the stages fit on a page.
    height
        Of the plot, in px.
    theme
        ``"light"`` or ``"dark"`` for a finished chart; None for one to compose further.

    Returns
    -------
    altair.LayerChart
        A line a persona; brushing along the stages can be linked.

    Raises
    ------
    JourneyError
        `journey` is no Journey, or `lane` is no emotion lane of it.
    """
    if not isinstance(journey, Journey):
        raise JourneyError(f"charts.emotion: {shorten(journey)} is no Journey. Give the journey that holds the cards.")
    with journey.store.lock:
        document = journey.store.document
        lanes = {row["id"]: row for row in document.shown("lanes") if row["kind"] == "emotion"}
        chosen = _lane(lanes, lane)
        rows = _rows(document, chosen)
    heads = one_line(lanes[chosen]["title"] if chosen else "Emotion")
    reading = Reading(rows, metric=heads, methods=[_METHOD], journey=journey, step=step)
    if not rows:
        says = "Nothing to show: no quote or card of the emotion lanes has a score."
        return empty(reading, title=title, kind="Emotion", theme=theme, says=says)
    done: alt.LayerChart = finished(_drawn(reading, height), reading, title=title, kind="Emotion", theme=theme)
    return done


def _lane(lanes: dict[str, Any], lane: str | None) -> str | None:
    if lane is None:
        return next(iter(lanes)) if len(lanes) == 1 else None
    found = [key for key, row in lanes.items() if lane in (key, row["title"])]
    if len(found) != 1:
        names = {key: row["title"] for key, row in lanes.items()}
        raise JourneyError(f"charts.emotion: lane={shorten(lane)} is not one emotion lane. They are: {shorten(names)}.")
    return found[0]


def _rows(document: Any, lane: str | None) -> list[Row]:
    """Return the points of the map's curves, with their intervals."""
    scored = scores(document, lane)
    rows = []
    for point in curve(document, lane):
        counted = np.array(scored[point.persona, point.stage].counted)
        spread = float(counted.var(ddof=1)) if point.n > 1 else float("nan")
        ends = student(point.score, spread, point.n)
        low, high = (None if np.isnan(end) else min(max(float(end), LOW), HIGH) for end in ends)
        place = {"stage": point.stage, "persona": point.persona, "period": None}
        rows.append({**place, "value": point.score, "low": low, "high": high, "n": point.n, "note": ""})
    return rows


def _drawn(reading: Reading, height: float) -> alt.LayerChart:
    reading.figures.sign = True
    for row in reading.rows:
        row["value_text"] = signed(row["value"])
    runs(reading, reading.columns.ids, "stage")
    y = alt.Y(
        "value:Q",
        scale=alt.Scale(domain=[LOW - 0.3, HIGH + 0.3], nice=False),
        axis=side("Emotion, mean", values=_TICKS, labelExpr="format(datum.value, datum.value > 0 ? '+d' : 'd')"),
    )
    over = base(reading, tips(reading, _TIP), spread=0.35)
    layers = [
        reading.columns.bands(brush=True),
        *intervals(over, "low", "high", color=reading.people.color()),
        curves(over, reading, y),
        points(over, reading, y),
        *lowest(over, reading),
    ]
    return layered(layers, reading, height=height)
