"""The codes of a study as a tree, found by id, name or path; and its questions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property

from journeywidgets.model.intake import Row
from journeywidgets.model.study import StudyDocument

PATH = " / "


class Codebook:
    """The codes and questions of a study.

    Parameters
    ----------
    document
        The study's rows; read once.

    Attributes
    ----------
    rows
        The codes by id, in the order of the tree.
    rank
        The place of each code in that order.
    """

    def __init__(self, document: StudyDocument) -> None:
        self._document = document
        self.rows: dict[str, Row] = {row["id"]: row for row in document.shown("codes")}
        self.rank = {code: place for place, code in enumerate(self.rows)}

    def line(self, code: str) -> Iterator[str]:
        """Yield a code, then the codes above it, from the nearest on."""
        seen: set[str] = set()
        at: str | None = code
        while at is not None and at not in seen:
            seen.add(at)
            yield at
            at = self.rows[at]["parent"]

    def named(self, name: str) -> list[str]:
        """Return the codes with this id, else with this path (``Setup / Packages``) or name."""
        if name in self.rows:
            return [name]
        return self._paths.get(name) or self._names.get(name, [])

    @cached_property
    def _names(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for code, row in self.rows.items():
            found[row["name"]].append(code)
        return dict(found)

    @cached_property
    def _paths(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for code, row in self.rows.items():
            if row["parent"] is not None:
                path = PATH.join(self.rows[one]["name"] for one in reversed(list(self.line(code))))
                found[path].append(code)
        return dict(found)

    @cached_property
    def questions(self) -> frozenset[str]:
        """The questions that segments answer, with single spaces."""
        rows = self._document.tables["segments"].values()
        return frozenset(plain(row["question"]) for row in rows if row["question"])


def plain(text: str) -> str:
    """Return a question with single spaces, by which it is told."""
    return " ".join(text.split())
