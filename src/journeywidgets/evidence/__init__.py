"""Evidence: notes, quotes and codes, who said what, and who may see it."""

from typing import TYPE_CHECKING, Any

from journeywidgets.evidence.analysis.agreement import agreement, disagreements
from journeywidgets.evidence.analysis.co_occurrence import co_occurrence
from journeywidgets.evidence.analysis.crosstab import crosstab
from journeywidgets.evidence.analysis.saturation import saturation
from journeywidgets.evidence.analysis.suggestions import suggest
from journeywidgets.evidence.privacy.redact import redact
from journeywidgets.evidence.study import Study

if TYPE_CHECKING:
    from journeywidgets.evidence.share import check_share

__all__ = [
    "Study",
    "agreement",
    "check_share",
    "co_occurrence",
    "crosstab",
    "disagreements",
    "redact",
    "saturation",
    "suggest",
]


def __getattr__(name: str) -> Any:
    # Not before it is asked for: it is a program too, and Python warns of one that is loaded already.
    if name == "check_share":
        from journeywidgets.evidence.share import check_share

        return check_share
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
