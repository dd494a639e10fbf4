"""The blocks of a drawing as shapes of a slide: one a card, with all its words in it."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.oxml.ns import qn

from journeywidgets.export.content.figures import brief
from journeywidgets.export.drawing.scene import Block, Box, Disc, Mark, Paragraph, Path, Picture
from journeywidgets.export.escape import printable
from journeywidgets.export.raster import raster
from journeywidgets.export.signs import signs_of
from journeywidgets.export.slides.color import outline, paint
from journeywidgets.export.slides.frame import Frame
from journeywidgets.export.slides.words import write

_EDGE = 3  # px
_ROOM = 4  # px beside a label, so that a wider font does not break it
_APART = {"curve", "persona"}
"""Kinds of blocks whose paragraphs stand where they are, each for itself."""
_SIGNED = {"card", "figure"}
"""Kinds of blocks whose words are edited, so that the shapes of personas stand in the text."""


def draw(shapes: Any, block: Block, frame: Frame) -> None:
    """Draw a block: one shape with its words; in a group where marks belong to it."""
    apart = block.kind in _APART
    signs = signs_of(block) if block.kind in _SIGNED else {}
    inside = {mark for mark, *_ in signs.values()}
    marks = [
        mark
        for place, mark in enumerate(block.marks)
        if place not in inside and (not isinstance(mark, Picture) or raster(mark.url))
    ]
    parts = bool(block.fill or block.stroke or (block.paragraphs and not apart)) + bool(block.edge) + len(marks)
    parts += len(block.paragraphs) if apart else 0
    if not parts:
        return
    if parts > 1:
        group = shapes.add_group_shape()
        _name(group, block)
        shapes = group.shapes
    if block.fill or block.stroke or (block.paragraphs and not apart):
        shape = _ground(shapes, block, frame)
        _name(shape, block)
        if block.paragraphs and not apart:
            written = {place: (text, color) for place, (_, text, color) in signs.items()}
            write(shape.text_frame, block.paragraphs, block.box, frame, wrap=not _tight(block), signs=written)
    if block.edge:
        _edge(shapes, block, block.edge, frame)
    for mark in marks:
        draw_mark(shapes, mark, frame)
    for paragraph in block.paragraphs if apart else ():
        label(shapes, paragraph, frame)


def _tight(block: Block) -> bool:
    """Whether a block is as wide as its words, so that a wider font would break a line that was none."""
    right = max(each.box.right for each in block.paragraphs)
    return block.box.right - right < _ROOM and all(len(each.lines) == 1 for each in block.paragraphs)


def label(shapes: Any, paragraph: Paragraph, frame: Frame) -> Any:
    """Write a paragraph into a text box of its own."""
    wide = replace(paragraph.box, x=paragraph.box.x - _ROOM, width=paragraph.box.width + 2 * _ROOM)
    box = shapes.add_textbox(*frame.box(wide))
    write(box.text_frame, [paragraph], wide, frame, wrap=len(paragraph.lines) > 1)
    return box


def rectangle(shapes: Any, box: Box, frame: Frame, radius: float = 0) -> Any:
    """Add a rectangle, its corners round where `radius` px say so, without the theme's colours."""
    kind = MSO_SHAPE.ROUNDED_RECTANGLE if radius else MSO_SHAPE.RECTANGLE
    shape = _bare(shapes.add_shape(kind, *frame.box(box)))
    if radius:
        shape.adjustments[0] = min(radius / max(min(box.width, box.height), 1), 0.5)
    return shape


def _bare(shape: Any) -> Any:
    """Take the theme's style off a shape: what is drawn has its own colours, and what is typed is black."""
    style = shape._element.find(qn("p:style"))  # noqa: SLF001 - python-pptx has no name for it
    if style is not None:
        shape._element.remove(style)  # noqa: SLF001
    return shape


def _ground(shapes: Any, block: Block, frame: Frame) -> Any:
    if not block.fill and not block.stroke:
        return shapes.add_textbox(*frame.box(block.box))
    shape = rectangle(shapes, block.box, frame, block.radius)
    paint(shape.fill, block.fill)
    outline(shape.line, block.stroke, frame.length(1), block.dash)
    return shape


