"""The stages of a journey as keys of results: known by id or by title, in the order shown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from journeywidgets.errors import MetricError, shorten

if TYPE_CHECKING:
    from journeywidgets.journey import Journey


def stage_order(journey: Journey) -> dict[str, int]:
    """Return the place of each stage in the order shown, by its id and by its title."""
    stages = journey.stages
    places = {title: at for at, title in reversed(list(enumerate(stages["title"]))) if title}
    return {**places, **{str(key): at for at, key in enumerate(stages.index)}}


def check_stages(journey: Journey | None, keys: Iterable[str | None]) -> None:
    """Raise a MetricError where a stage is none of the journey's."""
    if journey is None:
        return
    known = stage_order(journey)
    for key in keys:
        if key is not None and key not in known:
            titles = ", ".join(repr(title) for title in journey.stages["title"])
            raise MetricError(f"{shorten(key)} is no stage of the journey, by id or title. Its stages are: {titles}.")


def stage_ids(journey: Journey, keys: Iterable[str]) -> dict[str, str]:
    """Return the id of each stage that is named by id or title.

    Raises
    ------
    MetricError
        One is none of the journey's.
    """
    keys = list(keys)
    check_stages(journey, keys)
    ids, order = [str(key) for key in journey.stages.index], stage_order(journey)
    return {key: ids[order[key]] for key in keys}
