"""What the static forms share: a figure with a table, its looks, and how much of a journey it shows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from journeywidgets.export.content.figures import brief, plural
from journeywidgets.export.markup import Markup, element
from journeywidgets.export.palette import BACKGROUND, FONT, INK, LINE, SOFT, SOFT_INK

SIZE_LIMIT = 2_000_000
"""The most bytes of HTML that a saved output may cost."""

COLUMN, ROW_HEAD = 204, 148
SMALL = f"font-size:11px;color:{SOFT_INK}"
# Hosts style tables of their own: right-aligned, striped, cells without lines. Each cell says where
# its text stands, each row its background; the lines between cells are those of rows and columns.
# An empty cell says nothing: a map of few cards has many.
CELL = "text-align:left;vertical-align:top"
SHEET = f"background:{BACKGROUND};color:{INK}"
_BORDER = f"border:1px solid {LINE}"


@dataclass(frozen=True)
class Detail:
    """How much of a journey is shown.

    Attributes
    ----------
    text
        The longest text shown whole, in characters.
    rows
        The most cards of a cell, links, or items of a list.
    quotes, pictures
        Whether the quotes behind a card, and its picture, are shown.
    """

    text: int
    rows: int
    quotes: bool = False
    pictures: bool = False

    @property
    def note(self) -> str:
        """What is left out, for the reader."""
        if self is DETAILS[0]:
            return ""
        shown = (
            f"texts to {self.text} characters and lists to {plural(self.rows, 'row')}" if self.rows else "their number"
        )
        return f"Shortened: {shown}, without quotes and pictures. The journey itself holds everything."


DETAILS = (
    Detail(text=2_000, rows=2_000, quotes=True, pictures=True),
    Detail(text=400, rows=200),
    Detail(text=80, rows=20),
    Detail(text=40, rows=0),
)


def fitting(title: str, draw: Callable[[Detail], Markup]) -> str:
    """Return the most detailed drawing of at most `SIZE_LIMIT` bytes; the title alone where none is."""
    for detail in DETAILS:
        drawn = draw(detail)
        if len(drawn.encode()) <= SIZE_LIMIT:
            return drawn
    return figure(
        [heading(title)], [element("div", "Too large to be shown here. The journey itself holds everything.")]
    )


def heading(title: str) -> Markup:
    """Return the journey's name."""
    return element("strong", element("bdi", brief(title, 200) or "Untitled journey"), style="font-size:15px")


def figure(content: Iterable[Markup], footer: Iterable[Markup] = ()) -> Markup:
    """Return the figure around a table, with lines below it."""
    lines = [*footer]
    below = element("figcaption", *lines, style=f"{SHEET};padding:8px 10px;{SMALL}") if lines else None
    return element("figure", *content, below, style=f"margin:0;overflow:auto;{SHEET};font:13px/1.45 {FONT}")


def table(
    caption: Iterable[Markup], columns: int, *parts: Markup | None, widths: Sequence[int] | None = None
) -> Markup:
    """Return a table of `columns` columns after the one of row headers, equal ones unless given `widths` in px."""
    width = ROW_HEAD + (COLUMN * columns if widths is None else sum(widths))
    equal = [element("col", span=columns, width=COLUMN, style=_BORDER)] if columns else []
    cols = equal if widths is None else [element("col", width=one, style=_BORDER) for one in widths]
    return element(
        "table",
        element("caption", *caption, style=f"{SHEET};text-align:left;padding:8px 10px"),
        element("col", width=ROW_HEAD, style=_BORDER),
        *cols,
        *parts,
        cellpadding=8,
        bgcolor=BACKGROUND,
        style=f"border-collapse:collapse;table-layout:fixed;width:{width}px;margin:0;{SHEET};font-size:13px;"
        "overflow-wrap:anywhere",
    )


def row(*cells: Markup, color: str = BACKGROUND) -> Markup:
    """Return a row of a table."""
    return element("tr", *cells, bgcolor=color, style=f"background:{color};{_BORDER}")


def row_head(*content: Markup | str | None, rowspan: int | None = None) -> Markup:
    """Return the header of a row."""
    style = f"{CELL};background:{SOFT};color:{SOFT_INK}"
    return element("th", *content, scope="row", bgcolor=SOFT, style=style, rowspan=rowspan)


def cell(content: Markup, colspan: int | None = None) -> Markup:
    """Return a cell of a row."""
    return element("td", content, colspan=colspan, style=CELL if content else None)
