"""Evidence: notes, quotes and codes, who said what, and who may see it."""

from journeywidgets.evidence.study import Study

__all__ = ["Study"]
