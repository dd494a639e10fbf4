"""The text of a self-contained page: its policy, its data, and what it refuses."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
from html.parser import HTMLParser
from typing import Any

import pytest
from tests.browser.hostile import PAYLOADS, hostile
from tests.browser.journeys import bikes

from journeywidgets import Journey
from journeywidgets.errors import JourneyError
from journeywidgets.export.markup import Markup, element, join
from journeywidgets.export.page import Heading, View, map_page, page, place
from journeywidgets.export.page.built import script

CHART = {"mark": "bar", "data": {"values": [{"a": 1}]}, "encoding": {"x": {"field": "a", "type": "quantitative"}}}

TAGS = {"html", "head", "meta", "title", "style", "script", "noscript", "body"}
TAGS |= {"main", "div", "nav", "h1", "h2", "ol", "li", "a", "bdi", "p"}
"""Of a page that holds text."""


class Parts(HTMLParser):
    """The scripts, styles and attributes of a page, as a parser of HTML finds them."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.inside: list[tuple[str, dict[str, str | None], list[str]]] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.title = ""
        self._open: list[str] | None = None
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._open = None
        if tag in {"script", "style", "title"}:
            self._open = []
            self.inside.append((tag, dict(attrs), self._open))

    def handle_endtag(self, tag: str) -> None:
        if tag in {"script", "style", "title"}:
            self._open = None

    def handle_data(self, data: str) -> None:
        if self._open is not None:
            self._open.append(data)

    def texts(self, tag: str, kind: str | None = None) -> list[str]:
        return ["".join(text) for name, attrs, text in self.inside if name == tag and attrs.get("type") == kind]

    def data(self) -> dict[str, Any]:
        found = [one for one in self.inside if one[0] == "script" and one[1].get("type") == "application/json"]
        return {str(attrs["id"]): json.loads("".join(text)) for _, attrs, text in found}

    @property
    def policy(self) -> dict[str, list[str]]:
        (content,) = [a["content"] for tag, a in self.tags if tag == "meta" and "http-equiv" in a]
        rules = [rule.split() for rule in str(content).split(";")]
        return {name: sources for name, *sources in rules}


def digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def of(*views: View, **options: Any) -> str:
    return page("Bikes", join(place(view) for view in views), views, **options)


def test_the_policy_knows_every_script_and_style_and_nothing_else() -> None:
    text = of(View("m", "map", bikes().to_dict()), View("c", "chart", CHART), styles=["p{color:red}"])
    parts = Parts(text)
    scripts, styles = parts.texts("script"), parts.texts("style")
    unpacked = [gzip.decompress(base64.b64decode(found)).decode() for found in re.findall(r'atob\("([^"]+)"\)', text)]
    assert len(scripts) == len(unpacked) == 2
    assert sorted(parts.policy["script-src"]) == sorted(digest(one) for one in [*scripts, *unpacked])
    assert parts.policy["style-src"] == [digest(one) for one in styles]
    assert parts.policy["default-src"] == ["'none'"]
    assert all("unsafe" not in source for sources in parts.policy.values() for source in sources)


def test_style_attributes_are_allowed_on_request_and_scripts_never() -> None:
    policy = Parts(of(View("m", "map", bikes().to_dict()), style_attributes=True)).policy
    assert policy["style-src"] == ["'unsafe-inline'"]
    assert all(source.startswith("'sha256-") for source in policy["script-src"])


def test_code_is_there_once_and_only_where_it_is_needed() -> None:
    none = Parts(page("Prose", element("p", "Only words.")))
    assert none.texts("script") == []
    assert none.policy["script-src"] == ["'none'"]
    one = of(View("m", "map", bikes().to_dict()))
    many = of(*(View(f"m{n}", "map", bikes().to_dict(), {"height": n}) for n in range(20)))
    assert Parts(one).texts("script") == Parts(many).texts("script") == [script("report").text]
    charts = Parts(of(View("c", "chart", CHART), View("d", "chart", CHART)))
    assert charts.texts("script") == [script("report-vega").text, script("report").text]


def test_the_page_is_the_code_and_little_more_than_the_journeys() -> None:
    journeys = [bikes() for _ in range(5)]
    for number, journey in enumerate(journeys):
        journey.set("meta", journey.id, title=f"Journey {number}")
    views = [View(f"m{n}", "map", journey.to_dict(), name=journey.title) for n, journey in enumerate(journeys)]
    content = sum(len(json.dumps(view.data, ensure_ascii=False).encode()) for view in views)
    runtime = len(page("Empty", Markup("")).encode()) + len(script("report").text)
    assert len(of(*views).encode()) <= runtime + 1.2 * content


