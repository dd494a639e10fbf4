"""`journeywidgets report`: an executed notebook as one page that needs nothing beside itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from journeywidgets.cli.console import DONE, FOUND, answer, count, doing, erase, rows, say, show
from journeywidgets.cli.group import Command
from journeywidgets.cli.options import FILE, as_json
from journeywidgets.cli.output import tell_losses
from journeywidgets.errors import JourneyError
from journeywidgets.model.schema import LEVELS


@click.command(
    cls=Command,
    epilog="journeywidgets report notebook.ipynb --execute -o page.html\n"
    "journeywidgets report notebook.ipynb --level public --study interviews.study.json",
)
@click.argument("notebook", type=FILE)
@click.option("--output", "-o", type=FILE, help="The page. Default: beside the notebook, with .html.")
@click.option("--level", type=click.Choice(LEVELS), default="team", show_default=True, help="Whom it is for.")
@click.option("--execute", is_flag=True, help="Run the notebook first; its file stays as it is.")
@click.option("--timeout", type=click.FloatRange(min=0, min_open=True), help="Seconds that a cell may run.")
@click.option("--code", type=click.Choice(["hidden", "folded", "shown"]), default="folded", show_default=True)
@click.option("--theme", type=click.Choice(["auto", "light", "dark"]), default="auto", show_default=True)
@click.option("--no-contents", is_flag=True, help="Leave out the table of contents.")
@click.option("--title", default="", help="Default: the notebook's own, or its first heading.")
@click.option("--study", type=FILE, help="A .study.json file: its names, contacts and words are looked for too.")
@click.option("--strict", is_flag=True, help="End with 1 where something was left out.")
@as_json
def report(
    *,
    notebook: Path,
    output: Path | None,
    execute: bool,
    no_contents: bool,
    study: Path | None,
    strict: bool,
    as_json: bool,
    **options: Any,
) -> int:
    """Make a page of an executed notebook.

    The page needs no kernel and no network; its maps and charts can be explored. Words that are narrower than the
    level are left out, in all that the notebook shows, and the page and this command say so.
    """
    target = notebook.with_suffix(".html") if output is None else output
    if target.resolve() == notebook.resolve():
        raise JourneyError(f"{target} is the notebook itself. Give another --output.")
    page = _made(notebook, target, execute, study, {**options, "contents": not no_contents})
    losses = rows(page.losses)
    status = FOUND if strict and losses else DONE
    size = len(page.data())
    if as_json:
        return answer(status, notebook=str(notebook), path=str(target), bytes=size, dropped=losses)
    tell_losses(f"{notebook}, for {options['level']}", losses, "part was left out", "parts were left out")
    say(f"{target}: a page of {count(size, 'byte')}")
    return status


def _made(notebook: Path, target: Path, execute: bool, study: Path | None, options: dict[str, Any]) -> Any:
    from journeywidgets.evidence import Study
    from journeywidgets.report import report as write

    def told(done: int, total: int) -> None:
        show(f"Running {notebook.name}", done, total)

    known = Study.open(study, read_only=True) if study is not None else None
    try:
        if execute:
            try:
                return write(notebook, target, execute=True, study=known, progress=told, **options)
            finally:
                erase()
        with doing(f"Writing {target.name}"):
            return write(notebook, target, study=known, **options)
    finally:
        if known is not None:
            known.close()
