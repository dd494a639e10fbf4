"""The rows of an Excel workbook."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, iterparse

from journeywidgets.errors import EvidenceError
from journeywidgets.evidence.archive import Archive, Limits
from journeywidgets.export.workbook.strings import decoded

MAX_CELLS = 5_000_000
# A sheet of equal cells packs to a hundredth of its size, a bomb to a thousandth.
_LIMITS = Limits(file=64_000_000, members=2_000, ratio=400, slack=10_000_000)
_INSTALL = (
    'Reading .xlsx needs openpyxl. Install it with: pip install "journeywidgets[excel]", or save the sheet as CSV.'
)


def workbook_rows(given: Path | bytes, sheet: str | int | None = None) -> list[list[Any]]:
    """Return the cells of a sheet, row by row: text, numbers, dates; formulas as what they last gave.

    Raises
    ------
    EvidenceError
        openpyxl is missing, the file is no workbook or unpacks to more than one holds, there is no such sheet,
        or it has more than `MAX_CELLS` cells.
    """
    with opened(given) as book:
        return sheet_rows(_sheet(book, sheet))


@contextmanager
def opened(given: Path | bytes) -> Iterator[Any]:
    """Open a workbook for reading, formulas as what they last gave.

    Raises
    ------
    EvidenceError
        openpyxl is missing, the file is no workbook, or it unpacks to more than one holds.
    """
    try:
        import openpyxl  # noqa: F401 - is it there?
    except ImportError:
        raise EvidenceError(_INSTALL) from None
    with Archive(given, _LIMITS) as archive:
        _check_prologs(archive)
    data = io.BytesIO(given if isinstance(given, bytes) else given.read_bytes())
    with _readable("the file is no workbook that can be read; an old .xls has to be saved as .xlsx first"):
        book = _load(data)
    try:
        yield book
    finally:
        book.close()


def _check_prologs(archive: Archive) -> None:
    """Refuse a document type, before openpyxl reads some of the members with a parser that takes it."""
    for name in archive.names:
        try:
            next(iterparse(io.BytesIO(archive.read(name)), events=("start",), forbid_dtd=True), None)
        except DefusedXmlException:
            raise EvidenceError("the workbook declares a document type, which none needs. It is hostile.") from None
        except ParseError:
            continue  # a picture, or for openpyxl to complain about


def _load(data: BinaryIO) -> Any:
    from openpyxl.cell.text import Text
    from openpyxl.reader.excel import ExcelReader
    from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS

    class Reader(ExcelReader):
        def read_strings(self) -> None:
            # openpyxl takes "x005F_" out of shared strings, so that what is escaped, and what
            # only looks so, could not be told apart any more.
            package: Any = self.package
            part = package.find(SHARED_STRINGS)
            if part is None:
                return
            with self.archive.open(part.PartName[1:]) as source:
                for _, node in iterparse(source):
                    if node.tag == f"{{{SHEET_MAIN_NS}}}si":
                        text: Any = Text.from_tree(node)
                        self.shared_strings.append(text.content)
                        node.clear()

    reader = Reader(data, read_only=True, data_only=True, keep_links=False)
    reader.read()
    return reader.wb


def _sheet(book: Any, sheet: str | int | None) -> Any:
    pages = book.worksheets
    if sheet is None and pages:
        return pages[0]
    if isinstance(sheet, int) and 0 <= sheet < len(pages):
        return pages[sheet]
    if isinstance(sheet, str) and sheet in [page.title for page in pages]:
        return book[sheet]
    raise EvidenceError(
        f"sheet={sheet!r}: there is no such sheet among {len(pages)}. Give its name, or its place from 0."
    )


def sheet_rows(page: Any) -> list[list[Any]]:
    """Return the cells of a sheet of an opened workbook, row by row; "" where one is empty.

    Raises
    ------
    EvidenceError
        The sheet is damaged, or has more than `MAX_CELLS` cells.
    """
    with _readable("the sheet is damaged"):
        page.reset_dimensions()  # the size that a file states is not always its size
        return list(_rows(page))


def _rows(page: Any) -> Iterator[list[Any]]:
    cells = 0
    for row in page.iter_rows(values_only=True):
        cells += len(row)
        if cells > MAX_CELLS:
            raise EvidenceError(f"the sheet has more than {MAX_CELLS:,} cells. Save the part that is needed.")
        yield [decoded(cell) if isinstance(cell, str) else "" if cell is None else cell for cell in row]


@contextmanager
def _readable(problem: str) -> Iterator[None]:
    """Turn whatever a file from elsewhere makes openpyxl raise into one kind of error."""
    try:
        yield
    except EvidenceError:
        raise
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, SyntaxError, OSError, OverflowError) as error:
        raise EvidenceError(f"{problem} ({type(error).__name__}).") from None
    except zipfile.BadZipFile:
        raise EvidenceError(f"{problem}.") from None
