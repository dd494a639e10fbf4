"""How far each actor got through a sequence of stages, computed where the rows are.

A *chain* is a series of distinct events of one actor, one for each stage from the first on. Events are
taken in one total order: by time, and within an instant by the stages that they fit (the set with the
earlier stage first, and of two that begin alike the one that goes on; events of no stage come last). What
is equal in all of that is interchangeable, so that every engine returns the same whole numbers.

`steps` brings rows into that order; `ordered`, `strict` and `unordered` each find the furthest stage;
`levels` counts actors.
"""

from journeywidgets.metrics.behaviour.chains.levels import Level, levels
from journeywidgets.metrics.behaviour.chains.rules import ENTRIES, ORDERS, Rules

__all__ = ["ENTRIES", "ORDERS", "Level", "Rules", "levels"]
