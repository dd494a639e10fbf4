"""DataFrame <-> rows: tables as frames, frames back as operations, and reports as frames."""

from journeywidgets.frames.attach import attachment
from journeywidgets.frames.attribute import TableFrame
from journeywidgets.frames.cards import document_from_cards
from journeywidgets.frames.gaps import gaps_frame
from journeywidgets.frames.reports import diff_frame, history_frame, map_frame
from journeywidgets.frames.tables import Frames

__all__ = [
    "Frames",
    "TableFrame",
    "attachment",
    "diff_frame",
    "document_from_cards",
    "gaps_frame",
    "history_frame",
    "map_frame",
]
