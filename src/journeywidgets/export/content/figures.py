"""Numbers and short texts as people read them."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

_MINUS = "\u2212"
_THIN = "\u2009"
_NARROW = "\u202f"  # does not break
_DECIMALS = 2
_HUGE = 1e15  # as words these are only long


def count(number: float) -> str:
    """41208 -> 41 208, with narrow spaces that do not break."""
    return f"{round(number):,}".replace(",", _NARROW)


def figure(value: float, digits: int = 1) -> str:
    """Return a number with `digits` decimals, a true minus and its thousands apart.

    Halves are rounded away from zero, as the page does it: both show the same figure.
    """
    if abs(value) >= _HUGE:
        return f"{value:.2e}".replace("-", _MINUS)
    rounded = abs(Decimal(value)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    text = f"{rounded:,}".replace(",", _NARROW)
    return _MINUS + text if value < 0 and rounded else text


def signed(value: float, digits: int = 1) -> str:
    """Return a number with its sign always shown, but on zero."""
    text = figure(value, digits)
    return f"+{text}" if value > 0 and text.strip("0.") else text


def decimals(values: Iterable[float]) -> int:
    """Return as many decimals as the values need, at most two."""
    most = 0
    for value in values:
        while most < _DECIMALS and abs(value - round(value, most)) > 1e-9 * max(1, abs(value)):
            most += 1
    return most


def with_unit(text: str, unit: str) -> str:
    """Set a unit apart by a thin space."""
    return f"{text}{_THIN}{unit}" if unit else text


def plural(number: int, one: str, many: str = "") -> str:
    """1 card, 2 cards."""
    return f"{count(number)} {one if number == 1 else many or one + 's'}"


def cut(text: str, limit: int) -> str:
    """Return `text`, or its first `limit` characters and how many more there are."""
    if len(text) <= limit:
        return text
    return f"{text[:limit]}… ({plural(len(text) - limit, 'more character')})"


def brief(text: str, limit: int = 80) -> str:
    """Return a text on one line, cut to `limit` characters."""
    line = " ".join(text[: 4 * limit].split())
    return line if len(line) <= limit and len(text) <= 4 * limit else f"{line[: limit - 1]}…"
