"""Comparison: the difference between personas or periods, with its interval, around zero."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import altair as alt
import pandas as pd

from journeywidgets.charts.columns import side
from journeywidgets.charts.figure import Tip, empty, finished, layered, tips
from journeywidgets.charts.marks import base, intervals, labels, notices, points
from journeywidgets.charts.panels import panels
from journeywidgets.charts.reading import Reading, Row, read
from journeywidgets.charts.text import one_line
from journeywidgets.charts.theme import Theme, tint
from journeywidgets.errors import JourneyError, shorten
from journeywidgets.journey import Journey
from journeywidgets.metrics.result import NOT_ASKED, TOO_SMALL
from journeywidgets.model.difference import difference

_TIP: Tip = {"Difference": "value_text", "95 % interval": "interval_text", "That is": "verdict"}
_SIDES: Tip = {"Figure": "mine_text", "Compared with": "theirs_text"}
_METHOD = "Difference with its 95 % interval by square-and-add of the two intervals (Zou and Donner 2008)."
"""What is added to the method of the figures."""


def compare(
    result: pd.DataFrame,
    journey: Journey | None = None,
    *,
    between: Literal["persona", "period"] | None = None,
    reference: str | None = None,
    title: str | None = None,
    step: float | None = None,
    height: float = 200,
    theme: Theme | None = None,
) -> alt.LayerChart | alt.FacetChart:
    """Draw by how much the figures of personas or periods differ, stage by stage.

    A point is the difference, its line the 95 % interval; where the line crosses zero, the difference is unclear and
    the point hollow.

    Parameters
    ----------
    result
        What a function of ``journeywidgets.metrics`` returns with ``by=`` or ``period=``.
    journey
        Gives titles, order and columns of the stages, and names, colours and shapes of the personas.
    between
        ``"persona"``: each group against the reference, period by period. ``"period"``: the latest period against
        the reference, group by group. None: personas where there are several, else periods.
    reference
        The group (id or name) or period to compare with. None: the first group, or the period before the latest.
    title
        The chart's title; the metric's unless given.
    step
        The width of a stage's column in px; the map's where the stages fit on a page.
    height
        Of the plot, in px.
    theme
        ``"light"`` or ``"dark"`` for a finished chart; None for one to compose further.

    Returns
    -------
    altair.LayerChart or altair.FacetChart
        Facetted where personas are compared in several periods.

    Raises
    ------
    JourneyError
        There are no two groups or periods to compare, or `reference` is none of them.

    Notes
    -----
    The groups are taken to be different people. "Everyone" holds the groups, so it is never compared with them.

    References
    ----------
    See `journeywidgets.model.difference.difference`.
    """
    if between not in (None, "persona", "period"):
        raise JourneyError(f"charts.compare: between={shorten(between)} is not known. Choose 'persona' or 'period'.")
    whole = read(result, "compare", journey=journey, step=step)
    if not whole.rows:
        return empty(whole, title=title, kind="Comparison", theme=theme)
    groups = [group for group in whole.people.groups if group is not None]
    field = between or ("persona" if len(groups) > 1 else "period")
    against = _reference(whole, field, groups, reference)
    mine = groups if field == "persona" else whole.periods[-1:]
    if against in mine and field == "period":
        mine = [whole.periods[-2]]
    rows = _differences(whole, field, [one for one in mine if one != against], against)
    reading = Reading(
        rows,
        metric=whole.metric,
        methods=[*whole.methods[:1], _METHOD],
        unit="points" if whole.unit == "%" else whole.unit,
        journey=journey,
        step=whole.columns.step,
    )
    _judge(reading)
    other = whole.people.name(against) if field == "persona" else against
    names = [] if field == "persona" else [f"{one_line(one)} less {one_line(other)}" for one in mine]
    notes = [*(names or [f"Compared with: {one_line(other)}"]), "hollow: zero lies within the interval"]
    done: alt.LayerChart | alt.FacetChart = finished(
        panels(layered(_layers(reading), reading, height=height), reading.rows),
        reading,
        title=f"{whole.metric}: difference" if title is None else title,
        kind="Comparison",
        notes=notes,
        theme=theme,
    )
    return done


def _reference(whole: Reading, field: str, groups: Sequence[str], reference: str | None) -> str:
    """Return the group or period to compare with."""
    known: dict[str, str]
    if field == "persona":
        known = {**{whole.people.name(group): group for group in groups}, **{group: group for group in groups}}
    else:
        known = {period: period for period in whole.periods}
    choices = list(dict.fromkeys(known.values()))
    if len(choices) < 2:  # noqa: PLR2004 - a difference has two sides
        raise JourneyError(
            f"charts.compare: the result has {len(choices)} {field}s besides everyone, and a comparison needs two. "
            f"Compute it with {'by=' if field == 'persona' else 'period='}."
        )
    if reference is None:
        return choices[0] if field == "persona" else choices[-2]
    if reference not in known:
        raise JourneyError(f"charts.compare: reference={shorten(reference)} is not one of {shorten(choices, 200)}.")
    return known[reference]


def _differences(whole: Reading, field: str, mine: Sequence[str], against: str) -> list[Row]:
    """Return a row a difference; where one of the two has no figure, a note that says why."""
    other = "period" if field == "persona" else "persona"
    by_place = {(row["stage"], row[other], row[field]): row for row in whole.rows}
    places = dict.fromkeys((row["stage"], row[other]) for row in whole.rows if row[field] is not None)
    rows = []
    for one in mine:
        for stage, place in places:
            a, b = by_place.get((stage, place, one)), by_place.get((stage, place, against))
            if a is None and b is None:
                continue
            rows.append({"stage": stage or None, field: one, other: place, **_difference(a, b)})
    return [{**row, "period": row["period"] if field == "persona" else None} for row in rows]


def _difference(a: Row | None, b: Row | None) -> Row:
    found = [row for row in (a, b) if row is not None]
    notes = [row["note"] for row in found] + [NOT_ASKED] * (2 - len(found))
    told: Row = {"n": min(row["n"] or 0 for row in found), "direction": found[0]["direction"]}
    for name, row in (("mine_text", a), ("theirs_text", b)):
        told[name] = (
            NOT_ASKED if row is None else " · ".join(text for text in (row["value_text"], row["n_text"]) if text)
        )
    estimate = (
        difference((None,), (None,)) if a is None or b is None else difference(*(_estimate(row) for row in (a, b)))
    )
    note = next((note for note in (NOT_ASKED, TOO_SMALL) if note in notes), "")
    return {
        **told,
        "value": estimate.value,
        "low": estimate.low,
        "high": estimate.high,
        "sign_of": estimate.sign,
        "note": note,
    }


def _estimate(row: Row) -> tuple[float | None, float | None, float | None]:
    return row["value"], row["low"], row["high"]


def _judge(reading: Reading) -> None:
    """Say of each difference what it means, and whether it is clear."""
    reading.figures.sign = True
    for row in reading.rows:
        sign = row["sign_of"]
        good = 1 if row["direction"] != "down" else -1
        row["verdict"] = {None: "no interval", 0: "unclear", good: "better", -good: "worse"}[sign]
        row["clear"] = bool(sign)
        row["value_text"] = reading.figures.bare(row["value"]) or row["value_text"]
        row["interval_text"] = reading.figures.interval(row["low"], row["high"]) or "none"
        row["n_text"] = "" if row["note"] else row["verdict"]
        row["says"] = row["note"]
        row["label_at"] = max((row[name] for name in ("value", "high") if row[name] is not None), default=None)


def _layers(reading: Reading) -> list[alt.Chart]:
    ends = [row[name] for row in reading.rows for name in ("value", "low", "high") if row[name] is not None]
    least, most = min([*ends, 0]), max([*ends, 0])
    spread = (most - least) or 1
    over = base(reading, tips(reading, _TIP, _SIDES))
    scale = alt.Scale(domain=[least - 0.1 * spread, most + 0.3 * spread], nice=False, zero=False)
    words = f"Difference, {reading.unit}" if reading.unit else "Difference"
    axis = side(words, labelExpr="(datum.value > 0 ? '+' : '') + datum.label")
    color = reading.people.color()
    filled = over.mark_point(size=64, strokeWidth=2, filled=True).encode(
        y=alt.Y("value:Q"), color=color, shape=reading.people.shape()
    )
    zero = alt.Chart(alt.InlineData(values=[{"zero": 0}])).mark_rule(color=tint("ink-3"), strokeWidth=1.5)
    return [
        reading.columns.bands(),
        zero.encode(y=alt.Y("zero:Q", scale=scale, axis=axis)),
        *intervals(over, "low", "high", color=color),
        points(over, reading, alt.Y("value:Q")),
        filled.transform_filter("datum.clear"),
        *labels(over, "label_at", reading, up=8),
        *notices(over, reading),
    ]
