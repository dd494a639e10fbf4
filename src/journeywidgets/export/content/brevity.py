"""Texts that have room where a journey is shown at a glance: the longest are cut, and say so."""

from __future__ import annotations

from journeywidgets.export.content.figures import plural
from journeywidgets.model.changes import Op
from journeywidgets.model.document import Document

_LINES, _LETTERS = 24, 1_000  # of a card
_FEW, _SHORT = 6, 300  # of what stands beside a title, on every page
_TEXTS = {
    "meta": ("description", "scenario", "expectations"),
    "stages": ("description", "goal", "owner"),
    "lanes": ("description",),
    "metrics": ("method", "description"),
    "cards": ("text",),
}


def shortened(document: Document) -> tuple[Document, list[Op]]:
    """Return a journey without its longest texts' ends, and the changes that took them, with what was before."""
    ops: list[Op] = []
    short = document.copy()
    for table, names in _TEXTS.items():
        rows = {document.meta["id"]: document.meta} if table == "meta" else document.tables[table]
        most = (_LINES, _LETTERS) if table == "cards" else (_FEW, _SHORT)
        for row_id, row in rows.items():
            cut = {name: text for name in names for text in [_cut(row[name], *most)] if text != row[name]}
            if cut:
                ops.append(Op("set", table, row_id, cut))
    return short, short.apply(ops)


def _cut(text: str, lines: int, letters: int) -> str:
    kept = "\n".join(text.split("\n")[:lines])[:letters]
    return text if kept == text else f"{kept}… ({plural(len(text) - len(kept), 'more character')})"
