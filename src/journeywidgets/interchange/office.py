"""A journey as a workbook or slides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from journeywidgets.interchange.exporting import Exporting, Target

if TYPE_CHECKING:
    from journeywidgets.export.written import Binary


class Office(Exporting):
    """Writes files that a person edits in an office program."""

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
