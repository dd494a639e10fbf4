"""Who belongs to which persona: the segments of a journey's personas, as conditions."""

from __future__ import annotations

import operator
import warnings
from collections.abc import Iterable
from functools import reduce
from typing import TYPE_CHECKING

from journeywidgets.errors import JourneyWarning, MetricError, shorten
from journeywidgets.metrics.expression import Expression, parse

if TYPE_CHECKING:
    import narwhals as nw

    from journeywidgets.journey import Journey

BY_PERSONA = "persona"


def members(journey: Journey | None, by: str | None, *, stacklevel: int = 4) -> dict[str, Expression] | None:
    """Return the condition of each persona by its id, where groups are personas; None where they are a column's.

    Parameters
    ----------
    journey
        Whose personas they are. Without one, ``by="persona"`` means a column of that name.
    by
        What the metric was asked to group by.
    stacklevel
        How far up the call is that a warning is about.

    Raises
    ------
    MetricError
        No persona has a segment, or one cannot be read; names the persona.

    Warns
    -----
    JourneyWarning
        Personas without a segment are left out, and named.
    """
    if by != BY_PERSONA or journey is None:
        return None
    found: dict[str, Expression] = {}
    without: list[str] = []
    personas = journey.personas
    for key, name, text in zip(personas.index, personas["name"], personas["segment"], strict=True):
        if not isinstance(text, str) or not text.strip():
            without.append(shorten(name or key))
            continue
        try:
            found[str(key)] = parse(text)
        except MetricError as error:
            raise MetricError(f"The segment of persona {shorten(name or key)} cannot be read: {error}") from error
    if not found:
        raise MetricError(
            "No persona has a segment, a condition over columns of the data. "
            """Set one: journey.set("personas", id, segment='plan == "pro"')."""
        )
    if without:
        one = len(without) == 1
        message = f"{len(without)} {'persona has' if one else 'personas have'} no segment and {'is' if one else 'are'}"
        warnings.warn(f"{message} left out: {', '.join(without)}.", JourneyWarning, stacklevel=stacklevel)
    return found


def in_none(flags: Iterable[nw.Expr]) -> nw.Expr:
    """Return whether none of the conditions holds: the unassigned."""
    return ~reduce(operator.or_, flags)


def in_several(flags: Iterable[nw.Expr]) -> nw.Expr:
    """Return whether more than one of the conditions holds: the overlaps."""
    import narwhals as nw

    return reduce(operator.add, [nw.when(flag).then(1).otherwise(0) for flag in flags]) > 1
