"""The stages, or the lanes, of a draft: which codes and which questions lead to which of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from journeywidgets.errors import EvidenceError
from journeywidgets.evidence.drafting.codebook import Codebook, plain

Given = Iterable[str] | Mapping[str, str | Mapping[str, Any]] | None

LANES = {
    "action": {"title": "Actions", "kind": "text"},
    "touchpoint": {"title": "Touchpoints", "kind": "touchpoint"},
    "thought": {"title": "Thoughts", "kind": "text"},
    "emotion": {"title": "Emotion", "kind": "emotion"},
    "need": {"title": "Needs", "kind": "text"},
    "pain": {"title": "Pains", "kind": "pain"},
    "gain": {"title": "Gains", "kind": "gain"},
    "opportunity": {"title": "Opportunities", "kind": "opportunity"},
}
"""The lane of the codes of a kind, in the order on the map."""


@dataclass
class Place:
    """One stage, or one lane.

    Attributes
    ----------
    row
        Its row on the map: title and what else was given.
    questions
        The questions whose answers fall into it.
    """

    row: dict[str, Any]
    questions: set[str] = field(default_factory=set)

    @property
    def title(self) -> str:
        """Its title."""
        return str(self.row["title"])


@dataclass
class Axis:
    """All stages, or all lanes.

    Attributes
    ----------
    places
        In their order.
    of_code
        Which of them a code leads to, by itself or by a code above it.
    keys
        The codes that were named: they are the place itself rather than something in it.
    of_question
        Which of them the answers to a question fall into.
    """

    places: list[Place] = field(default_factory=list)
    of_code: dict[str, int] = field(default_factory=dict)
    keys: set[str] = field(default_factory=set)
    of_question: dict[str, int] = field(default_factory=dict)

    def at(self, row: dict[str, Any]) -> int:
        """Return the place with the row's title, made where there is none yet."""
        for index, place in enumerate(self.places):
            if place.title == row["title"]:
                place.row.update({name: value for name, value in row.items() if name not in place.row})
                return index
        self.places.append(Place(row))
        return len(self.places) - 1

    def inherit(self, book: Codebook, named: Mapping[str, int]) -> None:
        """Let each code lead where the nearest code of its line leads."""
        for code in book.rows:
            nearest = next((named[one] for one in book.line(code) if one in named), None)
            if nearest is not None:
                self.of_code[code] = nearest


def stage_axis(book: Codebook, given: Given) -> Axis:
    """Return the stages: those given, else the codes of the kind "stage" that are under no other such code.

    Raises
    ------
    EvidenceError
        Something given is neither a code nor a question, or nothing is given and no code is a stage.
    """
    if given is not None:
        return _given_axis(book, given, "stage_codes", lambda row: {"description": row["definition"]})
    kinds = {code for code, row in book.rows.items() if row["kind"] == "stage"}
    top = [code for code in kinds if not any(one in kinds for one in list(book.line(code))[1:])]
    if not top:
        raise EvidenceError(
            "from_study: no code has the kind 'stage'. Give stage_codes=, a list of codes or of questions, or a "
            "mapping of them to the stages' titles."
        )
    ordered = sorted(top, key=book.rank.__getitem__)
    return _given_axis(book, ordered, "stage_codes", lambda row: {"description": row["definition"]})


def lane_axis(book: Codebook, given: Given) -> Axis:
    """Return the lanes: those given, else one for each kind of code that a map has a lane for.

    Raises
    ------
    EvidenceError
        Something given is neither a code nor a question, or nothing is given and no code is of such a kind.
    """
    if given is not None:
        return _given_axis(book, given, "lane_codes", lambda row: {"kind": _kind(row["kind"])})
    axis = Axis()
    used = {row["kind"] for row in book.rows.values()}
    if used.isdisjoint(LANES):
        raise EvidenceError(
            f"from_study: no code is of a kind that makes a lane ({', '.join(LANES)}). Give lane_codes=, a list of "
            "codes or of questions, or a mapping of them to the lanes' titles or rows."
        )
    at = {kind: axis.at(dict(row)) for kind, row in LANES.items() if kind in used}
    axis.inherit(book, {code: at[row["kind"]] for code, row in book.rows.items() if row["kind"] in at})
    return axis


def _kind(kind: str) -> str:
    return LANES[kind]["kind"] if kind in LANES else "text"


def _given_axis(book: Codebook, given: Iterable[str] | Mapping[str, Any], name: str, more: Any) -> Axis:
    axis, named = Axis(), {}
    for number, (key, row) in enumerate(_entries(given, name), start=1):
        code, question = _meaning(book, key, f"{name}, entry {number}")
        own = {} if code is None else {"title": book.rows[code]["name"], **more(book.rows[code])}
        at = axis.at({"title": question, **own, **row})
        if code is not None:
            named[code] = at
            axis.keys.add(code)
        if question is not None:
            axis.places[at].questions.add(question)
            axis.of_question[question] = at
    axis.inherit(book, named)
    return axis


def _entries(given: Iterable[Any] | Mapping[Any, Any], name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(given, str):
        raise EvidenceError(f"from_study: {name} is one text. Give a list, or a mapping of codes to titles.")
    for key in given:
        row = given[key] if isinstance(given, Mapping) else {}
        row = {"title": row} if isinstance(row, str) else row
        if not isinstance(key, str) or not isinstance(row, Mapping):
            raise EvidenceError(
                f"from_study: {name} holds something that is no text. Give names or ids of codes, or questions; in a "
                "mapping, to a title or a mapping of the row's columns."
            )
        yield key, dict(row)


def _meaning(book: Codebook, key: str, place: str) -> tuple[str | None, str | None]:
    """Return the code and the question that a key means: either, or both."""
    codes = book.named(key)
    if len(codes) > 1:
        raise EvidenceError(f"from_study: {place}: {len(codes)} codes have this name. Give the id of one, or its path.")
    code = codes[0] if codes else None
    names = [plain(key)] if code is None else [plain(key), plain(book.rows[code]["name"])]
    question = next((one for one in names if one in book.questions), None)
    if code is None and question is None:
        raise EvidenceError(
            f"from_study: {place} ({len(key)} characters) is neither the name or id of a code nor a question. The "
            "codes are in study.codes, the questions in study.segments['question']."
        )
    return code, question
