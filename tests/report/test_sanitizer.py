"""HTML of outputs: what is left of it can only be read."""

from __future__ import annotations

import base64
import re

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

from journeywidgets.report.sanitizer import Anchors, Surroundings, sanitized
from journeywidgets.report.styles import by_id, declarations

PIXEL = "data:image/gif;base64,R0lGODlhAQABAAAAACw="


def cleaned(html: str, missing: list[str] | None = None, *, anchored: bool = True) -> str:
    said = missing if missing is not None else []
    around = Surroundings(Anchors(), lambda url: url if url.startswith("data:image/gif") else None, said.append)
    around.anchored = anchored
    return str(sanitized(html, around))


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p onclick=x class='evil dataframe'>a<script>b</script>c</p>", "<p class='dataframe'>ac</p>"),
        ("<b>1 < 2 & 3</b>", "<b>1 &lt; 2 &amp; 3</b>"),
        ("a<!-- b --><![CDATA[c]]><?d?><!DOCTYPE e>f", "af"),
        ("<unknown><em>x</em></unknown>", "<em>x</em>"),
        ("<a href='javascript:x'>y</a>", "<a>y</a>"),
        ("<a href=' JaVa\tScript:x'>y</a>", "<a>y</a>"),
        ("<a href='file:///etc/passwd'>y</a>", "<a>y</a>"),
        ("<a href='other.ipynb'>y</a>", "<a>y</a>"),
        ("<form action=x><input name=y><button>z</button>t</form>", "t"),
        ("<input type=checkbox checked> done", "☑  done"),
        (
            "<table border=1><tr><td colspan=2 onload=x>y</td></tr></table>",
            "<table><tr><td colspan='2'>y</td></tr></table>",
        ),
        ("<table><col width=64 onload=x></table>", "<table><col width='64'></table>"),
        ("<td style='color: red; position: fixed; background: url(x)'>y</td>", "<td style='color: red'>y</td>"),
        ("<p style='width: calc(1px + 2px); color: expression(x)'>y</p>", "<p style='width: calc(1px + 2px)'>y</p>"),
        ("<p style='c\\6flor: red; color: r\\65 d'>y</p>", "<p>y</p>"),
        ("<noscript>n</noscript>", "n"),
        ("<template><b>x</b></template><textarea></textarea><title>t</title>", ""),
        ("<img src=x onerror=y alt='A &lt;b>'>", "<em>[picture left out: A &lt;b&gt;]</em>"),
        (f"<img src='{PIXEL}' onload=x width=3>", f"<img alt='' width='3' src='{PIXEL}'>"),
        ("<p title='\"&lt;'>x</p>", "<p title='&quot;&lt;'>x</p>"),
        ("<jw-piece n=0></jw-piece><jw-piece n=-1></jw-piece><jw-piece n=²></jw-piece>", ""),
        ("<meta http-equiv=refresh content='0;x'><link rel=stylesheet href=x><base href=x>y", "y"),
        ("<div><p>unclosed <b>bold", "<div><p>unclosed <b>bold</b></p></div>"),
    ],
)
def test_only_what_can_be_read_stays(html: str, expected: str) -> None:
    assert cleaned(html) == expected


def test_links_open_elsewhere_and_tell_nobody() -> None:
    link = cleaned("<a href='https://example.org/?a=1&b=2' target=_top>x</a>")
    assert link == "<a href='https://example.org/?a=1&amp;b=2' rel='noopener noreferrer' target='_blank'>x</a>"


@pytest.mark.parametrize("tag", ["iframe", "object", "embed", "video", "audio", "canvas", "math"])
def test_what_is_left_out_with_its_content_is_named(tag: str) -> None:
    missing: list[str] = []
    assert cleaned(f"a<{tag} src=x><b>inner</b></{tag}>b", missing).replace("<b>inner</b>", "") == "ab"
    assert len(missing) == 1


def test_ids_are_the_pages_own_and_stand_once() -> None:
    html = cleaned("<p id=location>x</p><p id=location>y</p><a href='#location'>z</a><a name=top>t</a>")
    assert html == "<p id='place-1'>x</p><p>y</p><a href='#place-1'>z</a><a id='place-2'>t</a>"
    assert "id=" not in cleaned("<p id=x>y</p>", anchored=False)


def test_a_deep_tree_is_flattened_and_not_refused() -> None:
    html = cleaned("<div>" * 3_000 + "deep" + "</div>" * 3_000)
    assert "deep" in html
    assert html.count("<div>") < 200


def test_rules_for_single_elements_become_theirs() -> None:
    sheet = "#T_1, #T_2:hover { color: red } #T_1 { background: url(x) } .c{} @import 'x'; /* #T_1{width:1px} */"
    assert by_id(sheet) == {"T_1": " color: red ;  background: url(x) "}
    assert cleaned(f"<style>{sheet}</style><p id=T_1 style='width: 2px'>x</p>") == (
        "<p style='color: red; width: 2px' id='place-1'>x</p>"
    )


def test_a_long_style_is_read_in_no_time() -> None:
    assert declarations("color: " + "rgb()" * 380 + "!") is None
    assert declarations("color: " + "rgb(" * 10_000) is None
    assert declarations("COLOR: Rgb(1, 2, 3) !important") == "color: Rgb(1, 2, 3) !important"


_WORDS = "script style svg math a b td onload href src id javascript: x noscript textarea title"
_PIECES = [*"<>'\"=/&; \n\0\u2028", "!--", "--", "]]", *_WORDS.split()]


@given(st.lists(st.sampled_from(_PIECES), max_size=40).map("".join))
@settings(max_examples=150)
def test_whatever_it_says_nothing_in_it_can_act(html: str) -> None:
    made = cleaned(html)
    assert not re.search(r"<(?:script|style|svg|math|iframe|textarea|title|noscript|!|\?)", made)
    for tag in BeautifulSoup(made, "html.parser").find_all(True):
        assert not any(name.startswith("on") for name in tag.attrs)
        assert not str(tag.get("href", "")).lower().startswith("javascript")
    # What has been cleaned is clean: reading it again finds nothing else in it.
    assert re.sub(r" id='[^']*'", "", cleaned(made)) == re.sub(r" id='[^']*'", "", made)


def test_a_drawing_within_html_is_a_picture_without_its_scripts() -> None:
    html = (
        "<p>a<svg viewBox='0 0 9 9' onload=x><title>T <b></title><script>1</script><clipPath id=c></clipPath>"
        "<linearGradient/><a xlink:href='javascript:1'><text textLength=3>&nbsp;&lt;</text></a>"
        "<foreignObject><b>x</b></foreignObject></svg>b</p>"
    )
    made = BeautifulSoup(cleaned(html), "html.parser")
    assert made.svg is None
    assert made.img is not None
    kind, _, data = str(made.img["src"]).partition(",")
    assert kind == "data:image/svg+xml;base64"
    drawing = base64.b64decode(data).decode()
    for kept in ('viewBox="0 0 9 9"', "<clipPath", "<linearGradient", 'textLength="3"', "\xa0&lt;"):
        assert kept in drawing
    assert "<script" not in drawing
    assert "foreignObject" not in drawing
    assert made.get_text() == "ab"


def test_a_drawing_that_cannot_be_one_is_named() -> None:
    missing: list[str] = []
    assert cleaned("a<svg x:y='1'><x:path/></svg>b", missing) == "ab"
    assert missing == ["a drawing (SVG) that is damaged"]
