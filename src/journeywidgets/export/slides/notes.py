"""What stands in the notes of slides: the words behind the cards, and whole texts that a slide has no room for."""

from __future__ import annotations

from collections.abc import Iterator

from journeywidgets.export.claim import quotes_of
from journeywidgets.export.figures import brief
from journeywidgets.export.outline import Column, Outline, title
from journeywidgets.export.readings import reading_lines
from journeywidgets.model.intake import Row


def map_notes(outline: Outline) -> list[str]:
    """Return what is said of the map as a whole."""
    meta = outline.meta
    named = (f"{name.capitalize()}: {meta[name]}" for name in ("description", "scenario", "expectations") if meta[name])
    objectives = [f"Objectives: {'; '.join(meta['objectives'])}"] if meta["objectives"] else []
    links = [f"Links: {'; '.join(outline.links())}"] if outline.links() else []
    standing = [outline.standing()] if outline.standing() else []
    return [" · ".join(outline.facts()), *named, *objectives, *links, *standing]


def stage_notes(columns: list[Column], outline: Outline, cut: set[str]) -> list[str]:
    """Return the evidence of a stage, card by card, and its figures; `cut` are the cards that are not whole."""
    return [line for column in columns for lane in outline.lanes for line in _cell(column, lane, outline, cut)]


def _cell(column: Column, lane: Row, outline: Outline, cut: set[str]) -> Iterator[str]:
    metric = outline.metric(lane)
    lines = [*reading_lines(outline.measures(metric), column.row["id"], outline)] if metric else []
    for card in outline.worded(column, lane):
        claim = outline.claim(card)
        if claim.noted or card["id"] in cut:
            words = card["text"] if card["id"] in cut else brief(card["text"]) or "(no text)"
            lines.append(" — ".join(part for part in (words, "; ".join(claim.told)) if part))
            lines += quotes_of(claim)
    for card in outline.feelings(column, lane):
        lines += [outline.who(card["persona"]), *quotes_of(outline.claim(card))]
    if lines:
        step = "" if column.whole else f" ({title(column.row)})"
        yield f"{title(lane)}{step}"
        yield from lines
        yield ""
