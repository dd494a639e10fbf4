"""Raw events and survey answers -> tidy results, each number with its method, n and interval."""

from journeywidgets.metrics.behaviour.churn import churn
from journeywidgets.metrics.behaviour.deviations import deviations
from journeywidgets.metrics.behaviour.funnel import funnel
from journeywidgets.metrics.behaviour.retention import retention
from journeywidgets.metrics.behaviour.time_in_stage import time_in_stage
from journeywidgets.metrics.behaviour.transitions import links, transitions
from journeywidgets.metrics.compare import compare
from journeywidgets.metrics.expression import parse as expr
from journeywidgets.metrics.segments import segments, write_shares
from journeywidgets.metrics.survey.ces import ces
from journeywidgets.metrics.survey.csat import csat
from journeywidgets.metrics.survey.nps import nps
from journeywidgets.metrics.survey.opportunity import opportunity
from journeywidgets.metrics.survey.score import score

__all__ = [
    "ces",
    "churn",
    "compare",
    "csat",
    "deviations",
    "expr",
    "funnel",
    "links",
    "nps",
    "opportunity",
    "retention",
    "score",
    "segments",
    "time_in_stage",
    "transitions",
    "write_shares",
]
