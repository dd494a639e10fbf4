"""Interchange: a journey written as a file of another kind, and read from one."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from typing_extensions import Self

from journeywidgets.interchange.office import Office
from journeywidgets.interchange.pages import Pages
from journeywidgets.interchange.plain import Plain
from journeywidgets.model.ids import id_maker

if TYPE_CHECKING:
    from journeywidgets.export.written import Binary, Text


class Interchange(Pages, Office, Plain):
    """What a journey can be written as, and read from."""

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
