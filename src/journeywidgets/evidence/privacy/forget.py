"""Forgetting: a person's words leave the study, its files, and the journeys that quote them."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from journeywidgets.errors import EvidenceError, JourneyWarning
from journeywidgets.evidence.folding import Folded, fold
from journeywidgets.evidence.privacy import identifiers
from journeywidgets.evidence.privacy.erasure import JourneyErasure, StudyErasure, Traces
from journeywidgets.evidence.privacy.pseudonyms import Pseudonyms
from journeywidgets.model.evidence import Claims, Tally
from journeywidgets.tabular import Tabular, living

if TYPE_CHECKING:
    from journeywidgets.evidence.keyed import KeyedTables
    from journeywidgets.journey import Journey

_LABEL = "Forget a participant"
_COUNTS = ("supports", "contradicts", "quotes", "asked")
COLUMNS = (
    "journey",
    "card",
    "text",
    "stage",
    "lane",
    *(f"{name}_{when}" for name in (*_COUNTS, "state") for when in ("before", "after")),
)
"""What `forget` says of a card."""


def forget(study: KeyedTables, participant: str, journeys: Iterable[Journey | str | Path] = ()) -> pd.DataFrame:
    """Remove a participant from a study and from journeys, for good.

    What they said is cut out of the sources, and the places of everybody else's quotes follow; their
    quotes, with the codes and memos on them, their attributes and their entry in the key are deleted.
    Where others say or wrote their name, or repeat a longer passage of theirs, ``[removed]`` stands
    instead. A source that was theirs alone is deleted. In journeys their quotes are taken off the
    cards, and where they supported or contradicted a card one person fewer was asked.

    Nothing of it can be undone: the history begins anew, and so does the journal; ``.bak`` and ``.theirs``
    are scrubbed too. A process that is killed at it has not yet begun, or is finished by opening the
    file again; call it once more to be sure. Copies elsewhere, and notebooks that were saved before, are
    beyond its reach: `check_share` finds the latter. Names that the key does not have stay.

    Parameters
    ----------
    study
        The study.
    participant
        The id or the pseudonym.
    journeys
        Journeys that quote the study, or their files. Those in memory are found by themselves.

    Returns
    -------
    DataFrame
        The cards touched, one a row: journey (its title), card (its id), text, stage, lane, and before and
        after it the people who support and contradict the card, its quotes, how many were asked, and the
        state of its evidence. ``attrs["removed"]`` counts the rows that went, by table.

    Raises
    ------
    EvidenceError
        There is no such participant, or the study is read-only.
    StorageError
        A file is open elsewhere or cannot be written. What had been done before stays done: repeat it.

    Warns
    -----
    JourneyWarning
        Copies could not be read, and were deleted whole.
    """
    journeys = tuple(journeys)
    with ExitStack() as opened:
        with study.store.lock:
            person = _found(study, participant)
            erasures = _erasures(study, person)
        held = [one for one in _journeys(journeys, opened) if _concerned(one, study, journeys)]
        touched: list[dict[str, Any]] = []
        removed, deleted = {"evidence": 0}, []
        for journey in held:
            cards = _Cards(journey, erasures[1])
            deleted += _purged(journey, erasures[1], opened)
            removed["evidence"] += cards.rows
            touched += cards.frame_rows()
        before = _sizes(study)
        # The study after the journeys, the key last: until then a repeated call finds what is left to do.
        for other in _studies(study):
            deleted += _purged(other, erasures[0], opened)
        removed |= {name: size - _sizes(study)[name] for name, size in before.items()}
        _forget_key(study, person)
    if deleted:
        warnings.warn(
            f"{len(deleted)} copies could not be read and were deleted: {', '.join(deleted)}.",
            JourneyWarning,
            stacklevel=2,
        )
    frame: pd.DataFrame = pd.DataFrame(touched, columns=list(COLUMNS))
    frame.attrs["removed"] = {name: count for name, count in removed.items() if count}
    return frame


def _found(study: KeyedTables, participant: str) -> str:
    """Return the id of a participant, whom at least the key still knows."""
    if study.store.read_only is not None:
        raise EvidenceError("the study is read-only, so that nobody can be forgotten in it. Open it for editing.")
    people = study.document.tables["participants"]
    if participant in people or any(one.participant == participant for one in study.key):
        return participant
    found = [row_id for row_id, row in people.items() if row["pseudonym"] == participant]
    if len(found) != 1:
        raise EvidenceError(
            f"{'no participant has' if not found else f'{len(found)} participants have'} this id or pseudonym. "
            "Look it up in study.participants."
        )
    return found[0]


def _erasures(study: KeyedTables, person: str) -> tuple[StudyErasure, JourneyErasure]:
    tables, seen = study.document.tables, Pseudonyms(study)
    called = {tables["participants"].get(person, {}).get("pseudonym", ""), person} - {""}
    quotes = [row for row in tables["quotes"].values() if row["participant"] == person]
    turns = [row for row in tables["segments"].values() if row["participant"] == person]
    said = [words for row in quotes for words in (row["exact"], row["display"] or "", seen.shown(row), seen.words(row))]
    for row in turns:
        said.append(tables["sources"][row["source"]]["text"][row["start"] : row["end"]])
        said.append(seen.view(row["source"]).words(row["start"], row["end"]))
    traces = Traces(tuple(study.key), person, said)
    ids = [row["id"] for row in quotes]
    return StudyErasure(person, traces), JourneyErasure(study.id, called, ids, traces)


def _journeys(given: Iterable[Journey | str | Path], opened: ExitStack) -> list[Journey]:
    """Return the journeys given, and those in memory; files that were not open are closed at the end."""
    from journeywidgets.journey import Journey

    found: dict[int, Journey] = {}
    for one in (*given, *living):
        if isinstance(one, (str, Path)):
            journey = _open(Journey, Path(one), opened)
        elif isinstance(one, Journey):
            journey = one
        else:
            continue
        found[id(journey)] = journey
    return sorted(found.values(), key=lambda one: (str(one.path or ""), one.title, id(one)))


def _open(kind: type[Any], path: Path, opened: ExitStack) -> Any:
    there = [one for one in living if isinstance(one, kind) and one.path == path.resolve() and one.keeps_file]
    if there:
        return there[0]
    if not path.exists():
        raise EvidenceError("a journey's file that is given does not exist. Check the path.")
    held = kind.open(path)
    opened.callback(held.close)
    return held


def _concerned(journey: Journey, study: KeyedTables, given: Iterable[Any]) -> bool:
    if any(one is journey or (isinstance(one, (str, Path)) and Path(one).resolve() == journey.path) for one in given):
        return True
    with journey.store.lock:
        return any(row["study"] == study.id for row in journey.document.tables["evidence"].values())


def _studies(study: KeyedTables) -> list[KeyedTables]:
    """Return the study and its other copies in memory, itself last."""
    others = [one for one in living if isinstance(one, type(study)) and one is not study and one.id == study.id]
    return [*others, study]


def _purged(held: Tabular[Any], erasure: Any, opened: ExitStack) -> list[str]:
    """Purge a document and its file, which may be closed, or open through another object."""
    deleted = held.purge(erasure, _LABEL)
    if held.path is not None and not held.keeps_file and held.path.exists():
        deleted += _open(type(held), held.path, opened).purge(erasure, _LABEL)
    return deleted


def _sizes(study: KeyedTables) -> dict[str, int]:
    return {name: len(study.document.tables[name]) for name in study.document.schema.rows}


class _Cards:
    """The cards of a journey that somebody's quotes stand on, and what they stood on before."""

    def __init__(self, journey: Journey, erasure: JourneyErasure) -> None:
        self._journey = journey
        with journey.store.lock:
            theirs = erasure.evidence(journey.document)
            self._before = _tallies(journey, {row["card"] for row in theirs})
        self.rows = len(theirs)

    def frame_rows(self) -> Iterator[dict[str, Any]]:
        """Yield the cards, as shown, with the counts before and now."""
        with self._journey.store.lock:
            document = self._journey.document
            after = _tallies(self._journey, self._before)
            titles = {row["id"]: row["title"] for name in ("stages", "lanes") for row in document.shown(name)}
            for card in document.shown("cards"):
                if card["id"] in self._before:
                    yield {
                        "journey": document.meta["title"],
                        "card": card["id"],
                        "text": card["text"],
                        "stage": titles[card["stage"]],
                        "lane": titles[card["lane"]],
                        **_counted(self._before[card["id"]], "before"),
                        **_counted(after[card["id"]], "after"),
                    }


