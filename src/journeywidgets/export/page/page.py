"""The page: one HTML text that needs nothing beside itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from journeywidgets.export.markup import Markup, element, join
from journeywidgets.export.page.built import Script, digest, script, style
from journeywidgets.export.page.contents import Heading, contents
from journeywidgets.export.page.data import data
from journeywidgets.export.page.view import View

Theme = Literal["auto", "light", "dark"]


def page(
    title: str,
    body: Markup,
    views: Sequence[View] = (),
    *,
    headings: Sequence[Heading] = (),
    theme: Theme = "auto",
    styles: Sequence[str] = (),
    style_attributes: bool = False,
    lang: str = "en",
) -> str:
    """Return a self-contained HTML page.

    It opens from a file, from a server and in a frame with no more than ``sandbox="allow-scripts"``,
    and asks for nothing. The same parameters give the same bytes.

    Parameters
    ----------
    title
        Its title; plain text.
    body
        Its content, with one `place` for each view. Scripts in it do not run, whatever they are.
    views
        What stands in those places. The code that draws maps is in the page once where there are
        views, and that of charts once where one of them is a chart.
    headings
        The lines of the table of contents, in order; fewer than two make none.
    theme
        How it begins; ``"auto"`` follows the reader's system.
    styles
        Style sheets beside the page's own; the program's words, never those of the data.
    style_attributes
        Whether `style` attributes and style elements in the body have an effect. They can load
        nothing; without them the policy knows each style sheet by its digest.
    lang
        The language of the page's own words in the body.

    Returns
    -------
    str
        The page, to be written as UTF-8.

    Raises
    ------
    JourneyError
        Two views have one key, a chart is linked with no map of the page, or the page code has not
        been built.
    """
    scripts = _scripts(views)
    sheets = [style(), *styles]
    head = join(
        [
            element("meta", charset="utf-8"),
            element("meta", http_equiv="Content-Security-Policy", content=_policy(scripts, sheets, style_attributes)),
            element("meta", name="viewport", content="width=device-width, initial-scale=1"),
            element("meta", name="color-scheme", content="light dark"),
            element("meta", name="referrer", content="no-referrer"),
            element("title", title),
            *(Markup(f"<style>{sheet}</style>") for sheet in sheets),
        ],
        "\n",
    )
    listed = contents(headings)
    main = element("main", body)
    inner = join(
        [
            element("div", listed, main, **{"class": "jw-page"}),
            data(views) if views else None,
            *(Markup(f"<script>{each.text}</script>") for each in scripts),
        ],
        "\n",
    )
    root = element("html", element("head", head), "\n", element("body", inner), lang=lang, data_theme=_said(theme))
    return f"<!DOCTYPE html>\n{root}\n"


def _said(theme: Theme) -> str | None:
    return None if theme == "auto" else theme


def _scripts(views: Sequence[View]) -> list[Script]:
    names = ["report-vega"] if any(view.kind == "chart" for view in views) else []
    # The last one starts the page: what it needs is there by then.
    return [script(name) for name in [*names, *(["report"] if views else [])]]


def _policy(scripts: Sequence[Script], sheets: Sequence[str], style_attributes: bool) -> str:
    digests = [one for each in scripts for one in each.digests]
    known = ["'unsafe-inline'"] if style_attributes else [digest(sheet) for sheet in sheets]
    rules = {
        "default-src": ["'none'"],
        "script-src": digests or ["'none'"],
        "style-src": known,
        "img-src": ["data:"],
        "media-src": ["data:"],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
    }
    return "; ".join(" ".join([name, *sources]) for name, sources in rules.items())
