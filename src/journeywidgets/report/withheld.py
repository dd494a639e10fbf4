"""Withheld: the words that may not leave at a level, looked for in all that a report shows."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from journeywidgets.evidence.folding import fold
from journeywidgets.evidence.privacy.lookout import Lookout
from journeywidgets.evidence.privacy.unpacking import texts
from journeywidgets.model.document import Document
from journeywidgets.model.levels import allows, shared_document

if TYPE_CHECKING:
    from journeywidgets.evidence.study import Study

LEFT_OUT = "[left out]"
_WORD = re.compile(r"[^\W_]+")
_FEW = 3
"""Words from which on `Lookout` knows a quote by its words in a row."""
_SHORT = 8
"""Letters from which on a quote of fewer words is looked for as it is."""


class Withheld:
    """Knows what may not leave at a level.

    A quote is known by five of its words in a row (all of them where it is shorter); one of one or two
    words as it is written, where it has at least eight letters and more than one word, or is of a script that puts
    no gaps between words. What is drawn in a picture is not found.

    Parameters
    ----------
    share
        The level.
    """

    def __init__(self, share: str) -> None:
        self.share = share
        self._lookout = Lookout(())
        self._short: set[str] = set()
        self._permitted: set[str] = set()
        self._any = False

    def add_study(self, study: Study) -> None:
        """Look also for what a study keeps private: names, contacts, quotes and sources."""
        with study.store.lock:
            self._lookout.add_study(study, self.share)
        self._any = True

    def add(self, words: str, level: str) -> None:
        """Look for the words of a quote, or let them stand, as its level says."""
        if not words.strip():
            return
        permitted = allows(level, self.share)
        self._lookout.add_quote(words, permitted=permitted)
        short = " ".join(fold(words).split())
        if permitted:
            self._permitted.add(short)
            return
        self._any = True
        count = len(_WORD.findall(short))
        if 0 < count < _FEW and len(short) >= _SHORT and (count > 1 or not short.isascii()):
            self._short.add(short)

    def add_document(self, document: Mapping[str, Any]) -> None:
        """Look for the quotes of a journey, given as plain data, that its levels keep back."""
        rows = document.get("evidence")
        for row in rows if isinstance(rows, list) else ():
            if isinstance(row, Mapping):
                self.add(str(row.get("quote") or ""), str(row.get("level") or "team"))

    def stands_in(self, value: Any) -> bool:
        """Return whether any of it stands in a value: text, or plain data; packed, escaped or tagged too."""
        if not self._any or value in (None, "", [], {}):
            return False
        packed = json.dumps([value], default=str).encode()
        return any(self._found(text.text) for text in texts(packed, ""))

    def _found(self, text: str) -> bool:
        if next(self._lookout.finds(text), None) is not None:
            return True
        if not self._short:
            return False
        folded = " ".join(fold(text).split())
        return any(short in folded for short in self._short - self._permitted)

    def reduced(self, document: Document) -> tuple[Document, list[tuple[str, str, str]]]:
        """Return a journey as the level allows it, and the places whose words are left out: table, id, field.

        Quotes of narrower levels lose their words and whose they are; any other text that repeats such words
        becomes a word that says so.
        """
        held = {row_id: row["quote"] for row_id, row in document.tables["evidence"].items()}
        seen = shared_document(document, self.share)
        gone = [
            ("evidence", row_id, "quote")
            for row_id, row in seen.tables["evidence"].items()
            if held[row_id] != row["quote"]
        ]
        if not self._any:
            return seen, gone
        plain, changed = seen.to_dict(), False
        for table, rows in plain.items():
            for row in rows if isinstance(rows, list) else [rows]:
                for name in [name for name in row if name not in _KEPT and self.stands_in(row[name])]:
                    row[name] = _blank(row[name])
                    gone.append((table, str(row.get("id", "")), name))
                    changed = True
        return (Document.from_dict(plain) if changed else seen), gone


_KEPT = frozenset({"id", "order", "parent", "stage", "lane", "persona", "card", "metric", "kind", "level", "image"})
"""Fields that hold no words of a person's own."""


def _blank(value: Any) -> Any:
    """Return a value of the same shape that says nothing."""
    if isinstance(value, list):
        return [LEFT_OUT]
    if isinstance(value, Mapping):
        return {}
    return LEFT_OUT
