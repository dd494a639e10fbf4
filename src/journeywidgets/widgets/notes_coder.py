"""NotesCoder: read sources, mark quotes, code them, keep the codebook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar

import traitlets

from journeywidgets.errors import JourneyError, TableError
from journeywidgets.evidence.study import Study
from journeywidgets.export.escape import escape_text
from journeywidgets.export.plain.codebook import study_to_html, study_to_text, words_of
from journeywidgets.model.levels import PUBLIC, checked, level_of
from journeywidgets.widgets.base import TabularWidget
from journeywidgets.widgets.source_texts import SourceTexts
from journeywidgets.widgets.study_lens import StudyLens

if TYPE_CHECKING:
    import pandas as pd

_KEYS = 9


class NotesCoder(TabularWidget):
    """A study's sources to read and code in the page, beside its codebook.

    The page gets the texts with the names of the key removed, and only while it is open: nothing
    of them is in what the notebook saves. Quotes are saved as far as `share` allows.

    Parameters
    ----------
    study
        What to read and code.
    share
        The level at which the notebook's outputs show quotes: ``"private"``, ``"team"`` or
        ``"public"``.
    **settings
        `coder`, `source`, `code_keys`, `height`, `theme`, `read_only`.

    Raises
    ------
    JourneyError
        `study` is not a Study, or a setting is unknown.
    EvidenceError
        `share` is not a level.

    Examples
    --------
    >>> from journeywidgets import NotesCoder
    >>> from journeywidgets.evidence import Study
    >>> s = Study("Bike rental", participants=["P1"], codes=["Waiting"], seed=1)
    >>> NotesCoder(s, coder="AB")
    NotesCoder(<Study: 1 participants, 0 sources, 1 codes, 0 quotes>)
    """

    _bundle: ClassVar[str] = "coder"

    coder = traitlets.Unicode("").tag(sync=True, echo_update=False)
    """The name or initials that codes applied in the page bear."""
    source = traitlets.Unicode("").tag(sync=True, echo_update=False)
    """Id of the source that is open; the first where it is empty."""
    code_keys = traitlets.List(traitlets.Unicode()).tag(sync=True, echo_update=False)
    """Ids of the codes on the keys 1 to 9; the first nine of the codebook where it is empty."""
    height = traitlets.Int(0, min=0).tag(sync=True, echo_update=False)
    """Height in CSS pixels; 0 fits the window."""
    _places = traitlets.List(traitlets.Dict(value_trait=traitlets.Unicode())).tag(sync=True, echo_update=False)

    def __init__(self, study: Study, *, share: str = "team", **settings: Any) -> None:
        if not isinstance(study, Study):
            message = f"NotesCoder shows a Study, not {type(study).__name__}."  # type: ignore[unreachable]
            raise JourneyError(message)
        self.study = study
        self.share = checked(share)
        lens = StudyLens(study, share=share)
        self._texts = SourceTexts(study.store, lens)
        super().__init__(study, lens=lens, **settings)
        sources = study.document.shown("sources")
        if sources:
            self._texts.prepare(self.source or sources[0]["id"])

    def receive(self, message: Any) -> None:
        """Take a page's message."""
        answer = self._texts.answer(message)
        if answer is None:
            super().receive(message)
        else:
            self.send(answer)

    def send(self, content: Any, buffers: Any = None) -> None:
        """Send a message to all pages."""
        super().send(content, buffers)
        if content.get("type") == "snapshot" and content["part"] == content["parts"] - 1:
            # Quotes stand elsewhere where names have changed: the texts must be those that they stand in.
            for message in self._texts.renewed():
                super().send(message)

    def show(self, rows: str | Iterable[str] | pd.DataFrame) -> None:
        """Show quotes or segments in their text, one after the other.

        Parameters
        ----------
        rows
            Ids of quotes or of segments; or a frame with a column ``quote`` or ``segment``, or
            indexed by such ids, such as a slice of ``study.quotes`` or the disagreements of coders.

        Raises
        ------
        TableError
            There is no such quote or segment.
        """
        with self.study.store.lock:
            places = [self._place(row_id) for row_id in _ids(rows)]
        self._places = places
        if places:
            self.source = places[0]["source"]

    def _place(self, row_id: str) -> dict[str, str]:
        tables = self.study.document.tables
        for table in ("quotes", "segments"):
            row = tables[table].get(row_id)
            if row is not None:
                return {"source": row["source"], table[:-1]: row_id}
        raise TableError("there is no quote or segment of this id", table="quotes", row=row_id, code="gone")

    def record(self) -> dict[str, Any]:
        """Return what a report for others must know: the quotes that its static form shows, each with its level."""
        with self.study.store.lock:
            shown = (self.lens.saved() or {}).get("quotes", ())
            tables = self.study.document.tables
            rows = [(row, tables["quotes"][row["id"]]) for row in shown]
            levels = [level_of(quote, tables["participants"].get(quote["participant"])) for _, quote in rows]
        words = [words_of(row) for row, _ in rows]
        static = self.readable()["text/html"]
        quotes = [
            [said, level]
            for said, level in zip(words, levels, strict=True)
            if said and level != PUBLIC and escape_text(said) in static
        ]
        return {"kind": self._bundle, "share": self.share, "quotes": quotes}

    def readable(self) -> dict[str, str]:
        """Return what is readable without page code, by mime type."""
        with self.study.store.lock:
            document = self.lens.saved() or self.lens.document()
        return {"text/html": study_to_html(document), "text/plain": study_to_text(document)}

    @traitlets.validate("source")
    def _check_source(self, proposal: Any) -> str:
        return self._existing("sources", [proposal["value"]])[0] if proposal["value"] else ""

    @traitlets.validate("code_keys")
    def _check_keys(self, proposal: Any) -> list[str]:
        if len(proposal["value"]) > _KEYS:
            message = f"code_keys holds {len(proposal['value'])} codes; there are {_KEYS} keys."
            raise JourneyError(message)
        self._existing("codes", [code for code in proposal["value"] if code])
        return list(proposal["value"])

    def _existing(self, table: str, ids: list[str]) -> list[str]:
        rows: Mapping[str, Any] = self.study.document.tables[table]
        unknown = [row_id for row_id in ids if row_id not in rows]
        # A page may name a row that has just been deleted; a person who writes code wants to know.
        if unknown and not self._property_lock:
            raise TableError("there is no row of this id", table=table, row=unknown[0], code="gone")
        return ids


def _ids(rows: str | Iterable[str] | pd.DataFrame) -> list[str]:
    if isinstance(rows, str):
        return [rows]
    columns = getattr(rows, "columns", None)
    if columns is None:
        return [str(row_id) for row_id in rows]
    for name in ("quote", "segment"):
        if name in columns:
            return [str(row_id) for row_id in dict.fromkeys(rows[name].dropna())]  # type: ignore[index]
    return [str(row_id) for row_id in rows.index]  # type: ignore[union-attr]
