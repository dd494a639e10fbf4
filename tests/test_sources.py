"""Rules for the sources that no linter knows: user text is never code, and no network is used."""

from __future__ import annotations

import base64
import gzip
import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

TEXT_AS_CODE = re.compile(
    r"\b(innerHTML|outerHTML|insertAdjacentHTML|dangerouslySetInnerHTML|createContextualFragment"
    r"|srcdoc|DOMParser|document\.write|eval\s*\(|new\s+Function\b)"
)
NETWORK = re.compile(
    r"\b(fetch\s*\(|XMLHttpRequest|WebSocket|EventSource|sendBeacon|importScripts|import\s*\(\s*[\"']http)"
)


def front_end(root: Path) -> list[Path]:
    files = [*root.glob("js/src/**/*.ts"), *root.glob("js/src/**/*.tsx")]
    return [file for file in files if ".test." not in file.name]


def offences(pattern: re.Pattern[str], files: list[Path], root: Path) -> list[str]:
    return [
        f"{file.relative_to(root)}:{number}: {line.strip()}"
        for file in files
        for number, line in enumerate(file.read_text("utf-8").splitlines(), start=1)
        if pattern.search(line)
    ]


@pytest.mark.parametrize("pattern", [TEXT_AS_CODE, NETWORK], ids=["text as code", "network"])
def test_front_end(root: Path, pattern: re.Pattern[str]) -> None:
    files = front_end(root)
    assert files
    assert offences(pattern, files, root) == []


def test_style_sheets_load_nothing(root: Path) -> None:
    sheets = [*root.glob("js/src/**/*.css")]
    assert sheets
    assert offences(re.compile(r"@import|url\(\s*[\"']?(?!data:|#)"), sheets, root) == []


def test_python_runs_no_text(root: Path) -> None:
    files = [*root.glob("src/**/*.py")]
    assert files
    assert offences(re.compile(r"(?<![\w.])(eval|exec)\("), files, root) == []


@pytest.mark.parametrize(
    "name", ["map.js", "personas.js", "chart.js", "dashboard.js", "vega.js", "report.js", "report-vega.js"]
)
def test_bundle_names_no_server(root: Path, name: str) -> None:
    text = (root / "src/journeywidgets/static" / name).read_text("utf-8")
    # The namespaces of SVG, MathML and XHTML are names, not addresses.
    hosts = set(re.findall(r"https?://([\w.-]+\.\w+)", text)) - {"www.w3.org"}
    assert hosts == set()


@pytest.mark.parametrize("name", ["vega.js", "report-vega.js"])
def test_the_vega_bundle_makes_no_code_and_loads_nothing(root: Path, name: str) -> None:
    """What of Vega could do either has been given something that refuses (js/src/vega/no-code.ts)."""
    packed = (root / "src/journeywidgets/static" / name).read_text("utf-8")
    found = re.search(r'atob\("([^"]+)"\)', packed)
    assert found
    code = gzip.decompress(base64.b64decode(found[1])).decode()
    assert "is not available to charts" in code
    # Methods may be named so; the globals must not be called. Nothing is imported either.
    forbidden = (
        r"(?<![\w.$])(new Function|Function\(|fetch\(|XMLHttpRequest|WebSocket|EventSource|importScripts|import\()"
    )
    assert re.findall(forbidden, code) == []
    assert re.findall(r"(?<![\w.$,{}])eval\(", code) == []
    assert TEXT_AS_CODE.search(re.sub(r"\beval\s*\(", "", code)) is None
    # Names of schemas and of pages to read in messages; the lines above say that none is asked.
    assert set(re.findall(r"https?://([\w.-]+)", code)) <= {"www.w3.org", "vega.github.io", "github.com"}


@pytest.mark.parametrize(
    ("line", "pattern"),
    [
        ("el.innerHTML = text", TEXT_AS_CODE),
        ("eval(text)", TEXT_AS_CODE),
        ("document.write(text)", TEXT_AS_CODE),
        ("<b dangerouslySetInnerHTML={{ __html: text }} />", TEXT_AS_CODE),
        ("await fetch(url)", NETWORK),
        ("new WebSocket(url)", NETWORK),
        ('await import("https://cdn.example/x.js")', NETWORK),
    ],
)
def test_the_rules_see_what_they_forbid(line: str, pattern: re.Pattern[str]) -> None:
    assert pattern.search(line)
