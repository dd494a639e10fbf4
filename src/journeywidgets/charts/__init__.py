"""Tidy results and journeys -> Altair charts, to compose further and to link with the map."""

from journeywidgets.charts.agreement import agreement
from journeywidgets.charts.co_occurrence import co_occurrence
from journeywidgets.charts.compare import compare
from journeywidgets.charts.crosstab import crosstab
from journeywidgets.charts.dashboard import dashboard
from journeywidgets.charts.emotion import emotion
from journeywidgets.charts.funnel import funnel
from journeywidgets.charts.link import link
from journeywidgets.charts.nps import nps
from journeywidgets.charts.params import linked
from journeywidgets.charts.retention import retention
from journeywidgets.charts.saturation import saturation
from journeywidgets.charts.theme import theme
from journeywidgets.charts.time_in_stage import time_in_stage
from journeywidgets.charts.transitions import transitions
from journeywidgets.charts.trend import trend

__all__ = [
    "agreement",
    "co_occurrence",
    "compare",
    "crosstab",
    "dashboard",
    "emotion",
    "funnel",
    "link",
    "linked",
    "nps",
    "retention",
    "saturation",
    "theme",
    "time_in_stage",
    "transitions",
    "trend",
]
