"""The static form of a study: its codebook with counts and the quotes that may be shown, and plain text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from journeywidgets.export.content.figures import brief, count, cut, plural
from journeywidgets.export.escape import printable
from journeywidgets.export.markup import Markup, element, join, prose
from journeywidgets.export.palette import SOFT
from journeywidgets.export.plain.sheet import CELL, SMALL, Detail, cell, figure, fitting, heading, row, row_head, table

Plain = Mapping[str, Any]
_QUOTES = 12  # of a code, at most
_COLUMNS = {"What it means": 230, "Quotes": 76, "Participants": 112, "What was said": 402}
"""The columns and their widths in px."""
_WIDTH = 160


class _Coded(NamedTuple):
    """A code, and what it stands on."""

    code: Plain
    level: int
    quotes: list[Plain]
    people: int


class _Codebook:
    """A study's codes in their order, with their quotes.

    Parameters
    ----------
    plain
        The study as it may be seen, rows sparse.
    """

    def __init__(self, plain: Plain) -> None:
        self.title = str(plain["study"].get("title", ""))
        self.sources = {one["id"]: one for one in plain["sources"]}
        self.people = {one["id"]: one for one in plain["participants"]}
        self.quotes = {one["id"]: one for one in plain["quotes"]}
        self._places = {row_id: place for place, row_id in enumerate(self.quotes)}
        on: dict[str, dict[str, None]] = {}
        for application in plain["applications"]:
            quote = self.quotes.get(application["quote"])
            # A suggestion counts when somebody has accepted it; what a moderator says never does.
            if quote is not None and application.get("accepted", True) and self.is_evidence(quote):
                on.setdefault(application["code"], {})[quote["id"]] = None
        self.coded = [self._coded(code, level, on.get(code["id"], {})) for code, level in _tree(plain["codes"])]

    def is_evidence(self, quote: Plain) -> bool:
        person = self.people.get(quote.get("participant", ""))
        return person is None or person.get("role", "participant") == "participant"

    def _coded(self, code: Plain, level: int, ids: Mapping[str, None]) -> _Coded:
        quotes = [self.quotes[row_id] for row_id in sorted(ids, key=self._places.__getitem__)]
        people = {quote["participant"] for quote in quotes if quote.get("participant")}
        return _Coded(code, level, quotes, len(people))

    def facts(self) -> str:
        people = sum(one.get("role", "participant") == "participant" for one in self.people.values())
        parts = (
            plural(len(self.sources), "source"),
            plural(people, "participant"),
            plural(len(self.quotes), "quote"),
            plural(len(self.coded), "code"),
        )
        return " · ".join(parts)

    def said_by(self, quote: Plain) -> str:
        person = self.people.get(quote.get("participant", ""), {})
        source = self.sources.get(quote.get("source", ""), {})
        return ", ".join(filter(None, (person.get("pseudonym", ""), source.get("title", ""))))


def _tree(codes: list[Plain]) -> Iterator[tuple[Plain, int]]:
    """Return the codes, each followed by those below it, with how deep they stand."""
    below: dict[str | None, list[Plain]] = {}
    for code in codes:
        below.setdefault(code.get("parent"), []).append(code)
    waiting = [(code, 0) for code in reversed(below.get(None, []))]
    while waiting:
        code, level = waiting.pop()
        yield code, level
        waiting += [(one, level + 1) for one in reversed(below.get(code["id"], []))]


def words_of(quote: Plain) -> str:
    """Return what is shown of a quote; empty where nothing may be."""
    return str(quote.get("display") or quote.get("exact") or "")


def study_to_html(plain: Plain) -> str:
    """Return a study's codebook as a table in a figure, at most `sheet.SIZE_LIMIT` bytes long.

    Parameters
    ----------
    plain
        The study as it may be seen: what has no words in it shows none.
    """
    book = _Codebook(plain)
    return fitting(book.title or "Untitled study", lambda detail: _drawn(book, detail))


def _drawn(book: _Codebook, detail: Detail) -> Markup:
    heads = [element("th", name, scope="col", style=CELL) for name in _COLUMNS]
    drawn = table(
        [heading(book.title or "Untitled study"), element("span", " ", book.facts(), style=SMALL)],
        len(_COLUMNS),
        element("thead", row(element("td"), *heads, color=SOFT)) if book.coded else None,
        element("tbody", *(_row(book, coded, detail) for coded in book.coded)) if book.coded else None,
        widths=list(_COLUMNS.values()),
    )
    return figure([drawn], [element("div", detail.note)] if detail.note else [])


def _row(book: _Codebook, coded: _Coded, detail: Detail) -> Markup:
    code = coded.code
    indent = "\u2003" * coded.level
    told = (("definition", ""), ("apply_when", "Apply when: "), ("not_this", "Not this: "))
    meaning = [
        element("div", label, prose(cut(code[name], detail.text)), dir="auto") for name, label in told if code.get(name)
    ]
    return row(
        row_head(indent, element("bdi", brief(code.get("name", "")) or "unnamed")),
        cell(join(meaning)),
        cell(element("span", count(len(coded.quotes)))),
        cell(element("span", count(coded.people))),
        cell(_quotes(book, coded.quotes, detail)),
    )


def _quotes(book: _Codebook, quotes: list[Plain], detail: Detail) -> Markup:
    open_ = [quote for quote in quotes if words_of(quote)]
    most = min(_QUOTES, max(detail.rows, 1)) if detail.quotes else 0
    shown = [
        element(
            "div",
            element("q", prose(cut(words_of(quote), detail.text)), dir="auto"),
            element("span", " ", element("bdi", brief(book.said_by(quote))), style=SMALL),
        )
        for quote in open_[:most]
    ]
    left = len(quotes) - len(shown)
    rest = element("div", f"+ {plural(left, 'quote')} not shown here", style=SMALL) if left else None
    return join([*shown, rest])


def study_to_text(plain: Plain) -> str:
    """Return a study's codebook as a short text, without anybody's words."""
    book = _Codebook(plain)
    lines = [f"{brief(book.title, _WIDTH) or 'Untitled study'} · {book.facts()}"]
    for coded in book.coded:
        name = brief(coded.code.get("name", ""), _WIDTH) or "unnamed"
        counts = f"{plural(len(coded.quotes), 'quote')} of {plural(coded.people, 'participant')}"
        lines.append(f"{'  ' * (coded.level + 1)}{name}: {counts}")
    return printable("\n".join(lines))
