"""A tidy table of notes to a journey: one row, one card."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, get_args

import pandas as pd

from journeywidgets.errors import JourneyError, TableError, shorten
from journeywidgets.frames.given import as_frame, ids_of
from journeywidgets.model.changes import Op
from journeywidgets.model.document import Document
from journeywidgets.model.emotion import rescale
from journeywidgets.model.ids import IdMaker, id_maker
from journeywidgets.model.intake import clean, is_missing
from journeywidgets.model.schema import TABLES

Missing = Literal["error", "drop", "unassigned"]

UNASSIGNED = "Unassigned"
NOTES = "Notes"
KINDS = {
    "touchpoint": ("touchpoint", "touchpoints", "channel", "channels"),
    "emotion": ("emotion", "emotions", "feeling", "feelings", "mood", "sentiment"),
    "pain": ("pain", "pains", "pain point", "pain points", "frustration", "frustrations"),
    "gain": ("gain", "gains", "delight", "delights"),
    "opportunity": ("opportunity", "opportunities"),
    "quote": ("quote", "quotes", "verbatim", "verbatims"),
}
"""The lane titles, in any case, from which `document_from_cards` guesses a lane's kind."""
_TITLES = {"stage": "stages", "lane": "lanes", "persona": "personas"}
_NAMES = {"stage": "title", "lane": "title", "persona": "name"}
_WORDS = {word: kind for kind, words in KINDS.items() for word in words}


def document_from_cards(
    frame: Any,
    *,
    stage: str,
    text: str,
    lane: str | None = None,
    persona: str | None = None,
    score: str | None = None,
    channel: str | None = None,
    url: str | None = None,
    owner: str | None = None,
    tags: str | None = None,
    kinds: Mapping[str, str] | None = None,
    scale: tuple[float, float] | None = None,
    missing: Missing = "error",
    title: str = "",
    make_id: IdMaker | None = None,
) -> Document:
    """Return a journey's document made of a tidy table of notes, one row a card.

    Stages, lanes and personas come in the order in which they first appear, or in that of the
    categories, unused ones included, where their column is categorical. Cards come in the
    order of the rows. Ids are taken from a column or an index named ``id``, or else made.
    All other columns become the cards' own fields; one that is named like a column of the
    cards table gets ``_`` behind its name.

    Parameters
    ----------
    frame
        A DataFrame. It is not changed.
    stage, text
        The columns with the stage's title and the words on the card.
    lane
        The column with the lane's title; without it there is one lane, "Notes".
    persona
        The column with the persona's name; a missing one means everyone.
    score, channel, url, owner, tags
        The columns with what the card holds beside its words.
    kinds
        ``{lane title: kind}``. Without it the kinds are guessed from well-known English words
        (`KINDS`); a lane with another title holds text.
    scale
        The scale of the scores in emotion lanes, (worst, best): mapped onto -2 to +2.
    missing
        What to do with a row without a stage, a lane, or both text and score: ``"error"``,
        ``"drop"`` it, or put it in a stage or lane called ``"Unassigned"``.
    title
        The journey's title.
    make_id
        Makes ids.

    Raises
    ------
    TableError
        A row cannot be a card; names the row by its label in the index, and the column.
    """
    roles = {
        "stage": stage, "lane": lane, "persona": persona, "text": text, "score": score,
        "channel": channel, "url": url, "owner": owner, "tags": tags,
    }  # fmt: skip
    columns = {role: name for role, name in roles.items() if name is not None}
    make_id = make_id or id_maker()
    document = Document({"id": make_id(), "title": title})
    notes = _Notes(_flat(frame), columns, missing, make_id)
    stages, lanes, personas = notes.titles("stage"), notes.titles("lane"), notes.titles("persona")
    lane_kinds = _kinds(list(lanes), kinds)
    ops = [Op("add", "stages", row_id, {"title": name}) for name, row_id in stages.items()]
    ops += [Op("add", "lanes", row_id, {"title": name, "kind": lane_kinds[name]}) for name, row_id in lanes.items()]
    ops += [Op("add", "personas", row_id, {"name": name}) for name, row_id in personas.items()]
    if scale is not None and score is not None:
        notes.rescale(scale, {name for name, kind in lane_kinds.items() if kind == "emotion"})
    try:
        document.apply([*ops, *notes.cards(stages, lanes, personas)])
    except TableError as error:
        raise notes.located(error) from None
    return document


