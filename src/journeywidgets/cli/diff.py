"""`journeywidgets diff`: what differs between two files, row by row."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from journeywidgets.cli.console import DONE, FOUND, answer, count, doing, rows, say
from journeywidgets.cli.group import Command
from journeywidgets.cli.options import FILE, as_json
from journeywidgets.cli.source import document_of
from journeywidgets.errors import JourneyError, shorten

_MARKS = {"added": "+", "removed": "-", "changed": "~"}


@click.command(cls=Command, epilog="journeywidgets diff bike.journey.json bike.journey.json.bak")
@click.argument("before", type=FILE)
@click.argument("after", type=FILE)
@click.option("--table", "tables", multiple=True, help="Only this table; may be given several times.")
@as_json
def diff(*, before: Path, after: Path, tables: tuple[str, ...], as_json: bool) -> int:
    """Say what differs between two files.

    Compares BEFORE with AFTER, two journeys or two studies, and ends with 1 where something differs. Rows are told
    apart by their ids, never by their place. Other formats that convert reads can be compared as well.
    """
    from journeywidgets.frames import diff_frame

    with doing("Comparing"):
        old, new = document_of(before), document_of(after)
        if old.schema is not new.schema:
            message = f"{before} is a {old.schema.noun} and {after} a {new.schema.noun}. Compare files of one kind."
            raise JourneyError(message)
        _check(tables, old)
        frame = diff_frame(old, new)
    found = rows(frame[frame["table"].isin(tables)] if tables else frame)
    status = FOUND if found else DONE
    if as_json:
        return answer(status, before=str(before), after=str(after), differences=found)
    for one in found:
        say(_line(one))
    if found:
        say(f"{count(len(found), 'difference')} from {before} to {after}")
    return status


def _check(tables: tuple[str, ...], document: Any) -> None:
    unknown = [table for table in tables if table not in document.schema.tables]
    if unknown:
        raise JourneyError(f"there is no table {shorten(unknown[0])}. Tables: {', '.join(document.schema.tables)}.")


def _line(one: dict[str, Any]) -> str:
    place = f"{_MARKS[one['kind']]} {one['table']} {one['id']}"
    if one["kind"] == "added":
        return f"{place}: {shorten(one['new'])}"
    if one["kind"] == "removed":
        return f"{place}: {shorten(one['old'])}"
    return f"{place}, {one['field']}: {shorten(one['old'])} -> {shorten(one['new'])}"
