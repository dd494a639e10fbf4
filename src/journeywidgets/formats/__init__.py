"""Formats: the kinds of files that a journey is written as, and read from; and event logs, which are only read."""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import pandas as pd

from journeywidgets.errors import FormatError, shorten
from journeywidgets.export.written import Binary, Loss, Text, loss_frame
from journeywidgets.formats.xes import EventLog, read_xes
from journeywidgets.model.document import Document
from journeywidgets.model.ids import IdMaker

__all__ = ["FORMATS", "EventLog", "Format", "format_of", "read", "read_xes", "write"]

Reader = Callable[..., tuple[Document, list[Loss]]]
"""Takes what a file holds, as bytes, and ``make_id``; gives the journey, and what had no place in it."""


@dataclass(frozen=True)
class Format:
    """A kind of file.

    Attributes
    ----------
    name
        Its name, as `Journey.write` and `Journey.read` take it.
    noun
        What messages call it.
    suffixes
        How names of such files end; the first is the usual one.
    method
        The method of `Journey` that writes it; None: it is only read.
    reader
        What reads it, as ``"module:function"``; None: it is only written.
    options
        Options that the format gives to the method.
    """

    name: str
    noun: str
    suffixes: tuple[str, ...]
    method: str | None = None
    reader: str | None = None
    options: tuple[tuple[str, Any], ...] = ()

    @property
    def writes(self) -> bool:
        """Whether a journey can be written as it."""
        return self.method is not None

    @property
    def reads(self) -> bool:
        """Whether a journey can be read from it."""
        return self.reader is not None


_HERE = "journeywidgets.formats"
_OUTLINE = f"{_HERE}.markdown_reader"
FORMATS: Mapping[str, Format] = {
    each.name: each
    for each in (
        Format("json", "a journey file", (".journey.json", ".json"), "to_json", f"{_HERE}.plain:from_json"),
        Format("html", "a page", (".html", ".htm"), "to_html"),
        Format("svg", "a drawing", (".svg",), "to_svg"),
        Format("png", "a picture", (".png",), "to_png"),
        Format("pdf", "a PDF", (".pdf",), "to_pdf"),
        Format("xlsx", "an Excel workbook", (".xlsx",), "to_xlsx", f"{_HERE}.workbook:from_xlsx"),
        Format("pptx", "PowerPoint slides", (".pptx",), "to_pptx"),
        Format(
            "markdown",
            "a Markdown outline",
            (".md", ".markdown"),
            "to_markdown",
            f"{_HERE}.markdown_reader:from_markdown",
        ),
        Format("csv", "a CSV table", (".csv",), "to_csv", f"{_HERE}.cards:from_csv"),
        Format("tables", "CSV tables in an archive", (".zip",), "to_tables", f"{_HERE}.tables:from_tables"),
        Format(
            "mermaid", "a mermaid journey", (".mmd", ".mermaid"), "to_mermaid", f"{_HERE}.mermaid_reader:from_mermaid"
        ),
        Format("cjml", "a CJML journey", (".cjml", ".xml"), "to_cjml", f"{_HERE}.cjml_reader:from_cjml"),
    )
}
"""Every format by its name."""


def format_of(path: str | os.PathLike[str], name: str | None = None) -> Format:
    """Return the format of a file by its name's ending, or by the format's own name.

    Raises
    ------
    FormatError
        No format is called so, or none ends so; lists those there are.
    """
    if name is not None:
        if name not in FORMATS:
            raise FormatError(f"format={shorten(name)} is not known. Give one of {', '.join(FORMATS)}.")
        return FORMATS[name]
    file = Path(path).name.lower()
    for each in FORMATS.values():
        if file.endswith(each.suffixes):
            return each
    if file.endswith((".xes", ".xes.gz")):
        raise FormatError(f"{shorten(os.fspath(path))} is a log of events, not a map. Read it with formats.read_xes().")
    endings = " ".join(suffix for each in FORMATS.values() for suffix in each.suffixes)
    raise FormatError(
        f"the name of {shorten(os.fspath(path))} does not say what it is. End it in one of {endings}, or give format=."
    )


def write(
    journey: object, path: str | os.PathLike[str], name: str | None = None, *, share: str = "team", **options: Any
) -> Text | Binary:
    """Write a journey to a file; `Journey.write` says how.

    Raises
    ------
    FormatError
        The format is not known or only read, or has no such option.
    """
    kind = format_of(path, name)
    if kind.method is None:
        raise FormatError(f"{kind.noun} is only read here. Write one of {_names('writes')}.")
    method = getattr(journey, kind.method)
    _check_options(kind, method, options, {"path", "share"})
    written: Text | Binary = method(path, share=share, **dict(kind.options), **options)
    return written


def read(
    source: str | bytes | os.PathLike[str], name: str | None, make_id: IdMaker, **options: Any
) -> tuple[Document, pd.DataFrame]:
    """Read a journey; `Journey.read` says how.

    Returns
    -------
    Document, DataFrame
        The journey's rows, and what had no place in them.

    Raises
    ------
    FormatError
        The format is not known or only written, has no such option, or what was given is not of it.
    """
    kind, given = _given(source, name)
    if kind.reader is None or given is None:
        raise FormatError(f"{kind.noun} cannot be read back. Read one of {_names('reads')}.")
    module, _, function = kind.reader.partition(":")
    reader: Reader = getattr(import_module(module), function)
    _check_options(kind, reader, options, {"data", "make_id"})
    document, losses = reader(given, make_id=make_id, **options)
    return document, loss_frame(losses)


def _given(source: str | bytes | os.PathLike[str], name: str | None) -> tuple[Format, bytes | None]:
    """Return the format of what was given, and the bytes of the file or of what it would hold, if they can be read."""
    if isinstance(source, bytes | str) and name is not None and not _is_file(source):
        return format_of("", name), source if isinstance(source, bytes) else source.encode()
    if isinstance(source, bytes) or (isinstance(source, str) and "\n" in source):
        raise FormatError(f"what is this the content of? Give format=, one of {_names('reads')}.")
    path = Path(source).expanduser()
    kind = format_of(path, name)
    try:
        return kind, path.read_bytes() if kind.reads else None
    except OSError as error:
        raise FormatError(f"cannot read {path}: {error.strerror or error}. Give the path of {kind.noun}.") from error


def _is_file(source: str | bytes) -> bool:
    try:
        return isinstance(source, str) and Path(source).expanduser().is_file()
    except (OSError, ValueError):  # too long for a name, or with a NUL
        return False


def _check_options(kind: Format, function: Callable[..., Any], options: Mapping[str, Any], own: set[str]) -> None:
    parameters = inspect.signature(function).parameters.values()
    if any(each.kind is each.VAR_KEYWORD for each in parameters):
        return
    known = [each.name for each in parameters if each.name not in own | dict(kind.options).keys()]
    for name in options:
        if name not in known:
            remedy = f"Options: {', '.join(known)}." if known else "There are none."
            raise FormatError(f"{kind.noun} has no option {shorten(name)}. {remedy}")


def _names(ability: str) -> str:
    return ", ".join(each.name for each in FORMATS.values() if getattr(each, ability))
