"""Journey: what a person holds. Tables as frames, edits, undo, history, files."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

import pandas as pd

from journeywidgets import storage
from journeywidgets.errors import shorten
from journeywidgets.frames import TableFrame, attachment, document_from_cards, map_frame
from journeywidgets.model.changes import Op
from journeywidgets.model.document import Document
from journeywidgets.model.ids import id_maker
from journeywidgets.model.rows import additions
from journeywidgets.model.templates import template_rows, with_sources
from journeywidgets.model.templates import templates as template_list
from journeywidgets.tabular import Rows, Tabular, mappings


class Journey(Tabular[Document]):
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
