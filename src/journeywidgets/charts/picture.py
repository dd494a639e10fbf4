"""A chart as a picture, for where no page code runs."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from journeywidgets.charts.theme import theme

_SCALE = 2  # dots to a px: sharp on the screens of today
_FONT = "Liberation Sans"  # comes with vl-convert, so that a picture is the same on every machine


def picture_of(spec: dict[str, Any]) -> bytes | None:
    """Return a chart as PNG on a light ground; None where ``vl-convert-python`` is not installed.

    It is made on this machine, without any network.
    """
    config = {**theme()["config"], "font": _FONT}
    return _drawn(json.dumps({**spec, "config": {**config, **spec.get("config", {})}}, sort_keys=True))


@lru_cache(maxsize=32)
def _drawn(spec: str) -> bytes | None:
    try:
        import vl_convert
    except ImportError:
        return None
    picture: bytes = vl_convert.vegalite_to_png(spec, scale=_SCALE, allowed_base_urls=[])
    return picture
