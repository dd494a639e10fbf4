"""What a study is made of: its tables, and beside them the key that says who is who."""

from __future__ import annotations

from typing import ClassVar

from journeywidgets import storage
from journeywidgets.evidence.privacy.key import Key, key_path
from journeywidgets.frames import TableFrame
from journeywidgets.model.ids import IdMaker
from journeywidgets.model.study import StudyDocument
from journeywidgets.tabular import Tabular


class KeyedTables(Tabular[StudyDocument]):
    """The tables of a study with its key; what `Study` does with them comes on top."""

    file_format: ClassVar[storage.FileFormat] = storage.STUDY

    participants = TableFrame()
    sources = TableFrame()
    segments = TableFrame()
    codes = TableFrame()
    quotes = TableFrame()
    applications = TableFrame()
    memos = TableFrame()

    def _begin(self, document: StudyDocument, make_id: IdMaker, file: storage.DocumentFile | None = None) -> None:
        super()._begin(document, make_id, file)
        self._key: Key | None = None

    @property
    def key(self) -> Key:
        """Who is behind which pseudonym: in memory, or in ``<name>.key.json`` beside the study's file.

        Raises
        ------
        StorageError
            The key's file cannot be read.
        """
        with self.store.lock:
            if self._key is None:
                path = self.path
                read_only = self.store.read_only is not None
                self._key = Key() if path is None else Key.open(key_path(path), read_only=read_only)
            return self._key

    def close(self) -> None:
        """Write what is pending and let go of the file. The study stays in memory, read-only."""
        if self._key is not None:
            self._key.save()
            self._key.read_only = True
        super().close()
