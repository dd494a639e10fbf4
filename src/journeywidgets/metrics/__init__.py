"""Raw events and survey answers -> tidy results, each number with its method, n and interval."""

# A line for each public name: `from journeywidgets.metrics.funnel import funnel`. Not lazy, for a function
# and its module share a name, and whichever is bound last is what `metrics.funnel` means.

from journeywidgets.metrics.ces import ces
from journeywidgets.metrics.churn import churn
from journeywidgets.metrics.compare import compare
from journeywidgets.metrics.csat import csat
from journeywidgets.metrics.deviations import deviations
from journeywidgets.metrics.expression import parse as expr
from journeywidgets.metrics.funnel import funnel
from journeywidgets.metrics.nps import nps
from journeywidgets.metrics.opportunity import opportunity
from journeywidgets.metrics.retention import retention
from journeywidgets.metrics.score import score
from journeywidgets.metrics.segments import segments, write_shares
from journeywidgets.metrics.time_in_stage import time_in_stage
from journeywidgets.metrics.transitions import links, transitions

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
