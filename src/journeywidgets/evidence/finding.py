"""Finding: words in the sources, counts of codes, and whether quotes are what was said."""

from __future__ import annotations

import pandas as pd

from journeywidgets import storage
from journeywidgets.evidence.coding import Coding, Ids, ids_of
from journeywidgets.evidence.counts import Counts
from journeywidgets.evidence.search import Search
from journeywidgets.evidence.verify import verify
from journeywidgets.model.ids import IdMaker
from journeywidgets.model.study import StudyDocument


class Finding(Coding):
    """What a study tells of its words."""

    def _begin(self, document: StudyDocument, make_id: IdMaker, file: storage.DocumentFile | None = None) -> None:
        super()._begin(document, make_id, file)
        self._search = Search()
        self._counts = Counts(document, self._frames)

    def search(
        self,
        text: str,
        *,
        case: bool = False,
        regex: bool = False,
        whole: bool = False,
        sources: str | Ids | None = None,
        participants: str | Ids | None = None,
        context: int = 40,
    ) -> pd.DataFrame:
        """Return where words stand in the sources: a row a place, as the sources are shown.

        The frame holds what was said, names included: it is for Python, and not to be shared.

        Parameters
        ----------
        text
            The words, or a regular expression. Accents count.
        case
            Whether upper and lower case count.
        regex
            Whether `text` is a regular expression.
        whole
            Whether only whole words are found.
        sources, participants
            Ids, or frames of them: only in these sources, only where these people speak.
        context
            Code points before and after, to be read with it.

        Returns
        -------
        DataFrame
            source, segment and participant (ids; None where there is none), start, end (code points),
            before, text, after. ``study.quote(*found.loc[0, ["source", "start", "end"]])`` quotes a place.

        Raises
        ------
        EvidenceError
            There is nothing to search for, or it is no regular expression.
        """
        with self.store.lock:
            return self._search.frame(
                self.document,
                text,
                case=case,
                regex=regex,
                whole=whole,
                sources=None if sources is None else ids_of(sources),
                participants=None if participants is None else ids_of(participants),
                context=context,
            )

    def code_counts(self, by: str | None = None, *, below: bool = False) -> pd.DataFrame:
        """Return how often each code was applied: a row a code, as the codebook is shown.

        Moderators and observers never count, and neither does what is not accepted. A quote that two
        coders have given the code is one quote; one whose speaker is unknown counts no participant.

        Parameters
        ----------
        by
            Counts for each value of a column: one of the participants' (``persona``, an attribute …),
            ``source``, or ``coder`` and ``level`` of the quote. A code has a row for each value that occurs.
        below
            Whether a code counts what stands under it too: each quote and person once.

        Returns
        -------
        DataFrame
            Indexed by the code's id: name, kind, the column `by`, and the numbers of different quotes,
            participants and sources.

        Raises
        ------
        EvidenceError
            There is no such column.
        """
        with self.store.lock:
            return self._counts.frame(by, below=below)

    def verify(self) -> pd.DataFrame:
        """Return what each quote is worth: a row a quote, as they stand in the sources.

        Returns
        -------
        DataFrame
            Indexed by the quote's id: source; its provenance (a quote of a cleaned text is not what was
            said); status; start and end as the quote has them; found_start and found_end where its
            words stand now (other than start and end where they moved; NA where they stand nowhere).

            status is ``exact`` (shown as it was said), ``trimmed`` (words left out at an end, or in between and
            marked by ``[...]``), ``edited`` (words added, changed or left out without a mark), or
            ``not found`` (the source does not have the words).
        """
        with self.store.lock:
            return verify(self.document)
