"""JupyterLab in a page: notebooks, cells, kernels and themes, by the commands behind its menus."""

from __future__ import annotations

import itertools
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect
from tests.browser.kernel import Kernel
from tests.browser.server import LabServer

_names = itertools.count(1)

_PANEL = """
const app = window.jupyterapp;
const panel = [...app.shell.widgets('main')].find((w) => w.context?.path === path);
if (!panel) throw new Error(`no notebook ${path} is open`);
"""


class Notebook:
    """A notebook that is open in a page, and its kernel."""

    def __init__(self, lab: Lab, path: str) -> None:
        self.lab, self.path, self.page = lab, path, lab.page
        self._kernel: Kernel | None = None

    # In the page

    def in_panel(self, script: str, argument: Any = None) -> Any:
        """Run a script that sees `app`, `panel` and `arg`."""
        body = f"async ([path, arg]) => {{ {_PANEL} {script} }}"
        return self.page.evaluate(body, [self.path, argument])

    @property
    def panel(self) -> Locator:
        """The notebook as it stands in the page."""
        return self.page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)")

    def cell(self, index: int) -> Locator:
        """Return a cell."""
        return self.panel.locator(".jp-Cell").nth(index)

    def output(self, index: int) -> Locator:
        """Return what a cell shows."""
        return self.cell(index).locator(".jp-Cell-outputArea")

    def sources(self) -> list[str]:
        """Return the text of each cell, with its kind: what a notebook command would change."""
        cells = self.in_panel(
            "return Array.from(panel.content.widgets, (c) => [c.model.type, c.model.sharedModel.getSource()])"
        )
        return [f"{kind}: {text}" for kind, text in cells]

    def set_cells(self, *sources: str) -> None:
        """Put these code cells in the place of all there are."""
        self.in_panel(
            """const shared = panel.content.model.sharedModel;
            shared.deleteCellRange(0, shared.cells.length);
            shared.insertCells(0, arg.map((source) => ({cell_type: 'code', source, metadata: {trusted: true}})));
            panel.content.activeCellIndex = 0;""",
            list(sources),
        )

    def append(self, source: str) -> int:
        """Put a code cell at the end and return its index."""
        self.in_panel("panel.content.model.sharedModel.addCell({cell_type: 'code', source: arg})", source)
        return int(self.in_panel("return panel.content.model.sharedModel.cells.length")) - 1

    def start(self, index: int) -> None:
        """Start a cell; do not wait for its end."""
        self._select(index)
        self.in_panel("panel.__run = app.commands.execute('notebook:run-cell')")

    def wait(self, index: int) -> None:
        """Wait for the end of the cell started last, and raise what it raised."""
        self.in_panel("await panel.__run")
        for output in self.outputs(index):
            assert output["output_type"] != "error", "\n".join(output["traceback"])

    def run(self, index: int) -> None:
        """Run a cell and wait for its end."""
        self.start(index)
        self.wait(index)

    def outputs(self, index: int) -> list[dict[str, Any]]:
        """Return a cell's outputs, as the notebook's file holds them."""
        found: list[dict[str, Any]] = self.in_panel("return panel.content.widgets[arg].model.outputs.toJSON()", index)
        return found

    def text(self, index: int) -> str:
        """Return what a cell has printed."""
        return "".join(output["text"] for output in self.outputs(index) if output["output_type"] == "stream")

    def _select(self, index: int) -> None:
        self.in_panel(
            "app.shell.activateById(panel.id); panel.content.activeCellIndex = arg; panel.content.deselectAll();",
            index,
        )

    def run_all(self) -> None:
        """Run every cell and wait for the end of the last."""
        for index in range(len(self.sources())):
            self.run(index)

    def show(self, *sources: str) -> None:
        """Put these cells in the place of all there are, and run them."""
        self.set_cells(*sources)
        self.run_all()

    def save(self) -> None:
        """Save, as File > Save does."""
        self.in_panel("await panel.context.save()")

    def close(self) -> None:
        """Close the notebook's tab; the kernel goes on."""
        self.in_panel("panel.context.model.dirty = false; panel.dispose()")

    # Its kernel

    @property
    def kernel(self) -> Kernel:
        """The kernel, on a connection of its own."""
        kernel_id = self.in_panel(
            "await panel.sessionContext.ready; return panel.sessionContext.session?.kernel?.id ?? null"
        )
        assert kernel_id, f"{self.path} has no kernel"
        if self._kernel is None or self._kernel.id != kernel_id:
            self.leave_kernel()
            self._kernel = Kernel(self.lab.server.runtime, kernel_id)
        return self._kernel

    def leave_kernel(self) -> None:
        """Close the connection, not the kernel."""
        if self._kernel is not None:
            self._kernel.close()
            self._kernel = None

    def restart_kernel(self) -> None:
        """Restart, as Kernel > Restart does."""
        self.leave_kernel()
        self.in_panel("await panel.sessionContext.restartKernel(); await panel.sessionContext.session.kernel.info")

    def kill_kernel(self) -> None:
        """Kill the kernel, and answer JupyterLab, which says that it starts another."""
        self.kernel.kill()
        self.leave_kernel()
        dialog = self.page.get_by_role("dialog", name="Kernel Restarting")
        dialog.get_by_role("button", name="Ok").click(timeout=30_000)
        expect(dialog).to_have_count(0)

    def kernel_status(self) -> str:
        """Return what the page knows of its kernel: idle, busy, dead …"""
        return str(self.in_panel("return panel.sessionContext.session?.kernel?.status ?? 'none'"))


