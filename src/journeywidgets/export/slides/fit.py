"""What is longer than a slide has room for: cut, and whole in the notes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from journeywidgets.export.drawing.scene import Block, Paragraph
from journeywidgets.export.written import Loss
from journeywidgets.model.document import Document

WHY = "longer than a slide has room for; the notes have all of it"
_MORE = " …"


def fitted(block: Block, height: float) -> Block:
    """Return a block that is at most `height` px high: its longest text loses lines at its end.

    A block that has no text to lose stays as it is.
    """
    over = block.box.height - height
    if over <= 0 or not block.paragraphs:
        return block
    longest = max(block.paragraphs, key=lambda each: len(each.lines))
    step = longest.box.height / len(longest.lines)
    lost = min(-int(-over // step), len(longest.lines) - 1)
    if lost <= 0:
        return block
    gone = lost * step
    kept = longest.lines[: len(longest.lines) - lost]
    short = replace(
        longest,
        text=" ".join(line.text for line in kept) + _MORE,
        lines=kept,
        box=replace(longest.box, height=longest.box.height - gone),
    )
    below = longest.box.bottom
    return replace(
        block,
        box=replace(block.box, height=block.box.height - gone),
        paragraphs=tuple(short if each is longest else _raised(each, below, gone) for each in block.paragraphs),
        marks=tuple(mark.moved(0, -gone) if _top(mark) >= below else mark for mark in block.marks),
    )


def _raised(paragraph: Paragraph, below: float, by: float) -> Paragraph:
    return paragraph.moved(0, -by) if paragraph.box.y >= below else paragraph


def _top(mark: Any) -> float:
    box = getattr(mark, "box", mark)
    return float(box.y)


def loss_of(block: Block, document: Document) -> Loss:
    """Return what `fitted` took from a block."""
    field = "text" if block.table == "cards" else None
    value = document.tables["cards"][block.id]["text"] if field else None
    return Loss(block.table, block.id or None, field, value, WHY)
