"""Personas as queries: how many people each segment holds, how many several, how many none."""

from __future__ import annotations

import itertools
import warnings
from typing import TYPE_CHECKING, Any

import pandas as pd

from journeywidgets.errors import JourneyWarning, MetricError, shorten
from journeywidgets.metrics.members import BY_PERSONA, in_none, in_several, members
from journeywidgets.metrics.result import MIN_N, checked_min_n, result

if TYPE_CHECKING:
    import narwhals as nw

    from journeywidgets.journey import Journey

SHARE, OVERLAP, UNASSIGNED = "share", "overlap", "unassigned"
_FLAG, _UNIT = "jw_member_{}", "jw_actor"


def segments(data: Any, journey: Journey, *, actor: str | None = None, min_n: int = MIN_N) -> pd.DataFrame:
    """Return the share of each persona's segment, of each pair's overlap, and of those in none.

    Parameters
    ----------
    data
        Rows of people, or of what they did, with the columns that the segments read: anything that
        `journeywidgets.metrics` reads.
    journey
        Its personas' ``segment`` are conditions as `journeywidgets.metrics.expr` reads them.
    actor
        The column that names people where a person may have several rows: each counts once, and belongs to a
        persona where any row matches. None: each row is a person.
    min_n
        Below this many people there are no shares.

    Returns
    -------
    pandas.DataFrame
        A result: ``value`` in percent of everyone, with Wilson's 95 % interval (E. B. Wilson 1927), ``n`` everyone,
        ``persona`` an id. Further columns: ``kind`` (``"share"``, ``"overlap"`` of ``persona`` and ``other``, or
        ``"unassigned"``), ``other`` (a persona's id), ``count`` (people). `write_shares` puts the shares into the
        personas.

    Raises
    ------
    MetricError
        A column is missing, a segment cannot be read or asked of the data, or nobody has one.

    Warns
    -----
    JourneyWarning
        Personas have no segment; rows have no actor; people are in several personas, or in none: counted.

    Examples
    --------
    >>> from journeywidgets import Journey
    >>> people = pd.DataFrame({"trips": [1, 30, 2, 25, 40, 3, 1, 28]})
    >>> kinds = [{"name": "Commuter", "segment": "trips >= 20"}, {"name": "Visitor", "segment": "trips < 20"}]
    >>> segments(people, Journey("Bikes", personas=kinds))[["kind", "value", "n", "count"]]
             kind  value  n  count
    0       share   50.0  8      4
    1       share   50.0  8      4
    2     overlap    0.0  8      0
    3  unassigned    0.0  8      0
    """
    least = checked_min_n(min_n)
    conditions = members(journey, BY_PERSONA, stacklevel=3) or {}
    keys = list(conditions)
    pairs = list(itertools.combinations(range(len(keys)), 2))
    counts = _counts(data, conditions, pairs, actor)
    noun = "row" if actor is None else "actor"
    _tell(counts, noun)
    everyone = counts["n"]
    rows = [_row(SHARE, counts[f"in_{at}"], everyone, persona=key) for at, key in enumerate(keys)]
    rows += [_row(OVERLAP, counts[f"both_{a}_{b}"], everyone, persona=keys[a], other=keys[b]) for a, b in pairs]
    rows.append(_row(UNASSIGNED, counts["nobody"], everyone))
    counted = (
        "each row is one" if actor is None else f"a person (column {actor!r}) counts where any of the rows matches"
    )
    return result(
        rows,
        metric="Share",
        method=f"Share of everyone whom the persona's segment matches; {counted}. Wilson interval, 95 %.",
        min_n=least,
        extras={"kind": "object", "other": "object", "count": "Int64"},
    )


