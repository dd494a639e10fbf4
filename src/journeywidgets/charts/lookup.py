"""Texts for labels as the value of a parameter: an expression names the parameter, never a text."""

from __future__ import annotations

import json
from hashlib import blake2b
from typing import Any

import altair as alt


def lookup(prefix: str, value: dict[str, Any]) -> alt.Parameter:
    """Return a parameter with `value`, named by its content.

    Charts that are composed may hold different ones, and share those that are equal.
    """
    digest = blake2b(json.dumps(value, sort_keys=True).encode(), digest_size=5).hexdigest()
    return alt.param(name=f"{prefix}_{digest}", value=value)
