"""The difference of two figures with its interval, from nothing but the figures and their intervals."""

from __future__ import annotations

import math
from typing import Literal, NamedTuple


class Estimate(NamedTuple):
    """A figure and the ends of its interval, in one unit; None where there is none."""

    value: float | None
    low: float | None = None
    high: float | None = None

    @property
    def sign(self) -> Literal[-1, 0, 1] | None:
        """Whether the whole interval lies below (-1) or above (1) zero, or holds it (0).

        None where there is no interval: the figure alone cannot tell.
        """
        if self.low is None or self.high is None:
            return None
        return 1 if self.low > 0 else -1 if self.high < 0 else 0


def difference(a: Estimate | tuple[float | None, ...], b: Estimate | tuple[float | None, ...]) -> Estimate:
    """Return ``a - b`` with its interval, by square-and-add.

    With ``a`` in ``[l1, u1]`` and ``b`` in ``[l2, u2]``, the interval of ``d = a - b`` is from
    ``d - sqrt((a - l1)^2 + (u2 - b)^2)`` to ``d + sqrt((u1 - a)^2 + (b - l2)^2)`` (MOVER, the
    method of variance estimates recovery). It keeps the level and the skewness of the two
    intervals; with Wilson intervals of two proportions it is Newcombe's hybrid score interval.

    Parameters
    ----------
    a, b
        ``(value, low, high)`` in one unit, such as percent. Both intervals have the same
        level, and the two rest on different people: figures of the same people (a persona
        and everyone, overlapping groups) move together, and their difference is more
        certain than this says.

    Returns
    -------
    Estimate
        In the unit of ``a`` and ``b``. ``value`` is None where one of the two has no value;
        the ends are None where one of the two has no interval. NaN counts as None.

    References
    ----------
    G. Y. Zou and A. Donner (2008), "Construction of confidence limits about effect measures:
    A general approach", Statistics in Medicine 27, 1693-1702, equation 8.
    R. G. Newcombe (1998), "Interval estimation for the difference between independent
    proportions", Statistics in Medicine 17, 873-890, method 10.
    """
    a, b = Estimate(*map(_finite, a)), Estimate(*map(_finite, b))
    if a.value is None or b.value is None:
        return Estimate(None)
    by = _finite(a.value - b.value)
    if by is None or a.low is None or a.high is None or b.low is None or b.high is None:
        return Estimate(by)
    # A figure may lie outside its own interval (few answers, an adjusted interval): that side adds nothing.
    down = math.hypot(max(a.value - a.low, 0), max(b.high - b.value, 0))
    up = math.hypot(max(a.high - a.value, 0), max(b.value - b.low, 0))
    low, high = _finite(by - down), _finite(by + up)
    return Estimate(by) if low is None or high is None else Estimate(by, low, high)


def _finite(number: float | None) -> float | None:
    return None if number is None or not math.isfinite(number) else float(number)
