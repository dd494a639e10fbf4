"""A chart as a picture, for where no page code runs."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from journeywidgets.charts.theme import theme
from journeywidgets.export.chart import SCALE
from journeywidgets.export.escape import printable
from journeywidgets.export.png import tight
from journeywidgets.export.specification import Specification

_ROWS = 3_000  # above them it takes seconds
_LONG = 2_000  # an expression may be as long
_FONT = "Liberation Sans"  # comes with vl-convert, so that a picture is the same on every machine


def picture_of(chart: Specification) -> bytes | None:
    """Return a chart as PNG on a light ground; None where ``vl-convert-python`` is not installed or cannot draw it.

    It is made on this machine, without any network.
    """
    if sum(len(rows) for rows in chart.spec["datasets"].values()) > _ROWS:
        return None
    own = chart.spec.get("config", {})
    return _drawn(json.dumps(_drawable({**chart.spec, "config": {**theme()["config"], "font": _FONT, **own}})))


def _drawable(part: Any) -> Any:
    """Return a specification whose texts can be drawn.

    vl-convert ends the whole process at a character that SVG cannot hold, and draws a title of a hundred thousand
    characters as wide as it is.
    """
    if isinstance(part, dict):
        return {printable(name): _drawable(inner) for name, inner in part.items()}
    if isinstance(part, list):
        return [_drawable(inner) for inner in part]
    if not isinstance(part, str):
        return part
    text = printable(part)
    return text if len(text) <= _LONG else f"{text[:_LONG]}…"


@lru_cache(maxsize=32)
def _drawn(spec: str) -> bytes | None:
    try:
        import vl_convert
    except ImportError:
        return None
    try:
        picture: bytes = vl_convert.vegalite_to_png(spec, scale=SCALE, allowed_base_urls=[])
    except ValueError:
        # The page says what is wrong with the chart; the table of its data is there all the same.
        return None
    return tight(picture, SCALE)
