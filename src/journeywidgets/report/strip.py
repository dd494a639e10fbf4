"""Strip: notebooks without the state of widgets and without their views, where another form of the output stays.

The state holds page code and a copy of the data: it makes files large, differs from run to run, and keeps some pages
that show notebooks from showing anything. What is left in its place is the form that hosts without widgets show.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from journeywidgets.errors import StorageError
from journeywidgets.report.records import Records
from journeywidgets.report.spans import Cut, Part, cuts, parts, whole, without
from journeywidgets.storage import atomic

VIEW = "application/vnd.jupyter.widget-view+json"
STATE = "application/vnd.jupyter.widget-state+json"
_SHOWN = ("text/html", "text/markdown", "text/latex", "application/pdf")
_MODEL = "IPY_MODEL_"


@dataclass(frozen=True)
class Stripped:
    """What was taken out of a notebook.

    Attributes
    ----------
    views
        Views of widgets, in outputs.
    models
        Widgets whose state was there.
    kept
        Views that stayed, since a line of text is all that the output would be without them; the state that they
        need stayed with them.
    later
        Views taken out whose state had later changes of the journey than the form that is left.
    saved
        Bytes.
    """

    views: int
    models: int
    kept: int
    later: int
    saved: int

    @property
    def changed(self) -> bool:
        """Whether anything was taken out."""
        return self.saved > 0


def strip_file(
    path: str | os.PathLike[str],
    output: str | os.PathLike[str] | None = None,
    *,
    everything: bool = False,
    check: bool = False,
) -> Stripped:
    """Take the state of widgets and their views out of a notebook file.

    Parameters
    ----------
    path
        The notebook. Where nothing is to be taken out it is not written.
    output
        Where to write it; None: in its own place, at once.
    everything
        Whether views go too that leave no more than a line of text.
    check
        Whether nothing is written.

    Raises
    ------
    StorageError
        It is not a notebook, or cannot be read or written; what was there is still there.
    """
    source = Path(path).expanduser()
    if not source.is_file():
        raise StorageError(f"there is no notebook {source}. Check the path.")
    text, done = stripped(source.read_bytes(), str(source), everything=everything)
    target = source if output is None else Path(output).expanduser()
    if not check and (done.changed or output is not None):
        put(target, text)
    return done


def put(path: Path, data: bytes) -> None:
    """Write a notebook to a file, at once; a link is followed.

    Raises
    ------
    StorageError
        It cannot be written; what was there is still there.
    """
    if not path.parent.is_dir():
        raise StorageError(f"there is no folder {path.parent}. Create it first.")
    atomic.replace(Path(os.path.realpath(path)), data)


def stripped(data: bytes, name: str, *, everything: bool = False) -> tuple[bytes, Stripped]:
    """Return a notebook without the state of widgets and their views, and what was taken out.

    All else stays byte for byte, whatever wrote it.

    Parameters
    ----------
    data
        What the file holds.
    name
        What messages call it.
    everything
        Whether views go too that leave no more than a line of text.

    Raises
    ------
    StorageError
        It is not a notebook of version 4.
    """
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise StorageError(f"{name}, line {line}: is not UTF-8. Save it anew in Jupyter.") from error
    notebook = whole(text, name)
    _check(notebook.value, name)
    found: list[Cut] = []
    views, later, kept = 0, 0, []
    metadata = notebook.value.get("metadata")
    records = Records(metadata if isinstance(metadata, dict) else {})
    for output in _outputs(text, notebook):
        cut, stay = _views(text, output.at, everything=everything)
        found += cut
        kept += stay
        views += bool(cut)
        later += bool(cut) and records.ahead(output.value["data"])
    models, cut = _state(text, notebook, {view for view in kept if view is not None}, everything or not kept)
    written = without(text, [*found, *cut]).encode()
    return written, Stripped(views, models, len(kept), later, len(data) - len(written))


def _check(notebook: Any, name: str) -> None:
    if not isinstance(notebook, dict) or not isinstance(notebook.get("cells"), list):
        old = isinstance(notebook, dict) and "worksheets" in notebook
        remedy = "Open it in Jupyter and save it: it is of version 3." if old else "Give an .ipynb file."
        raise StorageError(f"{name}: is not a notebook. {remedy}")


def _outputs(text: str, notebook: Part) -> Iterator[Part]:
    """Give the outputs of cells that have views of widgets."""
    for cells in _members(text, notebook.at, "cells"):
        for cell in _items(text, cells):
            if _holds_view(cell.value):
                for outputs in _members(text, cell.at, "outputs"):
                    yield from (output for output in _items(text, outputs) if isinstance(output.value, dict))


def _holds_view(cell: Any) -> bool:
    outputs = cell.get("outputs") if isinstance(cell, dict) else None
    return isinstance(outputs, list) and any(
        isinstance(output, dict) and isinstance(output.get("data"), dict) and VIEW in output["data"]
        for output in outputs
    )


def _views(text: str, at: int, *, everything: bool) -> tuple[list[Cut], list[str | None]]:
    """Return what to cut out of an output, and the models of views that stay."""
    found: list[Cut] = []
    for data in _members(text, at, "data"):
        view = list(_members(text, data.at, VIEW))
        if not view:
            continue
        if not _shown(data.value) and not (everything and len(data.value) > 1):
            return [], [_model(data.value[VIEW])]
        found += cuts(text, data.at, view)
    for metadata in _members(text, at, "metadata"):
        found += cuts(text, metadata.at, _members(text, metadata.at, VIEW))
    return found, []


def _shown(data: Mapping[str, Any]) -> bool:
    """Return whether an output has a form, beside the view, that says more than a line of text."""
    return any(mime in _SHOWN or mime.startswith("image/") for mime in data)


def _model(view: Any) -> str | None:
    held = view.get("model_id") if isinstance(view, dict) else None
    return held if isinstance(held, str) else None


def _state(text: str, notebook: Part, shown: set[str], whole_state: bool) -> tuple[int, list[Cut]]:
    """Return how many widgets lose their state, and what to cut out of the notebook's metadata."""
    number, found = 0, []
    for metadata in _members(text, notebook.at, "metadata"):
        for widgets in _members(text, metadata.at, "widgets"):
            held = _models(text, widgets)
            states = {str(model.name): model.value for part in held for model in _parts(text, part)}
            needed = set() if whole_state else _needed(states, shown)
            number += len(states.keys() - needed)
            if not needed:
                found += cuts(text, metadata.at, [widgets])
                continue
            for part in held:
                found += cuts(text, part.at, [model for model in _parts(text, part) if model.name not in needed])
    return number, found


