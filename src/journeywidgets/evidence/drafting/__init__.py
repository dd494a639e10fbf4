"""The first draft of a map from a coded study."""

from journeywidgets.evidence.drafting.draft import Draft, draft

__all__ = ["Draft", "draft"]
