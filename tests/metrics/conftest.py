"""Fixtures of the metrics."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.metrics.engines import EVERY_ENGINE, Engine, stop_spark


@pytest.fixture(params=EVERY_ENGINE)
def engine(request: pytest.FixtureRequest) -> Engine:
    """Return each engine in turn; call it with a pandas frame for the table it reads."""
    found: Engine = request.param
    return found


@pytest.fixture(scope="session", autouse=True)
def _spark_stops() -> Iterator[None]:
    yield
    stop_spark()
