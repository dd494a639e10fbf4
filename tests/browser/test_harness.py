"""The harness itself: what the other tests stand on must be able to fail."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from tests.browser.kernel import KernelError
from tests.browser.lab import Notebook
from tests.browser.watch import Watch

COUNTER = '''
import anywidget, traitlets
class Counter(anywidget.AnyWidget):
    _esm = """export default { render({ model, el }) {
        const root = el.attachShadow({ mode: "open" });
        const button = document.createElement("button");
        const draw = () => { button.textContent = `n is ${model.get("n")}`; };
        button.addEventListener("click", () => { model.set("n", model.get("n") + 1); model.save_changes(); });
        model.on("change:n", draw);
        draw();
        root.append(button);
    } };"""
    n = traitlets.Int(0).tag(sync=True)
counter = Counter()
counter
'''


def test_page_and_kernel_are_joined(notebook: Notebook) -> None:
    notebook.show(COUNTER)
    button = notebook.output(0).get_by_role("button", name="n is")
    expect(button).to_have_text("n is 0")
    button.click()
    expect(button).to_have_text("n is 1")
    notebook.kernel.until("counter.n", 1)
    notebook.kernel.run("counter.n = 7")
    expect(button).to_have_text("n is 7")


def test_errors_in_cells_and_kernel_are_raised(notebook: Notebook) -> None:
    with pytest.raises(AssertionError, match="ZeroDivisionError"):
        notebook.show("1 / 0")
    with pytest.raises(KernelError, match="ZeroDivisionError"):
        notebook.kernel.run("1 / 0")
    with pytest.raises(KernelError, match="NameError"):
        notebook.kernel.value("no_such_name")


def test_watch_sees_what_it_forbids(notebook: Notebook, watch: Watch) -> None:
    notebook.page.evaluate("console.error('wrong')")
    notebook.page.evaluate("void setTimeout(() => { throw new Error('thrown') }, 0)")
    notebook.page.evaluate("alert('hello')")
    notebook.page.evaluate("void fetch('http://elsewhere.invalid/x').catch(() => 0)")
    notebook.page.wait_for_timeout(300)
    complaints = "\n".join(watch.complaints())
    for part in ("wrong", "thrown", "dialog: alert: hello", "request: http://elsewhere.invalid/x"):
        assert part in complaints


def test_kernel_can_be_killed_and_restarted(own_notebook: Notebook) -> None:
    own_notebook.show("held = 1")
    before = own_notebook.kernel.pid
    own_notebook.kernel.kill()
    own_notebook.page.wait_for_function("() => true")
    own_notebook.restart_kernel()
    assert own_notebook.kernel.pid != before
    with pytest.raises(KernelError, match="NameError"):
        own_notebook.kernel.value("held")
