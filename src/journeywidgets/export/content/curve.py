"""The geometry of the emotion curve: where points lie, and the line between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from journeywidgets.model.emotion import HIGH, LOW, Point

HEIGHT = 150
_MARGIN = 22
_APART = 26
"""Points closer than so many px would lie on one another: they step aside."""
_ASIDE, _ACROSS = 0.128, 0.9
"""How far they step, and how far apart the outermost of a column may stand, in columns."""
Knot = tuple[float, float]
Segment = tuple[Knot, Knot, Knot, Knot]
"""A cubic Bézier curve: where it begins, its two handles, where it ends. Its x grows evenly along it."""


def height_of(score: float) -> float:
    """Return how far below the top a score lies, in px."""
    return _MARGIN + (HEIGHT - 2 * _MARGIN) * (HIGH - score) / (HIGH - LOW)


def segments(knots: Sequence[Knot]) -> list[Segment]:
    """Return the monotone cubic through `knots` (Fritsch and Carlson 1980), a piece from each to the next.

    A curve through means must not swing above or below them: it would show feelings that
    nobody reported.
    """
    if len(knots) == 1:
        return []
    rises = [(y1 - y0) / (x1 - x0) for (x0, y0), (x1, y1) in pairwise(knots)]
    inner = [0.0 if a * b <= 0 else 2 * a * b / (a + b) for a, b in pairwise(rises)]
    slopes = [rises[0], *inner, rises[-1]]
    return [_segment(one, other, out, into) for (one, out), (other, into) in pairwise(zip(knots, slopes, strict=True))]


def _segment(one: Knot, other: Knot, out: float, into: float) -> Segment:
    """Return the curve from a knot to the next, given the slopes at both."""
    third = (other[0] - one[0]) / 3
    return one, (one[0] + third, one[1] + out * third), (other[0] - third, other[1] - into * third), other


def before(segment: Segment, x: float) -> Segment:
    """Return the part of a segment that lies to the left of `x` (de Casteljau)."""
    first, one, two, last = segment
    share = (x - first[0]) / (last[0] - first[0])

    def mix(a: Knot, b: Knot) -> Knot:
        return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share

    low, middle, high = mix(first, one), mix(one, two), mix(two, last)
    return first, low, mix(low, middle), mix(mix(low, middle), mix(middle, high))


def after(segment: Segment, x: float) -> Segment:
    """Return the part of a segment that lies to the right of `x`."""
    mirrored = before((segment[3], segment[2], segment[1], segment[0]), x)
    return mirrored[3], mirrored[2], mirrored[1], mirrored[0]


def path(knots: Sequence[Knot]) -> str:
    """Return the SVG path of the monotone curve through two or more points."""
    return segments_path(segments(knots))


def segments_path(drawn: Sequence[Segment]) -> str:
    """Return segments as an SVG path; each begins where the one before it ends."""
    parts = []
    end: Knot | None = None
    for first, one, two, last in drawn:
        if first != end:
            parts.append(f"M{_number(first[0])} {_number(first[1])}")
        parts.append("C" + " ".join(_number(value) for knot in (one, two, last) for value in knot))
        end = last
    return "".join(parts)


def runs(points: Sequence[Point], places: Mapping[str, int]) -> list[list[Point]]:
    """Return points in runs of neighbouring columns: a gap is left open, never bridged."""
    found: list[list[Point]] = []
    for point in points:
        if found and places[found[-1][-1].stage] + 1 == places[point.stage]:
            found[-1].append(point)
        else:
            found.append([point])
    return found


def aside(heights: Sequence[float]) -> list[float]:
    """Return how far each point of a column steps aside, in columns: points that are near stand side by side.

    They stand in the order given, so that a persona keeps its side along the map.
    """
    found = [0.0] * len(heights)
    near: list[list[int]] = []
    for at in sorted(range(len(heights)), key=heights.__getitem__):
        if near and heights[at] - heights[near[-1][-1]] < _APART:
            near[-1].append(at)
        else:
            near.append([at])
    for group in near:
        step = min(_ASIDE, _ACROSS / len(group))
        for place, at in enumerate(sorted(group)):
            found[at] = (place - (len(group) - 1) / 2) * step
    return found


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
