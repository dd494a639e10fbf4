"""A map as a page, a drawing, a picture or a document."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from journeywidgets.interchange.exporting import Exporting, Target
from journeywidgets.model.document import Document
from journeywidgets.model.levels import shared_document

if TYPE_CHECKING:
    from journeywidgets.export.still import Still
    from journeywidgets.export.written import Binary, Text


class Pages(Exporting):
    """Writes the map as it is seen."""

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
