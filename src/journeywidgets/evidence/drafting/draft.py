"""A draft: a journey made of a study's codes, and the report of how it was made."""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from journeywidgets.errors import EvidenceError, JourneyWarning
from journeywidgets.evidence.drafting.axis import Axis, Given, lane_axis, stage_axis
from journeywidgets.evidence.drafting.builder import COLUMNS, Builder
from journeywidgets.evidence.drafting.codebook import Codebook
from journeywidgets.evidence.drafting.placement import Placement, Placer
from journeywidgets.model.document import Document
from journeywidgets.model.ids import id_maker

if TYPE_CHECKING:
    from journeywidgets.evidence.keyed import KeyedTables

_HARMLESS = (
    "said by a moderator",
    "said by an observer",
    "no code",
    "no accepted code",
    "marks a stage and says no more",
)
"""Why quotes are left out without a warning: they are not meant for the map."""


@dataclass(frozen=True)
class Draft:
    """How a journey was drafted from a study.

    Attributes
    ----------
    cards
        A row a card (indexed by its id): stage, lane, persona, code, how many people support and contradict it,
        its quotes, how many were asked and who that is.
    left_out
        A row a quote that fell nowhere (indexed by its id in the study): why.
    """

    cards: pd.DataFrame
    left_out: pd.DataFrame

    def __repr__(self) -> str:
        """Return a line that counts the cards and what was left out."""
        why = Counter(self.left_out["why"])
        reasons = ", ".join(f"{number} {reason}" for reason, number in sorted(why.items()))
        left = f"; quotes left out: {reasons}" if why else ""
        return f"<Draft: {len(self.cards)} cards{left}>"


def draft(
    study: KeyedTables,
    stage_codes: Given = None,
    lane_codes: Given = None,
    *,
    contradicts: Mapping[str, str | Iterable[str]] | None = None,
    emotion: str | None = "Emotion",
    title: str | None = None,
    seed: int | str | None = None,
) -> tuple[Document, Draft]:
    """Return a first map of a study, and how it was made; `Journey.from_study` explains the rules.

    Raises
    ------
    EvidenceError
        A code or question is not there, or a code is a stage and a lane at once.
    """
    with study.store.lock:
        book = Codebook(study.document)
        stages, lanes = stage_axis(book, stage_codes), lane_axis(book, lane_codes)
        _check_apart(stages, lanes)
        denies = _denies(book, contradicts)
        placement = Placer(study.document, book, stages, lanes, denies).place()
        builder = Builder(study, book, stages, lanes, placement, id_maker(seed))
        document, cards = builder.build(study.title if title is None else title, emotion)
    left_out = pd.DataFrame(placement.left_out, columns=["quote", "why"], dtype=object).set_index("quote")
    _warn(placement)
    frame = pd.DataFrame(cards, columns=["id", *COLUMNS], dtype=object).set_index("id").astype(COLUMNS)
    return document, Draft(frame, left_out)


def _check_apart(stages: Axis, lanes: Axis) -> None:
    both = stages.keys & lanes.keys
    if both:
        raise EvidenceError(f"from_study: {len(both)} codes are given as a stage and as a lane. Give each once.")


def _denies(book: Codebook, given: Mapping[str, str | Iterable[str]] | None) -> dict[str, tuple[str, ...]]:
    found = {}
    for number, (code, denied) in enumerate((given or {}).items(), start=1):
        names = [code, *([denied] if isinstance(denied, str) else denied)]
        ids = [book.named(name) for name in names]
        if any(len(one) != 1 for one in ids):
            raise EvidenceError(
                f"from_study: contradicts, entry {number}, names something that is not one code. Give names, paths "
                "or ids of codes."
            )
        found[ids[0][0]] = tuple(one[0] for one in ids[1:])
    return found


def _warn(placement: Placement) -> None:
    why = Counter(reason for _, reason in placement.left_out if reason not in _HARMLESS)
    if why:
        reasons = ", ".join(f"{number} ({reason})" for reason, number in sorted(why.items()))
        message = f"from_study: quotes that are not on the map: {reasons}. journey.draft.left_out lists them."
        warnings.warn(message, JourneyWarning, stacklevel=4)
