"""Writing a notebook file as a report."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from journeywidgets.errors import FormatError, JourneyError, StorageError, shorten
from journeywidgets.export.written import Text, put
from journeywidgets.model.levels import TEAM, checked

if TYPE_CHECKING:
    from journeywidgets.evidence.study import Study
    from journeywidgets.report.composition import Code, Theme

CODE = ("hidden", "folded", "shown")
_VERSION = 4
_WORDS = 200
THEMES = ("auto", "light", "dark")


def report(
    notebook: str | os.PathLike[str],
    path: str | os.PathLike[str] | None = None,
    *,
    level: str = TEAM,
    code: Code = "folded",
    contents: bool = True,
    theme: Theme = "auto",
    title: str = "",
    execute: bool = False,
    timeout: float | None = None,
    study: Study | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Text:
    """Return a notebook as a report: one HTML page in which its maps and charts can be explored.

    The page needs no kernel and no network, and asks for nothing. Maps, personas and charts are shown by the code that
    shows them in a notebook, without what edits; other widgets by the forms that they leave beside themselves.

    Quotes whose level is narrower than `level` lose their words. Where such words stand in anything else (a
    table, a chart, a text, the source of a cell) that is left out as a whole, and the page says so. What is
    drawn in a picture is not found.

    Parameters
    ----------
    notebook
        An ``.ipynb`` file that was run.
    path
        A file to write the page to as well; its folder must exist.
    level
        Whom the report is for: ``"public"``, ``"team"`` or ``"private"``.
    code
        Whether the code of cells is ``"hidden"``, ``"folded"`` or ``"shown"``. Tags of cells count too: ``hide-input``,
        ``remove-input``, ``hide-output``, ``remove-output``, ``remove-cell``.
    contents
        Whether the page has a table of contents: the headings of the first three levels.
    theme
        ``"light"``, ``"dark"``, or ``"auto"``: as the reader's system.
    title
        The page's title; default: the notebook's own, or its first heading.
    execute
        Whether to run the notebook first; the file stays as it is.
    timeout
        Seconds that a cell may run, with `execute`; None: as long as it takes.
    study
        A study whose names, contacts, quotes and sources are looked for too.
    progress
        With `execute`, called before each cell that is run: with the number of cells before it, and of all cells.

    Returns
    -------
    Text
        The page. Its `losses` say what it leaves out: ``table`` is the cell (of a journey: the table), ``field`` the
        part of it, ``why`` the reason.

    Raises
    ------
    JourneyError
        `code` or `theme` is none of these, a cell fails while the notebook is run, or what writes reports is
        not installed.
    EvidenceError
        `level` is not a level.
    FormatError
        The file is no notebook.
    StorageError
        A file cannot be read or written.
    """
    checked(level)
    _one_of("code", code, CODE)
    _one_of("theme", theme, THEMES)
    _installed()
    file = Path(notebook).expanduser()
    held = _run(file, timeout, progress) if execute else _read(file)
    from journeywidgets.report.composition import Composition
    from journeywidgets.report.withheld import Withheld

    withheld = Withheld(level)
    if study is not None:
        withheld.add_study(study)
    made = Composition(
        held,
        withheld,
        code=code,
        folder=file.parent,
        title=title,
        name=file.stem,
        contents=contents,
        theme=theme,
    ).text()
    if path is not None:
        put(path, made)
    return made


def _one_of(name: str, value: str, known: tuple[str, ...]) -> None:
    if value not in known:
        raise JourneyError(f"{name} cannot be {shorten(value)}. Give one of {', '.join(map(repr, known))}.")


def _installed() -> None:
    try:
        import latex2mathml  # noqa: F401
        import mistune  # noqa: F401
        import nbconvert  # noqa: F401
    except ImportError as error:
        message = f"reports need the package {error.name}: run `pip install 'journeywidgets[report]'`."
        raise JourneyError(message) from error


def _read(file: Path) -> Any:
    """Return a notebook, brought to version 4."""
    try:
        text = file.read_text(encoding="utf-8-sig")
        held = json.loads(text)
    except OSError as error:
        raise StorageError(f"{file} cannot be read: {error.strerror or error}. Check the path.") from error
    except (ValueError, RecursionError) as error:
        raise FormatError(f"{file.name} is no notebook: it is not JSON in UTF-8. Give an .ipynb file.") from error
    if isinstance(held, dict) and held.get("nbformat") == _VERSION and isinstance(held.get("cells"), list):
        # As it is: a damaged cell is no reason not to show the others.
        return held
    return _converted(text, file.name)


def _converted(text: str, name: str) -> Any:
    """Return a notebook of any version as one of version 4, as the libraries of Jupyter hold it."""
    import nbformat

    try:
        return nbformat.reads(text, as_version=_VERSION)
    except Exception as error:  # whatever it stumbles over
        raise FormatError(
            f"{name} is no notebook that can be read. Give an .ipynb file; Jupyter says what is wrong with one."
        ) from error


def _run(file: Path, timeout: float | None, progress: Callable[[int, int], None] | None) -> Any:
    """Return a notebook after it has been run."""
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    held = _converted(json.dumps(_read(file)), file.name)
    running = 0

    def start(cell_index: int, **_: Any) -> None:
        nonlocal running
        running = cell_index
        if progress is not None:
            progress(cell_index, len(held.cells))

    resources = {"metadata": {"path": str(file.parent.resolve())}}
    # Else it warns at every start of how it listens, on this machine alone, which says nothing to who reads a report.
    quiet = ["--log-level=ERROR"] if held.metadata.get("kernelspec", {}).get("name", "python3") == "python3" else []
    client = NotebookClient(held, timeout=timeout, resources=resources, on_cell_start=start, extra_arguments=quiet)
    try:
        client.execute()
    except CellExecutionError as error:
        what = " ".join(f"{error.ename}: {error.evalue}".split())[:_WORDS]
        raise JourneyError(
            f"{file.name} failed while it was run, in cell {running + 1}: {what}. Mend the cell, or leave out execute."
        ) from error
    except CellTimeoutError as error:
        where = f"cell {running + 1} of {file.name}"
        raise JourneyError(f"{where} ran longer than {timeout:g} s. Give a longer timeout.") from error
    except DeadKernelError as error:
        where = f"cell {running + 1} of {file.name}"
        raise JourneyError(f"the kernel died in {where}. Run it in Jupyter to see why.") from error
    except AssertionError as error:
        # On Ctrl+C nbclient ends the kernel, and then stumbles over its not being there any more.
        if client.km is None:
            raise KeyboardInterrupt from error
        raise
    return held