def _models(text: str, widgets: Part) -> list[Part]:
    """Return what has the states, model by model: where Jupyter keeps them, or where Colab does."""
    kept = _members(text, widgets.at, STATE)
    return [state for part in kept for state in _members(text, part.at, "state")] if kept else [widgets]


def _needed(states: Mapping[str, Any], shown: Iterable[str]) -> set[str]:
    """Return the models that views show, and those that these refer to."""
    needed: set[str] = set()
    ahead = [model for model in shown if model in states]
    while ahead:
        model = ahead.pop()
        if model not in needed:
            needed.add(model)
            ahead += [other for other in _referred(states[model]) if other in states]
    return needed


def _referred(value: Any) -> Iterator[str]:
    ahead = [value]
    while ahead:
        each = ahead.pop()
        if isinstance(each, str) and each.startswith(_MODEL):
            yield each.removeprefix(_MODEL)
        elif isinstance(each, dict):
            ahead += each.values()
        elif isinstance(each, list):
            ahead += each


def _members(text: str, at: int, name: str) -> list[Part]:
    return [part for part in parts(text, at) if part.name == name] if text[at] == "{" else []


def _items(text: str, part: Part) -> list[Part]:
    return list(parts(text, part.at)) if isinstance(part.value, list) else []


def _parts(text: str, part: Part) -> list[Part]:
    return list(parts(text, part.at)) if isinstance(part.value, dict) else []
