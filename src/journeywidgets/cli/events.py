"""Events: an event log as a table, for `journeywidgets.metrics`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from journeywidgets.cli.console import doing, rows
from journeywidgets.cli.source import PIPE
from journeywidgets.errors import JourneyError

if TYPE_CHECKING:
    import pandas as pd

LOG = "xes"
"""The name of the format."""


def is_log(path: Path, kind: str | None) -> bool:
    """Return whether a file is an event log, by the name of its format or the ending of its own."""
    return kind == LOG or (kind is None and path.name.lower().endswith((".xes", ".xes.gz")))


def convert_log(source: Path, target: Path, options: Mapping[str, Any]) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Write the events of a log as a table; return what had no place in it, and what there is to say of the table.

    Parameters
    ----------
    source
        A ``.xes`` file, packed by gzip or not.
    target
        A ``.parquet`` file, where columns keep their types, or a ``.csv``, where they are text.
    options
        Of a ``.csv``: ``formulas``, whether text that begins as a formula does is written as it is.

    Raises
    ------
    JourneyError
        `source` is no event log, or `target` no table.
    """
    from journeywidgets.export.written import Binary, Text, put
    from journeywidgets.formats import read_xes

    kind = target.suffix.lower().removeprefix(".")
    known = {"csv": {"formulas"}, "parquet": set()}
    if PIPE in (source, target) or kind not in known:
        raise JourneyError(f"an event log becomes a .parquet or .csv file of its events, not {target}.")
    unknown = sorted(options.keys() - known[kind])
    if unknown:
        raise JourneyError(f"a .{kind} of events has no option {unknown[0]!r}. Leave it out.")
    with doing(f"Reading {source.name}"):
        log = read_xes(source)
    with doing(f"Writing {target.name}"):
        made = Binary(_parquet(log.events)) if kind == "parquet" else Text(_csv(log.events, **options))
        put(target, made)
    told = {"path": str(target), "format": kind, "bytes": len(made.data()), "events": len(log.events), "losses": []}
    return rows(log.losses), told


def _parquet(events: pd.DataFrame) -> bytes:
    import duckdb

    with TemporaryDirectory() as folder, duckdb.connect() as connection:
        file = Path(folder) / "events.parquet"
        connection.execute("SET TimeZone = 'UTC'")
        connection.from_df(events).write_parquet(str(file), compression="zstd")
        return file.read_bytes()


def _csv(events: pd.DataFrame, *, formulas: bool = False) -> str:
    from journeywidgets.formats.separated import separated

    def lines() -> Iterator[Sequence[str]]:
        yield [str(name) for name in events.columns]
        for row in events.itertuples(index=False, name=None):
            yield [_cell(value) for value in row]

    return separated(lines(), formulas=formulas)


def _cell(value: Any) -> str:
    import pandas as pd

    if value is None or value is pd.NA or value is pd.NaT or value != value:  # noqa: PLR0124 - NaN is not itself
        return ""
    if isinstance(value, pd.Timestamp):
        return str(value.isoformat())
    return str(value).lower() if isinstance(value, bool) else str(value)
