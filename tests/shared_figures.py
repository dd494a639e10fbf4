"""Writes tests/fixtures/figures.json: what a metric lane says. `python -m tests.shared_figures`.

The cases are random but repeatable; the words are Python's. They are read by `test_measures.py`
and by the page's tests, so that neither can drift from the other.
"""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

from journeywidgets.export.content.comparison import note
from journeywidgets.export.content.measures import Figure, Measures
from journeywidgets.export.plain.sparkline import shape
from journeywidgets.model.document import Document
from journeywidgets.model.periods import place

FILE = Path(__file__).parent / "fixtures" / "figures.json"

PERIODS = (
    "2026", "0999", "2026-Q1", "2025-Q4", "2026-Q5", "2026-01", "2025-12", "2026-13", "2026-00", "2026-W01", "2025-W52",
    "2026-W53", "2025-W53", "2027-W01", "2026-W00", "2024-W52", "2026-02-28", "2026-03-01", "2024-02-29", "2026-02-29",
    "1000-01-01", "1969-12-31", "9999-12-31", "", "spring", "2026 ", "2026-1", "\u0662\u0660\u0662\u0666",
)  # fmt: skip
_CALENDARS = (
    ("2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2", "2026-Q3"),
    ("2026-07", "2026-08", "2026-09", "2026-11"),
    ("2026-W37", "2026-W38", "2026-W40"),
    ("Wave 1", "Wave 2", "Wave 3", "\U0001f6b2", "\uff5e"),
    ("2025", "2026"),
)
_CASES = 100


def main() -> None:
    """Write the fixture."""
    draw = random.Random(2026)  # noqa: S311 - repeatable on purpose
    cases = [_case(draw) for _ in range(_CASES)]
    lines = [f'"periods": {_compact({period: place(period) for period in PERIODS})}', _cases(cases)]
    FILE.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def _cases(cases: list[dict[str, Any]]) -> str:
    return '"cases": [\n' + ",\n".join(_compact({**case, "says": says(case)}) for case in cases) + "\n]"


def _compact(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"))


def plain(found: Figure, target: float | None) -> dict[str, Any]:
    """Return a figure as plain data, its trend with its drawing."""
    trend = found.trend and {
        "words": found.trend.words,
        "points": [[point.x, point.row["id"]] for point in found.trend.points],
        "shape": vars(shape(found.trend.points, target, 100, 24, 3)),
    }
    names = ("persona", "kind", "text", "interval", "n", "thin", "period", "late")
    compared = {"change": found.change and vars(found.change), "verdict": found.verdict and vars(found.verdict)}
    return {**{name: getattr(found, name) for name in names}, **compared, "trend": trend}


def says(case: dict[str, Any]) -> dict[str, Any]:
    """Return all that a lane says of a case."""
    document = Document.from_dict(
        {
            "meta": {"id": "j"},
            "stages": [{"id": "a"}, {"id": "b"}],
            "personas": [{"id": name, "name": name} for name in ("co", "vi", "se")],
            "metrics": [{"id": "m", **case["metric"]}],
            "values": [{"metric": "m", **row} for row in case["values"]],
        }
    )
    personas = [row["id"] for row in document.shown("personas")]
    measures = Measures(document.tables["metrics"]["m"], document.tables["values"].values(), personas)
    found = {stage: measures.figures(stage, case["chosen"]) for stage in ("a", "b")}
    pairs = {stage: measures.pair(figures) for stage, figures in found.items()}
    gaps = {stage: pair and measures.gap(*pair) for stage, pair in pairs.items()}
    return {
        "note": note(measures.style),
        "figures": {stage: [plain(one, measures.style.target) for one in figures] for stage, figures in found.items()},
        "gaps": {stage: one and vars(one) for stage, one in gaps.items()},
    }


def _case(draw: random.Random) -> dict[str, Any]:
    calendar = draw.choice(_CALENDARS)
    unit = draw.choice(["%", "%", "", "h", "a unit with a very long name"])
    scale = draw.choice([1, 10, 100, 100, 5000])
    number = draw.choice([1, 4, 12, 24, 24])
    values = [_value(draw, f"v{at:02}", calendar, unit, scale) for at in range(number)]
    target = draw.choice([None, scale / 2, scale / 3, 0])
    metric = {"unit": unit, "direction": draw.choice(["up", "down"]), "target": target}
    return {
        "metric": metric,
        "values": values,
        "chosen": draw.choice([[], [], ["vi"], ["co", "vi"], ["co", "vi", "se"]]),
    }


def _value(draw: random.Random, row_id: str, calendar: tuple[str, ...], unit: str, scale: float) -> dict[str, Any]:
    row: dict[str, Any] = {
        "id": row_id,
        "stage": draw.choice(["a", "a", "b"]),
        "persona": draw.choice([None, "co", "co", "vi", "vi", "se"]),
        "period": draw.choice([*calendar * 4, None, "2026", ""]),
        "n": draw.choice([None, None, 0, 3, 46, 50, 41208]),
        "computed_at": draw.choice([None, "2026-09-01T00:00:00Z", "2026-09-02T00:00:00Z"]),
    }
    if draw.random() < 0.2:
        return {**row, "note": draw.choice(["", "", "median not reached"])}
    low = 0 if unit == "%" else draw.choice([0, -scale])
    row["value"] = value = round(draw.uniform(low, scale), draw.choice([0, 1, 4]))
    if draw.random() < 0.75:
        half = scale * draw.choice([0.001, 0.05, 0.3])
        row["low"], row["high"] = round(value - half, 3), round(value + half * draw.uniform(0.5, 1.5), 3)
    elif draw.random() < 0.3:
        row["high"] = value + 1
    return row


if __name__ == "__main__":
    main()
