"""What `attach` of a thousand values sends to a page: the first time, and after a rerun."""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd

from benchmarks.report import figure
from journeywidgets import Journey
from journeywidgets.widgets.wire import Message, Wire, size

STAGES, PERSONAS, PERIODS = 20, 10, 5
LIMIT = 256 * 1024


def result(seed: int) -> pd.DataFrame:
    """Return a result of a thousand values, of as many digits as figures have."""
    groups = product(range(STAGES), range(PERSONAS), range(1, PERIODS + 1))
    frame: pd.DataFrame = pd.DataFrame(groups, columns=["stage", "persona", "period"])
    frame["stage"] = "Stage " + frame["stage"].astype(str)
    frame["persona"] = "Persona " + frame["persona"].astype(str)
    frame["period"] = "2026-09-0" + frame["period"].astype(str)
    share = np.random.default_rng(seed).random(len(frame))
    frame = frame.assign(metric="Conversion", value=100 * share, low=97 * share, high=103 * share, unit="%")
    frame["n"] = (1_000_000 * share).astype(int)
    return frame


def main() -> None:
    """Print the figures."""
    stages = [f"Stage {number}" for number in range(STAGES)]
    j = Journey("Attached", stages=stages, personas=[f"Persona {number}" for number in range(PERSONAS)], seed=1)
    sent: list[Message] = []
    wire = Wire(j, sent.append)
    for seed, which in ((1, "the first time"), (2, "again, all of them changed")):
        sent.clear()
        j.attach(result(seed), "Conversion")
        wire.flush()
        assert len(j.values) == STAGES * PERSONAS * PERIODS
        assert {message["type"] for message in sent} == {"patch"}
        figure(f"attach of 1 000 values {which}, messages to the page", len(sent), 1, "messages")
        figure(f"attach of 1 000 values {which}, bytes / the most that a message may have", size(sent[0]) / LIMIT, 1)
    wire.close()
