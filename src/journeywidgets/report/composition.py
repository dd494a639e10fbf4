"""Composition: a notebook's cells, one after the other, as the page of a report."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal

from journeywidgets.export.markup import Markup, element, join
from journeywidgets.export.page import page
from journeywidgets.export.record import RECORD
from journeywidgets.export.written import Text
from journeywidgets.model.levels import TEAM, allows
from journeywidgets.report.account import Account, note
from journeywidgets.report.highlight import highlighted
from journeywidgets.report.outputs import block, error, form_of, runs
from journeywidgets.report.pictures import Pictures
from journeywidgets.report.prose import Prose
from journeywidgets.report.records import VIEW, Records, Shown, whole
from journeywidgets.report.specs import spec_of
from journeywidgets.report.style import sheet
from journeywidgets.report.views import Views
from journeywidgets.report.withheld import Withheld

Code = Literal["hidden", "folded", "shown"]
Theme = Literal["auto", "light", "dark"]
_MIME = re.compile(r"[\w.+-]+/[\w.+-]+")
_SCRIPT = "application/javascript"
_FIGURE = "<figure "
"""What the static form of every view of the package is."""
_DEEPEST = 3
"""The deepest headings that the table of contents has."""


class Composition:
    """Makes the page of one notebook.

    Parameters
    ----------
    notebook
        As nbformat reads it, version 4.
    withheld
        What the level keeps back.
    code
        Whether code is hidden, folded or shown.
    folder
        Where the notebook lies: pictures that it names are looked for there.
    title
        The page's title; default: the notebook's own, or its first heading, or its `name`.
    name
        What the notebook's file is called.
    contents
        Whether the page has a table of contents.
    theme
        Light or dark; ``"auto"`` follows the reader's system.
    """

    def __init__(
        self,
        notebook: Mapping[str, Any],
        withheld: Withheld,
        *,
        code: Code = "folded",
        folder: Path | None = None,
        title: str = "",
        name: str = "",
        contents: bool = True,
        theme: Theme = "auto",
    ) -> None:
        metadata = notebook.get("metadata")
        self._metadata: Mapping[str, Any] = metadata if isinstance(metadata, Mapping) else {}
        cells = notebook.get("cells")
        self._cells = [cell for cell in cells if isinstance(cell, Mapping)] if isinstance(cells, list) else []
        self._withheld, self._code, self._contents, self._theme = withheld, code, contents, theme
        self._title, self._name = title, name
        self._account = Account()
        self._views = Views(withheld, self._account)
        self._prose = Prose()
        self._pictures = Pictures(folder, self._lost_picture)
        self._part = ""
        self._shown = self._read()

    def text(self) -> Text:
        """Return the page; its losses say what it leaves out."""
        parts = [join(self._cell(number, cell), "\n") for number, cell in enumerate(self._cells, 1)]
        title = self._page_title()
        summary = self._account.summary()
        body = join([*(part for part in parts if part), *([summary] if summary else [])], "\n")
        headings = [heading for heading in self._prose.headings if heading.level <= _DEEPEST]
        html = page(
            title,
            body,
            self._views.linked(),
            headings=headings if self._contents else (),
            theme=self._theme,
            styles=[sheet()],
            style_attributes=" style='" in body,
            lang=self._language(),
        )
        return Text(html, self._account.losses)

    # What the notebook knows

    def _read(self) -> dict[tuple[int, int], Shown]:
        """Return the views that outputs keep, by cell and output, and learn from all of them what is withheld."""
        records = Records(self._metadata)
        found: dict[tuple[int, int], Shown] = {}
        for number, cell in enumerate(self._cells, 1):
            self._account.place = f"cell {number}"
            for count, output in enumerate(runs(_list(cell.get("outputs"))), 1):
                data = output.get("data")
                if isinstance(data, Mapping):
                    shown = records.read(data, self._account.part(f"output {count}"))
                    if shown is not None:
                        found[number, count] = shown
        for shown in found.values():
            for part in shown.all():
                if part.document is not None:
                    self._withheld.add_document(part.document.to_dict())
                for words, level in part.quotes:
                    self._withheld.add(words, level)
        return found

    def _page_title(self) -> str:
        told = [self._title, str(self._metadata.get("title") or ""), *self._first_heading(), self._name, "Report"]
        return next(title for title in told if title.strip() and not self._withheld.stands_in(title))

    def _first_heading(self) -> list[str]:
        return [heading.text for heading in self._prose.headings[:1]]

    def _language(self) -> str:
        given = str(self._metadata.get("lang") or self._metadata.get("language") or "en")
        return given if given.replace("-", "").isalnum() and given.isascii() else "en"

    # Cells

    def _cell(self, number: int, cell: Mapping[str, Any]) -> Iterator[Markup]:
        self._account.place = f"cell {number}"
        tags = _tags(cell)
        if "remove-cell" in tags or "hide-cell" in tags:
            return
        kind, source = cell.get("cell_type"), whole(cell.get("source"))
        if kind == "markdown":
            yield from self._markdown(source, cell.get("attachments"))
        elif kind == "code":
            made = [*self._source(source, tags), *self._outputs(number, cell, tags)]
            if made:
                yield element("div", *made, **{"class": "jw-cell"})
        elif source.strip():
            self._account.add("raw", "a raw cell: it is for other formats", "raw")

    def _markdown(self, source: str, attachments: Any) -> Iterator[Markup]:
        if self._withheld.stands_in(source):
            yield self._withhold("text")
            return
        self._part = "text"
        headings = len(self._prose.headings)
        made = self._prose.convert(source, self._pictures.of(attachments), self._account.part("text"))
        if self._withheld.stands_in(made):  # a drawing that it shows may have words too
            del self._prose.headings[headings:]
            yield self._withhold("text")
        elif made.strip():
            yield made

    def _source(self, source: str, tags: frozenset[str]) -> Iterator[Markup]:
        if self._code == "hidden" or not source.strip() or "remove-input" in tags:
            return
        if self._withheld.stands_in(source):
            yield self._withhold("code")
            return
        code = element("pre", highlighted(source, self._lexer()))
        if self._code == "shown" and "hide-input" not in tags:
            yield code
        else:
            yield element("details", element("summary", "Code"), code, **{"class": "jw-code"})

    def _lexer(self) -> str:
        info = self._metadata.get("language_info")
        named = info if isinstance(info, Mapping) else {}
        lexer = named.get("pygments_lexer") or named.get("name") or "python"
        return lexer if isinstance(lexer, str) else "python"

    # Outputs

    def _outputs(self, number: int, cell: Mapping[str, Any], tags: frozenset[str]) -> Iterator[Markup]:
        if "remove-output" in tags:
            return
        made = list(self._all_outputs(number, cell))
        if made and "hide-output" in tags:
            yield element("details", element("summary", "Output"), *made, **{"class": "jw-code"})
        else:
            yield from made

    def _all_outputs(self, number: int, cell: Mapping[str, Any]) -> Iterator[Markup]:
        for count, output in enumerate(runs(_list(cell.get("outputs"))), 1):
            self._part = f"output {count}"
            kind, data = output.get("output_type"), output.get("data")
            if kind == "stream":
                yield from self._stream(whole(output.get("text")), str(output.get("name")))
            elif kind == "error":
                yield from self._error(output)
            elif isinstance(data, Mapping):
                yield from self._display(self._shown.get((number, count)), data, output.get("metadata"), cell)

    def _stream(self, text: str, name: str) -> Iterator[Markup]:
        if not text.strip():
            return
        name = "stderr" if name == "stderr" else "stdout"
        if self._withheld.stands_in(text):
            yield self._withhold(self._part, name)
        elif name == "stderr" and self._withheld.share == "public":
            self._account.add(self._part, "what went to the error stream: it may name paths", name)
        else:
            yield block(text, kind="jw-stderr" if name == "stderr" else None)

    def _error(self, output: Mapping[str, Any]) -> Iterator[Markup]:
        whole_trace = self._withheld.share != "public"
        told = [output.get("ename"), output.get("evalue"), output.get("traceback") if whole_trace else None]
        if self._withheld.stands_in(told):
            yield self._withhold(self._part, "error")
        else:
            yield error(output, whole_trace=whole_trace)

    def _display(
        self, shown: Shown | None, data: Mapping[str, Any], metadata: Any, cell: Mapping[str, Any]
    ) -> Iterator[Markup]:
        spec = spec_of(data) if shown is None else None
        view = self._view(shown, spec)
        if view is not None:
            yield view
            return
        if self._is_narrower(shown, data):
            level = shown.share if shown is not None else TEAM
            self._account.add(self._part, f"quotes at the level “{level}”", "widget")
            yield note(f"A view of quotes is left out here: it shows those of the level “{level}”.")
            return
        missing = self._account.part(self._part)
        if spec is not None:  # its page is of no use without its script, and what is missing is told
            data = {mime: value for mime, value in data.items() if mime != "text/html"}
        form = form_of(data, metadata, self._prose, self._pictures.of(cell.get("attachments")), missing)
        if form is None:
            if _SCRIPT not in data:  # that one has been told
                self._account.add(self._part, "an output of a kind that a report cannot show", _kinds(data))
            yield note("An output of a kind that a report cannot show is left out here.")
        elif self._withheld.stands_in([form.source, form.markup]):
            yield self._withhold(self._part, form.mime)
        else:
            yield form.markup

    def _view(self, shown: Shown | None, spec: Mapping[str, Any] | None) -> Markup | None:
        if shown is not None and shown.kind != "coder":
            return self._views.add(shown)
        return self._views.chart(spec) if spec is not None else None

    def _is_narrower(self, shown: Shown | None, data: Mapping[str, Any]) -> bool:
        """Return whether an output may have quotes in a static form that the level does not allow."""
        if shown is not None:
            return not allows(shown.share, self._withheld.share)
        own = RECORD in data or (VIEW in data and _FIGURE in whole(data.get("text/html")))
        # Where its level is not said, it is the one that views have by default.
        return own and not allows(TEAM, self._withheld.share)

    def _withhold(self, part: str, form: str | None = None) -> Markup:
        level = self._withheld.share
        self._account.add(part, f"words that the level “{level}” does not allow", form)
        noun = {"text": "A text", "code": "Code"}.get(part, "An output")
        return note(f"{noun} is left out here: it has words that the level “{level}” does not allow.")

    def _lost_picture(self, why: str) -> None:
        self._account.add(self._part, why, "picture")


def _tags(cell: Mapping[str, Any]) -> frozenset[str]:
    metadata = cell.get("metadata")
    if not isinstance(metadata, Mapping):
        return frozenset()
    tags = {str(tag).replace("_", "-") for tag in _list(metadata.get("tags"))}
    jupyter = metadata.get("jupyter")
    folded = jupyter if isinstance(jupyter, Mapping) else {}
    tags |= {"hide-input"} if folded.get("source_hidden") else set()
    tags |= {"hide-output"} if folded.get("outputs_hidden") else set()
    return frozenset(tags)


def _kinds(data: Mapping[str, Any]) -> str:
    return ", ".join(sorted(mime for mime in map(str, data) if _MIME.fullmatch(mime)))


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
