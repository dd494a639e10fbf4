"""Study: what people said, where it stands, and how it was coded."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from journeywidgets import storage
from journeywidgets.evidence.citing import remember
from journeywidgets.evidence.exchange import Exchange
from journeywidgets.evidence.readers.report import ReadReport
from journeywidgets.model.changes import Op
from journeywidgets.model.ids import IdMaker, id_maker
from journeywidgets.model.levels import PRIVATE, checked, elsewhere
from journeywidgets.model.rows import additions
from journeywidgets.model.study import StudyDocument
from journeywidgets.tabular import Rows, mappings

if TYPE_CHECKING:
    from journeywidgets.journey import Journey


class Study(Exchange):
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

    def _begin(self, document: StudyDocument, make_id: IdMaker, file: storage.DocumentFile | None = None) -> None:
        super()._begin(document, make_id, file)
        remember(self)

    def save(self, path: str | Path | None = None, *, share: str = "private") -> Path:
        """Write the study: to `path`, or to the file it was opened from.

        A copy elsewhere has no key: who is who stays where it is.

        Parameters
        ----------
        path
            A ``.study.json`` file; None for its own.
        share
            Whom the file is for. ``"private"`` writes everything as it is; ``"team"`` and ``"public"`` write what
            `evidence.redact` gives, and only to another file.

        Raises
        ------
        EvidenceError
            `share` is not a level, or would take words from the file that the study works on.
        StorageError
            It cannot be written; what was there is still there.
        """
        if checked(share) != PRIVATE:
            elsewhere(path, self.path)
            from journeywidgets.evidence.privacy.redact import redact

            return redact(self, share=share).save(path)
        if path is None and self._key is not None:
            self._key.save()
        return super().save(path)

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

    def read(self, given: Any, kind: str | None = None, *, again: bool = False, **columns: Any) -> ReadReport:
        """Read a file or a frame into the study, all or nothing, as one change.

        Names of speakers and respondents go into the key; the study gets pseudonyms. Participants who are there
        already are known by name, codes by their path. A source that is there already is not added again: what was
        marked in it and is new is added to the one that is there.

        Parameters
        ----------
        given
            A path, or a frame. Told by suffix and content: tables of notes and of quotes, codebooks, exports of
            Qualtrics, Google Forms, SurveyMonkey and Taguette (``.csv``, ``.tsv``, ``.xlsx``, ``.sqlite3``),
            transcripts (``.vtt``, ``.srt``, ``.txt``, ``.md``, ``.docx``), REFI-QDA (``.qdpx``, ``.qdc``).
        kind
            What it is, where that cannot be told: one of `evidence.readers.KINDS`.
        again
            Whether sources that are there already are read once more.
        **columns
            As the reader of the kind takes them: ``text=``, ``participant=``, ``code=``, ``encoding=`` …

        Returns
        -------
        ReadReport
            What came in, what was left out and why, and what could be read in more than one way.

        Raises
        ------
        EvidenceError
            It cannot be read, a column is not there, or everything is in the study already. The message shows
            nobody's words or name.
        TableError
            A row cannot be; nothing was changed.
        """
        from journeywidgets.evidence.readers import read
        from journeywidgets.evidence.readers.landing import land

        return land(self, read(given, kind, **columns), self.key, again=again)

    def forget(self, participant: str, journeys: Iterable[Journey | str | Path] = ()) -> pd.DataFrame:
        """Remove a participant's words from the study, its files, and the journeys that quote them, for good.

        See `evidence.privacy.forget` for what goes and what stays.

        Parameters
        ----------
        participant
            The id or the pseudonym.
        journeys
            Journeys that quote the study, or their files. Those in memory are found by themselves.

        Returns
        -------
        DataFrame
            The cards touched, with the counts before and after.

        Raises
        ------
        EvidenceError
            There is no such participant, or the study is read-only.
        StorageError
            A file is open elsewhere or cannot be written. What had been done before stays done: repeat it.
        """
        from journeywidgets.evidence.privacy.forget import forget

        return forget(self, participant, journeys)

    def __repr__(self) -> str:
        """Return a line that counts the study's rows."""
        with self.store.lock:
            tables = ("participants", "sources", "codes", "quotes")
            counts = (f"{len(self.document.tables[name])} {name}" for name in tables)
            return f"<Study: {', '.join(counts)}>"
