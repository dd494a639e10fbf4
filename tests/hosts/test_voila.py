"""Voila: a page of a notebook's outputs, each visitor with a kernel of their own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from tests.browser.chart_page import ChartPage
from tests.browser.journeys import SMS
from tests.browser.lab import picture, wait_for
from tests.browser.served import served
from tests.browser.views import MapPage
from tests.hosts.notebooks import write
from tests.hosts.visit import visit

from journeywidgets import Journey

OPENED = """from ipywidgets import Label
from journeywidgets import Journey, JourneyMap, charts
from tests.browser.charts import complaints
from tests.browser.journeys import bikes
j = Journey.open("bikes.journey.json")
bikes(j)
map = JourneyMap(j)
map"""
FOLLOWS = """said = Label()
stop = j.observe(lambda change: setattr(said, "value", "Now: " + j.cards.loc["sms", "text"]))
said"""
# The page has the icons of Font Awesome from a CDN, whatever a notebook holds.
OWN = "https://cdn.jsdelivr.net/npm/@fortawesome/"


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    folder = tmp_path / "notebooks"
    folder.mkdir()
    write(folder / "bikes.ipynb", OPENED, "charts.link(map, complaints(j))", FOLLOWS, "map.static()")
    arguments = ("bikes.ipynb", "--no-browser", "--port={port}", "--Voila.ip=127.0.0.1")
    with served("voila", *arguments, home=tmp_path, folder=folder, health="voila/static/voila.js") as url:
        yield url


def kept(file: Path) -> Journey:
    return Journey.from_dict(json.loads(file.read_text("utf-8")))


def test_dashboard(browser: Browser, address: str, tmp_path: Path, pictures: Path) -> None:
    with visit(browser, address, address.replace("http:", "ws:"), height=1800) as seen:
        page = seen.open(address)
        live = page.locator(".jw")
        expect(live).to_have_count(2, timeout=60_000)
        view, chart = MapPage(live.nth(0)), ChartPage(live.nth(1))
        view.edit(SMS, "Waits for the code, in vain")
        view.saved()
        expect(page.get_by_text("Now: Waits for the code, in vain")).to_be_visible()
        chart.click(2)
        expect(view.stage("Sign-up")).to_have_attribute("aria-selected", "true")
        # The static form is of the moment it was made; the file has the edit.
        expect(page.locator("figure").get_by_text(SMS)).to_be_visible()
        picture(page, pictures / "voila.png")
        file = tmp_path / "notebooks/bikes.journey.json"
        # A copy is read: the visitor's kernel holds the file.
        wait_for(lambda: "in vain" in str(kept(file).cards.loc["sms", "text"]), "the edit to be kept", page=page)
        assert [url for url in seen.refused if not url.startswith(OWN)] == []
        assert [error for error in seen.errors() if "journeywidgets" in error or ".jw" in error] == []
