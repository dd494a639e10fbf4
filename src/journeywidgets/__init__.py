"""Customer journey maps in notebooks: editable, in step with DataFrames, readable anywhere."""

from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from journeywidgets.errors import (
    EvidenceError,
    FormatError,
    JourneyError,
    JourneyWarning,
    MetricError,
    ReadOnlyError,
    StorageError,
    TableError,
    UndoError,
    VersionError,
)
from journeywidgets.journey import Journey, templates
from journeywidgets.model.emotion import rescale
from journeywidgets.tabular import Tabular
from journeywidgets.widgets.journey_map import JourneyMap
from journeywidgets.widgets.persona_cards import PersonaCards

if TYPE_CHECKING:
    from journeywidgets.widgets.notes_coder import NotesCoder

__version__ = version("journeywidgets")
__all__ = [
    "EvidenceError",
    "FormatError",
    "Journey",
    "JourneyError",
    "JourneyMap",
    "JourneyWarning",
    "MetricError",
    "NotesCoder",
    "PersonaCards",
    "ReadOnlyError",
    "StorageError",
    "TableError",
    "UndoError",
    "VersionError",
    "__version__",
    "rescale",
    "templates",
]


def _coder(study: Any) -> Any:
    from journeywidgets.widgets.notes_coder import NotesCoder

    return NotesCoder(study)


def __getattr__(name: str) -> Any:
    # With it comes all of `evidence`, which a notebook without a study does not wait for.
    if name == "NotesCoder":
        from journeywidgets.widgets.notes_coder import NotesCoder

        return NotesCoder
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


Tabular.views.update(journey=JourneyMap, study=_coder)
