"""The ground of a map: the tinted headers, and the lines between rows and columns."""

from __future__ import annotations

from collections.abc import Sequence

from journeywidgets.export.drawing.scene import Block, Box, Mark, Path, px
from journeywidgets.export.drawing.stages import Stages
from journeywidgets.export.drawing.theme import Theme
from journeywidgets.export.plain.sheet import ROW_HEAD

_RADIUS = 12
_ROUND = 0.5523
"""How far the handles of a curve lie towards the corner, for the curve to be a quarter of a circle."""


class Ground:
    """What lies below everything else; told of each row as it is set.

    Parameters
    ----------
    theme
        Its colours.
    width
        Of the map, in px.
    columns
        Where the columns begin.
    """

    def __init__(self, theme: Theme, width: float, columns: Sequence[float]) -> None:
        self._theme, self._width, self._columns = theme, width, columns
        self._soft: list[Box] = []
        self._lines: list[str] = []

    def line(self, y: float) -> None:
        """Draw a line over the whole width."""
        self._lines.append(f"M0 {px(y + 0.5)}H{px(self._width)}")

    def heads(self, y: float, high: float, low: float, stages: Stages) -> None:
        """Draw the headers: those of stages `high`, those of steps below them `low` px."""
        self._fill(ROW_HEAD, y, self._width - ROW_HEAD, high + low)
        starts = {k for k, _ in stages.groups}
        for k, x in enumerate(self._columns):
            self._down(x, y if k in starts else y + high, y + high + low)
            if stages.stepped[k]:
                self._lines.append(f"M{px(x)} {px(y + high + 0.5)}H{px(stages.left(k + 1))}")

    def lane(self, y: float, height: float, *, parted: bool = True) -> None:
        """Draw a lane's row; the columns are parted by lines, but where arrows lead over them."""
        self._fill(0, y, ROW_HEAD if self._columns else self._width, height)
        self.line(y)
        for x in self._columns if parted else self._columns[:1]:
            self._down(x, y, y + height)

    def _fill(self, x: float, y: float, width: float, height: float) -> None:
        self._soft.append(Box(x, y, width, height))

    def _down(self, x: float, top: float, bottom: float) -> None:
        self._lines.append(f"M{px(x - 0.5)} {px(top)}V{px(bottom)}")

    def block(self, height: float) -> Block:
        """Return all of it, for a map that is `height` px high."""
        theme = self._theme
        marks: list[Mark] = []
        if self._soft:
            marks.append(Path("".join(self._tinted(box, height) for box in self._soft), fill=theme.soft))
        if self._lines:
            marks.append(Path("".join(self._lines), stroke=theme.line))
        box = Box(0, 0, self._width, height)
        return Block("ground", box, fill=theme.background, radius=_RADIUS, marks=tuple(marks))

    def frame(self, height: float) -> Block:
        """Return the border around a map that is `height` px high."""
        return Block("ground", Box(0, 0, self._width, height), stroke=self._theme.line, radius=_RADIUS)

    def _tinted(self, box: Box, height: float) -> str:
        """Return a rectangle; its corners are round where they are those of the map."""
        (left, right), (top, bottom) = (box.x == 0, box.right == self._width), (box.y == 0, box.bottom == height)
        corners = (
            (box.x, box.y, 0, 1, left and top),
            (box.right, box.y, -1, 0, right and top),
            (box.right, box.bottom, 0, -1, right and bottom),
            (box.x, box.bottom, 1, 0, left and bottom),
        )
        return "M" + "L".join(_corner(*corner) for corner in corners) + "Z"


def _corner(x: float, y: float, across: int, down: int, turned: bool) -> str:
    """Return the way to a corner and, where it is round, around it; it is come to against (across, down)."""
    if not turned:
        return f"{px(x)} {px(y)}"
    start = (x + across * _RADIUS, y + down * _RADIUS)
    end = (x + down * _RADIUS, y - across * _RADIUS)  # clockwise: turned to the right
    handles = [(point[0] + (x - point[0]) * _ROUND, point[1] + (y - point[1]) * _ROUND) for point in (start, end)]
    numbers = " ".join(px(value) for point in (*handles, end) for value in point)
    return f"{px(start[0])} {px(start[1])}C{numbers}"
