"""Exports: a journey written as a file of another kind, and read from one."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from typing_extensions import Self

from journeywidgets.model.document import Document
from journeywidgets.model.ids import id_maker
from journeywidgets.model.levels import shared_document
from journeywidgets.tabular import Tabular

if TYPE_CHECKING:
    import pandas as pd

    from journeywidgets.export.still import Still
    from journeywidgets.export.written import Binary, Text, Written

Target: TypeAlias = str | os.PathLike[str] | None


class Exports(Tabular[Document]):
    """What a journey can be written as, and read from.

    Every export takes `path`, a file that is written at once (None: nothing is written), and `share`, whom it is
    for: the words of narrower quotes, and whose they are, are left out. Each returns what it wrote: `Text` (a
    string) or `Binary` (bytes), whose `losses` say what had no place.
    """

    if TYPE_CHECKING:

        def save(self, path: str | Path | None = None, *, share: str = "private") -> Path:
            """Write the journey; `Journey` says how."""

    losses: pd.DataFrame | None = None
    """What had no place in the journey when it was read from another format; None where it was not."""

    def _export(self, path: Target, share: str, write: Callable[[Document], Written]) -> Written:
        """Write the journey as it may be seen at a level, from one state of it, outside the lock."""
        with self.store.lock:
            document = shared_document(self.document.copy(), share)
        written = write(document)
        if path is not None:
            from journeywidgets.export.written import put

            put(path, written)
        return written

    # Pages and pictures

    def static(self, *, share: str = "team") -> Still:
        """Return the map as a table, a picture and plain text, which a notebook shows and keeps without page code.

        For reports, for GitHub, and for notebooks that are opened on another day. The picture needs the extra
        ``export``; a map that is too large for it has none.

        Parameters
        ----------
        share
            Whom it is for: ``"private"``, ``"team"`` or ``"public"``.

        Returns
        -------
        Still
            Shown by a notebook when it ends a cell.

        Raises
        ------
        EvidenceError
            `share` is not a level.

        Examples
        --------
        >>> from journeywidgets import Journey
        >>> print(Journey("Bike rental", stages=["Awareness"], seed=1).static())
        Bike rental
        as is · 0 cards
        <BLANKLINE>
        Awareness
        """
        from journeywidgets.export.plain.fallback import to_html, to_text
        from journeywidgets.export.print import to_keep
        from journeywidgets.export.still import Still

        with self.store.lock:
            document = shared_document(self.document.copy(), share)
        picture, scale = to_keep(document) or (None, 1)
        return Still({"text/html": to_html(document), "text/plain": to_text(document)}, picture, scale=scale)

    def to_html(
        self,
        path: Target = None,
        *,
        share: str = "team",
        theme: str = "auto",
        personas: Collection[str] | None = None,
    ) -> Text:
        """Return the map as a page of its own, to explore without a kernel and without a network.

        Readers select, filter personas, open the evidence behind cards, fold lanes, search, switch between light and
        dark, and print; they change nothing. The page asks for nothing, and works from a file and in a frame with
        ``sandbox="allow-scripts"``. Where scripts do not run it shows the map as a table.

        Parameters
        ----------
        path
            An ``.html`` file to write it to as well; its folder must exist.
        share
            Whom it is for: ``"private"``, ``"team"`` or ``"public"``. The page holds all that may be seen, the words
            of quotes among it.
        theme
            ``"light"``, ``"dark"``, or ``"auto"``: as the reader's system. Readers can switch.
        personas
            The ids of the personas shown at first; None shows all.

        Returns
        -------
        Text
            The page, the same for the same journey; nothing is lost.

        Raises
        ------
        JourneyError
            There is no such theme or persona.
        EvidenceError
            `share` is not a level.
        StorageError
            The file cannot be written.

        Examples
        --------
        >>> from journeywidgets import Journey
        >>> journey = Journey("Bike rental", stages=["Awareness", "Sign-up"], seed=1)
        >>> "<title>Bike rental</title>" in journey.to_html()
        True
        """
        from journeywidgets.export.page import map_page

        return self._export(path, share, lambda document: map_page(document, theme=theme, personas=personas))

    def to_svg(
        self,
        path: Target = None,
        *,
        share: str = "team",
        theme: str = "light",
        stages: Collection[str] | None = None,
        lanes: Collection[str] | None = None,
        column: float | None = None,
    ) -> Text:
        """Return the map as a drawing: one SVG document of text, boxes and lines, which loads and runs nothing.

        Text wraps and boxes grow with it: nothing is cut off. It is measured with DejaVu Sans; what is drawn with
        another font has room where that is not wider. Collapsed lanes stay collapsed.

        Parameters
        ----------
        path
            An ``.svg`` file to write it to as well; its folder must exist.
        share
            Whom it is for: ``"private"``, ``"team"`` or ``"public"``.
        theme
            ``"light"`` or ``"dark"``.
        stages
            The ids of the stages and steps to draw; None draws all.
        lanes
            The ids of the lanes to draw; None draws all.
        column
            The width of a column in px, at least 120; None is 204, and more where there are few columns.

        Returns
        -------
        Text
            The drawing, the same for the same journey; nothing is lost that is told of the map in words. The quotes
            behind its cards are counted, not shown.

        Raises
        ------
        JourneyError
            There is no such theme, stage or lane, or `column` is too narrow.
        EvidenceError
            `share` is not a level.
        StorageError
            `path` cannot be written; what was there is still there.

        Examples
        --------
        >>> from journeywidgets import Journey
        >>> journey = Journey("Bike rental", stages=["Awareness", "Sign-up"], seed=1)
        >>> journey.to_svg().startswith("<svg")
        True
        """
        from journeywidgets.export.drawing import to_svg

        def draw(document: Document) -> Text:
            return to_svg(document, theme=theme, stages=stages, lanes=lanes, column=column)

        return self._export(path, share, draw)

    def to_png(
        self, path: Target = None, *, share: str = "team", scale: float | None = None, theme: str = "light"
    ) -> Binary:
        """Return the map as a picture, drawn on this machine without a browser. Needs the extra ``export``.

        Text is drawn with DejaVu Sans; what it has no glyphs for, with the fonts of the machine.

        Parameters
        ----------
        path
            A ``.png`` file to write it to as well; its folder must exist.
        share
            Whom it is for: ``"private"``, ``"team"`` or ``"public"``.
        scale
            Pixels to a CSS px; None is 2, and less for a map so large that the picture would be over 60 million
            pixels.
        theme
            ``"light"`` or ``"dark"``.

        Returns
        -------
        Binary
            The picture.

        Raises
        ------
        JourneyError
            The extra is not installed, there is no such theme, or the picture would be too large.
        EvidenceError
            `share` is not a level.
        StorageError
            `path` cannot be written; what was there is still there.

        Examples
        --------
        >>> from journeywidgets import Journey
        >>> Journey("Bike rental", stages=["Awareness"], seed=1).to_png(scale=1)[1:4]
        b'PNG'
        """
        from journeywidgets.export.print import to_png

        return self._export(path, share, lambda document: to_png(document, scale=scale, theme=theme))

    def to_pdf(
        self,
        path: Target = None,
        *,
        share: str = "team",
        page: str | tuple[float, float] = "A4",
        orientation: str = "landscape",
        theme: str = "light",
    ) -> Binary:
        """Return the map as a PDF: vectors, and text that can be selected. Needs the extra ``export``.

        A map that is too wide for a page goes on to the next by stages, one that is too high by lanes; each page
        has the headers of its stages and lanes. Emoji are drawn as pictures, and are not in the text.

        Parameters
        ----------
        path
            A ``.pdf`` file to write it to as well; its folder must exist.
        share
            Whom it is for: ``"private"``, ``"team"`` or ``"public"``.
        page
            ``"A2"`` to ``"A5"``, ``"Letter"``, ``"Legal"`` or ``"Tabloid"``; width and height in mm; or ``"map"``, one
            page as large as the map.
        orientation
            ``"landscape"`` or ``"portrait"``; of no account for ``"map"``.
        theme
            ``"light"`` or ``"dark"``.

        Returns
        -------
        Binary
            The document.

        Raises
        ------
        JourneyError
            The extra is not installed, or there is no such page, orientation or theme.
        EvidenceError
            `share` is not a level.
        StorageError
            `path` cannot be written; what was there is still there.

        Examples
        --------
        >>> from journeywidgets import Journey
        >>> Journey("Bike rental", stages=["Awareness"], seed=1).to_pdf(page="A3")[:5]
        b'%PDF-'
        """
        from journeywidgets.export.print import to_pdf

        return self._export(
            path, share, lambda document: to_pdf(document, page=page, orientation=orientation, theme=theme)
        )

    # Office

    def to_xlsx(self, path: Target = None, *, share: str = "team") -> Binary:
        """Return the journey as an Excel workbook: the map as seen, and a sheet a table.

        The first sheet shows the map: a cell a card, with the quotes behind it as a comment, headers merged, the
        emotion curve as a chart of numbers in cells. The others are the tables, each called as its table; `read`
        reads them back, also after they were edited: a row without an id is new, one that was deleted is gone. No
        text becomes a formula, whatever it begins with. Columns of one's own are columns of the sheet of cards; what
        is a list stands one item a line, what is nested in JSON.

        Parameters
        ----------
        path
            An ``.xlsx`` file to write it to as well; its folder must exist.
        share
            Whom it is for: ``"private"``, ``"team"`` or ``"public"``.

        Returns
        -------
        Binary
            The workbook. Its `losses` name what is not whole in the tables: texts of more than the 32,767 characters
            that a cell holds are cut; pictures of more are left out.

        Raises
        ------
        JourneyError
            The extra ``export`` is not installed, or a table has more rows than a sheet: 1,048,575.
        EvidenceError
            `share` is not a level.
        StorageError
            `path` cannot be written; what was there is still there.

        Examples
        --------
        >>> from journeywidgets import Journey
        >>> journey = Journey("Bike rental", stages=["Awareness"], lanes=["Pains"], seed=1)
        >>> book = journey.to_xlsx()
        >>> journey.diff(Journey.read(book, "xlsx")).empty
        True
        """
        from journeywidgets.export.workbook import to_xlsx

        return self._export(path, share, to_xlsx)

    def to_pptx(self, path: Target = None, *, share: str = "team", theme: str = "light") -> Binary:
        """Return the journey as slides, of shapes and text that a person can edit.

        First the map, on as many slides as it needs to be read, split by stages and by lanes; then a slide a stage.
        A card is one shape with its words, the curve is a line. The quotes behind the cards stand in the notes of the
        stages. Fonts are those of the theme, so that the slides take on the look of a deck that they are put into.

        Parameters
        ----------
        path
            A ``.pptx`` file to write it to as well; its folder must exist.
        share
            Whom it is for: ``"private"``, ``"team"`` or ``"public"``.
        theme
            ``"light"`` or ``"dark"``.

        Returns
        -------
        Binary
            The slides, 16 to 9. Its `losses` name texts that a slide has no room for: they are cut there, and whole in
            the notes; and pictures that cannot be read.

        Raises
        ------
        JourneyError
            The extra ``export`` is not installed, or there is no such theme.
        EvidenceError
            `share` is not a level.
        StorageError
            `path` cannot be written; what was there is still there.
        """
        from journeywidgets.export.slides import to_pptx

        return self._export(path, share, lambda document: to_pptx(document, theme=theme))

    # Text

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

    # By the name of a file

    def write(
        self,
        path: str | os.PathLike[str],
        *,
        format: str | None = None,  # noqa: A002
        share: str = "team",
        **options: Any,
    ) -> Text | Binary:
        """Write the journey to a file; the ending of its name says as what.

        Parameters
        ----------
        path
            The file, such as ``"bike.pdf"``: ``.html .svg .png .pdf .xlsx .pptx .md .csv .mmd .cjml .json``, and
            ``.zip`` for a CSV file a table.
        format
            The format's name where the ending does not say it, such as ``"mermaid"``; `formats.FORMATS` lists them.
        share
            Whom it is for: ``"private"``, ``"team"`` or ``"public"``.
        **options
            Of the format: those of `to_html`, `to_svg`, `to_png` and so on.

        Returns
        -------
        Text or Binary
            What was written; its `losses` say what had no place.

        Raises
        ------
        JourneyError
            The format or an option is not known.
        EvidenceError
            `share` is not a level.
        StorageError
            The file cannot be written; what was there is still there.
        """
        from journeywidgets.formats import write

        return write(self, path, format, share=share, **options)

    @classmethod
    def read(
        cls,
        source: str | bytes | os.PathLike[str],
        format: str | None = None,  # noqa: A002
        *,
        seed: int | str | None = None,
        **options: Any,
    ) -> Self:
        """Read a journey from another format; `losses` of what is returned say what had no place.

        Parameters
        ----------
        source
            A file: ``.xlsx .md .csv .zip .mmd .cjml .json``; or what such a file holds, with `format`.
        format
            The format's name where the file's ending does not say it, such as ``"mermaid"``.
        seed
            Makes the ids of what has none repeatable.
        **options
            Of the format.

        Returns
        -------
        Journey
            In memory; `save` writes it.

        Raises
        ------
        JourneyError
            The format is not known, or what was given is not of it; names the place and the remedy.
        """
        from journeywidgets.formats import read

        make_id = id_maker(seed)
        document, losses = read(source, format, make_id, **options)
        journey = cls._of(document, make_id)
        journey.losses = losses
        return journey
