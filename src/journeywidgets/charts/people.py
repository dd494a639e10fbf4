"""Whose a mark is: the personas' colours, shapes and dashes as on the map, and their names.

A group is known to the chart by its place, a number; names and colours are the value of a
parameter, so that nothing that people wrote comes near an expression.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

import altair as alt

from journeywidgets.charts.lookup import lookup
from journeywidgets.charts.params import DARK
from journeywidgets.charts.text import one_line
from journeywidgets.charts.theme import DARKER, LIGHT, tint
from journeywidgets.export.colors import DARK_GROUND, WHITE, readable
from journeywidgets.export.escape import safe_color
from journeywidgets.export.palette import EVERYONE, Mark, mark_of
from journeywidgets.export.plain.curve_svg import POLYGONS

_NAME = 40


class People:
    """The groups of a chart: personas, the values of another column, or everyone.

    Parameters
    ----------
    groups
        The groups that the chart shows, None for everyone; in any order, with repetitions.
    personas
        The journey's personas, in order; empty without a journey.
    """

    def __init__(self, groups: Iterable[str | None], personas: Iterable[Mapping[str, Any]] = ()) -> None:
        rows = {str(row["id"]): row for row in personas}
        found = dict.fromkeys(groups)
        others = [group for group in found if group is not None and group not in rows]
        everyone = [None] if None in found or not found else []
        self.groups: list[str | None] = [*everyone, *(group for group in rows if group in found), *others]
        own: dict[str | None, Mark] = {group: mark_of(row, place) for place, (group, row) in enumerate(rows.items())}
        rest: dict[str | None, Mark] = {
            group: mark_of({"color": None}, len(rows) + place) for place, group in enumerate(others)
        }
        self.marks: dict[str | None, Mark] = {None: EVERYONE, **own, **rest}
        self._own_colors = {group: safe_color(row["color"]) for group, row in rows.items()}
        self._names = {group: one_line(row["name"], _NAME) or "(unnamed)" for group, row in rows.items()}

    def __len__(self) -> int:
        return len(self.groups)

    @property
    def told_apart(self) -> bool:
        """Whether there is anyone besides everyone."""
        return self.groups != [None]

    def place(self, group: str | None) -> int:
        """Return what the chart knows a group by."""
        return self._places[group]

    @cached_property
    def _places(self) -> dict[str | None, int]:
        return {group: place for place, group in enumerate(self.groups)}

    def name(self, group: str | None) -> str:
        """Return a group's name."""
        if group is None:
            return "Everyone"
        return self._names.get(group) or one_line(group, _NAME) or "(no name)"

    def _pair(self, group: str | None) -> tuple[str, str]:
        """Return a group's colour on a light and on a dark ground."""
        if group is None:
            return LIGHT["ink-2"], DARKER["ink-2"]
        own = self._own_colors.get(group)
        if own:
            return readable(own, WHITE), readable(own, DARK_GROUND)
        token = next(name for name, color in LIGHT.items() if name[0] == "p" and color == self.marks[group].color)
        return LIGHT[token], DARKER[token]

    @cached_property
    def param(self) -> alt.Parameter:
        """The parameter that holds names and colours, named by its content."""
        pairs = [self._pair(group) for group in self.groups]
        light, dark = ([pair[ground] for pair in pairs] for ground in (0, 1))
        names = [self.name(group) for group in self.groups]
        return lookup("jw_people", {"names": names, "light": light, "dark": dark})

    @property
    def domain(self) -> list[int]:
        """The places of all groups."""
        return list(range(len(self.groups)))

    def _legend(self) -> alt.Legend | None:
        name = self.param.name
        if not self.told_apart:
            return None
        # Hollow and without dashes, as the shapes are drawn.
        return alt.Legend(
            title=None,
            orient="top",
            labelExpr=f"{name}.names[-1 - datum.value]",
            labelLimit=240,
            symbolFillColor=tint("bg"),
            symbolDash=[1, 0],
            symbolStrokeWidth=2,
        )

    def _colors(self) -> list[alt.ExprRef]:
        name = self.param.name
        return [alt.ExprRef(f"{DARK} ? {name}.dark[{at}] : {name}.light[{at}]") for at in self.domain]

    def color(self) -> alt.Color:
        """Return the encoding by colour. It has no legend: areas and dashes would spoil that of the shapes."""
        return alt.Color("who:N", scale=alt.Scale(domain=self.domain, range=self._colors()), sort=None, legend=None)

    def shape(self) -> alt.Shape:
        """Return the encoding by shape, the one of the map; its legend is the chart's.

        It counts down from -1, as `outlined` does: Vega-Lite makes one legend of those that have one domain.
        """
        shapes = [outline(self.marks[group].shape) for group in self.groups]
        scale = alt.Scale(domain=[-1 - at for at in self.domain], range=shapes)
        return alt.Shape("shape:N", scale=scale, sort=None, legend=self._legend())

    def outlined(self) -> alt.Stroke:
        """Return the encoding of a shape's outline by colour, for the same legend."""
        scale = alt.Scale(domain=[-1 - at for at in self.domain], range=self._colors())
        return alt.Stroke("shape:N", scale=scale, sort=None, legend=self._legend())

    def dash(self) -> alt.StrokeDash:
        """Return the encoding by the dashes of lines."""
        dashes = [[float(part) for part in self.marks[group].dash.split()] or [1, 0] for group in self.groups]
        scale = alt.Scale(domain=self.domain, range=dashes)
        return alt.StrokeDash("who:N", scale=scale, sort=None, legend=None)

    def aside(self, *, inner: float, outer: float, spread: float) -> alt.XOffset:
        """Return the place of each group within a stage's column: side by side, in the middle `spread` of it."""
        free = round(len(self) * (1 / spread - 1) / 2)  # places on each side that stay empty
        places = list(range(-free, len(self) + free))
        scale = alt.Scale(domain=places, paddingInner=inner, paddingOuter=outer)
        return alt.XOffset("who:N", scale=scale, sort=None)


def outline(shape: str) -> str:
    """Return a shape of the map as the path of a Vega symbol: in a box from -1 to 1."""
    if shape == "circle":
        return "circle"
    corners, turn, scale = POLYGONS[shape]
    angles = [math.radians(turn + 360 * corner / corners) for corner in range(corners)]
    points = [f"{math.sin(angle) * scale:.3f},{-math.cos(angle) * scale:.3f}" for angle in angles]
    return "M" + "L".join(points) + "Z"
