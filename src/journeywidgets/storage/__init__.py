"""Files: ``.journey.json`` and ``.study.json``, their journals, and how both outlive a crash."""

from journeywidgets.storage.files import DocumentFile, StorageWarning
from journeywidgets.storage.format import VERSION, Contents, Extras
from journeywidgets.storage.kinds import JOURNEY, STUDY, FileFormat
from journeywidgets.storage.opening import open_file, read, shared, write
from journeywidgets.storage.purging import Scrub

__all__ = [
    "JOURNEY",
    "STUDY",
    "VERSION",
    "Contents",
    "DocumentFile",
    "Extras",
    "FileFormat",
    "Scrub",
    "StorageWarning",
    "open_file",
    "read",
    "shared",
    "write",
]
