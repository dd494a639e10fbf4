"""Output: a journey written as a file of another format, and what had no place there."""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from journeywidgets.cli.console import complain, count, doing, rows
from journeywidgets.cli.options import fresh
from journeywidgets.cli.source import PIPE, kind_of
from journeywidgets.errors import JourneyError, shorten
from journeywidgets.formats import FORMATS
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
    elif path.name.endswith(JOURNEY.suffix) and kind in (None, "json"):
        return _kept(journey, fresh(path, force=force), share, options)
    else:
        kind = kind_of(path, kind, "--to")
        with doing(f"Writing {path.name}"), _known(options, kind):
            made = journey.write(path, format=kind, share=share, **options)
    return {"path": str(path), "format": kind, "bytes": len(made.data()), "losses": rows(made.losses)}


def _kept(journey: Journey, path: Path, share: str, options: Mapping[str, Any]) -> dict[str, Any]:
    """Write a journey file as `Journey.save` does: nobody else has it open, and what was there is in ``.bak``."""
    if options:
        raise JourneyError(f"a journey file has no option {shorten(next(iter(options)))}. There are none.")
    saved = journey.save(path, share=share)
    return {"path": str(path), "format": "json", "bytes": saved.stat().st_size, "losses": []}


def _piped(journey: Journey, kind: str | None, share: str, options: Mapping[str, Any]) -> Text | Binary:
    each = FORMATS[kind_of(PIPE, kind, "--to")]
    with _known(options, each.name):
        made: Text | Binary = getattr(journey, str(each.method))(share=share, **dict(each.options), **options)
    if isinstance(made, bytes) and sys.stdout.isatty():
        raise JourneyError(f"{each.noun} cannot be shown in a terminal. Give the name of a file.")
    pour(made.data())
    return made


@contextmanager
def _known(options: Mapping[str, Any], kind: str) -> Iterator[None]:
    """Say of an option that the function behind a format does not take that there is none such."""
    try:
        yield
    except TypeError as error:
        found = re.search(r"unexpected keyword argument '(\w+)'", str(error))
        if found is None or found[1] not in options:
            raise
        raise JourneyError(f"{FORMATS[kind].noun} has no option {shorten(found[1])}. Leave it out.") from None


def pour(data: bytes) -> None:
    """Write bytes to the standard output, all of them: where it is not buffered, a call may take only a part."""
    view = memoryview(data)
    while view:
        view = view[sys.stdout.buffer.write(view) :]
    sys.stdout.flush()


def options_of(pairs: Iterable[str], option: str) -> dict[str, Any]:
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
            raise JourneyError(f"{option} {shorten(pair)} is not one. Write it as name=value.")
        try:
            found[name] = json.loads(text)
        except ValueError:
            found[name] = text
    return found


def tell_losses(
    what: str, losses: list[dict[str, Any]], one: str = "value had no place", many: str = "values had no place"
) -> None:
    """Say what was lost, reason by reason."""
    if not losses:
        return
    complain(f"{what}: {count(len(losses), one, many)} (--json lists them):")
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
