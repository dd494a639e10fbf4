"""The static map of a notebook's saved output: read with no kernel, no script and no network.

A plain table with literal colours, in markup that survives the strictest sanitiser: no style
element, no class, no id, nothing of the data but escaped text, checked links and raster data
URLs. The same journey gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable

from journeywidgets.export.cells import SMALL, Detail, cell, readings
from journeywidgets.export.curve_svg import HEIGHT, curve_picture, curve_words, mark_picture
from journeywidgets.export.figures import brief, cut, plural
from journeywidgets.export.markup import Markup, element, join, prose
from journeywidgets.export.outline import Column, Outline, method, title
from journeywidgets.export.palette import BACKGROUND, FONT, INK, LINE, SOFT, SOFT_INK, STRONG_LINE, WARN
from journeywidgets.export.text import to_text
from journeywidgets.model.document import Document
from journeywidgets.model.intake import Row

__all__ = ["to_html", "to_text"]

SIZE_LIMIT = 2_000_000
"""The most bytes of HTML that a saved output may cost."""

_COLUMN, _ROW_HEAD = 204, 148
_DETAILS = (
    Detail(text=2_000, cards=2_000, quotes=True, pictures=True),
    Detail(text=400, cards=200, quotes=False, pictures=False),
    Detail(text=80, cards=20, quotes=False, pictures=False),
    Detail(text=40, cards=0, quotes=False, pictures=False),
)

# Hosts style tables of their own: right-aligned, striped, cells without lines. Each cell says where
# its text stands, each row its background; the lines between cells are those of rows and columns.
_CELL = "text-align:left;vertical-align:top"
_HEAD = f"{_CELL};background:{SOFT}"
_BORDER = f"border:1px solid {LINE}"
_SHEET = f"background:{BACKGROUND};color:{INK}"
_LINE = f"padding:3px 10px;border-top:2px dashed {STRONG_LINE};text-align:left;{SMALL}"


def to_html(document: Document) -> str:
    """Return a journey as a table in a figure, at most `SIZE_LIMIT` bytes long.

    Longer journeys are shown with fewer words, and say so.
    """
    outline = Outline(document)
    for detail in _DETAILS:
        html = _figure(outline, detail)
        if len(html.encode()) <= SIZE_LIMIT:
            return html
    return _figure_of(
        _caption_lines(outline, _DETAILS[-1]), _note("This map is too wide or too long to be shown here.")
    )


def _figure(outline: Outline, detail: Detail) -> Markup:
    columns = len(outline.columns)
    style = f"border-collapse:collapse;table-layout:fixed;width:{_ROW_HEAD + _COLUMN * columns}px;margin:0;{_SHEET};"
    table = element(
        "table",
        element("caption", *_caption_lines(outline, detail), style=f"{_SHEET};text-align:left;padding:8px 10px"),
        element("col", width=_ROW_HEAD, style=_BORDER),
        *(element("col", width=_COLUMN, style=_BORDER) for _ in range(columns)),
        element("thead", *_heads(outline, detail)) if columns else None,
        element("tbody", *_body(outline, detail)) if outline.lanes else None,
        cellpadding=8,
        bgcolor=BACKGROUND,
        style=f"{style}font:13px/1.45 {FONT};overflow-wrap:anywhere",
    )
    return _figure_of([table], *_footer(outline, detail))


def _figure_of(content: Iterable[Markup], *footer: Markup) -> Markup:
    below = element("figcaption", *footer, style=f"{_SHEET};padding:8px 10px;{SMALL}") if footer else None
    return element("figure", *content, below, style=f"margin:0;overflow:auto;{_SHEET};font:13px/1.45 {FONT}")


def _note(text: str) -> Markup:
    return element("div", f"{text} The journey itself holds everything.")


def _footer(outline: Outline, detail: Detail) -> list[Markup]:
    links = outline.links()[: detail.cards]
    footer = [element("div", "Links: ", join((element("bdi", link) for link in links), "; "))] if links else []
    if not outline.columns:
        footer.append(element("div", "This journey has no stages yet."))
    elif not outline.lanes:
        footer.append(element("div", "This journey has no lanes yet."))
    if detail is not _DETAILS[0]:
        shown = f"texts to {detail.text} characters and up to {plural(detail.cards, 'card')} a cell"
        footer.append(
            _note(f"Shortened to {shown if detail.cards else 'the number of cards'}, without quotes and pictures.")
        )
    return footer


def _caption_lines(outline: Outline, detail: Detail) -> list[Markup]:
    meta = outline.meta
    facts = join((element("bdi", fact) for fact in outline.facts()), " · ")
    about = (("", meta["description"]), ("Scenario: ", meta["scenario"]), ("Expectations: ", meta["expectations"]))
    objectives = join((element("bdi", brief(item)) for item in meta["objectives"]), "; ")
    return [
        element("strong", element("bdi", brief(meta["title"], 200) or "Untitled journey"), style="font-size:15px"),
        element("span", " ", facts, style=SMALL),
        *(
            element("div", name, element("bdi", prose(cut(text, detail.text))), style=SMALL)
            for name, text in about
            if text
        ),
        *([element("div", "Objectives: ", objectives, style=SMALL)] if objectives else []),
        *([element("div", *(_persona(row, outline) for row in outline.personas))] if outline.personas else []),
    ]


def _persona(row: Row, outline: Outline) -> Markup:
    key = element("img", alt="", src=mark_picture(outline.marks[row["id"]]), width=36, height=14)
    return element(
        "span", key, " ", element("bdi", outline.who(row["id"])), style="display:inline-block;margin:4px 14px 0 0"
    )


def _heads(outline: Outline, detail: Detail) -> list[Markup]:
    """Return the header rows: stages, and under them steps where there are any."""
    rows = 2 if outline.has_steps else None
    stages, steps = [], []
    for group in outline.groups:
        if group == [column for column in group if column.whole]:
            stages.append(_head(group[0].row, detail, scope="col", rowspan=rows))
            continue
        stages.append(_head(group[0].group, detail, scope="colgroup", colspan=len(group)))
        steps += [_step(column, detail) for column in group]
    corner = element("td", style=_CELL, rowspan=rows)
    return [_row(corner, *stages), *([_row(*steps)] if steps else [])]


def _step(column: Column, detail: Detail) -> Markup:
    if column.whole:
        return element("th", element("span", "whole stage", style=SMALL), scope="col", style=_HEAD)
    return _head(column.row, detail, scope="col")


def _head(row: Row, detail: Detail, **attributes: str | int | None) -> Markup:
    text = min(detail.text, 400)
    lines = [
        element("div", element("bdi", title(row)), style="font-weight:650"),
        *(
            element("div", name, element("bdi", prose(cut(row[field], text))), style=f"font-weight:400;{SMALL}")
            for name, field in (("", "description"), ("Goal: ", "goal"), ("Owner: ", "owner"))
            if row[field]
        ),
        element("div", "★ Moment of truth", style=f"font-size:11px;color:{WARN}") if row["moment_of_truth"] else None,
    ]
    return element("th", *lines, style=_HEAD, bgcolor=SOFT, **attributes)


def _row(*cells: Markup) -> Markup:
    return element("tr", *cells, bgcolor=BACKGROUND, style=f"background:{BACKGROUND};{_BORDER}")


def _body(outline: Outline, detail: Detail) -> Iterable[Markup]:
    lines, width = outline.lines_before(), len(outline.columns) or None
    for lane in outline.lanes:
        for line in lines.get(lane["id"], ()):
            yield _row(element("td", line.upper(), colspan=(width or 0) + 1, style=_LINE))
        if lane["collapsed"]:
            folded = f"Collapsed: {plural(outline.cards(lane), 'card')}"
            yield _row(
                _lane_head(lane, outline), element("td", folded, colspan=width, style=f"{_CELL};color:{SOFT_INK}")
            )
        else:
            yield from _lane(lane, outline, detail)


def _lane(lane: Row, outline: Outline, detail: Detail) -> Iterable[Markup]:
    metric = outline.metric(lane) if lane["kind"] == "metric" else None
    cells = [
        element(
            "td",
            readings(outline.measured(metric, column)) if metric else None,
            cell(outline.worded(column, lane), lane, outline, detail),
            style=_CELL,
        )
        for column in outline.columns
    ]
    if lane["kind"] != "emotion" or not outline.curves(lane):
        yield _row(_lane_head(lane, outline), *cells)
    elif any(outline.worded(column, lane) for column in outline.columns):
        yield _row(_lane_head(lane, outline, rowspan=2), _curve(lane, outline))
        yield _row(*cells)
    else:
        yield _row(_lane_head(lane, outline), _curve(lane, outline))


def _lane_head(lane: Row, outline: Outline, rowspan: int | None = None) -> Markup:
    metric = outline.metric(lane) if lane["kind"] == "metric" else None
    words = lane["description"] or (method(metric) if metric else "")
    small = element("div", element("bdi", prose(cut(words, 400))), style=f"font-weight:400;{SMALL}") if words else None
    name = element("div", element("bdi", title(lane)), style=f"font-weight:600;color:{SOFT_INK}")
    return element("th", name, small, scope="row", style=_HEAD, bgcolor=SOFT, rowspan=rowspan)


def _curve(lane: Row, outline: Outline) -> Markup:
    width = len(outline.columns) * _COLUMN
    picture = element(
        "img",
        alt=curve_words(outline, lane),
        src=curve_picture(outline, lane, _COLUMN),
        width=width,
        height=HEIGHT,
        style="display:block;max-width:none",
    )
    return element("td", picture, colspan=len(outline.columns), style="padding:0")
