"""Tidy results and journeys -> Altair charts, to compose further and to link with the map."""

from journeywidgets.charts.funnel import funnel
from journeywidgets.charts.params import linked
from journeywidgets.charts.theme import theme

__all__ = ["funnel", "linked", "theme"]
