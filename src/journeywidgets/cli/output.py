"""Output: a journey written as a file of another format, and what had no place there."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from journeywidgets.cli.console import complain, count, doing, rows
from journeywidgets.cli.options import fresh
from journeywidgets.cli.source import PIPE
from journeywidgets.errors import JourneyError, shorten
from journeywidgets.formats import FORMATS, format_of
from journeywidgets.model.levels import allows
from journeywidgets.storage import JOURNEY

if TYPE_CHECKING:
    from journeywidgets.export.written import Binary, Text
    from journeywidgets.journey import Journey

_TOLD = 8


def put(
    journey: Journey, path: Path, kind: str | None, share: str, options: Mapping[str, Any], *, force: bool = False
) -> dict[str, Any]:
    """Write a journey to a file, or to the standard output, and return what there is to say of it.

    Parameters
    ----------
    journey
        What to write.
    path
        The file; ``-`` is the standard output.
    kind
        The name of the format, where the ending of `path` does not say it.
    share
        Whom it is for.
    options
        Of the format.
    force
        Whether a journey file that is there is replaced; any other file is.

    Raises
    ------
    JourneyError
        The format or an option is not known, or the file cannot be written.
    """
    if path == PIPE:
        made = _piped(journey, kind, share, options)
    else:
        if path.name.endswith(JOURNEY.suffix):
            fresh(path, force=force)
        with doing(f"Writing {path.name}"):
            made = journey.write(path, format=kind, share=share, **options)
    name = kind or format_of(path).name
    return {"path": str(path), "format": name, "bytes": len(made.data()), "losses": rows(made.losses)}


def _piped(journey: Journey, kind: str | None, share: str, options: Mapping[str, Any]) -> Text | Binary:
    if kind is None:
        raise JourneyError("nothing says as what to write to the standard output. Give --to.")
    each = FORMATS[kind]
    made: Text | Binary = getattr(journey, str(each.method))(share=share, **dict(each.options), **options)
    if isinstance(made, bytes) and sys.stdout.isatty():
        raise JourneyError(f"{each.noun} cannot be shown in a terminal. Give the name of a file.")
    pour(made.data())
    return made


def pour(data: bytes) -> None:
    """Write bytes to the standard output."""
    sys.stdout.buffer.write(data)
    sys.stdout.flush()


def options_of(pairs: Iterable[str]) -> dict[str, Any]:
    """Return options given as ``name=value``: a value that reads as JSON is what it says, any other is a text.

    Raises
    ------
    JourneyError
        One has no ``=``.
    """
    found: dict[str, Any] = {}
    for pair in pairs:
        name, equals, text = pair.partition("=")
        if not equals or not name.isidentifier():
            raise JourneyError(f"--option {shorten(pair)} is not one. Write it as name=value.")
        try:
            found[name] = json.loads(text)
        except ValueError:
            found[name] = text
    return found


def tell_losses(what: str, losses: list[dict[str, Any]]) -> None:
    """Say what had no place, reason by reason."""
    if not losses:
        return
    complain(f"{what}: {count(len(losses), 'value')} had no place (--json lists them):")
    reasons = Counter((_place(loss), str(loss["why"])) for loss in losses)
    for (place, why), number in reasons.most_common(_TOLD):
        complain(f"  {number:,} x {place}: {why}")
    if len(reasons) > _TOLD:
        complain(f"  … and {count(len(reasons) - _TOLD, 'more reason')}")


def tell_withheld(journey: Journey, share: str) -> int:
    """Say how many quotes lose their words at a level, and return it."""
    evidence = journey.document.tables["evidence"].values()
    number = sum(bool(row["quote"]) and not allows(row["level"], share) for row in evidence)
    if number:
        wider = "private" if share == "team" else "team or private"
        complain(f"the words of {count(number, 'quote')} are left out: --share {share}. --share {wider} keeps more.")
    return number


def _place(loss: Mapping[str, Any]) -> str:
    return f"{loss['table']}.{loss['field']}" if loss["field"] else str(loss["table"])
