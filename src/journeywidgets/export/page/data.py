"""What the views of a page show, as JSON in its markup."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from journeywidgets.errors import JourneyError
from journeywidgets.export.markup import Markup
from journeywidgets.export.page.view import View

_SURROGATES = re.compile("[\ud800-\udfff]")


def data(views: Sequence[View]) -> Markup:
    """Return script elements that hold data: one for each document, one that names the views.

    A document that several views show is in the page once.

    Raises
    ------
    JourneyError
        Two views have one key, or a chart is linked with no map of the page.
    """
    _check(views)
    blocks: dict[str, str] = {}
    entries = [_entry(view, blocks) for view in views]
    parts = [_block(name, text) for text, name in blocks.items()]
    return Markup("\n".join([*parts, _block("jw-views", _json(entries))]))


def _entry(view: View, blocks: dict[str, str]) -> dict[str, Any]:
    text = _json(view.data)
    entry = {
        "key": view.key,
        "kind": view.kind,
        "data": blocks.setdefault(text, f"jw-data-{len(blocks) + 1}"),
        "settings": dict(view.settings),
        "about": view.about,
        "link": view.link,
        "name": view.name,
    }
    return {name: value for name, value in entry.items() if value not in (None, "", {})}


def _json(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    # A script element ends at "</script", and in it "<!--" has a meaning: neither can occur.
    text = text.replace("<", "\\u003c")
    # Half of a pair cannot be written as UTF-8; JSON can name it.
    return _SURROGATES.sub(lambda found: f"\\u{ord(found.group()):04x}", text)


def _block(name: str, text: str) -> Markup:
    return Markup(f'<script type="application/json" id="{name}">{text}</script>')


def _check(views: Sequence[View]) -> None:
    keys = [view.key for view in views]
    twice = next((key for key in keys if keys.count(key) > 1), None)
    if twice is not None:
        raise JourneyError(f"two views of the page have the key {twice!r}. Give each its own.")
    maps = {view.key for view in views if view.kind == "map"}
    lost = next((view for view in views if view.link is not None and view.link not in maps), None)
    if lost is not None:
        raise JourneyError(f"the chart {lost.key!r} is linked with {lost.link!r}, which is no map of the page.")
