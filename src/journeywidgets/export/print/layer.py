"""The text of a PDF page: real text in the drawing's font, which can be selected, searched and read aloud."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Sequence

import uharfbuzz as hb
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

from journeywidgets.export.drawing.scene import Line, Paragraph
from journeywidgets.export.print.glyphs import Face, Glyph, Style, face, left_of, set_line, style_of

_NAMES: dict[Style, str] = {
    (False, False): "",
    (True, False): "-Bold",
    (False, True): "-Oblique",
    (True, True): "-BoldOblique",
}
_THOUSAND = 1000
_FIXED = 4
_SYMBOLIC = 4


class Fonts:
    """The fonts of a document: which glyphs its pages have drawn, and as what they are read."""

    def __init__(self) -> None:
        self._used: dict[Style, dict[int, str]] = {}

    def name(self, style: Style) -> str:
        """Return the name under which pages find a font."""
        return f"/JW{list(_NAMES).index(style)}"

    def use(self, style: Style, glyphs: Iterable[Glyph]) -> None:
        """Note glyphs that are drawn."""
        used = self._used.setdefault(style, {})
        for glyph in glyphs:
            used.setdefault(glyph.id, glyph.text)
            if not used[glyph.id]:
                used[glyph.id] = glyph.text

    def add(self, writer: PdfWriter) -> DictionaryObject:
        """Put the fonts into a document, each with the glyphs that are drawn; return them by name."""
        fonts = DictionaryObject()
        for style, used in sorted(self._used.items()):
            fonts[NameObject(self.name(style))] = writer._add_object(_font(writer, style, used))  # noqa: SLF001 - as its own tools do
        return fonts


def text(lines: Iterable[tuple[Paragraph, Line]], fonts: Fonts, scale: float, x: float, y: float) -> str:
    """Return what draws lines of text, as PDF says it.

    Parameters
    ----------
    lines
        The lines, each with its paragraph.
    fonts
        Learns the glyphs.
    scale
        Points to a px.
    x, y
        Where the drawing's origin lies on the page, in points; its y points downwards.
    """
    parts: list[str] = []
    color = ""
    for paragraph, line in lines:
        style = style_of(paragraph.font, line.text)
        glyphs = set_line(paragraph, line)
        if not glyphs:
            continue
        fonts.use(style, glyphs)
        if paragraph.color != color:
            color = paragraph.color
            parts.append(f"{_rgb(color)} rg")
        size = paragraph.font.size * scale
        parts.append(f"BT {fonts.name(style)} {_number(size)} Tf")
        parts += _shown(glyphs, face(style), size, x + left_of(paragraph, line, glyphs) * scale, y - line.y * scale)
        parts.append("ET")
    return "\n".join(parts)


def _shown(glyphs: Sequence[Glyph], font: Face, size: float, x: float, y: float) -> Iterator[str]:
    """Yield a line: glyphs one after the other as far as they stand on one height."""
    unit = size / font.units
    run: list[str] = []
    start, at, height = 0.0, 0.0, 0.0
    for glyph in glyphs:
        if run and glyph.y != height:
            yield _run(run, x + start * unit, y + height * unit)
            run = []
        if not run:
            start = at = glyph.x
            height = glyph.y
        elif abs(glyph.x - at) > 1:
            run.append(f">{-(glyph.x - at) * _THOUSAND / font.units:.0f}<")
            at = glyph.x
        run.append(f"{glyph.id:04x}")
        at += font.advance(glyph.id)
    if run:
        yield _run(run, x + start * unit, y + height * unit)


def _run(run: Sequence[str], x: float, y: float) -> str:
    return f"1 0 0 1 {_number(x)} {_number(y)} Tm [<{''.join(run)}>] TJ"


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _rgb(color: str) -> str:
    digits = color.lstrip("#")
    pairs = [digits[at] * 2 for at in range(3)] if len(digits) == 3 else [digits[at : at + 2] for at in (0, 2, 4)]  # noqa: PLR2004 - #rgb
    return " ".join(_number(int(pair, 16) / 255) for pair in pairs)


# Fonts


def _font(writer: PdfWriter, style: Style, used: dict[int, str]) -> DictionaryObject:
    """Return a font of the document, with the glyphs used."""
    font = face(style)
    name = NameObject(f"/JWAAAA+DejaVuSans{_NAMES[style]}")
    per = _THOUSAND / font.units
    ids = sorted(used)
    widths = ArrayObject()
    for glyph in ids:
        width = ArrayObject([FloatObject(f"{font.advance(glyph) * per:.3f}")])
        widths += [NumberObject(glyph), width]
    descendant = _dictionary(
        Type="/Font",
        Subtype="/CIDFontType2",
        BaseFont=name,
        CIDSystemInfo=_dictionary(
            Registry=TextStringObject("Adobe"), Ordering=TextStringObject("Identity"), Supplement=NumberObject(0)
        ),
        FontDescriptor=writer._add_object(_descriptor(writer, font, name, ids, slanted=style[1])),  # noqa: SLF001 - as above
        W=widths,
        CIDToGIDMap="/Identity",
    )
    return _dictionary(
        Type="/Font",
        Subtype="/Type0",
        BaseFont=name,
        Encoding="/Identity-H",
        DescendantFonts=ArrayObject([writer._add_object(descendant)]),  # noqa: SLF001 - as above
        ToUnicode=writer._add_object(stream(_unicode(used).encode())),  # noqa: SLF001 - as above
    )


def _descriptor(
    writer: PdfWriter, font: Face, name: NameObject, ids: Sequence[int], *, slanted: bool
) -> DictionaryObject:
    wanted = hb.SubsetInput()
    wanted.sets(hb.SubsetInputSets.GLYPH_INDEX).update([0, *ids])
    wanted.flags = hb.SubsetFlags.RETAIN_GIDS | hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NO_LAYOUT_CLOSURE
    data = hb.subset(font.face, wanted).blob.data
    file = stream(data)
    file[NameObject("/Length1")] = NumberObject(len(data))
    extents = font.font.get_font_extents("ltr")
    per = _THOUSAND / font.units
    return _dictionary(
        Type="/FontDescriptor",
        FontName=name,
        Flags=NumberObject(_SYMBOLIC),
        FontBBox=ArrayObject([NumberObject(number) for number in (-1021, -463, 1793, 1232)]),
        ItalicAngle=NumberObject(-11 if slanted else 0),
        Ascent=NumberObject(round(extents.ascender * per)),
        Descent=NumberObject(round(extents.descender * per)),
        CapHeight=NumberObject(729),
        StemV=NumberObject(80),
        FontFile2=writer._add_object(file),  # noqa: SLF001 - as above
    )


def _unicode(used: dict[int, str]) -> str:
    """Return the table that says which characters a glyph stands for."""
    told = [(glyph, words) for glyph, words in sorted(used.items()) if words]
    blocks = []
    for start in range(0, len(told), 100):
        rows = [f"<{glyph:04x}> <{words.encode('utf-16-be').hex()}>" for glyph, words in told[start : start + 100]]
        blocks.append(f"{len(rows)} beginbfchar\n" + "\n".join(rows) + "\nendbfchar")
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n"
        + "\n".join(blocks)
        + "\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
    )


def stream(data: bytes) -> StreamObject:
    """Return bytes as a stream of a PDF, packed."""
    made = StreamObject()
    made._data = zlib.compress(data)  # noqa: SLF001 - pypdf's own way to give a stream its bytes as they are
    made[NameObject("/Filter")] = NameObject("/FlateDecode")
    return made


def _dictionary(**members: object) -> DictionaryObject:
    made = DictionaryObject()
    for name, value in members.items():
        made[NameObject(f"/{name}")] = NameObject(value) if type(value) is str else value
    return made
