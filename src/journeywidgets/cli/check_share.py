"""`journeywidgets check-share`: names, contacts and private words in what is to be shared."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from journeywidgets.cli.console import DONE, FAILED, FOUND, answer, complain, rows, say, through
from journeywidgets.cli.group import Command
from journeywidgets.cli.options import FILE, as_json, share
from journeywidgets.errors import JourneyError


@click.command(
    "check-share", cls=Command, epilog="journeywidgets check-share report.ipynb --study interviews.study.json"
)
@click.argument("files", nargs=-1, required=True, type=FILE)
@click.option("--study", type=FILE, help="A .study.json file; its key is taken from beside it.")
@click.option("--roster", type=FILE, help="A .csv with the column name, or a .key.json file.")
@click.option("--allow", multiple=True, metavar="WORD", help="A word of the roster that may stand there.")
@share
@as_json
def check_share(
    *,
    files: tuple[Path, ...],
    study: Path | None,
    roster: Path | None,
    allow: tuple[str, ...],
    share: str,
    as_json: bool,
) -> int:
    """Look for what must not be shared.

    Looks in FILES, notebooks or any others, for names of the roster and of the study's key, e-mail addresses and
    phone numbers, and words of quotes that may not leave. What was found is never shown: only its place, its kind and
    its pseudonym. Ends with 1 where something was found.
    """
    from journeywidgets.evidence.share import check_share as look

    if roster is None and study is None:
        raise click.UsageError("there is nothing to look for: give --roster or --study")
    status, told = DONE, []
    for file in through(files, "Looking through"):
        entry: dict[str, Any] = {"path": str(file)}
        told.append(entry)
        try:
            found = look(file, roster, study=study, share=share, allow=allow)
        except JourneyError as error:
            status = FAILED
            entry["error"] = {"type": type(error).__name__, "message": str(error)}
            complain(f"{file}: not checked: {error}")
            continue
        entry["finds"] = rows(found)
        status = max(status, DONE if found.empty else FOUND)
        if not as_json:
            _tell(file, entry["finds"])
    return answer(status, files=told) if as_json else status


def _tell(file: Path, finds: list[dict[str, Any]]) -> None:
    for find in finds:
        whose = f" of {find['whose']}" if find["whose"] else ""
        say(f"{file}: {find['place']}: {find['kind']}{whose}: {find['count']} x")
    if not finds:
        say(f"{file}: nothing found of what was looked for")
