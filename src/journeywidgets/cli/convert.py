"""`journeywidgets convert`: a journey from one format into another, with a report of what had no place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from journeywidgets.cli.console import DONE, FOUND, answer, count, rows, say
from journeywidgets.cli.events import LOG, convert_log, is_log
from journeywidgets.cli.group import Command
from journeywidgets.cli.options import FILE, as_json, share
from journeywidgets.cli.output import options_of, put, tell_losses, tell_withheld
from journeywidgets.cli.source import PIPE, journey_of, there
from journeywidgets.formats import FORMATS

_READS = [each.name for each in FORMATS.values() if each.reads]
_WRITES = [each.name for each in FORMATS.values() if each.writes]


@click.command(
    cls=Command,
    epilog="journeywidgets convert plan.mmd plan.journey.json\n"
    "journeywidgets convert bike.journey.json bike.xlsx\n"
    "journeywidgets convert log.xes.gz events.parquet",
)
@click.argument("source", type=FILE)
@click.argument("target", type=FILE)
@click.option(
    "--from", "source_kind", type=click.Choice([*_READS, LOG]), help="What SOURCE is. Default: as its name ends."
)
@click.option("--to", "target_kind", type=click.Choice(_WRITES), help="What TARGET is. Default: as its name ends.")
@click.option("--from-option", "-F", "reading", multiple=True, metavar="NAME=VALUE", help="How SOURCE is to be read.")
@click.option("--to-option", "-O", "writing", multiple=True, metavar="NAME=VALUE", help="How TARGET is to be written.")
@click.option("--strict", is_flag=True, help="End with 1 where something had no place.")
@click.option("--force", is_flag=True, help="Replace a .journey.json file that is there.")
@share
@as_json
def convert(
    *,
    source: Path,
    target: Path,
    source_kind: str | None,
    target_kind: str | None,
    reading: tuple[str, ...],
    writing: tuple[str, ...],
    strict: bool,
    force: bool,
    share: str,
    as_json: bool,
) -> int:
    """Turn a journey into another format.

    Reads the journey in SOURCE and writes it to TARGET; - is the standard input or output. What had no place, on
    reading or on writing, is counted by reason; --json lists every value. A log of events (.xes, .xes.gz)
    becomes a .parquet or .csv table of them.
    """
    if as_json and target == PIPE:
        raise click.UsageError("--json and the target - would both fill the standard output; give one of them")
    if is_log(source, source_kind):
        lost, made = convert_log(there(source), target, options_of(writing, "--to-option"))
        return _told(source, lost, made, strict=strict, as_json=as_json)
    journey = journey_of(source, source_kind, options_of(reading, "--from-option"))
    lost = [] if journey.losses is None else rows(journey.losses)
    made = put(journey, target, target_kind, share, options_of(writing, "--to-option"), force=force)
    withheld = tell_withheld(journey, share)
    return _told(source, lost, made, strict=strict, as_json=as_json, withheld=withheld)


def _told(
    source: Path, lost: list[dict[str, Any]], made: dict[str, Any], *, strict: bool, as_json: bool, **more: Any
) -> int:
    """Say what was written and what was lost, and return the status."""
    status = FOUND if strict and (lost or made["losses"]) else DONE
    if as_json:
        return answer(status, source=str(source), read={"losses": lost}, written=made, **more)
    tell_losses(f"read from {source}", lost)
    tell_losses(f"written to {made['path']}", made["losses"])
    if made["path"] == str(PIPE):
        return status
    if "events" in made:
        say(f"{made['path']}: a table of {count(made['events'], 'event')}, {made['bytes']:,} bytes")
    else:
        say(f"{made['path']}: {FORMATS[made['format']].noun}, {made['bytes']:,} bytes")
    return status
