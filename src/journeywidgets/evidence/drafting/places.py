"""Where on an axis the quotes of a study fall: at which stages, in which lanes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from journeywidgets.evidence.drafting.axis import Axis
from journeywidgets.evidence.drafting.codebook import Codebook
from journeywidgets.evidence.drafting.spans import Questions, Spans
from journeywidgets.model.intake import Row
from journeywidgets.model.study import StudyDocument

Codes = Mapping[str, Sequence[str]]
"""The codes that count, by quote."""


def accepted_codes(document: StudyDocument, book: Codebook) -> dict[str, list[str]]:
    """Return the codes of each quote, in the codebook's order; suggestions count for nothing."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in document.tables["applications"].values():
        if row["accepted"]:
            found[row["quote"]].add(row["code"])
    return {quote: sorted(codes, key=book.rank.__getitem__) for quote, codes in found.items()}


class Places:
    """Finds the places of an axis at which a quote is.

    Parameters
    ----------
    document
        The study's rows.
    axis
        The stages, or the lanes.
    codes
        What `accepted_codes` gives.
    """

    def __init__(self, document: StudyDocument, axis: Axis, codes: Codes) -> None:
        quotes = document.tables["quotes"]
        self._axis, self._codes = axis, codes
        self._questions = Questions(document.tables["segments"].values())
        self._spans = Spans(
            (row["source"], row["start"], row["end"], axis.of_code[code])
            for quote, given in codes.items()
            if (row := quotes[quote])["start"] is not None
            for code in given
            if code in axis.of_code
        )

    def of(self, quote: Row) -> list[int]:
        """Return the places by number: by the quote's own codes, else those on the same words, else its question."""
        given = self._codes.get(quote["id"], ())
        own = {self._axis.of_code[code] for code in given if code in self._axis.of_code}
        if own:
            return sorted(own)
        asked = self._questions.of(quote)
        return self._spans.over(quote) or sorted(
            {self._axis.of_question[text] for text in asked if text in self._axis.of_question}
        )
