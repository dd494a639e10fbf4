"""`journeywidgets convert`: a journey from one format into another, with a report of what had no place."""

from __future__ import annotations

from pathlib import Path

import click

from journeywidgets.cli.console import DONE, FOUND, answer, rows, say
from journeywidgets.cli.group import Command
from journeywidgets.cli.options import FILE, as_json, share
from journeywidgets.cli.output import options_of, put, tell_losses, tell_withheld
from journeywidgets.cli.source import PIPE, journey_of
from journeywidgets.formats import FORMATS

_READS = [each.name for each in FORMATS.values() if each.reads]
_WRITES = [each.name for each in FORMATS.values() if each.writes]


@click.command(
    cls=Command,
    epilog="journeywidgets convert plan.mmd plan.journey.json\njourneywidgets convert bike.journey.json bike.xlsx",
)
@click.argument("source", type=FILE)
@click.argument("target", type=FILE)
@click.option("--from", "source_kind", type=click.Choice(_READS), help="What SOURCE is. Default: as its name ends.")
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
    reading or on writing, is counted by reason; --json lists every value.
    """
    if as_json and target == PIPE:
        raise click.UsageError("--json and the target - would both fill the standard output; give one of them")
    journey = journey_of(source, source_kind, options_of(reading, "--from-option"))
    lost = [] if journey.losses is None else rows(journey.losses)
    made = put(journey, target, target_kind, share, options_of(writing, "--to-option"), force=force)
    status = FOUND if strict and (lost or made["losses"]) else DONE
    if as_json:
        withheld = tell_withheld(journey, share)
        return answer(status, source=str(source), read={"losses": lost}, written=made, withheld=withheld)
    tell_losses(f"read from {source}", lost)
    tell_losses(f"written to {target}", made["losses"])
    tell_withheld(journey, share)
    if target != PIPE:
        say(f"{target}: {FORMATS[made['format']].noun}, {made['bytes']:,} bytes")
    return status
