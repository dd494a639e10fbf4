"""Tidy results and journeys -> Altair charts, to compose further and to link with the map."""

from journeywidgets.charts.params import linked

__all__ = ["linked"]
