"""Study: what people said, where it stands, and how it was coded."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

from journeywidgets import storage
from journeywidgets.frames import TableFrame
from journeywidgets.model.changes import Op
from journeywidgets.model.ids import id_maker
from journeywidgets.model.rows import additions
from journeywidgets.model.study import StudyDocument
from journeywidgets.tabular import Rows, Tabular, mappings


class Study(Tabular[StudyDocument]):
    """A qualitative study: participants, sources, segments, codes, quotes, applications and memos as plain tables.

    Parameters
    ----------
    title
        The study's name.
    participants, codes
        Rows in order: pseudonyms (names), mappings with the table's columns, or a frame (one
        indexed by ``id`` keeps its ids).
    seed
        Makes the ids repeatable, so that a notebook gives the same output in every run.
    **record
        More fields of the study's record: ``description``, ``method``, ``questions``, ``owner`` …

    Raises
    ------
    TableError
        A row cannot be; names table, row, column and the remedy, and shows nobody's words.

    Examples
    --------
    >>> s = Study("Bike rental", participants=["P1"], codes=["Waiting"], seed=1)
    >>> s.codes["name"].tolist()
    ['Waiting']
    """

    file_format: ClassVar[storage.FileFormat] = storage.STUDY

    participants = TableFrame()
    sources = TableFrame()
    segments = TableFrame()
    codes = TableFrame()
    quotes = TableFrame()
    applications = TableFrame()
    memos = TableFrame()

    def __init__(
        self,
        title: str = "",
        *,
        participants: Rows = (),
        codes: Rows = (),
        seed: int | str | None = None,
        **record: Any,
    ) -> None:
        make_id = id_maker(seed)
        document = StudyDocument({**record, "id": record.get("id") or make_id(), "title": title})
        ops: list[Op] = []
        for table, rows in {"participants": participants, "codes": codes}.items():
            ops += additions(table, mappings(rows), make_id)
        document.apply(ops)
        self._begin(document, make_id)

    @classmethod
    def open(cls, path: str | Path, *, seed: int | str | None = None, read_only: bool = False) -> Study:
        """Open a study file, or create it; every edit is kept in it from then on.

        Opening a file that this process has open already gives the same study.

        Parameters
        ----------
        path
            A ``.study.json`` file. Its folder must exist.
        seed
            Makes the ids of a new file repeatable.
        read_only
            Open it without the lock, and refuse edits.

        Raises
        ------
        StorageError
            The file cannot be read or written, or another process has it open.
        """

        def fresh() -> StudyDocument:
            return cls(Path(path).name.removesuffix(storage.STUDY.suffix), seed=seed).document

        return cls._opened(path, fresh, id_maker(seed), read_only=read_only)

    def __repr__(self) -> str:
        """Return a line that counts the study's rows."""
        with self.store.lock:
            tables = ("participants", "sources", "codes", "quotes")
            counts = (f"{len(self.document.tables[name])} {name}" for name in tables)
            return f"<Study: {', '.join(counts)}>"
