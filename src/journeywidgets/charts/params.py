"""What a chart and the map say to each other, by name.

Toward the chart go variable parameters: lists of ids, empty where nothing is chosen. The page sets
them, for Altair cannot set a selection from Python. Back come selections: a click, `PICK`, and a
brush, `BRUSH`.

The charts carry the variables only. Selections are added once, to the finished specification, by
`with_selections`: Altair warns where two charts with the same selection are put side by side, and
charts are here to be composed. Marks that can be picked or brushed say so by a style name, which
draws nothing.

Expressions hold names of this module only. What people wrote stays in data and in parameter values.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from typing import Any, TypeVar

import altair as alt

from journeywidgets.errors import JourneyError, shorten

STAGES, PERSONAS, CARDS = "jw_stages", "jw_personas", "jw_cards"
DARK = "jw_dark"
"""Whether the chart is on a dark ground: the colours of its marks follow."""
PICK, BRUSH = "jw_pick", "jw_brush"
PICKED, BRUSHED = "jw-pick", "jw-brush"
"""The style names of marks that can be picked, and brushed along x."""
FIELDS = {"stage": STAGES, "persona": PERSONAS, "card": CARDS}
"""The columns by which a chart and the map are linked, and the variable that holds what is chosen."""
FADED = 0.22

AnyChart = TypeVar(
    "AnyChart",
    alt.Chart,
    alt.LayerChart,
    alt.FacetChart,
    alt.HConcatChart,
    alt.VConcatChart,
    alt.ConcatChart,
    alt.RepeatChart,
)


def variables(*, dark: bool = False) -> list[alt.Parameter]:
    """Return the variable parameters: what is chosen on the map, and the ground.

    Charts that are composed share them: equal variables become one.
    """
    return [alt.param(name=DARK, value=dark), *(alt.param(name=name, value=[]) for name in FIELDS.values())]


def chosen(on: str | Sequence[str] = "stage", *, empty: bool = True) -> str:
    """Return a Vega expression: whether a datum is among what is chosen on the map.

    Parameters
    ----------
    on
        The columns that count: ``"stage"``, ``"persona"``, ``"card"``, or several, all of which must fit.
    empty
        What holds where nothing is chosen.
    """
    names = _linking(on)
    fits = " && ".join(f"({FIELDS[name]}.length == 0 || indexof({FIELDS[name]}, datum.{name}) >= 0)" for name in names)
    if empty:
        return fits
    some = " || ".join(f"{FIELDS[name]}.length > 0" for name in names)
    return f"({some}) && {fits}"


def emphasis(on: str | Sequence[str] = "stage", *, full: float = 1) -> alt.Opacity:
    """Return the opacity that fades what is not chosen on the map."""
    return alt.Opacity(condition={"test": chosen(on), "value": full}, value=FADED * full)


def linked(chart: AnyChart, on: str | Sequence[str] = "stage") -> AnyChart:
    """Return `chart` made ready to be linked with a map.

    Marks that do not fit what is chosen on the map fade, and a click on a mark can select on the map.
    The charts of this package are ready already.

    Parameters
    ----------
    chart
        Any Altair chart, also one that is layered, facetted or composed.
    on
        The columns of the chart's data by which it is linked: ``"stage"``, ``"persona"``, ``"card"``, or several.
        They hold ids, or the titles of stages and names of personas.

    Returns
    -------
    altair chart
        A copy of the same kind. A mark that has an opacity of its own keeps it.

    Raises
    ------
    JourneyError
        `on` is no such column, or the chart's data is a frame without it.

    Examples
    --------
    >>> import altair as alt
    >>> import pandas as pd
    >>> from journeywidgets import Journey, charts
    >>> j = Journey("Bikes", stages=["Find", "Ride"], seed=1)
    >>> complaints = pd.DataFrame({"stage": j.stages.index, "complaints": [4, 9]})
    >>> bars = alt.Chart(complaints).mark_bar().encode(x="stage", y="complaints")
    >>> board = charts.dashboard(j, charts.linked(bars, on="stage"))
    """
    names = _linking(on)
    ready: Any = chart.copy(deep=True)
    frames = [unit.data for unit in (*_units(ready), ready) if hasattr(unit.data, "columns")]
    for name in names:
        if frames and not any(name in frame.columns for frame in frames):
            raise JourneyError(
                f"charts.linked: the chart's data has no column {name!r}, only {shorten(list(frames[0].columns))}. "
                f"Name the column of ids {name!r}, or choose other columns with on=."
            )
    for unit in _units(ready):
        unit.mark = _tagged(unit.mark)
        if unit.encoding is alt.Undefined:
            unit.encoding = alt.FacetedEncoding()
        if unit.encoding.opacity is alt.Undefined:
            unit.encoding.opacity = emphasis(names)
    held = [] if ready.params is alt.Undefined else [str(getattr(held, "name", "")) for held in ready.params]
    made: AnyChart = ready.add_params(*(new for new in variables() if new.name not in held))
    return made


def with_selections(spec: dict[str, Any]) -> dict[str, Any]:
    """Return a finished specification with the variables and selections of the link, each once.

    Parameters
    ----------
    spec
        What ``chart.to_dict()`` gives. It is not changed.

    Returns
    -------
    dict
        With the variables, and the selections `PICK` (fields ``stage``, ``persona``, ``card``; what a mark's data
        lacks is undefined) and `BRUSH` (along x) in each view that has marks for them. A selection holds for all
        views: there is one signal of the name.
    """
    linked_spec: dict[str, Any] = deepcopy(spec)
    params: list[dict[str, Any]] = linked_spec.setdefault("params", [])
    held = {param["name"] for param in params}
    params += [{"name": DARK, "value": False}] if DARK not in held else []
    params += [{"name": name, "value": []} for name in FIELDS.values() if name not in held]
    for unit in _pickable(linked_spec):
        selections = unit.setdefault("params", [])
        if PICK not in held:
            selections.append({"name": PICK, "select": {"type": "point", "fields": [*FIELDS]}})
        if BRUSH not in held and BRUSHED in _styles(unit):
            selections.append({"name": BRUSH, "select": {"type": "interval", "encodings": ["x"]}})
    return linked_spec


def _linking(on: str | Sequence[str]) -> list[str]:
    names = [on] if isinstance(on, str) else list(on)
    unknown = [name for name in names if name not in FIELDS]
    if unknown or not names:
        raise JourneyError(
            f"charts: on={shorten(on)} names no column that the map knows. Choose from {', '.join(map(repr, FIELDS))}."
        )
    return names


def _parts(chart: Any) -> Iterable[Any]:
    for name in ("layer", "hconcat", "vconcat", "concat"):
        found = getattr(chart, name, alt.Undefined)
        if found is not alt.Undefined:
            return list(found)
    inner = getattr(chart, "spec", alt.Undefined)
    return [] if inner is alt.Undefined else [inner]


def _units(chart: Any) -> Iterator[Any]:
    """Return the charts with a mark, however deep they lie."""
    parts = _parts(chart)
    if not parts:
        yield chart
    for part in parts:
        yield from _units(part)


def _tagged(mark: Any) -> Any:
    if not isinstance(mark, alt.MarkDef):
        return alt.MarkDef(type=mark, style=[PICKED])
    own = mark.style if mark.style is not alt.Undefined else []
    marked = mark.copy(deep=True)
    marked.style = [*([own] if isinstance(own, str) else own), PICKED]
    return marked


def _styles(unit: dict[str, Any]) -> list[str]:
    mark = unit.get("mark")
    found = mark.get("style", []) if isinstance(mark, dict) else []
    return [found] if isinstance(found, str) else list(found)


def _pickable(spec: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Return the first unit that can be picked of each set of layers: a click on any layer counts for all."""
    if "layer" in spec:
        found = [unit for part in spec["layer"] for unit in _pickable(part)]
        found.sort(key=lambda unit: BRUSHED not in _styles(unit))
        yield from found[:1]
    elif "mark" in spec:
        if PICKED in _styles(spec):
            yield spec
    else:
        for name in ("hconcat", "vconcat", "concat"):
            for part in spec.get(name, ()):
                yield from _pickable(part)
        if "spec" in spec:
            yield from _pickable(spec["spec"])
