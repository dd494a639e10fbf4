"""`journeywidgets templates`: what a new journey may begin with."""

from __future__ import annotations

import click

from journeywidgets.cli.console import DONE, answer, columns, say
from journeywidgets.cli.group import Command
from journeywidgets.cli.options import as_json
from journeywidgets.model.templates import TEMPLATES
from journeywidgets.model.templates import templates as listed


@click.command(cls=Command)
@click.argument("name", required=False, type=click.Choice(list(TEMPLATES)))
@as_json
def templates(*, name: str | None, as_json: bool) -> int:
    """List what new journeys begin with.

    With NAME, tell all of one template, with its source.
    """
    found = [each for each in listed() if name in (None, each["name"])]
    if as_json:
        return answer(DONE, templates=found)
    if name is None:
        columns([(each["name"], " · ".join(each["stages"])) for each in found])
        return DONE
    (one,), template = found, TEMPLATES[name]
    say(one["title"])
    say("Stages")
    columns(template.stages, indent="  ")
    say("Lanes")
    columns([(lane["title"], lane.get("description", "")) for lane in template.lanes], indent="  ")
    say("Source:", one["source"])
    return DONE