def test_views_name_their_data_and_equal_data_is_written_once() -> None:
    document = bikes().to_dict()
    views = [
        View("m", "map", document, {"personas": ["co"]}, name="Bikes"),
        View("p", "personas", document),
        View("c", "chart", CHART, about={"label": "A bar", "fields": ["stage"]}, link="m"),
    ]
    data = Parts(of(*views)).data()
    assert data["jw-views"] == [
        {"key": "m", "kind": "map", "data": "jw-data-1", "settings": {"personas": ["co"]}, "name": "Bikes"},
        {"key": "p", "kind": "personas", "data": "jw-data-1"},
        {"key": "c", "kind": "chart", "data": "jw-data-2", "link": "m", "about": views[2].about},
    ]
    assert data["jw-data-1"] == document
    assert data["jw-data-2"] == CHART


@pytest.mark.parametrize("payload", [*PAYLOADS, "<!--<script>", "half \ud83d"])
def test_text_stays_text(payload: str) -> None:
    view = View("m", "chart", {"title": payload}, name=payload)
    headings = [Heading(payload, "a"), Heading("Other", "b", 2)]
    text = page(payload, join([element("h1", payload), place(view)]), [view], headings=headings)
    parts = Parts(text.encode().decode())
    assert parts.data()["jw-data-1"] == {"title": payload}
    assert len(parts.texts("script")) == 2
    assert {tag for tag, _ in parts.tags} <= TAGS
    assert [name for _, attrs in parts.tags for name in attrs if name.startswith("on")] == []


def test_a_hostile_journey_is_data_and_nothing_else() -> None:
    journey = hostile()
    parts = Parts(journey.to_html())
    assert parts.data()["jw-data-1"] == json.loads(json.dumps(journey.to_dict()))
    assert [name for _, attrs in parts.tags for name in attrs if name.startswith("on") or name == "srcdoc"] == []


@pytest.mark.parametrize("theme", ["auto", "light", "dark"])
def test_one_map(theme: Any) -> None:
    journey = bikes()
    text = journey.to_html(theme=theme, personas=["vi"])
    parts = Parts(text)
    assert parts.texts("title") == ["City bike rental"]
    assert dict(parts.tags)["html"].get("data-theme") == (None if theme == "auto" else theme)
    (view,) = parts.data()["jw-views"]
    assert (view["kind"], view["settings"]) == ("map", {"personas": ["vi"]})
    # Without scripts the map is a table.
    assert text.count("<noscript>") == 1
    assert "<caption" in text.partition("<noscript>")[2].partition("</noscript>")[0]
    assert text.losses.empty


@pytest.mark.parametrize(
    ("options", "message"),
    [({"theme": "sepia"}, "Give one of 'auto', 'light', 'dark'"), ({"personas": ["co", "nobody"]}, "persona 'nobody'")],
)
def test_options_that_cannot_be(options: dict[str, Any], message: str) -> None:
    with pytest.raises(JourneyError, match=message):
        bikes().to_html(**options)


def test_only_what_may_be_seen_leaves() -> None:
    journey = bikes()
    journey.add("evidence", card="p1", quote="Only for me", participant="Vandle Quixby", level="private")
    assert "Only for me" not in journey.to_html()
    assert "Vandle Quixby" not in journey.to_html()
    assert "Only for me" in journey.to_html(share="private")


def test_the_same_journey_gives_the_same_bytes() -> None:
    journey = bikes()
    again = Journey.from_dict(journey.to_dict())
    assert map_page(journey.document) == map_page(again.document)


def test_contents_are_left_out_where_there_is_one_heading() -> None:
    assert "<nav" not in page("One", element("h1", "One", id="a"), headings=[Heading("One", "a")])
    two = page("Two", Markup(""), headings=[Heading("One", "a", 2), Heading("Two", "b", 3)])
    levels = [attrs["data-level"] for tag, attrs in Parts(two).tags if tag == "li"]
    assert levels == ["1", "2"]


@pytest.mark.parametrize(
    ("views", "message"),
    [
        ([View("m", "map", {}), View("m", "personas", {})], "two views of the page have the key 'm'"),
        ([View("c", "chart", {}, link="m")], "'c' is linked with 'm', which is no map"),
        ([View("p", "personas", {}), View("c", "chart", {}, link="p")], "which is no map of the page"),
    ],
)
def test_views_that_do_not_fit_together(views: list[View], message: str) -> None:
    with pytest.raises(JourneyError, match=message):
        of(*views)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("1", "map", {}), "the key of a view cannot be"),
        (("a b", "map", {}), "Begin with a letter"),
        (("m", "table", {}), "Kinds: 'map', 'personas', 'chart'"),
        (("m", "map", {}, {}, None, "other"), "is no chart"),
        (("m", "map", {}, {}, {"label": "x"}), "is no chart"),
    ],
)
def test_views_that_cannot_be(arguments: tuple[Any, ...], message: str) -> None:
    with pytest.raises(JourneyError, match=message):
        View(*arguments)
