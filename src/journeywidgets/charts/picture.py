"""A chart as a picture, for where no page code runs."""

from __future__ import annotations

import json
from functools import lru_cache

from journeywidgets.charts.theme import theme
from journeywidgets.export.png import tight
from journeywidgets.export.specification import Specification

_SCALE = 2  # dots to a px: sharp on the screens of today
_FONT = "Liberation Sans"  # comes with vl-convert, so that a picture is the same on every machine


def picture_of(chart: Specification) -> bytes | None:
    """Return a chart as PNG on a light ground; None where ``vl-convert-python`` is not installed or cannot draw it.

    It is made on this machine, without any network.
    """
    own = chart.spec.get("config", {})
    return _drawn(json.dumps({**chart.spec, "config": {**theme()["config"], "font": _FONT, **own}}))


@lru_cache(maxsize=32)
def _drawn(spec: str) -> bytes | None:
    try:
        import vl_convert
    except ImportError:
        return None
    try:
        picture: bytes = vl_convert.vegalite_to_png(spec, scale=_SCALE, allowed_base_urls=[])
    except ValueError:
        # The page says what is wrong with the chart; the table of its data is there all the same.
        return None
    return tight(picture)
