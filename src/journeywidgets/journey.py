"""Journey: what a person holds. Tables as frames, edits, undo, history, files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import pandas as pd

from journeywidgets import storage
from journeywidgets.errors import shorten
from journeywidgets.frames import TableFrame, attachment, document_from_cards, gaps_frame, map_frame
from journeywidgets.interchange import Interchange
from journeywidgets.model.changes import Op
from journeywidgets.model.document import Document
from journeywidgets.model.evidence import cited, put_asked
from journeywidgets.model.ids import id_maker
from journeywidgets.model.rows import additions
from journeywidgets.model.templates import template_rows, with_sources
from journeywidgets.model.templates import templates as template_list
from journeywidgets.tabular import Rows, Tabular, mappings

if TYPE_CHECKING:
    from journeywidgets.evidence.drafting import Draft
    from journeywidgets.evidence.keyed import KeyedTables


class Journey(Interchange, Tabular[Document]):
    """A customer journey: stages, lanes, cards, personas, metrics and evidence as plain tables.

    Parameters
    ----------
    title
        The journey's name.
    stages, lanes, personas
        Rows in order: titles (names), mappings with the table's columns, or a frame (one indexed by
        ``id`` keeps its ids). A stage's mapping may hold ``"steps"``: its steps, likewise.
    seed
        Makes the ids repeatable, so that a notebook gives the same output in every run.
    **meta
        More fields of the ``meta`` record: ``description``, ``scenario``, ``state``, ``owner`` …

    Raises
    ------
    TableError
        A row cannot be; names table, row, column, value and the remedy.

    Examples
    --------
    >>> pains = {"id": "pains", "title": "Pains", "kind": "pain"}
    >>> j = Journey("Bike rental", stages=["Awareness", "Sign-up"], lanes=[pains], seed=1)
    >>> card = j.add("cards", stage=j.stages.index[1], lane="pains", text="The SMS code is late")
    >>> j.cards.loc[card, "text"]
    'The SMS code is late'
    """

    file_format: ClassVar[storage.FileFormat] = storage.JOURNEY

    stages = TableFrame()
    lanes = TableFrame()
    cards = TableFrame()
    personas = TableFrame()
    metrics = TableFrame()
    values = TableFrame()
    evidence = TableFrame()
    asks = TableFrame()
    links = TableFrame()

    draft: Draft | None = None
    """How the journey was drafted by `from_study`; None where it was not, and after it was opened from a file."""

    def __init__(
        self,
        title: str = "",
        *,
        stages: Rows = (),
        lanes: Rows = (),
        personas: Rows = (),
        seed: int | str | None = None,
        **meta: Any,
    ) -> None:
        make_id = id_maker(seed)
        document = Document({**meta, "id": meta.get("id") or make_id(), "title": title})
        ops: list[Op] = []
        for table, rows in {"stages": stages, "lanes": lanes, "personas": personas}.items():
            ops += additions(table, mappings(rows), make_id)
        document.apply(ops)
        self._begin(document, make_id)

    @classmethod
    @with_sources
    def from_template(cls, name: str, title: str = "", *, seed: int | str | None = None, **meta: Any) -> Journey:
        """Return a new journey with the stages and lanes of a template; `templates` lists them.

        Raises
        ------
        JourneyError
            There is no such template.
        """
        rows = template_rows(name)
        return cls(title, seed=seed, stages=rows["stages"], lanes=rows["lanes"], **meta)

    @classmethod
    def from_cards(
        cls, frame: pd.DataFrame, *, title: str = "", seed: int | str | None = None, **columns: Any
    ) -> Journey:
        """Return a journey made of a tidy table, one row a card: `frames.document_from_cards`."""
        make_id = id_maker(seed)
        return cls._of(document_from_cards(frame, title=title, make_id=make_id, **columns), make_id)

    @classmethod
    def from_study(
        cls,
        study: KeyedTables,
        stage_codes: Iterable[str] | Mapping[str, str | Mapping[str, Any]] | None = None,
        lane_codes: Iterable[str] | Mapping[str, str | Mapping[str, Any]] | None = None,
        *,
        contradicts: Mapping[str, str | Iterable[str]] | None = None,
        emotion: str | None = "Emotion",
        title: str | None = None,
        seed: int | str | None = None,
    ) -> Journey:
        """Return a first draft of a map, made of how a study was coded; every card has its quotes behind it.

        A quote falls into the stages and lanes of its own codes; without one of its own, of the codes on the same
        words; without these, of the question that it answers. Only accepted codes count, and only what
        participants said.

        A cell has one card a code, and its text is the code's name. Of a quote's codes the most telling one
        speaks: one below the lane's code; else one of no stage and no lane; else the lane's code itself. First in a
        cell stands what most people said.

        Scored quotes of a stage make a point of the emotion curve, for the persona of their participant.

        Each card notes how many people were asked: those who answered a question of its lane or stage; where
        no question leads there, everybody who took part. Who spoke of it unasked counts as asked.

        Parameters
        ----------
        study
            The study.
        stage_codes, lane_codes
            Codes (ids, names, or paths such as ``"Setup / Packages"``; each with those below it) or questions (as
            in ``study.segments["question"]``), in the order of the map. A mapping gives them a title, or the columns
            of a stage or lane: ``{"Pain": {"title": "Pains", "kind": "pain"}}``; with one title they become one.
            Default: the codes of the kind ``stage``, and a lane for each kind of code that has one.
        contradicts
            Codes that deny what another says, such as ``{"Code came at once": "Code comes late"}``: their quotes stand
            against its card at their stage. They make cards of their own only under a lane's code.
        emotion
            The title of the lane of the curve; None draws none.
        title
            The journey's title. Default: the study's.
        seed
            Makes the ids repeatable.

        Returns
        -------
        Journey
            Its `draft` says of each card where it comes from, and of each quote that fell nowhere why.

        Raises
        ------
        EvidenceError
            A code or question is not there, or is a stage and a lane at once.

        Warns
        -----
        JourneyWarning
            Coded quotes fell nowhere; counted by reason.
        """
        from journeywidgets.evidence.drafting import draft

        document, report = draft(
            study,
            stage_codes,
            lane_codes,
            contradicts=contradicts,
            emotion=emotion,
            title=title,
            seed=seed,
        )
        journey = cls._of(document, id_maker(None if seed is None else f"{seed} cited"))
        journey.draft = report
        return journey

    def cite(
        self,
        card: str,
        quotes: Any,
        stance: str = "supports",
        *,
        study: KeyedTables | None = None,
        asked: int | None = None,
    ) -> list[str]:
        """Put quotes of a study behind a card, as one change.

        The journey holds their words as they may be seen: names and addresses replaced, edited as for display.
        The words of a private quote stay in the study, and it counts. A quote that is behind the card
        already is brought up to date.

        Parameters
        ----------
        card
            The card's id, or its text where that is one card's.
        quotes
            Rows of ``study.quotes``, ids of quotes, or one id.
        stance
            ``"supports"``, ``"contradicts"`` or ``"context"``.
        study
            The study. Default: the one in memory that has these quotes.
        asked
            How many people the card's question was put to; None leaves what is noted.

        Returns
        -------
        list of str
            The ids of the rows of `evidence`, in the order of the quotes.

        Raises
        ------
        EvidenceError
            No study has these quotes, or a moderator or observer said them and `stance` is not ``"context"``.
        TableError
            There is no such card or stance; nothing was changed.
        """
        from journeywidgets.evidence.citing import citations

        with self.store.lock:
            card = card if card in self.document.tables["cards"] else self.id_of("cards", card)
            rows = citations(quotes, stance, study)
            ids, ops = cited(self.document, card, rows, self._new_id)
            ops += [] if asked is None else put_asked(self.document, card, asked, self._new_id)
            self.store.hold(ops, f"Cite {len(ids)} quote{'' if len(ids) == 1 else 's'}")
        self.store.deliver()
        return ids

    def refresh_evidence(self, study: KeyedTables) -> pd.DataFrame:
        """Bring the quotes on the cards in step with the study that they are from, as one change.

        A journey holds copies of the words that it cites. This takes them anew: words whose level was narrowed to
        private leave the cards, edits for display, scores and pseudonyms follow, what turned out to be a
        moderator's becomes context, and quotes that the study has no more are taken off.

        Parameters
        ----------
        study
            The study.

        Returns
        -------
        DataFrame
            A row for each piece of evidence that changed, indexed by its id: ``card``, and ``changed``, the columns
            (``["deleted"]`` where the quote is gone).

        Examples
        --------
        >>> from journeywidgets.evidence import Study
        >>> study = Study("Bikes", codes=["Code comes late"], participants=["P1"], seed=1)
        >>> source = study.add("sources", title="P1", text="The code came after ten minutes.")
        >>> quote = study.quote(source, 0, 31, participant=study.participants.index[0])
        >>> journey = Journey("Bikes", stages=["Sign up"], lanes=["Pains"], seed=1)
        >>> card = journey.add(
        ...     "cards", stage=journey.stages.index[0], lane=journey.lanes.index[0], text="The code is late"
        ... )
        >>> cited = journey.cite(card, quote, study=study)
        >>> study.set("quotes", quote, level="private")
        >>> list(journey.refresh_evidence(study)["changed"])
        [['quote', 'level']]
        """
        from journeywidgets.evidence.citing import renewed

        with self.store.lock:
            held = self.document.tables["evidence"]
            found = renewed([row for row in held.values() if row["study"] == study.id and row["quote_id"]], study)
            changed = {row: values for row, values in found.items() if values is None or values}
            told = [(row, held[row]["card"], ["deleted"] if new is None else list(new)) for row, new in changed.items()]
            self.store.hold(
                [
                    Op("delete", "evidence", row) if values is None else Op("set", "evidence", row, values)
                    for row, values in changed.items()
                ],
                "Bring evidence up to date",
            )
        self.store.deliver()
        frame: pd.DataFrame = pd.DataFrame(told, columns=["id", "card", "changed"], dtype=object).set_index("id")
        return frame

    def evidence_gaps(self, enough: int | None = None) -> pd.DataFrame:
        """Return what each card stands on, those that lack evidence first.

        Parameters
        ----------
        enough
            From how many people on evidence is enough. Default: the journey's `evidence_enough`.

        Returns
        -------
        DataFrame
            A row a card, indexed by its id: first those without evidence, then thin ones; within them as the map is
            read. ``stage, lane, persona, text, state`` (``none``: nobody supports it; ``thin``: fewer people than
            `enough`; ``enough``), ``supports, contradicts`` (distinct people), ``asked`` (missing where nobody noted
            it), ``quotes, missing`` (how many more people would be enough), ``note``.

        Raises
        ------
        JourneyError
            `enough` is not a whole number of 1 or more.
        """
        with self.store.lock:
            return gaps_frame(self.document, enough)

    def attach(
        self,
        result: Any,
        lane: str | None = None,
        *,
        metric: str | None = None,
        target: float | None = None,
        source: str | None = None,
        description: str | None = None,
        computed_at: Any = None,
        replace: bool = False,
    ) -> str:
        """Put the figures of a result onto the map, as one change: one undo step, one message to the page.

        The metric and its lane are found by their titles, or made; the rows that the figures came from stay
        outside. Running it again changes the values that differ, by stage, persona and period, and the metric's
        method, unit and direction; what is as it was is not written. Values of stages, personas and periods that
        the result does not name stay, so that earlier periods and other groups are kept. Figures are kept to six
        digits that count, and whole numbers whole.

        Parameters
        ----------
        result
            A result of `journeywidgets.metrics`, or any tidy frame: a row a figure, with the columns ``stage`` (id
            or title) and ``value``, and as there are ``metric`` (its title), ``persona`` (id or name; missing:
            everyone), ``period``, ``low``, ``high``, ``n``, ``note``, ``method``, ``unit``, ``direction``. A row
            with the note ``"n too small"`` has no value, but its n; one ``"not asked"``, or
            without both, takes its value off the map.
        lane
            The id or title of a metric lane; one that is not there is made. None: the lane of the metric.
        metric
            The id or title of the metric, where the result's own title is another one; one that is not there is made.
        target, source, description
            Of the metric; None leaves what is there.
        computed_at
            When the figures were computed, ISO 8601. Default: now, for those that changed.
        replace
            Whether values of the metric that the result does not name are deleted.

        Returns
        -------
        str
            The metric's id.

        Raises
        ------
        TableError
            The result names a stage or persona that is not there, has two rows of one stage, persona and period,
            or holds several metrics; nothing was changed.

        Warns
        -----
        JourneyWarning
            Rows have no stage and were left out, or no value and no note why; counted.
        """
        given = {"metric": metric, "target": target, "source": source, "description": description}
        with self.store.lock:
            row, ops = attachment(
                self.document,
                result,
                lane,
                new_id=self._new_id,
                given=given,
                computed_at=computed_at,
                replace=replace,
            )
            self.store.hold(ops, f"Attach {row.title}")
        self.store.deliver()
        return row.id

    # Out

    def to_frame(self) -> pd.DataFrame:
        """Return the map as seen: lanes by stages."""
        with self.store.lock:
            return map_frame(self.document)

    # Files

    @classmethod
    def open(
        cls,
        path: str | Path,
        *,
        template: str | None = None,
        seed: int | str | None = None,
        read_only: bool = False,
    ) -> Journey:
        """Open a journey file, or create it; every edit is kept in it from then on.

        Opening a file that this process has open already gives the same journey.

        Parameters
        ----------
        path
            A ``.journey.json`` file. Its folder must exist.
        template
            What a new file starts from; `templates` lists them.
        seed
            Makes the ids of a new file repeatable.
        read_only
            Open it without the lock, and refuse edits.

        Raises
        ------
        StorageError
            The file cannot be read or written, or another process has it open.
        """
        make_id = id_maker(seed)

        def fresh() -> Document:
            rows = template_rows(template) if template else {"stages": (), "lanes": ()}
            title = Path(path).name.removesuffix(".json").removesuffix(".journey")
            return cls(title, seed=seed, stages=rows["stages"], lanes=rows["lanes"]).store.document

        return cls._opened(path, fresh, make_id, read_only=read_only)

    def save(self, path: str | Path | None = None, *, share: str = "private") -> Path:
        """Write the journey: to `path`, or to the file it was opened from.

        Parameters
        ----------
        path
            A ``.journey.json`` file; None for its own.
        share
            Whom the file is for. ``"private"`` writes everything; for ``"team"`` and ``"public"`` the words of
            narrower quotes, and whose they are, are left out, and only another file is written.

        Raises
        ------
        EvidenceError
            `share` is not a level, or would take words from the file that the journey works on.
        StorageError
            It cannot be written; what was there is still there.
        """
        from journeywidgets.model.levels import PRIVATE, checked, elsewhere, shared_document

        if checked(share) == PRIVATE:
            return super().save(path)
        elsewhere(path, self.path)
        with self.store.lock:
            return storage.write(str(path), shared_document(self.document, share), kind=self.file_format)

    # Display

    def __repr__(self) -> str:
        """Return a line that names the journey and counts its rows."""
        with self.store.lock:
            counts = (f"{len(self.document.tables[name])} {name}" for name in ("stages", "lanes", "cards", "personas"))
            return f"<Journey {shorten(self.title)}: {', '.join(counts)}>"


@with_sources
def templates() -> pd.DataFrame:
    """Return the templates that `Journey.from_template` knows: title, stages, lanes, source.

    Returns
    -------
    DataFrame
        Indexed by name; stages and lanes are lists of titles.
    """
    frame: pd.DataFrame = pd.DataFrame(template_list()).set_index("name")
    return frame
