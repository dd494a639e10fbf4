"""Rows of any engine as one lazy narwhals frame, and small results back as plain rows.

Paths, pandas and pyarrow run on an embedded DuckDB; polars, DuckDB relations, Spark and Ibis stay
where they are, and stay lazy. Nothing above this folder knows which engine it runs on.
"""

from journeywidgets.metrics.engine.events import ACTOR, EVENT, TIME, Events, events
from journeywidgets.metrics.engine.names import check_names
from journeywidgets.metrics.engine.period import PERIODS, period_label, period_start, period_starts
from journeywidgets.metrics.engine.rows import rows
from journeywidgets.metrics.engine.source import table

__all__ = [
    "ACTOR",
    "EVENT",
    "PERIODS",
    "TIME",
    "Events",
    "check_names",
    "events",
    "period_label",
    "period_start",
    "period_starts",
    "rows",
    "table",
]
