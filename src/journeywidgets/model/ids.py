"""Ids: short random strings, never derived from text."""

from __future__ import annotations

import random
import secrets
import string
from collections.abc import Callable

_ALPHABET = string.ascii_lowercase + string.digits
_LENGTH = 10

IdMaker = Callable[[], str]


def id_maker(seed: int | str | None = None) -> IdMaker:
    """Return a function that makes ids: random, or repeatable where a `seed` is given."""
    choose = secrets.choice if seed is None else random.Random(seed).choice  # noqa: S311 - a seed asks for repeatability

    def make() -> str:
        # A leading letter keeps an id from being read as a number by a spreadsheet or read_csv.
        return choose(string.ascii_lowercase) + "".join(choose(_ALPHABET) for _ in range(_LENGTH - 1))

    return make
