"""Evidence: notes, quotes and codes, who said what, and who may see it."""

from journeywidgets.evidence.analysis.agreement import agreement, disagreements
from journeywidgets.evidence.analysis.co_occurrence import co_occurrence
from journeywidgets.evidence.analysis.crosstab import crosstab
from journeywidgets.evidence.analysis.saturation import saturation
from journeywidgets.evidence.analysis.suggestions import suggest
from journeywidgets.evidence.redact import redact
from journeywidgets.evidence.study import Study

__all__ = ["Study", "agreement", "co_occurrence", "crosstab", "disagreements", "redact", "saturation", "suggest"]