class Lab:
    """One page with JupyterLab in it."""

    def __init__(self, server: LabServer, page: Page, workspace: str = "auto") -> None:
        self.server, self.page = server, page
        page.set_default_timeout(10_000)
        page.goto(f"{server.url}/lab/workspaces/{workspace}?reset&token={server.token}", timeout=60_000)
        page.wait_for_function("() => window.jupyterapp?.restored", timeout=60_000)
        page.evaluate("async () => { await window.jupyterapp.restored }")
        expect(page.locator("#jupyterlab-splash")).to_have_count(0, timeout=30_000)
        page.evaluate(
            "async () => { const c = window.jupyterapp.commands;"
            "if (c.isToggled('application:toggle-left-area')) await c.execute('application:toggle-left-area'); }"
        )

    def dismiss_dialogs(self) -> None:
        """Close what dialogs of JupyterLab a failed test has left."""
        while (dialog := self.page.locator(".jp-Dialog")).count():
            dialog.last.locator(".jp-Dialog-footer button").last.click()
            self.page.wait_for_timeout(100)

    def command(self, name: str, arguments: dict[str, Any] | None = None) -> None:
        """Run a command of JupyterLab, as its menus do."""
        self.page.evaluate(
            "async ([name, args]) => { await window.jupyterapp.commands.execute(name, args) }",
            [name, arguments or {}],
        )

    def write(self, *sources: str, name: str | None = None) -> str:
        """Write a notebook of code cells into the server's folder and return its path."""
        path = name or f"notebook-{next(_names)}.ipynb"
        cells = [_cell(number, source) for number, source in enumerate(sources)]
        kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
        notebook = {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
        (self.server.notebooks / path).write_text(json.dumps(notebook), "utf-8")
        return path

    def open(self, path: str) -> Notebook:
        """Open a notebook and wait for its kernel."""
        self.command("docmanager:open", {"path": path, "factory": "Notebook"})
        notebook = Notebook(self, path)
        notebook.in_panel(
            "await panel.revealed; await panel.context.ready; await panel.sessionContext.ready;"
            "await panel.sessionContext.session?.kernel?.info"
        )
        return notebook

    def new(self, *sources: str) -> Notebook:
        """Write a notebook of code cells and open it."""
        return self.open(self.write(*sources))

    def theme(self, name: str) -> None:
        """Switch JupyterLab to its ``Light`` or ``Dark`` theme."""
        self.command("apputils:change-theme", {"theme": f"JupyterLab {name}"})
        light = "true" if name == "Light" else "false"
        expect(self.page.locator("body")).to_have_attribute("data-jp-theme-light", light)
        # It unloads the old theme's style sheets a little later, and cannot be asked when.
        self.page.wait_for_timeout(1_000)


def _cell(number: int, source: str) -> dict[str, Any]:
    head = {"cell_type": "code", "id": f"cell-{number}", "metadata": {}}
    return {**head, "source": source, "execution_count": None, "outputs": []}


def wait_for(condition: Callable[[], bool], what: str, timeout: float = 10, page: Page | None = None) -> None:
    """Wait until a condition holds; `page` goes on working meanwhile."""
    end = time.monotonic() + timeout
    while not condition():
        assert time.monotonic() < end, f"not within {timeout:g} s: {what}"
        if page is None:
            time.sleep(0.05)
        else:
            page.wait_for_timeout(50)


def picture(page: Page | Locator, path: Path) -> None:
    """Keep a picture of what is seen."""
    path.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=path, animations="disabled")
