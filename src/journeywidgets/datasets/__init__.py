"""Made-up data whose truth is known: riders of a city's rental bikes, their events and their answers."""

from journeywidgets.datasets.parquet import to_parquet
from journeywidgets.datasets.simulation import Simulation, simulate
from journeywidgets.datasets.world import World

__all__ = ["Simulation", "World", "simulate", "to_parquet"]
