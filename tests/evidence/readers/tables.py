"""Tables written to files, as the readers of tables get them."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl

PLANTED = ("Quillon Fernwright", "quillon@fernwright.example", "+44 20 7946 0000")
"""A name, an address and a number that nobody has: no report and no message may show them."""

Cells = Sequence[Sequence[Any]]


def write_csv(path: Path, rows: Cells, *, delimiter: str = ",", encoding: str = "utf-8") -> Path:
    with path.open("w", newline="", encoding=encoding) as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    return path


def write_xlsx(path: Path, rows: Cells, *, sheet: str = "Sheet1") -> Path:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = sheet
    for row in rows:
        page.append(list(row))
    book.save(path)
    return path


def named(text: str) -> list[str]:
    """Return what of `PLANTED` a text shows, whole or in parts."""
    parts = {part for planted in PLANTED for part in (planted, *planted.replace("@", " ").replace(".", " ").split())}
    return [part for part in sorted(parts) if len(part) > 3 and part.casefold() in text.casefold()]
