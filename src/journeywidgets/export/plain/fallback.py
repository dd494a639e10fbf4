"""The static map of a notebook's saved output: read with no kernel, no script and no network.

A plain table with literal colours, in markup that survives the strictest sanitiser: no style
element, no class, no id, nothing of the data but escaped text, checked links and raster data
URLs. The same journey gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable

from journeywidgets.export.content.curve import HEIGHT
from journeywidgets.export.content.figures import brief, cut, plural
from journeywidgets.export.content.outline import STAGE_NOTES, Column, Outline, lane_notes, title
from journeywidgets.export.markup import Markup, element, join, prose
from journeywidgets.export.palette import SOFT, STRONG_LINE, WARN
from journeywidgets.export.plain import cells
from journeywidgets.export.plain.curve_svg import curve_picture, curve_words, mark_picture
from journeywidgets.export.plain.readings import readings
from journeywidgets.export.plain.sheet import (
    CELL,
    COLUMN,
    SMALL,
    Detail,
    cell,
    figure,
    fitting,
    heading,
    row,
    row_head,
    table,
)
from journeywidgets.export.plain.text import to_text
from journeywidgets.model.document import Document
from journeywidgets.model.intake import Row

__all__ = ["to_html", "to_text"]

_HEADER_TEXT = 400
_FINE = f"font-weight:400;{SMALL}"
_LINE = f"padding:3px 10px;border-top:2px dashed {STRONG_LINE};text-align:left;{SMALL}"


def to_html(document: Document) -> str:
    """Return a journey as a table in a figure, at most `sheet.SIZE_LIMIT` bytes long.

    A journey that would be longer is shown with fewer words, and the figure says so.
    """
    outline = Outline(document)
    return fitting(outline.meta["title"], lambda detail: _map(outline, detail))


def _map(outline: Outline, detail: Detail) -> Markup:
    drawn = table(
        _caption(outline, detail),
        len(outline.columns),
        element("thead", *_heads(outline, detail)) if outline.columns else None,
        element("tbody", *_body(outline, detail)) if outline.lanes else None,
    )
    return figure([drawn], _footer(outline, detail))


def _footer(outline: Outline, detail: Detail) -> list[Markup]:
    links = join((element("bdi", link) for link in outline.links()[: detail.rows]), "; ")
    standing = outline.standing()
    missing = "stages" if not outline.columns else "lanes" if not outline.lanes else ""
    return [
        *([element("div", "Links: ", links)] if links else []),
        *([element("div", standing)] if standing else []),
        *([element("div", f"This journey has no {missing} yet.")] if missing else []),
        *([element("div", detail.note)] if detail.note else []),
    ]


def _caption(outline: Outline, detail: Detail) -> Iterable[Markup]:
    meta = outline.meta
    yield heading(meta["title"])
    yield element("span", " ", join((element("bdi", fact) for fact in outline.facts()), " · "), style=SMALL)
    for name in ("description", "scenario", "expectations"):
        if meta[name]:
            label = None if name == "description" else f"{name.capitalize()}: "
            yield element("div", label, element("bdi", prose(cut(meta[name], detail.text))), style=SMALL)
    if meta["objectives"]:
        objectives = join((element("bdi", brief(item)) for item in meta["objectives"]), "; ")
        yield element("div", "Objectives: ", objectives, style=SMALL)
    if outline.personas:
        yield element("div", *(_persona(persona, outline) for persona in outline.personas))


def _persona(persona: Row, outline: Outline) -> Markup:
    key = element("img", alt="", src=mark_picture(outline.marks[persona["id"]]), width=36, height=14)
    name = element("bdi", outline.who(persona["id"]))
    return element("span", key, " ", name, style="display:inline-block;margin:4px 14px 0 0")


def _heads(outline: Outline, detail: Detail) -> list[Markup]:
    """Return the header rows: stages, and under them steps where there are any."""
    rows = 2 if outline.has_steps else None
    stages, steps = [], []
    for group in outline.groups:
        if [column.whole for column in group] == [True]:
            stages.append(_head(group[0].row, detail, scope="col", rowspan=rows))
        else:
            stages.append(_head(group[0].group, detail, scope="colgroup", colspan=len(group)))
            steps += [_step(column, detail) for column in group]
    corner = element("td", rowspan=rows)
    return [row(corner, *stages, color=SOFT), *([row(*steps, color=SOFT)] if steps else [])]


def _step(column: Column, detail: Detail) -> Markup:
    if column.whole:
        return element("th", element("span", "whole stage", style=_FINE), scope="col", style=CELL)
    return _head(column.row, detail, scope="col")


def _head(stage: Row, detail: Detail, **attributes: str | int | None) -> Markup:
    limit = min(detail.text, _HEADER_TEXT)
    return element(
        "th",
        element("bdi", title(stage)),
        *(
            element("div", label or None, element("bdi", prose(cut(stage[name], limit))), style=_FINE)
            for label, name in STAGE_NOTES
            if stage[name]
        ),
        element("div", "★ Moment of truth", style=f"font-size:11px;color:{WARN}") if stage["moment_of_truth"] else None,
        style=CELL,
        **attributes,
    )


def _body(outline: Outline, detail: Detail) -> Iterable[Markup]:
    lines, columns = outline.lines_before(), len(outline.columns)
    for lane in outline.lanes:
        for line in lines.get(lane["id"], ()):
            yield row(element("td", line.upper(), colspan=columns + 1, style=_LINE))
        if not columns:
            yield row(_lane_head(lane, outline))
        elif lane["collapsed"]:
            folded = element("span", f"Collapsed: {plural(outline.cards(lane), 'card')}", style=SMALL)
            yield row(_lane_head(lane, outline), cell(folded, colspan=columns))
        else:
            yield from _lane(lane, outline, detail)


def _lane(lane: Row, outline: Outline, detail: Detail) -> Iterable[Markup]:
    metric = outline.metric(lane)
    contents = []
    for column in outline.columns:
        measured = readings(outline.measures(metric), column.row["id"], outline, detail) if metric else None
        felt = cells.feelings(outline.feelings(column, lane), outline, detail)
        contents.append(join([measured, felt, cells.cards(outline.worded(column, lane), lane, outline, detail)]))
    if lane["kind"] != "emotion" or not outline.curves(lane):
        yield row(_lane_head(lane, outline), *map(cell, contents))
    elif any(contents):
        yield row(_lane_head(lane, outline, rowspan=2), _curve(lane, outline))
        yield row(*map(cell, contents))
    else:
        yield row(_lane_head(lane, outline), _curve(lane, outline))


def _lane_head(lane: Row, outline: Outline, rowspan: int | None = None) -> Markup:
    words = lane_notes(lane, outline)
    small = [element("div", element("bdi", prose(cut(part, _HEADER_TEXT))), style=_FINE) for part in words]
    return row_head(element("bdi", title(lane)), *small, rowspan=rowspan)


def _curve(lane: Row, outline: Outline) -> Markup:
    picture = element(
        "img",
        alt=curve_words(outline, lane),
        src=curve_picture(outline, lane, COLUMN),
        width=len(outline.columns) * COLUMN,
        height=HEIGHT,
        style="display:block;max-width:none",
    )
    return element("td", picture, colspan=len(outline.columns), style="padding:0")
