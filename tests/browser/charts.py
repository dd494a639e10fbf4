"""The charts that the tests show beside the map of the design."""

from __future__ import annotations

import altair as alt
import pandas as pd

from journeywidgets import Journey
from journeywidgets.metrics.result import result

LINKED = """from journeywidgets import Journey, JourneyMap, charts
from tests.browser.journeys import *
from tests.browser.charts import *
"""
_REACHED = {"aware": 41208, "consider": 19903, "signup": 6170, "ride": 5200, "retain": 3100}
_METHOD = "ordered, best chain, within 7 days; share of those who reached the stage before; Wilson"
_SHARES = {"co": 0.6, "vi": 0.4}


def funnel(j: Journey, *, by_persona: bool = False) -> pd.DataFrame:
    """Return a result as `metrics.funnel` gives it, over the stages of a journey."""
    stages = list(j.stages.index)
    counts = [_REACHED.get(stage, max(30_000 - 900 * at, 100)) for at, stage in enumerate(stages)]
    rows = []
    for persona in _SHARES if by_persona else (None,):
        share = _SHARES[persona] if persona else 1
        before = int(counts[0] * share)
        for stage, count in zip(stages, counts, strict=True):
            reached = int(count * share)
            rate = 100 * reached / before
            figures = {"entered": before, "converted": reached, "drop_off": before - reached}
            interval = {"value": rate, "low": rate - 0.5, "high": min(rate + 0.5, 100), "n": before}
            rows.append({"stage": stage, "persona": persona, **interval, **figures})
            before = reached
    return result(rows, metric="Conversion", method=_METHOD, extras=dict.fromkeys(figures, "Int64"))


def complaints(j: Journey, title: str = "Complaints") -> alt.Chart:
    """Return a chart of a person's own: a bar a stage, by its title."""
    titles = list(j.stages["title"])
    frame = pd.DataFrame({"stage": titles, "complaints": [7 * (at + 1) % 23 + 3 for at, _ in enumerate(titles)]})
    chart = alt.Chart(frame, title=title).mark_bar()
    made: alt.Chart = chart.encode(x=alt.X("stage:N", sort=None, title=None), y="complaints:Q")
    return made


def moods(j: Journey) -> alt.Chart:
    """Return a chart of single cards: a point for each that has a score, to be brushed along x."""
    scored = j.cards[j.cards["score"].notna()].reset_index(names="card")
    frame = scored[["card", "persona", "score", "text"]].assign(position=range(len(scored)))
    marks = alt.Chart(frame, title="Moods", width=360, height=160).mark_point(
        style=["jw-pick", "jw-brush"], size=120, filled=True
    )
    made: alt.Chart = marks.encode(x="position:Q", y="score:Q", color="persona:N", tooltip=["card:N", "score:Q"])
    return made


def brushed(j: Journey) -> alt.Chart:
    """Return a chart whose stages can be brushed."""
    made: alt.Chart = complaints(j).mark_bar(style=["jw-pick", "jw-brush"])
    return made
