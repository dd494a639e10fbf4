"""The escapers, and the markup they feed."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.export.page import read

from journeywidgets.export.escape import link_name, printable, safe_color, safe_image, safe_link
from journeywidgets.export.markup import Markup, element, join, prose

anything = st.text(st.characters(exclude_categories=[]))


@given(anything)
def test_text_stays_text_and_nothing_else(text: str) -> None:
    node = read(element("div", text))
    assert [child.tag for child in node.all()] == ["div"]
    # A parser of HTML reads a line end in any of its forms as "\n".
    assert node.text.replace("\r\n", "\n") == printable(text).replace("\r\n", "\n")


@given(anything)
def test_an_attribute_stays_one_attribute(text: str) -> None:
    (node,) = read(element("img", alt=text, width=1)).all()
    assert node.attributes == {"alt": printable(text), "width": "1"}


@given(anything)
def test_xml_takes_every_text(text: str) -> None:
    root = ET.fromstring(element("text", text, label=text))  # noqa: S314 - the drawing just made
    assert list(root) == []


@pytest.mark.parametrize("number", [0, 7, 0x1B, 0x7F, 0x9F, 0xD800, 0xDFFF, 0xFFFE, 0xFFFF])
def test_what_markup_cannot_hold_is_seen_to_have_been_there(number: int) -> None:
    assert printable(f"a{chr(number)}b") == "a\ufffdb"


def test_markup_is_not_escaped_twice_and_text_always_once() -> None:
    inside = element("b", "1 < 2")
    assert element("p", inside, " & ", None) == Markup("<p><b>1 &lt; 2</b> &amp; </p>")
    assert join(["<", inside], "<br>") == "&lt;&lt;br&gt;<b>1 &lt; 2</b>"
    assert prose("one\ntwo <b>") == "one<br>two &lt;b&gt;"


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://example.org/a?b=c#d", "example.org"),
        ("HTTP://EXAMPLE.org", "example.org"),
        ("mailto:who@example.org", "who@example.org"),
        ("https://good.example@evil.example/", "evil.example"),
    ],
)
def test_an_address_is_followed_under_its_own_name(url: str, name: str) -> None:
    assert safe_link(url) == url
    assert link_name(url) == name


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "jAvA\tscript\n:alert(1)",
        "\x01javascript:alert(1)",
        " javascript:alert(1)//https://example.org",
        "data:text/html,<script>1</script>",
        "vbscript:1",
        "file:///etc/passwd",
        "//example.org",
        "https:",
        "https://",
        "https://[::1",
        "https:\\\\example.org",
        "https://good.example\\@evil.example/",
        "mailto:",
        "example.org",
        "",
    ],
)
def test_other_addresses_are_not_followed(url: str) -> None:
    assert safe_link(url) is None


def test_an_address_is_followed_as_it_was_checked() -> None:
    assert safe_link("ht\ttps://exam\nple.org/\u0000a b") == "https://example.org/ab"


@pytest.mark.parametrize(
    ("image", "safe"),
    [
        ("data:image/png;base64,iVBORw0KGgo=", True),
        ("data:image/svg+xml;base64,PHN2Zz4=", False),
        ("data:text/html;base64,PHN2Zz4=", False),
        ("https://example.org/a.png", False),
        ("data:image/png;base64,' onerror='x", False),
        ("", False),
    ],
)
def test_pictures_are_data(image: str, safe: bool) -> None:
    assert (safe_image(image) == image) is safe


def test_colors_are_hexadecimal() -> None:
    assert [safe_color(color) for color in ("#fff", "#3454d1", "red;x:y", "#ff", None)] == [
        "#fff",
        "#3454d1",
        *[None] * 3,
    ]
