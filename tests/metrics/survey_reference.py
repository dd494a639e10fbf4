"""Survey metrics in plain Python over each row: slow, and plain enough to be believed."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats
from statsmodels.stats.weightstats import DescrStatsW


def random_survey(seed: int, rows: int = 400) -> pd.DataFrame:
    """Answers with blanks, codes, weights, groups and times; some of everything is missing."""
    rng = np.random.default_rng(seed)

    def blanks(values: Any, share: float = 0.1) -> Any:
        return pd.Series(values).where(rng.random(rows) > share)

    frame: pd.DataFrame = pd.DataFrame(
        {
            "nps": blanks(rng.choice([*range(11), 99], size=rows)),
            "sat": blanks(rng.choice([1, 2, 3, 4, 5, 6], size=rows, p=[0.1, 0.1, 0.2, 0.3, 0.2, 0.1])),
            "want": blanks(rng.choice([1, 2, 3, 4, 5, 6], size=rows, p=[0.05, 0.1, 0.15, 0.3, 0.3, 0.1])),
            "said": blanks(rng.choice(["1", "2", "3", "4", " 5", "Blank", " "], size=rows)).astype(object),
            "minutes": blanks(rng.gamma(3, 4, size=rows).round(2)),
            "blank": np.full(rows, np.nan),
            "touch point": rng.choice(["Pay", "Ride", 'O\'Neil "x"; --'], size=rows),
            "plan": rng.choice(["pro", "free"], size=rows),
            "age": rng.integers(18, 80, size=rows),
            "weight": rng.choice([0.5, 1.0, 1.7, 3.0], size=rows),
            "at": pd.Timestamp("2025-11-01") + pd.to_timedelta(rng.integers(0, 200 * 86_400, size=rows), unit="s"),
        }
    ).astype({"touch point": object, "plan": object, "at": "datetime64[us]"})
    return frame


class Answers:
    """The answers at one place, one by one: `values` and `weights` of those that count."""

    def __init__(self, rows: pd.DataFrame, columns: list[str], weight: str | None, drop: Iterable[float]) -> None:
        self.missing = self.dropped = 0
        self.values: list[tuple[float, ...]] = []
        self.weights: list[float] = []
        for _, row in rows.iterrows():
            answers = tuple(float(row[column]) for column in columns)
            if any(math.isnan(answer) for answer in answers):
                self.missing += 1
            elif any(answer in drop for answer in answers):
                self.dropped += 1
            else:
                self.values.append(answers)
                self.weights.append(1.0 if weight is None else float(row[weight]))

    @property
    def n(self) -> int:
        return len(self.values)

    @property
    def n_eff(self) -> float:
        return sum(self.weights) ** 2 / sum(weight**2 for weight in self.weights) if self.weights else 0.0

    def share(self, test: Callable[..., bool]) -> float:
        total = sum(self.weights)
        return sum(w for value, w in zip(self.values, self.weights, strict=True) if test(*value)) / total

    def mean(self) -> tuple[float, float, float]:
        """The mean and its t interval."""
        held = DescrStatsW([value[0] for value in self.values], weights=self.weights)
        n = self.n_eff
        half = stats.t.ppf(0.975, n - 1) * math.sqrt(held.var / (n - 1))
        return held.mean, held.mean - half, held.mean + half
