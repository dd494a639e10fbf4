"""Customer journey maps in notebooks: editable, in step with DataFrames, readable anywhere."""

from importlib.metadata import version

from journeywidgets.errors import (
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
from journeywidgets.widgets.journey_map import JourneyMap
from journeywidgets.widgets.notes_coder import NotesCoder
from journeywidgets.widgets.persona_cards import PersonaCards

__version__ = version("journeywidgets")
__all__ = [
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