def _tallies(journey: Journey, cards: Iterable[str]) -> dict[str, tuple[Tally, str]]:
    claims = Claims(journey.document)
    return {card: (claims.tally(card), claims.state(card)) for card in cards}


def _counted(tally: tuple[Tally, str], when: str) -> dict[str, Any]:
    return {**{f"{name}_{when}": getattr(tally[0], name) for name in _COUNTS}, f"state_{when}": tally[1]}


def _forget_key(study: KeyedTables, person: str) -> None:
    """Take a person out of the key, with the addresses and numbers that nobody else has said."""
    with study.store.lock:
        theirs = {fold(name) for name in study.key.names_of(person)}
        given = list(study.key.numbering.values())
        still = set(_identifiers(study)) if any(kind != "name" for kind, _ in given) else set()
        for kind, value in given:
            if value in theirs if kind == "name" else (kind, value) not in still:
                study.key.numbering.forget(kind, value)
        for one in _studies(study):
            one.key.remove(person)


def _identifiers(study: KeyedTables) -> Iterator[tuple[str, str]]:
    """Yield the addresses and numbers that stand in a study's texts."""
    for table in study.document.schema.tables.values():
        # A quote's words stand in its source, but those of a lost one.
        names = [field.name for field in table.fields.values() if field.kind in {"text", "list", "map"}]
        for row in study.document.tables[table.name].values():
            if table.name != "quotes" or row["start"] is None:
                for name in names:
                    yield from _of(row[name])
            elif row["display"]:
                yield from _of(row["display"])


def _of(value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield from ((one.kind, one.value) for one in identifiers.find(Folded(value))) if value else ()
    elif isinstance(value, (list, dict)):
        for item in [*value, *value.values()] if isinstance(value, dict) else value:
            yield from _of(item)
