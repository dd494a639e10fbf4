"""The kinds of files: what each is called, and what it holds."""

from __future__ import annotations

from dataclasses import dataclass

from journeywidgets.model.document import Document
from journeywidgets.model.fields import Schema
from journeywidgets.model.study import StudyDocument
from journeywidgets.model.tables import Tables


@dataclass(frozen=True)
class FileFormat:
    """A kind of file.

    Attributes
    ----------
    name
        What a file's ``format`` says.
    suffix
        How its name ends.
    document
        What it holds.
    example
        A name for messages.
    """

    name: str
    suffix: str
    document: type[Tables]
    example: str

    @property
    def schema(self) -> Schema:
        """The tables of its document."""
        return self.document.schema

    @property
    def noun(self) -> str:
        """What messages call what it holds."""
        return self.schema.noun


JOURNEY = FileFormat("journeywidgets", ".journey.json", Document, "bike")
STUDY = FileFormat("journeywidgets-study", ".study.json", StudyDocument, "interviews")
FORMATS = (JOURNEY, STUDY)