def _flat(given: Any) -> pd.DataFrame:
    """Return the frame with an index that has a name made a column, so that it is not lost."""
    frame = as_frame("cards", given)
    if isinstance(frame.index, pd.MultiIndex):
        remedy = "Make its levels columns: df.reset_index()."
        raise TableError("the index is a MultiIndex", table="cards", value=frame.index, remedy=remedy)
    name = frame.index.name
    if name is None or name in frame.columns:
        return frame
    return as_frame("cards", frame.assign(**{str(name): frame.index}))


def kind_of(title: str) -> str:
    """Return the kind of a lane, guessed from its title; text where it says none."""
    return _WORDS.get(title.strip().casefold(), "text")


def _kinds(titles: list[str], kinds: Mapping[str, str] | None) -> dict[str, str]:
    """Return each lane's kind: as given, or guessed from its title."""
    if kinds is None:
        return {title: kind_of(title) for title in titles}
    for title, kind in kinds.items():
        if title not in titles:
            remedy = f"Lanes: {', '.join(titles)}."
            raise TableError("is not a lane", table="lanes", row=str(title), column="title", value=title, remedy=remedy)
        clean("lanes", title, "kind", kind)
    return {title: kinds.get(title, "text") for title in titles}


class _Notes:
    """The rows of a tidy table that become cards.

    Attributes
    ----------
    rows
        The places in the frame of the rows that are taken.
    labels
        What messages call each row of the frame: its label in the index.
    own
        The columns that become the cards' own fields: ``{name of the field: column}``.
    """

    def __init__(self, frame: pd.DataFrame, columns: dict[str, str], missing: str, make_id: IdMaker) -> None:
        for name in columns.values():
            if name not in frame.columns:
                remedy = f"Columns: {', '.join(map(str, frame.columns))}."
                raise TableError("is not a column of the frame", table="cards", column=str(name), remedy=remedy)
        if missing not in get_args(Missing):
            remedy = f"Use one of: {', '.join(get_args(Missing))}."
            raise TableError(f"missing={missing!r} is not a choice", table="cards", value=missing, remedy=remedy)
        self.frame, self.columns, self.make_id = frame, columns, make_id
        self.own = self._own()
        self.labels = [str(label) for label in frame.index]
        self.values = {role: frame[name].tolist() for role, name in columns.items()}
        for role in _TITLES.keys() & self.values.keys():
            self.values[role] = self._texts(role)
        self.rows = [n for n in range(len(frame)) if self._complete(n, missing)]
        self.ids = ids_of("cards", frame.iloc[self.rows].rename_axis(None).reset_index(drop=True), {}, make_id).new

    def _texts(self, role: str) -> list[str | None]:
        """Return titles as the tables keep them; None for a missing or blank one."""
        found: list[str | None] = []
        for label, value in zip(self.labels, self.values[role], strict=True):
            try:
                text = None if is_missing(value) else clean(_TITLES[role], label, _NAMES[role], value)
            except TableError as error:
                raise _at(error, label, self.columns[role]) from None
            found.append(text if text and text.strip() else None)
        return found

    def _complete(self, n: int, missing: str) -> bool:
        """Return whether a row is taken; fill in what it lacks, or raise."""
        for role in ("stage", "lane", "text"):
            values = self.values.get(role)
            if values is None or not _blank(values[n]):
                continue
            if role == "text":
                if "score" in self.values and not is_missing(self.values["score"][n]):
                    continue
            elif missing == "unassigned":
                values[n] = UNASSIGNED
            if missing == "drop":
                return False
            if missing == "error":
                raise TableError(
                    f"the {role} is missing",
                    table="cards",
                    row=self.labels[n],
                    column=self.columns[role],
                    remedy='Fill it in, or give missing="drop" or missing="unassigned".',
                )
        return True

    def titles(self, role: str) -> dict[str, str]:
        """Return the titles in a column, in order, each with a new id."""
        if role not in self.columns:
            return {NOTES: self.make_id()} if role == "lane" else {}
        series = self.frame[self.columns[role]]
        found = [self.values[role][n] for n in self.rows]
        if isinstance(series.dtype, pd.CategoricalDtype):
            texts = (clean(_TITLES[role], None, _NAMES[role], value) for value in series.dtype.categories)
            found = [*(text for text in texts if text.strip()), *found]
        names = dict.fromkeys(name for name in found if name is not None)
        names = dict(sorted(names.items(), key=lambda item: item[0] == UNASSIGNED))  # that one last
        return {name: self.make_id() for name in names}

    def rescale(self, scale: tuple[float, float], emotions: set[str]) -> None:
        """Map the scores in emotion lanes from `scale` onto -2 to +2."""
        rescale([], from_=scale)
        if not emotions:
            remedy = 'Say which lane holds emotions, kinds={"Mood": "emotion"}, or leave scale out.'
            raise TableError(
                "scale= is for emotion lanes, and there is none", table="lanes", value=scale, remedy=remedy
            )
        scores, lanes = self.values["score"], self.values.get("lane", [])
        for n in self.rows:
            if lanes[n] not in emotions or is_missing(scores[n]):
                continue
            try:
                number = clean("cards", self.labels[n], "score", scores[n])
                (scores[n],) = rescale([number], from_=scale)
            except TableError as error:
                raise _at(error, self.labels[n], self.columns["score"]) from None
            except JourneyError:
                raise TableError(
                    f"{shorten(scores[n])} is off the scale {scale[0]:g} to {scale[1]:g}",
                    table="cards",
                    row=self.labels[n],
                    column=self.columns["score"],
                    value=scores[n],
                    remedy="Correct it, or give the scale it is on.",
                ) from None

    def cards(self, stages: dict[str, str], lanes: dict[str, str], personas: dict[str, str]) -> list[Op]:
        """Return the adds of the cards, in the order of the rows."""
        only = next(iter(lanes.values()), None)
        own = {name: self.frame[source].tolist() for name, source in self.own.items()}
        plain = [role for role in self.values if role not in _TITLES]
        ops: list[Op] = []
        for count, n in enumerate(self.rows):
            row: dict[str, Any] = {role: self.values[role][n] for role in plain}
            row["stage"] = stages[self.values["stage"][n]]
            row["lane"] = lanes[self.values["lane"][n]] if "lane" in self.values else only
            if "persona" in self.values and self.values["persona"][n] is not None:
                row["persona"] = personas[self.values["persona"][n]]
            row["fields"] = {name: values[n] for name, values in own.items() if not is_missing(values[n])}
            ops.append(Op("add", "cards", self.ids[count], row))
        return ops

    def _own(self) -> dict[str, str]:
        # A field may not be named like a column of the cards table.
        used = {*self.columns.values(), "id"}
        taken = {*TABLES["cards"].fields, *map(str, self.frame.columns)}
        own: dict[str, str] = {}
        for source in map(str, self.frame.columns):
            if source in used:
                continue
            name = source
            if name in TABLES["cards"].fields:
                while name in taken:
                    name += "_"
                taken.add(name)
            own[name] = source
        return own

    def located(self, error: TableError) -> TableError:
        """Return an error about a card as one about the row and the column of the frame."""
        rows = {row_id: self.labels[self.rows[count]] for count, row_id in self.ids.items()}
        if error.table != "cards" or error.row not in rows:
            return error
        sources = {**self.own, **self.columns}
        return _at(error, rows[error.row], sources.get(str(error.column), error.column))


def _blank(value: Any) -> bool:
    return is_missing(value) or (isinstance(value, str) and not value.strip())


def _at(error: TableError, row: str, column: str | None) -> TableError:
    return TableError(
        error.problem, table="cards", row=row, column=column, value=error.value, remedy=error.remedy, code=error.code
    )
