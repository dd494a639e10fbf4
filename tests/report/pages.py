"""What a report's page says, taken apart."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from bs4 import BeautifulSoup, Tag


@dataclass
class Page:
    """A report."""

    html: str

    @cached_property
    def tree(self) -> BeautifulSoup:
        return BeautifulSoup(self.html, "html.parser")

    @property
    def main(self) -> Tag:
        found = self.tree.find("main")
        assert isinstance(found, Tag)
        return found

    @property
    def words(self) -> str:
        """All that a reader of the body sees, views left out."""
        return " ".join(self.main.get_text(" ").split())

    @property
    def notes(self) -> list[str]:
        return [" ".join(note.get_text(" ").split()) for note in self.main.select(".jw-note")]

    @property
    def views(self) -> list[dict[str, Any]]:
        held = self._json("jw-views")
        views: list[dict[str, Any]] = held or []
        places = [str(place["data-jw-view"]) for place in self.main.select("[data-jw-view]")]
        assert sorted(places) == sorted(view["key"] for view in views)
        return views

    def data(self, view: dict[str, Any]) -> Any:
        """Return what a view shows."""
        return self._json(view["data"])

    def _json(self, name: str) -> Any:
        found = re.search(rf'<script type="application/json" id="{name}">(.*?)</script>', self.html, re.DOTALL)
        return json.loads(found[1]) if found else None
