"""Quarto: a page of an executed notebook, where Quarto is installed (https://quarto.org/docs/get-started)."""

from __future__ import annotations

import shutil
import subprocess

import pytest
from playwright.sync_api import Browser, expect
from tests.browser.journeys import SMS
from tests.browser.lab import picture
from tests.browser.served import environment
from tests.hosts.notebooks import Notebooks
from tests.hosts.visit import visit

QUARTO = shutil.which("quarto")


@pytest.mark.skipif(QUARTO is None, reason="needs quarto on the PATH")
def test_page(browser: Browser, notebooks: Notebooks, pytestconfig: pytest.Config) -> None:
    """The tables and pictures are in the page, and are read with no network."""
    notebook = notebooks.without_state
    command = [str(QUARTO), "render", notebook.name, "--to", "html", "--embed-resources", "--no-execute"]
    subprocess.run(command, cwd=notebooks.home, env=environment(notebooks.home), check=True, timeout=240)
    page_file = notebook.with_suffix(".html").as_uri()
    with visit(browser, page_file, height=2400) as seen:
        page = seen.open(page_file)
        expect(page.get_by_role("columnheader", name="Sign-up").first).to_be_visible()
        expect(page.get_by_text(SMS, exact=True).first).to_be_visible()
        picture(page, pytestconfig.rootpath / "build/screenshots/hosts/quarto.png")
