"""What stands in the notes of slides: the words behind the cards, and whole texts that a slide has no room for."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from journeywidgets.export.content.claim import quotes_of
from journeywidgets.export.content.figures import brief
from journeywidgets.export.content.outline import STAGE_NOTES, Column, Outline, title
from journeywidgets.export.plain.readings import reading_lines
from journeywidgets.model.intake import Row

Cut = Collection[tuple[str, str]]
"""The tables and ids of rows whose texts are not whole on the slides."""


def map_notes(outline: Outline, cut: Cut) -> list[str]:
    """Return what is said of the map as a whole, and all of what is said of lanes and metrics that are in `cut`."""
    meta = outline.meta
    named = (f"{name.capitalize()}: {meta[name]}" for name in ("description", "scenario", "expectations") if meta[name])
    objectives = [f"Objectives: {'; '.join(meta['objectives'])}"] if meta["objectives"] else []
    links = [f"Links: {'; '.join(outline.links())}"] if outline.links() else []
    standing = [outline.standing()] if outline.standing() else []
    whole = [
        f"{title(row)}: {'. '.join(row[name] for name in ('description', 'method') if row.get(name))}"
        for table in ("lanes", "metrics")
        for row in outline.document.shown(table)
        if (table, row["id"]) in cut
    ]
    return [" · ".join(outline.facts()), *named, *objectives, *links, *standing, *whole]


def stage_notes(columns: list[Column], outline: Outline, cut: Cut) -> list[str]:
    """Return the evidence of a stage, card by card, its figures, and the whole of what is in `cut`."""
    stages = outline.document.tables["stages"]
    told = [
        f"{title(row)}: {label}{row[name]}"
        for row_id in dict.fromkeys(row["id"] for column in columns for row in (column.group, column.row))
        for row in [stages[row_id]]
        for label, name in STAGE_NOTES
        if ("stages", row["id"]) in cut and row[name]
    ]
    cells = (_cell(column, lane, outline, cut) for column in columns for lane in outline.lanes)
    return [*told, *(line for cell in cells for line in cell)]


def _cell(column: Column, lane: Row, outline: Outline, cut: Cut) -> Iterator[str]:
    metric = outline.metric(lane)
    lines = [*reading_lines(outline.measures(metric), column.row["id"], outline)] if metric else []
    for card in outline.worded(column, lane):
        claim = outline.claim(card)
        whole = ("cards", card["id"]) in cut
        if claim.noted or whole:
            words = card["text"] if whole else brief(card["text"]) or "(no text)"
            lines.append(" — ".join(part for part in (words, "; ".join(claim.told)) if part))
            lines += quotes_of(claim)
    for card in outline.feelings(column, lane):
        lines += [outline.who(card["persona"]), *quotes_of(outline.claim(card))]
    if lines:
        step = "" if column.whole else f" ({title(column.row)})"
        yield f"{title(lane)}{step}"
        yield from lines
        yield ""
