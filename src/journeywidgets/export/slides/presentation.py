"""The slides of a journey: the map, then a slide a stage."""

from __future__ import annotations

from journeywidgets.export.content.brevity import shortened
from journeywidgets.export.content.outline import Outline
from journeywidgets.export.drawing.look import Look
from journeywidgets.export.drawing.theme import theme_of
from journeywidgets.export.raster import raster
from journeywidgets.export.slides.deck import Deck
from journeywidgets.export.slides.fit import WHY, loss_of
from journeywidgets.export.slides.map import add_map
from journeywidgets.export.slides.notes import map_notes
from journeywidgets.export.slides.stage import StageSlides
from journeywidgets.export.written import Binary, Loss
from journeywidgets.model.document import Document

NO_PICTURE = "not a picture that can be read"


def presentation(document: Document, theme: str) -> Binary:
    """Return the slides of a journey in a theme, "light" or "dark"."""
    colors = theme_of(theme)
    short, cuts = shortened(document)
    losses = [Loss(op.table, op.id, name, value, WHY) for op in cuts for name, value in op.old.items()]
    cut = {(op.table, op.id) for op in cuts}
    whole, shown = Outline(document), Outline(short)
    deck = Deck(document.meta["title"], colors)
    add_map(deck, shown, theme, map_notes(whole, cut))
    slides = StageSlides(deck, Look(shown, colors), whole, cut)
    for group in shown.groups:
        slides.add(group)
    losses += [loss_of(block, document) for block in slides.cut]
    losses += [
        Loss(table, row["id"], "image", row["image"], NO_PICTURE)
        for table in ("cards", "personas")
        for row in document.shown(table)
        if row["image"] and raster(row["image"]) is None
    ]
    return Binary(deck.data(), losses)
