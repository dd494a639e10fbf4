"""Differences between the groups or periods of a result, each with its interval."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import pandas as pd

from journeywidgets.errors import MetricError, shorten
from journeywidgets.metrics.result import COLUMNS, NOT_ASKED, NOT_REACHED, TOO_SMALL, result
from journeywidgets.model.difference import Estimate, difference

if TYPE_CHECKING:
    from journeywidgets.journey import Journey

_FIELDS = ("persona", "period")
_METHOD = "Difference, its 95 % interval by square-and-add of the two intervals (Zou and Donner 2008)"
_EXTRAS = {
    "against": "object",
    "value_of": "float64",
    "value_against": "float64",
    "n_of": "Int64",
    "n_against": "Int64",
    "sign": "Int64",
}
Row = Mapping[str, Any]


class _Place(NamedTuple):
    metric: str
    stage: str | None
    persona: str | None
    period: str | None


def compare(
    figures: pd.DataFrame,
    by: Literal["persona", "period"] | None = None,
    *,
    against: str | None = None,
    journey: Journey | None = None,
    metric: str | None = None,
) -> pd.DataFrame:
    """Return how much the figures of groups or periods differ, stage by stage, with intervals.

    Parameters
    ----------
    figures
        What a function of `journeywidgets.metrics` returned with ``by=`` or ``period=``.
    by
        "persona": groups are compared, within each period. "period": periods are, within each group. None: groups
        where there are several, else periods.
    against
        The group or period that the others are compared with. None: the first group, and for each period the one
        before it.
    journey
        Then `against` may be the name of a persona.
    metric
        The title in the result; without it that of the figures with " (difference)".

    Returns
    -------
    pandas.DataFrame
        A row a stage and a group or period that is compared; ``value`` is its figure less the other, ``n`` the
        smaller of the two. Percentages differ in ``"points"``. Then ``against`` (the other's key), ``value_of``,
        ``value_against``, ``n_of``, ``n_against``, and ``sign``: 1 or -1 where the whole interval lies above or below
        zero, 0 where it holds zero. Where one of the two has no value there is none, and the note says why.

    Raises
    ------
    MetricError
        If there are no two groups or periods, `against` is none of them, or a place occurs twice.

    Notes
    -----
    The groups are taken to be different people, and so are the people of two periods; where they are the same, the
    difference is more certain than its interval says. Everyone together holds the groups, so it is never compared.

    References
    ----------
    G. Y. Zou and A. Donner (2008), "Construction of confidence limits about effect measures: A general approach",
    Statistics in Medicine 27, 1693-1702. R. G. Newcombe (1998), "Interval estimation for the difference between
    independent proportions", Statistics in Medicine 17, 873-890.
    """
    rows = _rows(figures)
    if by is not None and by not in _FIELDS:
        raise MetricError(f"by={shorten(by)} is not known. Compare by 'persona' or by 'period'.")
    field = by or ("persona" if len(_keys(rows, "persona")) > 1 else "period")
    keys = _keys(rows, field)
    if len(keys) < 2:  # noqa: PLR2004 - a difference has two sides
        wanted = "by=" if field == "persona" else "period="
        raise MetricError(
            f"There are {len(keys)} {field}s to compare, and it takes two. Compute the figures with {wanted}."
        )
    pairs = _pairs(keys, field, _key(against, keys, field, journey))
    found = [row for one, other in pairs for row in _differences(rows, field, one, other)]
    return result(
        [{**row, "metric": metric or f"{row['metric']} (difference)"} for row in found],
        metric="",
        method="",
        min_n=0,
        extras=_EXTRAS,
        hide=["sign"],
    )


def _rows(figures: Any) -> dict[_Place, Row]:
    """Return the rows of a result by metric, stage, persona and period; NaN is None."""
    needed = [name for name in COLUMNS if name not in {"method", "unit", "direction", "note"}]
    missing = [name for name in needed if name not in getattr(figures, "columns", ())]
    if missing:
        raise MetricError(f"The figures have no column {missing[0]!r}. Give what a function of metrics returned.")
    found: dict[_Place, Row] = {}
    for given in figures.to_dict("records"):
        row: dict[str, Any] = {str(name): None if _is_missing(cell) else cell for name, cell in given.items()}
        place = _Place(row["metric"], row["stage"], row["persona"], row["period"])
        if place in found:
            raise MetricError(f"{shorten(tuple(place), 200)} occurs twice. Keep one row a stage, persona and period.")
        found[place] = row
    return found


def _is_missing(cell: Any) -> bool:
    return bool(pd.api.types.is_scalar(cell) and pd.isna(cell))


def _keys(rows: Mapping[_Place, Row], field: str) -> list[str]:
    """Return the groups in the order of the result, or the periods in that of time."""
    found = [getattr(place, field) for place in rows]
    keys = list(dict.fromkeys(key for key in found if key is not None))
    return keys if field == "persona" else sorted(keys)


def _key(against: Any, keys: list[str], field: str, journey: Journey | None) -> str | None:
    if against is None:
        return None
    named = {}
    if journey is not None and field == "persona":
        named = {name: str(key) for key, name in journey.personas["name"].items()}
    key = against if against in keys else named.get(against)
    if key not in keys:
        raise MetricError(f"against={shorten(against)} is none of the {field}s {', '.join(map(repr, keys))}.")
    return str(key)


def _pairs(keys: list[str], field: str, against: str | None) -> list[tuple[str, str]]:
    if field == "period" and against is None:
        return [(one, other) for other, one in itertools.pairwise(keys)]
    other = keys[0] if against is None else against
    return [(one, other) for one in keys if one != other]


def _differences(rows: Mapping[_Place, Row], field: str, one: str, other: str) -> list[dict[str, Any]]:
    """Return the differences of two groups or periods, at each place where one of them has a figure."""
    places = dict.fromkeys(place._replace(**{field: one}) for place in rows if getattr(place, field) in {one, other})
    return [_difference(place, rows.get(place), rows.get(place._replace(**{field: other})), other) for place in places]


def _difference(place: _Place, mine: Row | None, theirs: Row | None, against: str) -> dict[str, Any]:
    estimate = difference(_estimate(mine), _estimate(theirs))
    known = [row for row in (mine, theirs) if row is not None]
    unit = known[0].get("unit") or ""
    numbers = [int(row["n"] or 0) for row in known] + [0] * (2 - len(known))
    notes = [row.get("note") or "" for row in known] + [NOT_ASKED] * (2 - len(known))
    method = str(known[0].get("method") or "").rstrip(".")
    return {
        **place._asdict(),
        **estimate._asdict(),
        "n": min(numbers),
        "method": f"{_METHOD}. Figures: {method}." if method else f"{_METHOD}.",
        "unit": "points" if unit == "%" else unit,
        "direction": known[0].get("direction") or "up",
        "note": next((note for note in (NOT_ASKED, TOO_SMALL, NOT_REACHED) if note in notes), ""),
        "against": against,
        "value_of": _estimate(mine).value,
        "value_against": _estimate(theirs).value,
        "n_of": 0 if mine is None else mine["n"],
        "n_against": 0 if theirs is None else theirs["n"],
        "sign": estimate.sign,
    }


def _estimate(row: Row | None) -> Estimate:
    return Estimate(None) if row is None else Estimate(row["value"], row["low"], row["high"])
