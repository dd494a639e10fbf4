"""Journey: what a person holds. Tables as frames, edits, undo, history, files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, ClassVar

import pandas as pd

from journeywidgets import storage
from journeywidgets.errors import JourneyError, TableError, shorten
from journeywidgets.frames import (
    Frames,
    TableFrame,
    attachment,
    diff_frame,
    document_from_cards,
    history_frame,
    map_frame,
)
from journeywidgets.model.changes import Change, Op
from journeywidgets.model.document import Document
from journeywidgets.model.ids import IdMaker, id_maker
from journeywidgets.model.inbox import Inbox
from journeywidgets.model.intake import complete, table_of
from journeywidgets.model.rows import additions, own_fields, place
from journeywidgets.model.store import Store
from journeywidgets.model.templates import template_rows, with_sources
from journeywidgets.model.templates import templates as template_list

Rows = Iterable[str | Mapping[str, Any]] | pd.DataFrame


class Journey:
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

    view: ClassVar[Callable[[Journey], Any] | None] = None
    """What shows a journey that is the last expression of a cell; `widgets` puts it here."""

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
            ops += additions(table, _mappings(rows), make_id)
        document.apply(ops)
        self._begin(document, make_id)

    def _begin(self, document: Document, make_id: IdMaker, file: storage.JourneyFile | None = None) -> None:
        self.store = Store(document)
        self.inbox = Inbox(self.store)
        self._make_id = make_id
        self._frames = Frames(document)
        self._file = file
        self._shown: Any = None
        if file is not None:
            file.attach(self.store, self.inbox)

    @classmethod
    def _of(cls, document: Document, make_id: IdMaker, file: storage.JourneyFile | None = None) -> Journey:
        journey = cls.__new__(cls)
        journey._begin(document, make_id, file)  # noqa: SLF001 - its own class
        return journey

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
    def from_dict(cls, data: Mapping[str, Any], *, seed: int | str | None = None) -> Journey:
        """Return a journey of plain data, as `to_dict` gives it."""
        return cls._of(Document.from_dict(data), id_maker(seed))

    # Tables

    def frame(self, table: str) -> pd.DataFrame:
        """Return a copy of a table, indexed by id, in the order shown."""
        with self.store.lock:
            return self._frames.frame(table_of(table).name)

    def replace(self, table: str, frame: pd.DataFrame) -> None:
        """Make a table equal to `frame`, as one change.

        Rows left out are deleted; columns left out stay as they are.

        Raises
        ------
        TableError
            A row cannot be; nothing was changed.
        """
        with self.store.edit(f"Replace {table}"):
            self.store.apply(self._frames.difference(table, frame, self._new_id), "")

    def update(self, table: str, frame: pd.DataFrame) -> None:
        """Insert and change the rows of `frame`, as one change; delete none.

        Raises
        ------
        TableError
            A row cannot be; nothing was changed.
        """
        with self.store.edit(f"Update {table}"):
            self.store.apply(self._frames.updates(table, frame, self._new_id), "")

    def id_of(self, table: str, title: str) -> str:
        """Return the id of the row with this title (of a persona: name; of a card: text).

        Raises
        ------
        TableError
            There is no such row, or more than one.
        """
        column = {"personas": "name", "cards": "text"}.get(table, "title")
        with self.store.lock:
            found = [row["id"] for row in self.store.document.shown(table) if row.get(column) == title]
        if len(found) != 1:
            count = "no row" if not found else f"{len(found)} rows"
            raise TableError(
                f"there is {count} with {column} {shorten(title)}",
                table=table,
                column=column,
                value=title,
                remedy=f"Look it up in j.frame({table!r}).",
            )
        return str(found[0])

    @property
    def id(self) -> str:
        """The journey's id."""
        return str(self.store.document.meta["id"])

    @property
    def title(self) -> str:
        """The journey's name; settable."""
        return str(self.store.document.meta["title"])

    @title.setter
    def title(self, title: str) -> None:
        self.set("meta", self.id, title=title)

    @property
    def meta(self) -> dict[str, Any]:
        """The journey's own record, as a copy; change it with ``j.set("meta", j.id, …)``."""
        return complete("meta", self.store.document.meta)

    # Edits

    def add(self, table: str, *, before: str | None = None, after: str | None = None, **values: Any) -> str:
        """Add a row at the end of its siblings, or beside another, and return its id.

        Parameters
        ----------
        table
            ``stages``, ``lanes``, ``cards``, ``personas`` …
        before, after
            The id of the row to put it beside.
        **values
            The row's columns. Columns of your own go to a card's `fields`.

        Raises
        ------
        TableError
            The row cannot be; nothing was added.
        """
        row_id = values.pop("id", None)
        with self.store.edit(f"Add {_one(table)}"):
            row_id = self._new_id(table) if row_id is None else row_id
            row = own_fields(table, values)
            give_way: list[Op] = []
            if before is not None or after is not None:
                like = complete(table, {**row, "id": row_id, "order": "a0"})
                row["order"], give_way = place(self.store.document, table, like, before, after)
            self.store.apply([Op("add", table, row_id, row), *give_way], "")
        return str(row_id)

    def set(self, table: str, row: str, **values: Any) -> None:
        """Change columns of a row.

        Raises
        ------
        TableError
            There is no such row, or it cannot hold a value; nothing was changed.
        """
        with self.store.lock:
            current = self.store.document.row(table, row)
            self.store.hold([Op("set", table, row, own_fields(table, values, current))], f"Set {_one(table)}")
        self.store.deliver()

    def move(
        self,
        table: str,
        row: str,
        *,
        before: str | None = None,
        after: str | None = None,
        **to: Any,
    ) -> None:
        """Move a row: beside another, or to the end of the stage, lane or parent in `to`.

        Raises
        ------
        TableError
            A row is unknown, `before` or `after` is not a sibling, or nothing says where to.
        """
        with self.store.edit(f"Move {_one(table)}"):
            current = self.store.document.row(table, row)
            if not table_of(table).ordered or (before is None and after is None and not to):
                raise TableError(
                    "nothing says where to move it",
                    table=table,
                    row=row,
                    remedy="Give before=, after=, stage= …",
                )
            key, give_way = place(self.store.document, table, {**current, **to}, before, after)
            self.store.apply([Op("set", table, row, {**to, "order": key}), *give_way], "")

    def delete(self, table: str, *rows: str) -> None:
        """Delete rows with all that hangs on them, as one change.

        Raises
        ------
        TableError
            There is no such row; nothing was deleted.
        """
        self.store.apply([Op("delete", table, row) for row in rows], f"Delete {_one(table)}")

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
                self.store.document,
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

    def edit(self, label: str) -> AbstractContextManager[None]:
        """Make what is done inside one change: one undo step, all or nothing."""
        return self.store.edit(label)

    def undo(self) -> None:
        """Take back the last change, whoever made it.

        Raises
        ------
        UndoError
            There is none, or what it would restore has been changed since; says where.
        """
        self.store.undo()

    def redo(self) -> None:
        """Bring back what the last undo took.

        Raises
        ------
        UndoError
            There is none, or it has been changed since.
        """
        self.store.redo()

    @property
    def history(self) -> pd.DataFrame:
        """What was changed since the journey was made or opened: a row per field."""
        with self.store.lock:
            return history_frame(self.store.history.changes)

    def observe(self, notify: Callable[[Change], None]) -> Callable[[], None]:
        """Call ``notify(change)`` after every change holds; return a function that stops it."""
        return self.store.observe(notify)

    # Out

    def to_frame(self) -> pd.DataFrame:
        """Return the map as seen: lanes by stages."""
        with self.store.lock:
            return map_frame(self.store.document)

    def to_dict(self) -> dict[str, Any]:
        """Return the journey as plain data; fields at their default are left out."""
        with self.store.lock:
            return self.store.document.to_dict()

    def diff(self, other: Journey) -> pd.DataFrame:
        """Return what differs between this journey and `other`, row by row, field by field."""
        with self.store.lock:
            mine = Document.from_dict(self.store.document.to_dict())
        with other.store.lock:
            return diff_frame(mine, other.store.document)

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

        def opened() -> Journey:
            file = storage.open_journey(path, fresh, read_only=read_only)
            return cls._of(file.document, make_id, file)

        return opened() if read_only else storage.shared(path, opened)

    @property
    def path(self) -> Path | None:
        """The file that keeps the journey; None where it is in memory only."""
        return None if self._file is None else self._file.path

    def save(self, path: str | Path | None = None) -> Path:
        """Write the journey: to `path`, or to the file it was opened from.

        Raises
        ------
        StorageError
            It cannot be written; what was there is still there.
        """
        if path is None:
            if self._file is None:
                message = "this journey has no file yet: give save() a path, such as 'bike.journey.json'."
                raise JourneyError(message)
            return self._file.save()
        with self.store.lock:
            extras = None if self._file is None else self._file.extras
            return storage.write(path, self.store.document, extras)

    def close(self) -> None:
        """Write what is pending and let go of the file. The journey stays in memory, read-only."""
        if self._file is not None:
            self._file.close()

    # Display

    def __repr__(self) -> str:
        """Return a line that names the journey and counts its rows."""
        with self.store.lock:
            counts = (
                f"{len(self.store.document.tables[name])} {name}" for name in ("stages", "lanes", "cards", "personas")
            )
            return f"<Journey {shorten(self.title)}: {', '.join(counts)}>"

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        view = type(self).view
        if view is None:
            return {"text/plain": repr(self)}
        if self._shown is None or self._shown.comm is None:
            self._shown = view(self)
        return self._shown._repr_mimebundle_(**kwargs)

    # Inside

    def _new_id(self, table: str) -> str:
        while (row_id := self._make_id()) in self.store.document.tables[table_of(table).name]:
            pass
        return row_id


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


def _one(table: str) -> str:
    return {"meta": "journey", "evidence": "evidence"}.get(table, table.removesuffix("s"))


def _mappings(rows: Rows) -> Iterable[str | Mapping[str, Any]]:
    if not isinstance(rows, pd.DataFrame):
        return rows
    frame = rows.reset_index() if rows.index.name == "id" else rows
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]
