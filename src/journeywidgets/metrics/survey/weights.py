"""Weighted answers: sums that engines add up, and what they are worth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import narwhals as nw

from journeywidgets.metrics.survey.answers import WEIGHT

if TYPE_CHECKING:
    from collections.abc import Mapping

_DIGITS = 12


@dataclass
class Sums:
    """Answers counted and weighed; without weights each weighs 1.

    Attributes
    ----------
    n
        How many answers.
    weight, square
        The sum of their weights, and of the squares of their weights.
    """

    n: int = 0
    weight: float = 0.0
    square: float = 0.0

    def add(self, other: Sums) -> None:
        """Add the answers of another."""
        self.n += other.n
        self.weight += other.weight
        self.square += other.square

    @property
    def effective(self) -> float:
        """What the answers are worth: see `effective_n`."""
        return effective_n(self.weight, self.square)


def effective_n(weight: float, square: float) -> float:
    """Return Kish's effective number of answers, ``(sum of w)^2 / sum of w^2``; 0 without answers.

    That many answers of equal weight would tell the mean as surely as these, as long as the weights
    have nothing to do with the answers. Strata and clusters of a design are not known here.

    References
    ----------
    L. Kish (1965), "Survey Sampling", section 11.7.
    """
    return weight * weight / square if square > 0 else 0.0


def steady(total: float | None) -> float:
    """Return a sum without its last digits, which depend on the order in which an engine's threads add."""
    return float(f"{total or 0:.{_DIGITS}g}")


def number(condition: nw.Expr) -> nw.Expr:
    """Return in how many rows a condition holds."""
    return nw.when(condition).then(1).otherwise(0).sum()


def weighed(weight: str | None, counts: nw.Expr | None = None) -> list[nw.Expr]:
    """Return what an engine adds up of the weights of the rows that count, where there are weights."""
    if weight is None:
        return []
    column = nw.col(WEIGHT)
    added = column if counts is None else nw.when(counts).then(column)
    return [
        added.sum().alias("weight"),
        (added * added).sum().alias("square"),
        number(column < 0).alias("negative"),
    ]


def sums(row: Mapping[str, Any], n: int) -> Sums:
    """Return the sums of the n answers of a row of counts; without weights each answer weighs 1."""
    n = int(n or 0)
    if "weight" not in row:
        return Sums(n, n, n)
    return Sums(n, steady(row["weight"]), steady(row["square"]))
