"""Choice: which reader reads what, told by a file's name and its first rows."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from journeywidgets.errors import EvidenceError, describe, shorten
from journeywidgets.evidence.readers.grid import TABLE_SUFFIXES, Grid, read_grid
from journeywidgets.evidence.readers.reading import Reading
from journeywidgets.evidence.readers.titles import known

_HERE = "journeywidgets.evidence.readers"
Reader = Callable[..., Reading]


@dataclass(frozen=True)
class Kind:
    """A kind of input.

    Attributes
    ----------
    name
        What `read` calls it.
    module, function
        Where its reader is; loaded when it is needed.
    suffixes
        Of files that are surely of this kind.
    table
        Whether it is one of the forms of a table, told apart by its header.
    """

    name: str
    module: str
    function: str = "read"
    suffixes: tuple[str, ...] = ()
    table: bool = False

    def load(self) -> Reader:
        """Return the reader."""
        found: Reader = getattr(import_module(self.module), self.function)
        return found

    def looks(self, grid: Grid) -> bool:
        """Return whether a table has the form of this kind."""
        told: bool = import_module(self.module).looks(grid)
        return told


# Tables from the one that is surest of its form to the one that takes any.
_ALL = (
    Kind("qualtrics", f"{_HERE}.qualtrics", table=True),
    Kind("surveymonkey", f"{_HERE}.surveymonkey", table=True),
    Kind("taguette", f"{_HERE}.taguette", suffixes=(".sqlite3", ".sqlite", ".db"), table=True),
    Kind("codebook", f"{_HERE}.codebook", table=True),
    Kind("google_forms", f"{_HERE}.google_forms", table=True),
    Kind("quotes", f"{_HERE}.quotes", table=True),
    Kind("table", f"{_HERE}.frame"),
    Kind("webvtt", f"{_HERE}.webvtt", suffixes=(".vtt",)),
    Kind("srt", f"{_HERE}.srt", suffixes=(".srt",)),
    Kind("speakers", f"{_HERE}.speakers", suffixes=(".txt", ".md", ".markdown", ".text")),
    Kind("docx", f"{_HERE}.docx", suffixes=(".docx",)),
    Kind("refi", "journeywidgets.evidence.refi", suffixes=(".qdpx", ".qdc", ".qde")),
)
KINDS: dict[str, Kind] = {kind.name: kind for kind in _ALL}
"""The kinds of input, by name."""


def kind_of(given: Any, **options: Any) -> tuple[Kind, Any]:
    """Return the kind of some input, and the input, read into cells already where that was needed to tell.

    Parameters
    ----------
    given
        A path, or a frame.
    **options
        Those of the reader: which ``sheet`` and ``encoding`` to look at.

    Raises
    ------
    EvidenceError
        No reader knows it.
    """
    if isinstance(given, bytes):
        raise EvidenceError(f"{describe(given)}: bytes do not say what they are. Give a path, or kind=….")
    path = Path(given) if isinstance(given, (str, Path)) else None
    suffix = "" if path is None else path.suffix.lower()
    if path is not None and suffix not in TABLE_SUFFIXES:
        found = next((kind for kind in _ALL if suffix in kind.suffixes), None)
        if found is None:
            remedy = f"Say what it is: kind= one of {', '.join(KINDS)}."
            raise EvidenceError(f"no reader knows files that end with {shorten(suffix)}. {remedy}")
        return found, path
    grid = read_grid(given, **{name: options[name] for name in ("sheet", "encoding") if name in options})
    return next((kind for kind in _ALL if kind.table and kind.looks(grid)), KINDS["table"]), grid


def read(given: Any, kind: str | None = None, **options: Any) -> Reading:
    """Return what a file or a frame holds, as plain rows.

    Parameters
    ----------
    given
        A path, or a frame.
    kind
        One of `KINDS`. Default: told by the file's suffix, and of a table by its header.
    **options
        As the reader of the kind takes them: columns of a table, ``encoding`` …

    Raises
    ------
    EvidenceError
        The kind is not known or has no such option, or its reader cannot read it.
    """
    if isinstance(given, (str, Path)) and not Path(given).is_file():
        raise EvidenceError(f"there is no such file (a path of {len(str(given))} characters). Give the path of a file.")
    if kind is None:
        found, content = kind_of(given, **options)
    elif kind in KINDS:
        found, content = KINDS[kind], Path(given) if isinstance(given, str) else given
    else:
        raise EvidenceError(f"kind={shorten(kind)} is not known. Use one of: {', '.join(KINDS)}.")
    reader = found.load()
    _check(reader, found.name, options)
    return reader(content, **options)


def _check(reader: Reader, name: str, options: dict[str, Any]) -> None:
    """Refuse an option that the reader does not take; one that takes any looks at them itself."""
    taken = inspect.signature(reader).parameters
    if any(one.kind is inspect.Parameter.VAR_KEYWORD for one in taken.values()):
        return
    known(options, [one for one in taken if not one.startswith("_")][1:], name)
