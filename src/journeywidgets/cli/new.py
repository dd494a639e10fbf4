"""`journeywidgets new`: a journey or study file to begin with."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from journeywidgets import storage
from journeywidgets.cli.console import DONE, answer, count, say
from journeywidgets.cli.group import Command
from journeywidgets.cli.options import FILE, as_json, fresh
from journeywidgets.errors import JourneyError
from journeywidgets.model.templates import TEMPLATES


@click.command(
    cls=Command,
    epilog="journeywidgets new bike.journey.json --template five-e\n"
    "journeywidgets new bike.journey.json --stage Find --stage Ride --lane Pains",
)
@click.argument("path", type=FILE)
@click.option("--template", type=click.Choice(list(TEMPLATES)), help="Stages and lanes to begin with.")
@click.option("--stage", "stages", multiple=True, metavar="TITLE", help="A stage; once for each, in order.")
@click.option("--lane", "lanes", multiple=True, metavar="TITLE", help="A lane; once for each, in order.")
@click.option("--title", help="The title. Default: the name of the file.")
@click.option("--seed", help="Makes the ids repeatable.")
@click.option("--force", is_flag=True, help="Replace a file that is there.")
@as_json
def new(
    *,
    path: Path,
    template: str | None,
    stages: tuple[str, ...],
    lanes: tuple[str, ...],
    title: str | None,
    seed: str | None,
    force: bool,
    as_json: bool,
) -> int:
    """Make a journey or a study.

    PATH is a .journey.json or .study.json file; it must not be there yet.
    """
    fresh(path, force=force)
    if path.name.endswith(storage.STUDY.suffix):
        made = _study(path, title, seed, bool(template or stages or lanes))
    else:
        made = _journey(path, title, seed, template, stages, lanes)
    if as_json:
        return answer(DONE, **made)
    told = ", ".join(count(made[table], table[:-1]) for table in ("stages", "lanes") if table in made)
    say(f"{path}: a new {made['kind']}{': ' + told if told else ''}.")
    return DONE


def _journey(
    path: Path,
    title: str | None,
    seed: str | None,
    template: str | None,
    stages: tuple[str, ...],
    lanes: tuple[str, ...],
) -> dict[str, Any]:
    from journeywidgets.journey import Journey

    title = path.name.removesuffix(storage.JOURNEY.suffix) if title is None else title
    if template is None:
        journey = Journey(title, stages=stages, lanes=lanes, seed=seed)
    else:
        journey = Journey.from_template(template, title, seed=seed)
        with journey.edit("Begin"):
            for table, titles in {"stages": stages, "lanes": lanes}.items():
                for each in titles:
                    journey.add(table, title=each)
    journey.save(path)
    tables = journey.document.tables
    rows = {"stages": len(tables["stages"]), "lanes": len(tables["lanes"])}
    return {"path": str(path), "kind": "journey", "id": journey.id, "title": title, **rows}


def _study(path: Path, title: str | None, seed: str | None, mapped: bool) -> dict[str, Any]:
    from journeywidgets.evidence import Study

    if mapped:
        raise JourneyError("a study has no stages and lanes. Leave out --template, --stage and --lane.")
    study = Study(path.name.removesuffix(storage.STUDY.suffix) if title is None else title, seed=seed)
    study.save(path)
    return {"path": str(path), "kind": "study", "id": study.id, "title": study.title}
