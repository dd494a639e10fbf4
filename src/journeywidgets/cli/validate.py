"""`journeywidgets validate`: whether files hold what they should."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from journeywidgets import storage
from journeywidgets.cli.console import DONE, FAILED, FOUND, answer, complain, count, say, through
from journeywidgets.cli.group import Command
from journeywidgets.cli.options import FILE, as_json
from journeywidgets.errors import JourneyError, StorageError, VersionError
from journeywidgets.model.study import StudyDocument
from journeywidgets.model.tables import Tables


@click.command(cls=Command, epilog="journeywidgets validate *.journey.json --strict")
@click.argument("files", nargs=-1, required=True, type=FILE)
@click.option("--strict", is_flag=True, help="Count notices as problems: unknown columns, a newer format.")
@as_json
def validate(*, files: tuple[Path, ...], strict: bool, as_json: bool) -> int:
    """Check journey and study files.

    FILES are .journey.json or .study.json; their journals are read too, and none is changed. Ends with 1 where a file
    is not valid: it is malformed, a row refers to one that is not there, a value is off its scale, or the words of a
    study's quote stand nowhere in its source.
    """
    status, told = DONE, []
    for file in through(files, "Checking"):
        entry = _checked(file)
        told.append(entry)
        found = entry["problems"] + (entry["notices"] if strict else [])
        entry["valid"] = entry["status"] != FAILED and not found
        status = max(status, entry["status"], FOUND if found else DONE)
        if not as_json:
            _tell(file, entry)
    return answer(status, files=told) if as_json else status


def _checked(file: Path) -> dict[str, Any]:
    """Return what there is to say of a file; its `status` is FAILED where it cannot be judged."""
    entry: dict[str, Any] = {"path": str(file), "status": DONE, "problems": [], "notices": []}
    if not file.is_file():
        return {**entry, "status": FAILED, "problems": [f"there is no file {file}. Check the path."]}
    try:
        contents = storage.read(file)
    except VersionError as error:
        return {**entry, "status": FAILED, "problems": [str(error)]}
    except StorageError as error:
        named = file.name.endswith(tuple(kind.suffix for kind in (storage.JOURNEY, storage.STUDY)))
        return {**entry, "status": FOUND if named else FAILED, "problems": [str(error)]}
    except (JourneyError, RecursionError) as error:
        return {**entry, "status": FOUND, "problems": [str(error)]}
    document = contents.document
    rows = {table: len(document.tables[table]) for table in document.schema.rows}
    notices = [*contents.notices, *([contents.read_only] if contents.read_only else [])]
    return {**entry, "kind": document.schema.noun, "rows": rows, "problems": _lost(document), "notices": notices}


def _lost(document: Tables) -> list[str]:
    """Return a problem for each quote of a study whose words its source does not have."""
    if not isinstance(document, StudyDocument):
        return []
    from journeywidgets.evidence.verify import verify

    found = verify(document)
    return [
        f"quotes, row {quote!r}: its words stand nowhere in its source {source!r}. Mark it anew, or delete it."
        for quote, source in found.loc[found["status"] == "not found", "source"].items()
    ]


def _tell(file: Path, entry: dict[str, Any]) -> None:
    for problem in entry["problems"]:
        complain(problem if str(file.name) in problem else f"{file}: {problem}")
    for notice in entry["notices"]:
        complain(f"notice: {notice}")
    if entry["valid"]:
        rows = ", ".join(_counted(number, table) for table, number in entry["rows"].items() if number)
        say(f"{file}: a valid {entry['kind']}{': ' + rows if rows else ', empty'}")


def _counted(number: int, table: str) -> str:
    return count(number, *(("piece of evidence", "pieces of evidence") if table == "evidence" else (table[:-1], table)))
