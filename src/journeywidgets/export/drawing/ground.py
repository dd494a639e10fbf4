"""The ground of a map: the tinted headers, and the lines between rows and columns."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from journeywidgets.export.drawing.scene import Block, Box, Mark, Path, px
from journeywidgets.export.drawing.theme import Theme
from journeywidgets.export.sheet import ROW_HEAD

_RADIUS = 12


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
        self._soft: list[str] = []
        self._lines: list[str] = []

    def line(self, y: float) -> None:
        """Draw a line over the whole width."""
        self._lines.append(f"M0 {px(y + 0.5)}H{px(self._width)}")

    def heads(self, y: float, high: float, low: float, stepped: Sequence[bool], starts: Collection[int]) -> None:
        """Draw the headers: those of stages `high`, those of steps below them `low` px."""
        if self._columns:
            self._fill(ROW_HEAD, y, self._width - ROW_HEAD, high + low)
        for k, x in enumerate(self._columns):
            self._down(x, y if k in starts else y + high, y + high + low)
            if stepped[k]:
                end = self._columns[k + 1] if k + 1 < len(self._columns) else self._width
                self._lines.append(f"M{px(x)} {px(y + high + 0.5)}H{px(end)}")

    def lane(self, y: float, height: float) -> None:
        """Draw a lane's row."""
        self._fill(0, y, ROW_HEAD if self._columns else self._width, height)
        self.line(y)
        for x in self._columns:
            self._down(x, y, y + height)

    def _fill(self, x: float, y: float, width: float, height: float) -> None:
        self._soft.append(f"M{px(x)} {px(y)}H{px(x + width)}V{px(y + height)}H{px(x)}Z")

    def _down(self, x: float, top: float, bottom: float) -> None:
        self._lines.append(f"M{px(x - 0.5)} {px(top)}V{px(bottom)}")

    def block(self, height: float) -> Block:
        """Return all of it, for a map that is `height` px high."""
        theme = self._theme
        marks: list[Mark] = []
        if self._soft:
            marks.append(Path("".join(self._soft), fill=theme.soft))
        if self._lines:
            marks.append(Path("".join(self._lines), stroke=theme.line))
        return Block(
            "ground", Box(0, 0, self._width, height), fill=theme.background, stroke=theme.line, radius=_RADIUS,
            marks=tuple(marks),
        )  # fmt: skip
