"""The shapes of personas as characters, where they stand before a name in a text that a person may edit."""

from __future__ import annotations

from journeywidgets.export.drawing.scene import Block, Disc, Mark, Paragraph, Path

_BEFORE = 24  # px before a name, at most
SIGNS = {
    "circle": "○",
    "diamond": "◇",
    "square": "□",
    "triangle": "△",
    "hexagon": "⬡",
    "wedge": "▽",
    "pentagon": "⬠",
    "octagon": "◎",
}
"""A character for each shape that tells a persona apart."""
# By the number of corners, and whether one of them is right at the top.
_CORNERS = {
    (3, True): SIGNS["triangle"],
    (3, False): SIGNS["wedge"],
    (4, True): SIGNS["diamond"],
    (4, False): SIGNS["square"],
    (5, True): SIGNS["pentagon"],
    (6, False): SIGNS["hexagon"],
    (8, False): SIGNS["octagon"],
}


def signs_of(block: Block) -> dict[int, tuple[int, str, str]]:
    """Return, by the place of a paragraph, the place of the mark before it, as a character, and its colour.

    As a shape of its own it would stay where it is when the text is edited, or when a font breaks it otherwise.
    """
    found: dict[int, tuple[int, str, str]] = {}
    for number, mark in enumerate(block.marks):
        sign = _sign(mark)
        if sign is None:
            continue
        for place, paragraph in enumerate(block.paragraphs):
            if place not in found and _stands_before(mark, paragraph):
                found[place] = (number, *sign)
                break
    return found


def _sign(mark: Mark) -> tuple[str, str] | None:
    if isinstance(mark, Disc):
        return (SIGNS["circle"], mark.stroke) if mark.stroke else None
    if not isinstance(mark, Path) or not mark.stroke or not mark.fill:
        return None
    steps = list(mark.steps())
    corners = [numbers for letter, numbers in steps if letter in {"M", "L"}]
    if steps[-1][0] != "Z" or not corners:
        return None
    top = corners[0][1] < mark.y and abs(corners[0][0] - mark.x) < 0.1  # noqa: PLR2004 - a tenth of a px
    sign = _CORNERS.get((len(corners), top))
    return (sign, mark.stroke) if sign else None


def _stands_before(mark: Mark, paragraph: Paragraph) -> bool:
    if not isinstance(mark, (Path, Disc)) or not paragraph.box.y <= mark.y <= paragraph.box.bottom:
        return False
    away = mark.x - paragraph.box.right if paragraph.rtl else paragraph.box.x - mark.x
    return 0 < away <= _BEFORE or 0 < mark.x - paragraph.box.right <= _BEFORE
