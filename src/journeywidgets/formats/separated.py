"""Comma-separated values: rows of text that no spreadsheet takes for a formula."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence

from journeywidgets.errors import EvidenceError, FormatError

_NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?")
# What begins a formula, also behind white space, and in the wide forms that East Asian keyboards write.
_FORMULA = re.compile(r"[\s']*[=+\-@＝＋－＠]")  # noqa: RUF001 - these are meant


def guarded(text: str) -> str:
    """Return text of a cell with ``'`` in front where a spreadsheet would compute it; numbers stay numbers."""
    return f"'{text}" if _computed(text) else text


def unguarded(text: str) -> str:
    """Return text without the mark that `guarded` put in front."""
    return text[1:] if text.startswith("'") and _computed(text[1:]) else text


def _computed(text: str) -> bool:
    return bool(_FORMULA.match(text)) and not _NUMBER.fullmatch(text)


def separated(rows: Iterable[Sequence[str]], *, formulas: bool = False) -> str:
    """Return rows of cells as CSV (RFC 4180); text that would be computed is guarded unless `formulas`."""
    return "".join(",".join(_quoted(text if formulas else guarded(text)) for text in row) + "\r\n" for row in rows)


def _quoted(text: str) -> str:
    # Everything is quoted, so that a semicolon is no new cell where one separates.
    return '"' + text.replace('"', '""') + '"' if text else ""


def parsed(data: bytes, what: str, *, formulas: bool = False) -> list[list[str]]:
    """Return the cells of a CSV file, row by row, without the marks against formulas; empty rows are left out.

    Raises
    ------
    FormatError
        It is not UTF-8 (UTF-16 with its mark is read too), or no CSV.
    """
    from journeywidgets.evidence.readers.grid import delimiter_of, parse

    try:
        text = data.decode("utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise FormatError(f"{what}, line {line}: is not UTF-8. Save it as CSV in UTF-8.") from error
    try:
        rows = parse(text, delimiter_of(text), strict=True)
    except (csv.Error, EvidenceError) as error:
        raise FormatError(f"{what} is no CSV table: {error}. Save it as CSV again.") from error
    return [row if formulas else [unguarded(each) for each in row] for row in rows if any(row)]
