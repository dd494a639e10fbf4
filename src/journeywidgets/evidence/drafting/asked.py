"""How many people a card's question was put to: the denominator of "7 of 9 asked"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from journeywidgets.evidence.drafting.axis import Place
from journeywidgets.evidence.drafting.codebook import plain
from journeywidgets.model.intake import Row
from journeywidgets.model.study import StudyDocument


class Asked:
    """Who was asked what in a study.

    Parameters
    ----------
    document
        The study's rows; read once.
    """

    def __init__(self, document: StudyDocument) -> None:
        people = document.tables["participants"]
        self._everybody = {key for key, row in people.items() if row["role"] == "participant"}
        self._answered: dict[str, set[str]] = defaultdict(set)
        for row in document.tables["segments"].values():
            if row["question"] and row["participant"] in self._everybody:
                self._answered[plain(row["question"])].add(row["participant"])

    def of(self, stage: Place, lane: Place, speakers: Iterable[str]) -> tuple[int, str]:
        """Return how many people were asked about a cell, and who that is.

        Those who answered a question of the cell (of its lane and its stage; where no question is of both, of
        its stage; where that has none, of its lane); without any question, everybody who took part.
        Whoever spoke of it was asked, too.

        Parameters
        ----------
        stage, lane
            The cell.
        speakers
            The ids of the participants behind the card.
        """
        questions = (stage.questions & lane.questions) or stage.questions or lane.questions
        if questions:
            asked = set[str]().union(*(self._answered[one] for one in questions))
            note = f"Everybody who answered {'its question' if len(questions) == 1 else 'one of its questions'}"
        else:
            asked, note = self._everybody, "Everybody who took part in the study"
        unasked = len(set(speakers) - asked)
        more = f", and {unasked} who spoke of it unasked" if unasked else ""
        return len(asked) + unasked, f"{note}{more}."


def speakers_of(quotes: Iterable[Row]) -> set[str]:
    """Return the participants of quotes."""
    return {row["participant"] for row in quotes if row["participant"] is not None}
