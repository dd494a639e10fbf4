"""Notebooks as they are after a run, made without a kernel."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import nbformat

from journeywidgets.widgets.view import View

STATES = "application/vnd.jupyter.widget-state+json"


def output(shown: Any, kind: str = "execute_result") -> dict[str, Any]:
    """Return what a cell that ends in an object keeps of it; a mapping is a mime bundle."""
    data = shown if isinstance(shown, (Mapping, tuple)) else shown._repr_mimebundle_()
    forms, metadata = data if isinstance(data, tuple) else (data, {})
    count = {"execution_count": 1} if kind == "execute_result" else {}
    # As text and back, as a file holds it.
    made: dict[str, Any] = json.loads(json.dumps({"output_type": kind, "data": forms, "metadata": metadata, **count}))
    return made


def stream(text: str, name: str = "stdout") -> dict[str, Any]:
    return {"output_type": "stream", "name": name, "text": text}


def code(*outputs: Any, source: str = "", tags: Iterable[str] = ()) -> dict[str, Any]:
    """Return a code cell that has been run; outputs are mime bundles, widgets, or outputs as they stand."""
    made = [each if isinstance(each, dict) and "output_type" in each else output(each) for each in outputs]
    metadata = {"tags": list(tags)} if tags else {}
    return dict(nbformat.v4.new_code_cell(source, outputs=made, execution_count=1, metadata=metadata))


def text(markdown: str, **attachments: Any) -> dict[str, Any]:
    """Return a Markdown cell."""
    cell = dict(nbformat.v4.new_markdown_cell(markdown))
    return {**cell, "attachments": attachments} if attachments else cell


def states(*widgets: View) -> dict[str, Any]:
    """Return the metadata in which a notebook saves the state of widgets."""
    held = {
        widget.model_id: {
            "model_name": "AnyModel",
            "model_module": "anywidget",
            "model_module_version": "*",
            "state": json.loads(json.dumps(widget.get_state())),
        }
        for widget in widgets
    }
    return {"widgets": {STATES: {"state": held, "version_major": 2, "version_minor": 0}}}


def notebook(*cells: dict[str, Any], **metadata: Any) -> Any:
    """Return a notebook of cells."""
    return nbformat.v4.new_notebook(cells=[nbformat.from_dict(cell) for cell in cells], metadata=metadata)


def saved(folder: Path, *cells: dict[str, Any], name: str = "notebook.ipynb", **metadata: Any) -> Path:
    """Write a notebook to a file, and return its path."""
    path = folder / name
    path.write_text(nbformat.writes(notebook(*cells, **metadata)), "utf-8")
    return path
