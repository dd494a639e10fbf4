"""Sheets bound into a PDF: drawn by vl-convert, joined by pypdf, with text, links and names of pages."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import cast

from journeywidgets.errors import JourneyError
from journeywidgets.export.content.figures import brief
from journeywidgets.export.content.outline import Outline
from journeywidgets.export.drawing.measure import width
from journeywidgets.export.drawing.scene import Box, Font, Line, Paragraph, Scene
from journeywidgets.export.drawing.theme import theme_of
from journeywidgets.export.markup import Markup, element
from journeywidgets.export.print.convert import needed, pdf
from journeywidgets.export.print.emoji import with_pictures
from journeywidgets.export.print.foreign import without_foreign
from journeywidgets.export.print.picture import FOREIGN, without_own_text
from journeywidgets.export.print.sheets import FOOT, MARGIN, Band, Sheet, blocks, lines

try:
    from pypdf import PageObject, PdfReader, PdfWriter
    from pypdf.annotations import Link
    from pypdf.generic import ArrayObject, DictionaryObject, NameObject

    from journeywidgets.export.print.layer import Fonts, stream, text
except ImportError:
    raise needed() from None

_FOOT_FONT = Font(10.5)
_FOOT_TITLE = 90


def bound(sheets: Sequence[Sheet], outline: Outline) -> bytes:
    """Return sheets as a PDF.

    Raises
    ------
    JourneyError
        vl-convert or pypdf is not installed, or cannot draw a sheet.
    """
    writer, fonts = PdfWriter(), Fonts()
    pages = []
    for number, sheet in enumerate(_illustrated(sheets), 1):
        foot = _foot(sheet, number, len(sheets), outline)
        page = _page(sheet, writer)
        _write(page, writer, "\n".join(_texts(sheet, foot, fonts)))
        pages.append(page)
        for rect, url in _links(sheet):
            writer.add_annotation(page, Link(rect=rect, url=url, border=[0, 0, 0]))
    names = fonts.add(writer)
    for page in pages:
        resources = cast("DictionaryObject", page["/Resources"])
        held = cast("DictionaryObject", resources["/Font"] if "/Font" in resources else DictionaryObject())
        resources[NameObject("/Font")] = DictionaryObject({**held, **names})
    _name(writer, sheets, outline)
    if any("/XObject" in cast("DictionaryObject", page["/Resources"]) for page in pages):
        # The converter writes a picture as often as it is shown: first the masks become one, then what they mask.
        writer.compress_identical_objects()
        writer.compress_identical_objects()
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def _illustrated(sheets: Sequence[Sheet]) -> Iterator[Sheet]:
    """Yield sheets whose emoji are pictures."""
    made: dict[int, Scene] = {}
    for sheet in sheets:
        for band in sheet.bands:
            if id(band.scene) not in made:
                made[id(band.scene)] = with_pictures(band.scene)
        yield replace(sheet, bands=tuple(replace(band, scene=made[id(band.scene)]) for band in sheet.bands))


def _page(sheet: Sheet, writer: PdfWriter) -> PageObject:
    """Return a new page of a document: boxes and lines, and the text that the font has no glyphs for."""
    try:
        made = pdf(_svg(sheet))
    except JourneyError:
        # The machine has a font that PDF cannot hold.
        bands = tuple(replace(band, scene=without_foreign(_drawn(band), FOREIGN)) for band in sheet.bands)
        made = pdf(_svg(replace(sheet, bands=bands)))
    return writer.add_page(PdfReader(io.BytesIO(made)).pages[0])


def _svg(sheet: Sheet) -> Markup:
    wide, high = f"{sheet.width:.2f}", f"{sheet.height:.2f}"
    return element(
        "svg",
        element("rect", width=wide, height=high, fill=sheet.bands[0].scene.background),
        element(
            "g",
            *(_band(band) for band in sheet.bands),
            _edge(sheet.bands[-1]),
            transform=f"translate({MARGIN:g} {MARGIN:g}) scale({sheet.scale:.5f})",
        ),
        xmlns="http://www.w3.org/2000/svg",
        width=wide,
        height=high,
    )


def _drawn(band: Band) -> Scene:
    return replace(band.scene, blocks=tuple(blocks(band)))


def _band(band: Band) -> Markup:
    drawn = _drawn(band)
    whole = Markup(without_own_text(drawn))
    height = band.bottom - band.top
    part = {"y": f"{band.y:.2f}", "width": f"{drawn.width:.2f}", "height": f"{height:.2f}"}
    return element("svg", whole, **part, viewBox=f"0 {band.top:.2f} {drawn.width:.2f} {height:.2f}")


def _edge(band: Band) -> Markup | None:
    """Return the line that ends a map which goes on on the next sheet."""
    if band.bottom >= band.scene.height:
        return None
    y = f"{band.y + band.bottom - band.top:.2f}"
    color = theme_of("dark" if band.scene.dark else "light").line
    return element("path", d=f"M0 {y}H{band.scene.width:.2f}", stroke=color)


def _texts(sheet: Sheet, foot: Paragraph, fonts: Fonts) -> Iterator[str]:
    scale, top = sheet.scale, sheet.height - MARGIN
    for band in sheet.bands:
        yield text(lines(band), fonts, scale, MARGIN, top - (band.y - band.top) * scale)
    yield text([(foot, line) for line in foot.lines], fonts, 1, 0, sheet.height)


def _foot(sheet: Sheet, number: int, count: int, outline: Outline) -> Paragraph:
    """Return what stands below a map: its name, and which sheet this is. In points of the page."""
    drawn: Scene = sheet.bands[0].scene
    title = brief(outline.meta["title"], _FOOT_TITLE) or "Untitled journey"
    words = f"{title} · {number} of {count}" if count > 1 else title
    font = replace(_FOOT_FONT, size=_FOOT_FONT.size * 0.75)
    wide = width(words, font)
    line = Line(words, max(MARGIN, sheet.width - MARGIN - wide), sheet.height - MARGIN, wide)
    box = Box(line.x, line.y - FOOT, wide, FOOT)
    return Paragraph("foot", words, (line,), box, font, drawn.ink)


def _write(page: PageObject, writer: PdfWriter, content: str) -> None:
    """Put text over what a page shows."""
    shown = page["/Contents"]
    parts = list(shown) if isinstance(shown, ArrayObject) else [page.raw_get("/Contents")]
    own = [stream(data) for data in (b"q", b"Q\n" + content.encode())]
    first, last = (writer._add_object(one) for one in own)  # noqa: SLF001 - as pypdf's own tools do
    page[NameObject("/Contents")] = ArrayObject([first, *parts, last])


def _links(sheet: Sheet) -> Iterator[tuple[tuple[float, float, float, float], str]]:
    """Yield the addresses that texts lead to, each with its place on the page."""
    for band in sheet.bands:
        for paragraph, line in lines(band):
            if paragraph.href:
                x = MARGIN + line.x * sheet.scale
                y = sheet.height - MARGIN - (line.y - band.top + band.y) * sheet.scale
                size = paragraph.font.size * sheet.scale
                yield (x, y - 0.25 * size, x + line.width * sheet.scale, y + 0.9 * size), paragraph.href


def _name(writer: PdfWriter, sheets: Sequence[Sheet], outline: Outline) -> None:
    """Give the document its title, and each page an entry in the list of contents."""
    title = brief(outline.meta["title"], 200) or "Untitled journey"
    writer.add_metadata({"/Title": title, "/Subject": " · ".join(outline.facts()), "/Creator": "journeywidgets"})
    names = {column.row["id"]: column.row["title"] for column in outline.columns}
    for number, sheet in enumerate(sheets):
        columns = [names.get(track.id, "") for track in sheet.bands[0].scene.columns]
        shown = columns[:1] + columns[-1:] if len(columns) > 1 else columns
        words = " - ".join(brief(name, 40) or "…" for name in shown) or title
        writer.add_outline_item(title=words, page_number=number)
