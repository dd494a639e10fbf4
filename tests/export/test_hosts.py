"""What nbconvert makes of a saved output: the table stays."""

from __future__ import annotations

from typing import Any

import nbconvert
import nbformat
import pytest
from tests.export.page import Node, bikes, read

from journeywidgets.export.plain.fallback import to_html, to_text

# Published without types.
EXPORTERS: Any = nbconvert
FORMAT: Any = nbformat.v4
WIDGET = "application/vnd.jupyter.widget-view+json"


def notebook() -> Any:
    view = {"version_major": 2, "version_minor": 1, "model_id": "0" * 32}
    data = {WIDGET: view, "text/html": to_html(bikes()), "text/plain": to_text(bikes())}
    output = FORMAT.new_output("execute_result", data, execution_count=1)
    cell = FORMAT.new_code_cell("j", outputs=[output], execution_count=1)
    return FORMAT.new_notebook(cells=[cell])


def shown(page: str) -> Node:
    start = page.index("<figure")
    return read(page[start : page.index("</figure>") + len("</figure>")])


@pytest.mark.parametrize("settings", [{}, {"embed_images": True}, {"template_name": "basic"}], ids=str)
def test_html(settings: dict[str, Any]) -> None:
    page, _ = EXPORTERS.HTMLExporter(**settings).from_notebook_node(notebook())
    root = shown(page)
    assert root.text == read(to_html(bikes())).text
    assert [cell.attributes.get("scope") for cell in root.all("th")][:3] == ["col", "colgroup", "col"]
    assert [image.attributes for image in root.all("img")] == [
        image.attributes for image in read(to_html(bikes())).all("img")
    ]


def test_markdown() -> None:
    text, _ = EXPORTERS.MarkdownExporter().from_notebook_node(notebook())
    assert to_html(bikes()) in text
