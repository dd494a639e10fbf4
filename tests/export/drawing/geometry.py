"""What must hold of every laid-out map: nothing reaches out of its box, nothing lies on anything else."""

from __future__ import annotations

from collections.abc import Iterator

from journeywidgets.export.drawing.measure import ASCENT, DESCENT, width
from journeywidgets.export.drawing.scene import Block, Box, Disc, Mark, Paragraph, Path, Picture, Scene

_NEAR = 0.02


def problems(scene: Scene) -> list[str]:
    """Return what is wrong with the places of a map's parts, in words."""
    return [*_outside(scene), *_overlapping(scene), *_tracks(scene)]


def _outside(scene: Scene) -> Iterator[str]:
    paper = Box(0, 0, scene.width, scene.height)
    for block in scene.blocks:
        if not within(block.box, paper):
            yield f"{name(block)} reaches out of the map: {block.box}"
        for text in block.paragraphs:
            if not within(text.box, block.box):
                yield f"{name(block)}: {text.text[:40]!r} reaches out of its block: {text.box} of {block.box}"
            yield from _lines(text, block)
        for mark in block.marks:
            if block.kind != "ground" and not within(extent(mark), block.box, 4):
                yield f"{name(block)}: {mark} reaches out of its block {block.box}"


def _lines(text: Paragraph, block: Block) -> Iterator[str]:
    for line in text.lines:
        size = text.font.size
        box = Box(line.x, line.y - ASCENT * size, line.width, (ASCENT + DESCENT) * size)
        if not within(box, text.box, _NEAR):
            yield f"{name(block)}: the line {line.text[:40]!r} reaches out of its paragraph: {box} of {text.box}"
        # Word by word: each is shaped in its own script.
        words = line.text.split(" ")
        needs = sum(width(word, text.font) for word in words) + width(" ", text.font) * (len(words) - 1)
        if needs > line.width * 1.001 + 0.01:
            yield f"{name(block)}: the line {line.text[:40]!r} is wider than its room {line.width}"


def _overlapping(scene: Scene) -> Iterator[str]:
    blocks = [block for block in scene.blocks if block.kind != "ground"]
    for one, other in meeting([block.box for block in blocks]):
        yield f"{name(blocks[one])} lies on {name(blocks[other])}"
    for block in blocks:
        texts = block.paragraphs
        # The letters of a persona's badge lie on its shape, beside its name.
        for one, other in meeting([text.box for text in texts]):
            yield f"{name(block)}: {texts[one].text[:40]!r} lies on {texts[other].text[:40]!r}"


def _tracks(scene: Scene) -> Iterator[str]:
    ends = [0.0, *(track.end for track in scene.rows)]
    if [track.start for track in scene.rows] != ends[:-1] or ends[-1] != scene.height:
        yield f"the rows leave something out: {scene.rows} of {scene.height}"
    for before, after in zip(scene.columns, scene.columns[1:], strict=False):
        if before.end != after.start:
            yield f"columns are apart: {before}, {after}"


def within(inner: Box, outer: Box, slack: float = _NEAR) -> bool:
    """Whether a box lies in another one."""
    return (
        inner.x >= outer.x - slack
        and inner.y >= outer.y - slack
        and inner.right <= outer.right + slack
        and inner.bottom <= outer.bottom + slack
    )


def meeting(boxes: list[Box]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of boxes that lie on one another, by their places."""
    order = sorted(range(len(boxes)), key=lambda at: boxes[at].y)
    live: list[int] = []
    for at in order:
        box = boxes[at]
        live = [one for one in live if boxes[one].bottom > box.y + _NEAR]
        for one in live:
            if boxes[one].x < box.right - _NEAR and box.x < boxes[one].right - _NEAR:
                yield one, at
        live.append(at)


def extent(mark: Mark) -> Box:
    """Return the box around a mark."""
    if isinstance(mark, Picture):
        return mark.box
    if isinstance(mark, Disc):
        return Box(mark.x - mark.radius, mark.y - mark.radius, 2 * mark.radius, 2 * mark.radius)
    return _around(mark)


def _around(path: Path) -> Box:
    points = [numbers[at : at + 2] for _, numbers in path.steps() for at in range(0, len(numbers), 2)]
    xs, ys = zip(*points, strict=True)
    return Box(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))


def name(block: Block) -> str:
    """Return what a block is called in what is said of it."""
    return f"{block.kind} {block.id[:30]!r}"
