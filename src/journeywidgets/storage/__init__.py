"""Journey files: ``.journey.json``, its journal, and how both outlive a crash."""

from journeywidgets.storage.files import JourneyFile, StorageWarning
from journeywidgets.storage.format import SUFFIX, VERSION, Contents, Extras
from journeywidgets.storage.opening import open_journey, read, shared, write

__all__ = [
    "SUFFIX",
    "VERSION",
    "Contents",
    "Extras",
    "JourneyFile",
    "StorageWarning",
    "open_journey",
    "read",
    "shared",
    "write",
]
