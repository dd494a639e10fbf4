"""The executed notebook as a report: one HTML page that needs nothing beside itself."""

from __future__ import annotations

from journeywidgets.report.writing import report

__all__ = ["report"]