def write_shares(journey: Journey, shares: pd.DataFrame) -> None:
    """Put the shares of a `segments` result into ``personas.share`` (0 to 1), as one change.

    Personas that the result does not name keep what they have; too few people leave no share.

    Raises
    ------
    MetricError
        It is no result of `segments`, or it names a persona that the journey does not have.
    """
    if not {"kind", "persona", "value"} <= set(getattr(shares, "columns", ())):
        raise MetricError("These are no shares of segments. Give what metrics.segments(data, journey) returns.")
    found = shares[shares["kind"] == SHARE]
    known = set(journey.personas.index)
    for key in found["persona"]:
        if key not in known:
            raise MetricError(f"There is no persona {shorten(key)} any more. Compute the shares again.")
    with journey.edit("Write the shares of personas"):
        for key, value in zip(found["persona"], found["value"], strict=True):
            journey.set("personas", key, share=None if pd.isna(value) else value / 100)


def _row(kind: str, count: int, everyone: int, **where: str) -> dict[str, Any]:
    from journeywidgets.metrics.intervals import wilson

    share = count / everyone if everyone else 0.0
    low, high = wilson(share, everyone)
    ends = {"value": 100 * share, "low": 100 * float(low), "high": 100 * float(high)} if everyone else {}
    return {**ends, **where, "n": everyone, "kind": kind, "count": count}


def _counts(data: Any, conditions: dict[str, Any], pairs: list[tuple[int, int]], actor: str | None) -> dict[str, int]:
    """Return everyone, those in each segment, in each pair, in none and in several, from one run over the rows."""
    import narwhals as nw

    from journeywidgets.metrics.engine import rows, table

    def number(condition: nw.Expr, name: str) -> nw.Expr:
        return nw.when(condition).then(1).otherwise(0).sum().alias(name)

    needed = [name for each in conditions.values() for name in each.columns]
    if actor is not None and not isinstance(actor, str):
        raise MetricError(f"actor={shorten(actor)} is no name of a column.")
    if actor is None and not needed:
        raise MetricError("The segments name no column, so that there is nothing to count. Give actor=.")
    frame = table(data, [*([] if actor is None else [actor]), *needed])
    schema = frame.collect_schema()
    names = [_FLAG.format(at) for at in range(len(conditions))]
    flags = [
        nw.when(each.to_narwhals(schema)).then(1).otherwise(0).alias(name)
        for name, each in zip(names, conditions.values(), strict=True)
    ]
    unit = nw.lit(0) if actor is None else nw.col(actor)
    people = frame.select(unit.alias(_UNIT), *flags)
    if actor is not None:
        _tell_absent(int(rows(people.select(number(nw.col(_UNIT).is_null(), "n")))[0]["n"] or 0), actor)
        people = people.filter(~nw.col(_UNIT).is_null()).group_by(_UNIT).agg(*[nw.col(name).max() for name in names])
    held = [nw.col(name) == 1 for name in names]
    found = rows(
        people.select(
            number(nw.col(names[0]) >= 0, "n"),
            number(in_none(held), "nobody"),
            number(in_several(held), "several"),
            *[number(flag, f"in_{at}") for at, flag in enumerate(held)],
            *[number(held[a] & held[b], f"both_{a}_{b}") for a, b in pairs],
        )
    )[0]
    # The sum over no rows is null in SQL and 0 elsewhere.
    return {name: int(value or 0) for name, value in found.items()}


def _tell_absent(absent: int, actor: str) -> None:
    if absent:
        said = "1 row has no actor" if absent == 1 else f"{absent} rows have no actor"
        left = "is left out" if absent == 1 else "are left out"
        warnings.warn(f"{said} (column {actor!r} is empty) and {left}.", JourneyWarning, stacklevel=4)


def _tell(counts: dict[str, int], noun: str) -> None:
    several, nobody = counts["several"], counts["nobody"]
    if several:
        said = f"1 {noun} is in several personas and counts in each" if several == 1 else ""
        said = said or f"{several} {noun}s are in several personas and count in each"
        warnings.warn(f"{said}; the rows of kind 'overlap' tell which.", JourneyWarning, stacklevel=3)
    if nobody:
        said = f"1 {noun} is" if nobody == 1 else f"{nobody} {noun}s are"
        warnings.warn(f"{said} in no persona.", JourneyWarning, stacklevel=3)
