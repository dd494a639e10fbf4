"""Markdown cells: formulas, code, headings, links and pictures."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.browser.hostile import PAYLOADS

from journeywidgets.report.mathml import ATTRIBUTES, Formulas
from journeywidgets.report.prose import Prose


def converted(markdown: str, missing: Callable[[str], None] = lambda _why: None) -> str:
    return str(Prose().convert(markdown, lambda _address: None, missing))


def formulas(markdown: str) -> list[tuple[str, str]]:
    """Return the formulas of Markdown: how each stands, and its letters."""
    found = BeautifulSoup(converted(markdown), "html.parser").find_all("math")
    return [(str(one["display"]), one.get_text()) for one in found]


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("a $x^2$ b", [("inline", "x2")]),
        (r"a \\(x\\) b", [("inline", "x")]),
        ("$$y$$", [("block", "y")]),
        ("$$\ny\n$$", [("block", "y")]),
        (r"\\[y\\]", [("block", "y")]),
        ("text $$y$$ text", [("block", "y")]),
        ("- $$\n  y\n  $$", [("block", "y")]),
        (r"\begin{equation}z\label{eq}\end{equation}", [("block", "z")]),
        ("\\begin{align}\na &= b \\\\\n\nc &= d\n\\end{align}", [("block", "a=b(1)c=d(2)")]),
        (r"\begin{cases}1 & x\\2 & y\end{cases}", [("block", "{1x2y")]),
        ("| a |\n|---|\n| $q$ |", [("inline", "q")]),
        ("## $h$", [("inline", "h")]),
        ("**$b$** and [$l$](https://example.org)", [("inline", "b"), ("inline", "l")]),
        (r"$a_1$ costs \$5", [("inline", "a1")]),
        ("it costs $5 and then $6", []),
        (r"\$5 and \$6", []),
        ("`$x$` and ``$$y$$``", []),
        ("```\n$x$\n$$y$$\n\\begin{align}z\\end{align}\n```", []),
        ("    $indented$", []),
        ("a $ b", []),
        ("price `$a` and `$b`", []),
        ("$a\n\nb$", []),
    ],
)
def test_formulas_are_where_jupyter_has_them(markdown: str, expected: list[tuple[str, str]]) -> None:
    assert formulas(markdown) == expected


def test_what_is_no_formula_stays_as_it_is_written() -> None:
    assert "it costs $5 and then $6" in converted("it costs $5 and then $6")
    assert "<code>$x$</code>" in converted("`$x$`")
    assert "<p>$5</p>" in converted(r"\$5")


@pytest.mark.parametrize("tex", [r"\frac{", r"\unheardof{x}", "}{", "^^", r"\left(", "x" * 30_000])
def test_tex_that_is_not_understood_is_shown_and_said(tex: str) -> None:
    said: list[str] = []
    html = converted(f"${tex}$", said.append)
    assert "<math" not in html
    assert tex in BeautifulSoup(html, "html.parser").get_text()
    assert len(said) == 1


def test_commands_of_ones_own_hold_from_there_on() -> None:
    prose = Prose()

    def letters(markdown: str) -> str:
        html = prose.convert(markdown, lambda _address: None, lambda _why: None)
        return BeautifulSoup(html, "html.parser").get_text().strip()

    assert letters(r"$\newcommand{\R}{\mathbb{R}} \newcommand{\of}[1]{f(#1)}$") == ""
    assert letters(r"$x \in \R, \of{x}$") == "x\u2208\u211d,f(x)"
    assert "\\R" in converted(r"$\R$")


def test_alphabets_are_letters_since_browsers_know_no_variants() -> None:
    made = Formulas().convert(r"\mathbf{x} \mathcal{B} \mathfrak{C} \mathbb{N} \mathrm{d}", display=False)
    assert BeautifulSoup(str(made), "html.parser").get_text() == "\U0001d431\u212c\u212d\u2115d"


COMMANDS = (r"\frac", r"\text", r"\left(", r"\href", r"\sqrt")


@given(st.lists(st.sampled_from([*"\\{}^_&$<>'\"ab1 ", *COMMANDS])).map("".join))
@settings(max_examples=80)
def test_whatever_tex_says_the_formula_is_well_formed(tex: str) -> None:
    made = Formulas().convert(tex, display=True)
    if made:
        tree = ET.fromstring(str(made))  # noqa: S314 - our own writing
        assert {name for part in tree.iter() for name in part.attrib} <= ATTRIBUTES


def test_headings_get_ids_of_the_page_and_links_find_them() -> None:
    prose = Prose()
    html = prose.convert(
        "# One thing\n\n# One thing\n\n[go](#One-thing) [none](#nowhere)", lambda _a: None, lambda _w: None
    )
    tree = BeautifulSoup(html, "html.parser")
    ids = [str(one["id"]) for one in tree.find_all("h1")]
    assert len(set(ids)) == 2
    assert all(name.startswith("place-") for name in ids)
    links = [str(one["href"]) for one in tree.find_all("a")]
    assert links[0] == f"#{ids[0]}"
    assert links[1] not in {f"#{name}" for name in ids}
    assert [(one.text, one.anchor, one.level) for one in prose.headings] == [
        ("One thing", ids[0], 1),
        ("One thing", ids[1], 1),
    ]


def test_footnotes_of_two_cells_do_not_meet() -> None:
    prose = Prose()
    cells = [prose.convert("a[^1]\n\n[^1]: note", lambda _a: None, lambda _w: None) for _ in range(2)]
    tree = BeautifulSoup("".join(cells), "html.parser")
    ids = [str(one["id"]) for one in tree.find_all(id=True)]
    assert len(ids) == len(set(ids)) == 4
    assert {str(one["href"]).removeprefix("#") for one in tree.find_all("a")} == set(ids)


def test_code_is_coloured_by_its_language() -> None:
    html = converted("```python\ndef f(): return '<b>'\n```\n\n```nonsense\n<b>\n```")
    assert "<span class='hl-k'>def</span>" in html
    assert "&lt;b&gt;" in html
    assert "<b>" not in html


def test_html_within_markdown_stays_where_it_is_harmless() -> None:
    html = converted("<details open><summary>More</summary>\n\n**bold**\n\n</details>\n\n<sub>x</sub><br><kbd>K</kbd>")
    for part in ("<details open=", "<summary>More</summary>", "<strong>bold</strong>", "<sub>x</sub><br><kbd>K</kbd>"):
        assert part in html


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize(
    "around",
    [
        "{}",
        "# {}",
        "[{0}]({0})",
        "![{0}]({0})",
        "`{}`",
        "```{0}\n{0}\n```",
        "${}$",
        "$$\\text{{{}}}$$",
        "| {} |\n|---|",
    ],
)
def test_hostile_text_is_text(payload: str, around: str) -> None:
    tree = BeautifulSoup(converted(around.format(payload)), "html.parser")
    for part in tree.find_all(True):
        assert part.name not in {"script", "iframe", "svg", "style", "object", "form", "input"}
        for name, value in part.attrs.items():
            assert not name.startswith("on")
            assert name != "href" or str(value).startswith(("#", "https://", "http://", "mailto:"))
            assert name != "src" or str(value).startswith("data:image/")
            assert name != "id" or str(value).startswith("place-")
