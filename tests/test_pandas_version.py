"""Which pandas the other tests ran with; `make pandas2` sets the older one."""

from __future__ import annotations

import os

import pandas as pd


def test_pandas_is_the_one_asked_for() -> None:
    asked = "2." if "pandas2" in os.environ.get("PYTHONPATH", "") else ("2.", "3.")
    assert pd.__version__.startswith(asked)
