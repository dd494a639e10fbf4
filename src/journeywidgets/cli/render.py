"""`journeywidgets render`: a map as a page, a drawing, a picture, a PDF or slides, to be looked at."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from journeywidgets.cli.console import DONE, answer, given, say, through
from journeywidgets.cli.group import Command
from journeywidgets.cli.options import FILE, as_json, share
from journeywidgets.cli.output import options_of, put, tell_losses, tell_withheld
from journeywidgets.cli.source import PIPE, journey_of
from journeywidgets.errors import FormatError, JourneyError
from journeywidgets.formats import FORMATS, format_of

_SEEN = ("html", "svg", "png", "pdf", "pptx")
_OWN = {"scale": ("png",), "page": ("pdf",), "theme": ("html", "svg", "png", "pdf", "pptx")}


@click.command(cls=Command, epilog="journeywidgets render bike.journey.json -o bike.html -o bike.pdf --page A3")
@click.argument("source", type=FILE)
@click.option("--output", "-o", "outputs", multiple=True, type=FILE, help="A file to write; may be given repeatedly.")
@click.option("--to", "kind", type=click.Choice(_SEEN), help="The format, where the name of the file does not say it.")
@click.option("--theme", type=click.Choice(["light", "dark"]), help="Default: light; of a page, the reader's.")
@click.option("--scale", type=click.FloatRange(min=0, min_open=True), help="Of a .png: pixels for each CSS pixel.")
@click.option("--page", help="Of a .pdf: the paper, such as A4, A3 or letter.")
@click.option("--option", "-O", "pairs", multiple=True, metavar="NAME=VALUE", help="Another option of the format.")
@share
@as_json
def render(
    *,
    source: Path,
    outputs: tuple[Path, ...],
    kind: str | None,
    theme: str | None,
    scale: float | None,
    page: str | None,
    pairs: tuple[str, ...],
    share: str,
    as_json: bool,
) -> int:
    """Draw a map, or show it as text.

    Draws the map in SOURCE to files named .html, .svg, .png, .pdf or .pptx; without --output it is shown as text.
    """
    if as_json and (PIPE in outputs or (kind and not outputs)):
        raise click.UsageError("--json and a picture would both fill the standard output; give --output")
    journey = journey_of(source)
    if not outputs and kind is None:
        return _as_text(journey, share, as_json)
    own = given({"theme": theme, "scale": scale, "page": page})
    targets = [(path, _kind(path, kind)) for path in outputs or (PIPE,)]
    _check(own, [name for _, name in targets])
    told = []
    for path, name in through(targets, "Drawing"):
        options = {key: value for key, value in own.items() if name in _OWN[key]}
        told.append(put(journey, path, name, share, {**options, **options_of(pairs, "--option")}))
    withheld = tell_withheld(journey, share)
    if as_json:
        return answer(DONE, source=str(source), written=told, withheld=withheld)
    for made in told:
        tell_losses(made["path"], made["losses"])
        if made["path"] != str(PIPE):
            say(f"{made['path']}: {FORMATS[made['format']].noun}, {made['bytes']:,} bytes")
    return DONE


def _kind(path: Path, name: str | None) -> str:
    """Return the format of an output."""
    try:
        found = name or format_of(path).name
    except FormatError:
        found = ""
    if found not in _SEEN:
        raise JourneyError(f"{path}: render writes {', '.join(_SEEN)}. For other formats there is `convert`.")
    return found


def _check(own: dict[str, Any], kinds: list[str]) -> None:
    for option in own:
        if not set(_OWN[option]) & set(kinds):
            raise JourneyError(f"--{option} is for {' and '.join(_OWN[option])}, and none is written. Leave it out.")


def _as_text(journey: Any, share: str, as_json: bool) -> int:
    from journeywidgets.export.plain.text import to_text
    from journeywidgets.model.levels import shared_document

    text = to_text(shared_document(journey.document, share))
    withheld = tell_withheld(journey, share)
    if as_json:
        return answer(DONE, text=text, withheld=withheld)
    for line in text.splitlines():
        say(line)
    return DONE
