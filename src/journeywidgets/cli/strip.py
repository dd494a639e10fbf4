"""`journeywidgets strip`: notebooks without the state of their widgets, for git and for pages that show notebooks."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path

import click

from journeywidgets.cli.console import DONE, FAILED, FOUND, answer, complain, count, say, through
from journeywidgets.cli.group import Command, meaning
from journeywidgets.cli.options import FILE, as_json
from journeywidgets.cli.output import pour
from journeywidgets.cli.source import PIPE
from journeywidgets.errors import JourneyError
from journeywidgets.report.strip import Stripped, put, strip_file, stripped


@click.command(
    cls=Command,
    epilog='journeywidgets strip report.ipynb\ngit config filter.journeywidgets.clean "journeywidgets strip -"',
)
@click.argument("notebooks", nargs=-1, required=True, type=FILE)
@click.option("--check", is_flag=True, help="Change nothing; end with 1 where there is something to strip.")
@click.option("--all", "everything", is_flag=True, help="Take views out too that leave no more than a line of text.")
@click.option("--output", "-o", type=FILE, help="Write to this file instead; for one notebook.")
@as_json
def strip(*, notebooks: tuple[Path, ...], check: bool, everything: bool, output: Path | None, as_json: bool) -> int:
    """Strip notebooks of their widgets.

    Takes the state of widgets and their views out of NOTEBOOKS, where another form of the output stays. All else
    stays as it is, byte for byte. - reads a notebook from the standard input and writes it to the standard output, as
    a clean filter of git does. With --check nothing is written, and 1 says that there is something to strip.
    """
    if PIPE in notebooks or output is not None:
        return _one(notebooks, check=check, everything=everything, output=output, as_json=as_json)
    status, told = DONE, []
    for path in through(notebooks, "Stripping"):
        try:
            done = strip_file(path, everything=everything, check=check)
        except (JourneyError, OSError) as error:
            status = FAILED
            told.append({"path": str(path), "error": {"type": type(error).__name__, "message": meaning(error)}})
            complain(meaning(error))
            continue
        told.append({"path": str(path), **asdict(done)})
        if check and done.changed:
            status = max(status, FOUND)
        if not as_json:
            say(f"{path}: {_said(done, check=check)}")
    return answer(status, files=told) if as_json else status


def _one(notebooks: tuple[Path, ...], *, check: bool, everything: bool, output: Path | None, as_json: bool) -> int:
    if len(notebooks) > 1:
        raise click.UsageError("- and --output are for one notebook alone; leave the others out")
    (path,) = notebooks
    if path == PIPE:
        if as_json and output is None and not check:
            raise click.UsageError("--json and a notebook would both fill the standard output; give --output")
        data, done = stripped(sys.stdin.buffer.read(), "the notebook", everything=everything)
        if not check:
            pour(data) if output is None else put(output, data)
    else:
        done = strip_file(path, output, everything=everything, check=check)
    status = FOUND if check and done.changed else DONE
    if as_json:
        return answer(status, files=[{"path": str(path), **asdict(done)}])
    if path != PIPE or check:
        say(f"{path}: {_said(done, check=check)}")
    return status


def _said(done: Stripped, *, check: bool) -> str:
    parts = [count(done.views, "view")] if done.views else []
    if done.models or not done.views:
        parts.append(f"the state of {count(done.models, 'widget')}")
    kept = ""
    if done.kept:
        has, it = ("has", "it") if done.kept == 1 else ("have", "them")
        kept = f" {count(done.kept, 'view')} {has} no other form than a line of text and stayed; --all takes {it} out."
    if done.later:
        is_, it, was = ("is", "its cell", "was") if done.later == 1 else ("are", "their cells", "were")
        kept += f" {count(done.later, 'map')} {is_} left as when {it} {was} run, without later changes."
    if not done.changed:
        return f"nothing to strip.{kept}"
    return f"{'would take' if check else 'took'} out {' and '.join(parts)}, {done.saved:,} bytes.{kept}"
