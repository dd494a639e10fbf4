"""What the site shows beside the pages in this folder: the example notebooks, formulas, pictures of maps."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
from latex2mathml.converter import convert
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from journeywidgets import Journey, templates
from journeywidgets.report import report
from journeywidgets.report.records import Records

DOCS = Path(__file__).parent
SHIM = "assets/iframe-worker.js"
NOTEBOOKS = sorted((DOCS.parent / "examples").glob("*.ipynb"))

# What `pymdownx.arithmatex` leaves of a formula.
_FORMULA = re.compile(r'<(span|div) class="arithmatex">\\([(\[])(.*?)\\[)\]]</\1>', re.DOTALL)
# What a browser would fetch for a page, from another machine.
_REMOTE = re.compile(r"<(?:script|img|iframe|link|source|video)\b[^>]*?\b(?:src|href)=[\"']?((?:https?:)?//[^\"' >]+)")
_LINK = re.compile(r"\]\((?:\.\./)+examples/?([\w/.-]*)\)")


@event_priority(100)  # before the plugin that makes pages of notebooks
def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the example notebooks, which stand beside this folder."""
    for notebook in NOTEBOOKS:
        name = notebook.relative_to(DOCS.parent).as_posix()
        files.append(File(name, str(DOCS.parent), config.site_dir, config.use_directory_urls))
    for name, content in (*_gallery(), ("adr/index.md", _decisions())):
        files.append(File.generated(config, name, content=content))
    files.append(
        File.generated(config, SHIM, abs_src_path=str(DOCS.parent / "node_modules/iframe-worker/shim/index.js"))
    )
    return files


def on_post_build(config: MkDocsConfig) -> None:
    """Refuse a site that asks another machine."""
    for page in sorted(Path(config.site_dir).rglob("*.html")):
        remote = _REMOTE.search(page.read_text("utf-8"))
        if remote:
            raise PluginError(f"{page.relative_to(config.site_dir)} asks another machine: {remote[1]}")


def _gallery() -> Iterator[tuple[str, str]]:
    """Yield the gallery's files: a page, the reports of the examples, and drawings of maps."""
    page = [
        "# Gallery",
        "Each example is a notebook, run in every test of the project. Its report is the page that a reader gets.",
        '<div class="gallery" markdown>',
    ]
    for notebook in NOTEBOOKS:
        name = notebook.stem
        report_page = report(notebook)
        yield f"gallery/{name}.html", report_page
        yield f"gallery/{name}.svg", _last_map(notebook).to_svg()
        links = f"[Report](gallery/{name}.html) · [Notebook](examples/{name}.ipynb)"
        page.append(
            f"[![A map](gallery/{name}.svg)](gallery/{name}.html)\n**{_title(notebook)}**<br>{links}\n{{.card}}"
        )
    page += [
        "</div>",
        "## Templates",
        "Stages and lanes to begin with: `Journey.from_template(name)`. `templates()` tells the source of each.",
        '<div class="gallery" markdown>',
    ]
    for name in map(str, templates().index):
        yield f"gallery/{name}.svg", Journey.from_template(name, seed=1).to_svg()
        page.append(f"![Its stages and lanes](gallery/{name}.svg)\n`{name}`")
    yield "gallery.md", "\n\n".join([*page, "</div>"])


def _last_map(notebook: Path) -> Journey:
    """Return the journey of the last map that an output of a notebook shows: the one with the most on it."""
    cells = nbformat.read(notebook, as_version=4).cells
    shown = [Records({}).read(output.get("data", {}), print) for cell in cells for output in cell.get("outputs", ())]
    documents = [part.document for view in shown if view for part in view.all() if part.document]
    return Journey.from_dict(documents[-1].to_dict())


def _title(notebook: Path) -> str:
    first = nbformat.read(notebook, as_version=4).cells[0].source
    return str(first).splitlines()[0].removeprefix("# ")


def _decisions() -> str:
    """Return the list of decisions, by their titles."""
    lines = ["# Decisions", "", "One page each, the oldest first.", ""]
    for path in sorted((DOCS / "adr").glob("[0-9]*.md")):
        title = path.read_text("utf-8").splitlines()[0].removeprefix("# ")
        lines.append(f"* [{title}]({path.name})")
    return "\n".join(lines)


def on_page_markdown(markdown: str, page: Page, **_: Any) -> str:
    """Lead links to the folder of examples to where the site has them."""
    up = "../" * page.file.src_uri.count("/")
    return _LINK.sub(lambda found: f"]({up}{_on_the_site(found[1])})", markdown)


def _on_the_site(name: str) -> str:
    return f"examples/{name}" if name.endswith(".ipynb") else "gallery.md"


def on_page_content(html: str, **_: Any) -> str:
    """Write formulas as MathML, which browsers draw without a script."""
    return _FORMULA.sub(lambda found: _formula(found[3], block=found[2] == "["), html)


def _formula(text: str, *, block: bool) -> str:
    plain = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return str(convert(plain, display="block" if block else "inline"))


def on_post_page(output: str, page: Page, **_: Any) -> str:
    """Take the script by which a page searches without a server from the site; the theme would fetch it."""
    return _with_shim(output, "../" * page.file.src_uri.count("/"))


def on_post_template(output: str, **_: Any) -> str:
    """Do the same for pages that are not made of a file, such as that of a lost link."""
    return _with_shim(output, "")


def _with_shim(output: str, up: str) -> str:
    return output.replace("https://unpkg.com/iframe-worker/shim", f"{up}{SHIM}")