def _edge(shapes: Any, block: Block, color: str, frame: Frame) -> None:
    left = block.box.right - _EDGE if block.rtl else block.box.x
    bar = rectangle(shapes, replace(block.box, x=left, width=_EDGE), frame)
    paint(bar.fill, color)
    outline(bar.line, None, frame.length(1))


def _name(shape: Any, block: Block) -> None:
    """Name a shape, for the list of what is on a slide, and describe it to those who do not see it."""
    words = printable(brief(block.text, 60))
    shape.name = f"{block.kind}: {words}" if words else block.kind
    if block.words or words:
        shape._element.xpath(".//p:cNvPr")[0].set("descr", printable(block.words or block.text))  # noqa: SLF001


def draw_mark(shapes: Any, mark: Mark, frame: Frame) -> None:
    """Draw a line, an area, a circle or a picture."""
    if isinstance(mark, Picture):
        _picture(shapes, mark, frame)
    elif isinstance(mark, Disc):
        box = Box(mark.x - mark.radius, mark.y - mark.radius, 2 * mark.radius, 2 * mark.radius)
        shape = _bare(shapes.add_shape(MSO_SHAPE.OVAL, *frame.box(box)))
        paint(shape.fill, mark.fill)
        outline(shape.line, mark.stroke, frame.length(mark.width))
    else:
        _path(shapes, mark, frame)


def _picture(shapes: Any, mark: Picture, frame: Frame) -> None:
    found = raster(mark.url)
    if found is None:
        return
    scale = min(mark.box.width / found.width, mark.box.height / found.height)
    width, height = found.width * scale, found.height * scale
    box = Box(mark.box.x + (mark.box.width - width) / 2, mark.box.y + (mark.box.height - height) / 2, width, height)
    picture = shapes.add_picture(io.BytesIO(found.png), *frame.box(box))
    picture.name = "picture"
    picture._element.xpath(".//p:cNvPr")[0].set("descr", printable(mark.alt))  # noqa: SLF001
    if mark.round:
        picture.auto_shape_type = MSO_SHAPE.OVAL


def _path(shapes: Any, path: Path, frame: Frame) -> None:
    steps = list(path.steps())
    corners = [point for _, numbers in steps for point in zip(numbers[::2], numbers[1::2], strict=True)]
    if len(corners) < 2:  # noqa: PLR2004 - a line has two ends
        return
    places = [(frame.across(x), frame.down(y)) for x, y in corners]
    if [letter for letter, _ in steps] == ["M", "L"]:
        shape = shapes.add_connector(MSO_CONNECTOR.STRAIGHT, *places[0], *places[1])
        _bare(shape)
    else:
        shape = _freeform(shapes, [letter for letter, _ in steps], places)
        paint(shape.fill, path.fill, path.opacity)
    outline(shape.line, path.stroke, frame.length(path.width), path.dash, path.width, path.opacity)


_ELEMENTS = {"M": ("a:moveTo", 1), "L": ("a:lnTo", 1), "C": ("a:cubicBezTo", 3), "Z": ("a:close", 0)}


def _freeform(shapes: Any, letters: Sequence[str], places: Sequence[tuple[int, int]]) -> Any:
    """Add a shape along a path; python-pptx draws straight lines alone, so that its own are replaced."""
    builder = shapes.build_freeform(*places[0], scale=1.0)
    builder.add_line_segments(places[1:], close=False)
    left, top = builder.shape_offset_x, builder.shape_offset_y
    shape = _bare(builder.convert_to_shape())
    drawn = shape._element.find(f".//{qn('a:path')}")  # noqa: SLF001
    for child in list(drawn):
        drawn.remove(child)
    rest = iter(places)
    for letter in letters:
        name, count = _ELEMENTS[letter]
        step = drawn.makeelement(qn(name), {})
        for _ in range(count):
            x, y = next(rest)
            step.append(step.makeelement(qn("a:pt"), {"x": str(x - left), "y": str(y - top)}))
        drawn.append(step)
    return shape
