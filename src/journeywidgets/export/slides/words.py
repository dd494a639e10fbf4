"""The paragraphs of a drawing as text of a shape: whole, so that a person can edit it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Pt

from journeywidgets.export.drawing.look import KEY
from journeywidgets.export.drawing.scene import Box, Paragraph
from journeywidgets.export.escape import printable
from journeywidgets.export.slides.color import rgb
from journeywidgets.export.slides.frame import Frame

_BREAKS = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
_SLACK = 2  # px that a row may lie off and still be one
_ADDRESS = 2_000  # characters
_SAFE = ":/?#@!$&()*+,;=%-._~"
_INSET = 4  # px that are kept free behind the text, at most


Signs = Mapping[int, tuple[str, str]]
"""Signs that stand before paragraphs, by their places: a character and its colour."""


def write(
    text_frame: Any,
    paragraphs: Sequence[Paragraph],
    box: Box,
    frame: Frame,
    *,
    wrap: bool = True,
    signs: Signs | None = None,
) -> None:
    """Put paragraphs into the text of a shape that has `box`.

    Those that stand in one row become one paragraph of the shape, with a tab between them. Fonts are the
    theme's, so that a deck's own look is taken on.
    """
    before_text = {id(paragraphs[place]): sign for place, sign in (signs or {}).items()}
    rows = _rows(paragraphs)
    text_frame.word_wrap = wrap
    text_frame.auto_size = MSO_AUTO_SIZE.NONE
    text_frame.vertical_anchor = MSO_ANCHOR.TOP
    left = min((each.box.x - (KEY if _leads(each, before_text) else 0) for each in paragraphs), default=box.x)
    right = max((each.box.right for each in paragraphs), default=box.right)
    rtl = any(each.rtl for each in paragraphs)
    before, behind = max(left - box.x, 0), max(box.right - right, 0)
    text_frame.margin_left = frame.length(min(before, _INSET) if rtl else before)
    text_frame.margin_right = frame.length(behind if rtl else min(behind, _INSET))
    text_frame.margin_top = frame.length(max(rows[0][0].box.y - box.y, 0) if rows else 0)
    text_frame.margin_bottom = 0
    bottom = rows[0][0].box.y if rows else 0.0
    for number, row in enumerate(rows):
        paragraph = text_frame.paragraphs[0] if number == 0 else text_frame.add_paragraph()
        top = min(each.box.y for each in row)
        paragraph.space_before = frame.points(max(top - bottom, 0))
        paragraph.space_after = Pt(0)
        paragraph.line_spacing = frame.points(max(_step(each) for each in row))
        _write_row(paragraph, row, (left, right), frame, before_text)
        bottom = max(each.box.bottom for each in row)


def plain(text: str) -> list[str]:
    """Return the lines of a text, without what XML cannot hold."""
    return [printable(line) for line in _BREAKS.split(text)]


def _rows(paragraphs: Sequence[Paragraph]) -> list[list[Paragraph]]:
    rows: list[list[Paragraph]] = []
    for each in paragraphs:
        if rows and _beside(rows[-1][-1], each):
            rows[-1].append(each)
        else:
            rows.append([each])
    return rows


def _beside(one: Paragraph, other: Paragraph) -> bool:
    """Whether a paragraph stands in the row of the one before it: small print is in the middle of what is large."""
    apart = other.box.x >= one.box.right - _SLACK or other.box.right <= one.box.x + _SLACK
    shared = min(one.box.bottom, other.box.bottom) - max(one.box.y, other.box.y)
    return apart and shared > min(one.box.height, other.box.height) / 2


def _step(paragraph: Paragraph) -> float:
    return paragraph.box.height / max(len(paragraph.lines), 1)


def _write_row(
    paragraph: Any, row: Sequence[Paragraph], sides: tuple[float, float], frame: Frame, signs: Signs
) -> None:
    first, (left, right) = row[0], sides
    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001 - python-pptx names no indents, tabs or directions
    indent = right - first.box.right if first.rtl else first.box.x - left
    if indent > _SLACK and id(first) not in signs:
        properties.set("marR" if first.rtl else "marL", str(frame.length(indent)))
    paragraph.alignment = PP_ALIGN.RIGHT if first.rtl else PP_ALIGN.LEFT
    if first.rtl:
        properties.set("rtl", "1")
    else:
        _stops(properties, [place - left for place in _places(row, signs)], frame)
    for number, each in enumerate(row):
        if number:
            paragraph.add_run().text = "\u2003" if first.rtl else "\t"
        if id(each) in signs:
            text, color = signs[id(each)]
            between = " " if first.rtl else "\t"
            _run(paragraph, f"{text}{between}", replace(each, color=color, ground=None, href=None), frame)
        _write_runs(paragraph, each, frame)


def _leads(paragraph: Paragraph, signs: Signs) -> bool:
    """Whether a sign stands before a paragraph, to its left."""
    return id(paragraph) in signs and not paragraph.rtl


def _places(row: Sequence[Paragraph], signs: Signs) -> Iterator[float]:
    """Yield where the pieces of a row begin, but for the first; a sign and its words are two pieces."""
    for number, each in enumerate(row):
        if number:
            yield each.box.x - (KEY if _leads(each, signs) else 0)
        if _leads(each, signs):
            yield each.box.x


def _stops(properties: Any, places: Sequence[float], frame: Frame) -> None:
    if not places:
        return
    stops = properties.makeelement(qn("a:tabLst"), {})
    for place in places:
        stops.append(stops.makeelement(qn("a:tab"), {"pos": str(frame.length(place)), "algn": "l"}))
    properties.append(stops)


def _write_runs(paragraph: Any, given: Paragraph, frame: Frame) -> None:
    for number, line in enumerate(plain(given.text)):
        if number:
            paragraph.add_line_break()
        _run(paragraph, line, given, frame)


def _run(paragraph: Any, text: str, given: Paragraph, frame: Frame) -> None:
    run = paragraph.add_run()
    run.text = text
    font = run.font
    font.size, font.bold, font.italic = frame.font(given.font.size), given.font.bold, given.font.italic
    font.color.rgb = rgb(given.color)
    if given.ground:
        _highlight(run, given.ground)
    if given.href and len(given.href) <= _ADDRESS:
        # Programs mend a file, or refuse it, where an address is none by the letter of its standard.
        run.hyperlink.address = quote(given.href, safe=_SAFE)


def _highlight(run: Any, color: str) -> None:
    properties = run._r.get_or_add_rPr()  # noqa: SLF001 - python-pptx has no name for it
    highlight = properties.makeelement(qn("a:highlight"), {})
    highlight.append(highlight.makeelement(qn("a:srgbClr"), {"val": str(rgb(color))}))
    properties.find(qn("a:solidFill")).addnext(highlight)
