"""A journey as plain text: a short map for terminals, stage by stage."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from journeywidgets.export.content.figures import brief, count, plural, signed
from journeywidgets.export.content.outline import Column, Outline, about, score, title
from journeywidgets.export.escape import printable
from journeywidgets.export.plain.readings import reading_lines
from journeywidgets.model.document import Document
from journeywidgets.model.intake import Row

_WIDTH = 160
_CARDS = 6  # of a cell
_LINES = 200


def to_text(document: Document) -> str:
    """Return a journey as text: its stages, and lane by lane the first cards of each."""
    outline = Outline(document)
    lines = [*_opening(outline)]
    for column in outline.columns:
        lines += ["", *_stage(column, outline)]
    if len(lines) > _LINES:
        lines = [*lines[:_LINES], f"… ({plural(len(lines) - _LINES, 'more line')})"]
    return printable("\n".join(lines))


def _opening(outline: Outline) -> Iterator[str]:
    yield brief(outline.meta["title"], _WIDTH) or "Untitled journey"
    yield " · ".join(outline.facts())
    if outline.personas:
        yield f"Personas: {', '.join(outline.names.values())}"
    if standing := outline.standing():
        yield standing
    if not outline.columns:
        yield "No stages yet."


def _stage(column: Column, outline: Outline) -> Iterator[str]:
    group = "" if column.whole else f"{title(column.group)} > "
    truth = " ★ moment of truth" if column.row["moment_of_truth"] else ""
    yield f"{group}{title(column.row)}{truth}"
    for lane in outline.lanes:
        cards = outline.cell(column, lane)
        scored = list(outline.curves(lane).values()) if lane["kind"] == "emotion" else []
        metric = outline.metric(lane)
        readings = [*reading_lines(outline.measures(metric), column.row["id"], outline)] if metric else []
        if not cards and not readings:
            continue
        yield f"  {title(lane)}"
        if lane["collapsed"]:
            yield f"    collapsed: {plural(len(cards), 'card')}"
            continue
        yield from (f"    {line}" for line in readings)
        for point in chain.from_iterable(scored):
            if point.stage == column.row["id"]:
                yield f"    {outline.who(point.persona)}: {signed(point.score)} · n {count(point.n)}"
        yield from _cards(outline.worded(column, lane), lane, outline)


def _cards(cards: list[Row], lane: Row, outline: Outline) -> Iterator[str]:
    for card in cards[:_CARDS]:
        notes = [
            *([outline.who(card["persona"])] if card["persona"] is not None else []),
            *([f"score {score(card, lane)}"] if card["score"] is not None else []),
            *about(card),
            *outline.claim(card).told,
        ]
        text = brief(card["text"], _WIDTH)
        yield "    - " + " ".join(part for part in (text, f"({'; '.join(notes)})" if notes else "") if part)
    if len(cards) > _CARDS:
        yield f"    + {plural(len(cards) - _CARDS, 'more card')}"
