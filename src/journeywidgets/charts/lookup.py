"""Texts for labels as the value of a parameter: an expression names the parameter, never a text."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import blake2b
from typing import Any

import altair as alt

from journeywidgets.charts.text import wrap


def lookup(prefix: str, value: dict[str, Any]) -> alt.Parameter:
    """Return a parameter with `value`, named by its content.

    Charts that are composed may hold different ones, and share those that are equal.
    """
    digest = blake2b(json.dumps(value, sort_keys=True).encode(), digest_size=5).hexdigest()
    return alt.param(name=f"{prefix}_{digest}", value=value)


def labels(prefix: str, titles: Mapping[str, str], room: float, *, lines: int = 2) -> alt.Parameter:
    """Return a parameter with the titles of ids, wrapped to `room` px, for `label`."""
    wrapped = [wrap(title, room, lines=lines) for title in titles.values()]
    return lookup(prefix, {"ids": list(titles), "titles": wrapped})


def label(param: alt.Parameter) -> str:
    """Return the expression that writes an id of an axis as its title."""
    return f"{param.name}.titles[indexof({param.name}.ids, datum.value)]"
