"""Readers: files and frames to plain rows, each with a report of what was read, dropped and unsure."""

from __future__ import annotations

from journeywidgets.evidence.readers.choice import KINDS, kind_of, read
from journeywidgets.evidence.readers.reading import Reading
from journeywidgets.evidence.readers.report import ReadReport

__all__ = ["KINDS", "ReadReport", "Reading", "kind_of", "read"]
