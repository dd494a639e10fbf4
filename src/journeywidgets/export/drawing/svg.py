"""A scene as SVG: text that can be selected, no script, no style sheet, nothing that is loaded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from journeywidgets.export.drawing.scene import Block, Box, Disc, Line, Mark, Paragraph, Path, Picture, Scene, px
from journeywidgets.export.markup import Markup, element, join

FAMILY = "DejaVu Sans,Verdana,Geneva,Noto Sans,sans-serif"
"""DejaVu Sans is what text is measured by; Verdana and Geneva are as wide."""
_BOLD = 600
_EDGE = 3
_RIGHT = "\u2067{}\u2069"
"""Text that is read from the right, isolated: by this, and not by `direction`, every program knows it."""


def write(scene: Scene) -> str:
    """Return a scene as an SVG document."""
    width, height = px(scene.width), px(scene.height)
    pictures = _Clips()
    return element(
        "svg",
        element("title", scene.title),
        element("desc", scene.words),
        *(_block(block, pictures) for block in scene.blocks),
        xmlns="http://www.w3.org/2000/svg",
        width=width,
        height=height,
        viewBox=f"0 0 {width} {height}",
        font_family=FAMILY,
        direction="ltr",
        text_rendering="geometricPrecision",
    )


class _Clips:
    """Counts the pictures that are cut round: each needs a name in the drawing."""

    def __init__(self) -> None:
        self._number = 0

    def name(self) -> str:
        self._number += 1
        return f"jw-round-{self._number}"


def _block(block: Block, clips: _Clips) -> Markup:
    return element(
        "g",
        element("desc", block.words) if block.words else None,
        *_ground(block),
        *(_mark(mark, clips) for mark in block.marks),
        *(part for paragraph in block.paragraphs for part in _paragraph(paragraph)),
        data_kind=block.kind,
        data_id=block.id or None,
    )


def _ground(block: Block) -> Iterator[Markup]:
    if block.fill is None and block.stroke is None:
        return
    box, inset = block.box, 0.5 if block.stroke else 0
    yield _rect(
        Box(box.x + inset, box.y + inset, box.width - 2 * inset, box.height - 2 * inset),
        block.radius - inset, block.fill, block.stroke, block.dash,
    )  # fmt: skip
    if block.edge:
        yield element("path", d=_edge(block), fill=block.edge)


def _edge(block: Block) -> str:
    """Return the bar at the side where reading begins; its outer corners are as round as the block's."""
    box, r = block.box, block.radius
    x, turn = (box.right, -1) if block.rtl else (box.x, 1)
    inner, top, bottom = x + turn * _EDGE, box.y, box.bottom
    handle, bend = x + turn * 0.3 * r, 0.4 * r
    upper = " ".join(map(px, (handle, top, x, top + bend, x, top + r)))
    lower = " ".join(map(px, (x, bottom - bend, handle, bottom, inner, bottom)))
    return f"M{px(inner)} {px(top)}C{upper}V{px(bottom - r)}C{lower}Z"


def _rect(box: Box, radius: float, fill: str | None, stroke: str | None = None, dash: str = "") -> Markup:
    return element(
        "rect",
        x=px(box.x),
        y=px(box.y),
        width=px(box.width),
        height=px(box.height),
        rx=px(radius) if radius > 0 else None,
        fill=fill or "none",
        stroke=stroke,
        stroke_dasharray=dash or None,
    )


def _mark(mark: Mark, clips: _Clips) -> Markup:
    if isinstance(mark, Picture):
        return _picture(mark, clips)
    looks = {"fill": mark.fill or "none", "stroke": mark.stroke, "stroke_width": _stroke(mark)}
    if isinstance(mark, Disc):
        return element("circle", cx=px(mark.x), cy=px(mark.y), r=px(mark.radius), **looks)
    return element(
        "path",
        d=mark.d,
        transform=f"translate({px(mark.x)} {px(mark.y)})" if mark.x or mark.y else None,
        **looks,
        stroke_dasharray=mark.dash or None,
        opacity=px(mark.opacity) if mark.opacity < 1 else None,
        stroke_linejoin="round" if mark.stroke else None,
    )


def _stroke(mark: Path | Disc) -> str | None:
    return px(mark.width) if mark.stroke and mark.width != 1 else None


def _picture(picture: Picture, clips: _Clips) -> Markup:
    box = picture.box
    name = clips.name() if picture.round else None
    image = element(
        "image",
        element("title", picture.alt),
        href=picture.url,
        x=px(box.x),
        y=px(box.y),
        width=px(box.width),
        height=px(box.height),
        preserveAspectRatio="xMidYMid slice" if picture.round else None,
        clip_path=f"url(#{name})" if name else None,
    )
    if name is None:
        return image
    half = box.width / 2
    circle = element("circle", cx=px(box.x + half), cy=px(box.y + half), r=px(half))
    return join([element("clipPath", circle, id=name), image])


def _paragraph(paragraph: Paragraph) -> Iterator[Markup]:
    if paragraph.ground:
        box = paragraph.box
        yield _rect(Box(box.x, box.y + 1, box.width, box.height - 2), 4, paragraph.ground)
    font = paragraph.font
    looks = {
        "fill": paragraph.color,
        "font_size": px(font.size),
        "font_weight": _BOLD if font.bold else None,
        "font_style": "italic" if font.italic else None,
    }
    lines = [line for line in paragraph.lines if line.text]
    if paragraph.href:
        content = [_text(line, paragraph.rtl) for line in lines]
        yield element("a", *content, href=paragraph.href, target="_blank", rel="noopener noreferrer", **looks)
    elif len(lines) > 1:
        yield element("g", *(_text(line, paragraph.rtl) for line in lines), **looks)
    else:
        yield from (_text(line, paragraph.rtl, looks) for line in lines)


def _text(line: Line, rtl: bool, looks: Mapping[str, str | int | None] | None = None) -> Markup:
    if not rtl:
        return element("text", line.text, x=px(line.x), y=px(line.y), **(looks or {}))
    right = px(line.x + line.width)
    return element("text", _RIGHT.format(line.text), x=right, y=px(line.y), text_anchor="end", **(looks or {}))
