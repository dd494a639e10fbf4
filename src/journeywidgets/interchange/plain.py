"""A journey as text: outlines, tables, diagrams, its own file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from journeywidgets.interchange.exporting import Exporting, Target

if TYPE_CHECKING:
    from journeywidgets.export.written import Binary, Text


class Plain(Exporting):
    """Writes text, which `read` reads back."""

    def to_markdown(self, path: Target = None, *, share: str = "team") -> Text:
        """Return the journey as an outline in Markdown.

        A heading a stage and a step, a list item a card; `read` reads it back.

        Parameters
        ----------
        path
            A file to write it to as well; its folder must exist.
        share
            Whom it is for: ``"private"``, ``"team"`` or ``"public"``.

        Returns
        -------
        Text
            The outline; its `losses` say what has no place in it.

        Raises
        ------
        EvidenceError
            `share` is not a level.
        StorageError
            `path` cannot be written; what was there is still there.
        """
        from journeywidgets.formats.markdown import to_markdown

        return self._export(path, share, to_markdown)

    def to_csv(
        self, path: Target = None, *, share: str = "team", table: str | None = None, formulas: bool = False
    ) -> Text:
        """Return the journey's cards, one of its tables or the map as seen, as comma-separated values.

        Parameters
        ----------
        path
            A file to write it to as well; its folder must exist.
        share
            Whom it is for: ``"private"``, ``"team"`` or ``"public"``.
        table
            A table's name: that table with its ids, as its frame. ``"map"``: the map as seen, a row a lane and a
            column a stage. None: a row a card with the titles of its stage and lane, as `read` reads it back.
        formulas
            Whether text that begins as a formula does (``= + - @``) is written as it is. Otherwise it gets a ``'``
            in front, so that no spreadsheet computes it; `read` takes that off again.

        Returns
        -------
        Text
            The table; its `losses` say what of the journey has no place in it.

        Raises
        ------
        FormatError
            There is no such table.
        EvidenceError
            `share` is not a level.
        StorageError
            `path` cannot be written; what was there is still there.
        """
        from journeywidgets.formats.cards import to_csv

        return self._export(path, share, lambda document: to_csv(document, table=table, formulas=formulas))

    def to_tables(self, path: Target = None, *, share: str = "team", formulas: bool = False) -> Binary:
        """Return the whole journey as an archive with a CSV file a table; `read` reads it back.

        Parameters
        ----------
        path
            A ``.zip`` file to write it to as well; its folder must exist.
        share
            Whom it is for: ``"private"``, ``"team"`` or ``"public"``.
        formulas
            As in `to_csv`.

        Returns
        -------
        Binary
            The archive; its `losses` say what has no place in it.

        Raises
        ------
        EvidenceError
            `share` is not a level.
        StorageError
            `path` cannot be written; what was there is still there.
        """
        from journeywidgets.formats.tables import to_tables

        return self._export(path, share, lambda document: to_tables(document, formulas=formulas))

    def to_json(self, path: Target = None, *, share: str = "team") -> Text:
        """Return the journey as its own file format holds it.

        Parameters
        ----------
        path
            A file to write it to as well; one named ``.journey.json`` is written as `save` writes it.
        share
            Whom it is for: ``"private"``, ``"team"`` or ``"public"``.

        Returns
        -------
        Text
            The same for the same journey; nothing is lost.

        Raises
        ------
        EvidenceError
            `share` is not a level.
        StorageError
            `path` cannot be written; what was there is still there.
        """
        from journeywidgets.formats.plain import to_json

        if path is None or not str(path).endswith(self.file_format.suffix):
            return self._export(path, share, to_json)
        self.save(Path(path), share=share)
        return self._export(None, share, to_json)

    def to_mermaid(self, path: Target = None, *, share: str = "team") -> Text:
        """Return the journey as a mermaid ``journey`` diagram.

        A stage is a section, a card of an emotion lane a task with its score (1 to 5 for -2 to +2) and its persona. A
        card without words bears the stage's title. Where no emotion lane has cards, those of touchpoint and text lanes
        are the tasks, with the score in the middle. What the grammar cannot hold is written in mermaid's entity codes.
        mermaid draws up to 50,000 characters unless its ``maxTextSize`` is raised.

        Parameters
        ----------
        path
            A file to write it to as well; its folder must exist.
        share
            Whom it is for: ``"private"``, ``"team"`` or ``"public"``.

        Returns
        -------
        Text
            The diagram; its `losses` say what has no place in it.

        Raises
        ------
        EvidenceError
            `share` is not a level.
        StorageError
            `path` cannot be written; what was there is still there.
        """
        from journeywidgets.formats.mermaid import to_mermaid

        return self._export(path, share, to_mermaid)

    def to_cjml(self, path: Target = None, *, share: str = "team") -> Text:
        """Return the journey in CJML 2.0, the Customer Journey Modelling Language, as a planned journey.

        Stages are phases, personas end users, lanes behind the line of interaction service providers; cards of
        touchpoint lanes are communication points, cards of text lanes actions. CJML keeps experience for actual
        journeys: feelings, pains and figures are losses. The cards' own columns ``sender``, ``receiver``, ``received``
        (the receiver's words) and ``comment`` have a place.

        Parameters
        ----------
        path
            A file to write it to as well; its folder must exist.
        share
            Whom it is for: ``"private"``, ``"team"`` or ``"public"``.

        Returns
        -------
        Text
            The file; its `losses` say what has no place in it.

        Raises
        ------
        EvidenceError
            `share` is not a level.
        StorageError
            `path` cannot be written; what was there is still there.
        """
        from journeywidgets.formats.cjml import to_cjml

        return self._export(path, share, to_cjml)
