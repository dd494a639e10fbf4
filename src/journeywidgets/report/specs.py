"""Charts that an output holds as a specification: Altair's own forms."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from journeywidgets.report.records import whole

_MIME = re.compile(r"application/vnd\.vegalite\.v\d+[.+]json")
_HTML = re.compile(r"<(?:div|script)[^>]+(?:vega-embed|vegaEmbed|altair-viz)|vegaEmbed\(", re.IGNORECASE)
_CALL = re.compile(r"\}\)\(\s*(?=\{)")
_ASSIGNED = re.compile(r"\bspec\s*=\s*(?=\{)")


def spec_of(data: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the Vega-Lite specification that an output holds, in whichever form; None where it holds none."""
    for mime, value in data.items():
        if _MIME.fullmatch(mime) and isinstance(value, Mapping):
            return dict(value)
    html = whole(data.get("text/html"))
    return _within(html) if _HTML.search(html) else None


def _within(html: str) -> dict[str, Any] | None:
    """Return the specification that stands in the script of a page that Altair wrote."""
    decoder = json.JSONDecoder()
    for pattern in (_CALL, _ASSIGNED):
        for match in pattern.finditer(html):
            try:
                found, _ = decoder.raw_decode(html, match.end())
            except (ValueError, RecursionError):
                continue
            if isinstance(found, dict) and ("$schema" in found or "mark" in found or "datasets" in found):
                return None if "/vega/" in str(found.get("$schema", "")) else found
    return None
