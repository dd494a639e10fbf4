"""Fields and tables: what a column is, and the short words in which the schemas are written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal[
    "id",
    "text",
    "number",
    "integer",
    "boolean",
    "choice",
    "ref",
    "order",
    "list",
    "map",
    "color",
    "image",
    "date",
]
OnDelete = Literal["delete", "clear"]

TEXT_LIMIT = 100_000
IMAGE_LIMIT = 1_000_000


@dataclass(frozen=True)
class Field:
    """One column of a table.

    Attributes
    ----------
    name
        The column's name.
    kind
        What it holds; `intake.clean` has a rule for each kind.
    default
        The value of a row that does not say. A field is nullable when this is None,
        unless it is `required`.
    required
        Whether a new row must say it.
    choices
        The allowed words of a ``choice``.
    ref
        The table that a ``ref`` points into.
    on_delete
        What happens to this row when the row it points to is deleted.
    low, high
        Inclusive bounds of a number.
    limit
        Characters of a text, at most.
    doc
        One line for the documentation and the JSON Schema.
    """

    name: str
    kind: Kind
    default: Any = None
    required: bool = False
    choices: tuple[str, ...] = ()
    ref: str | None = None
    on_delete: OnDelete = "delete"
    low: float | None = None
    high: float | None = None
    limit: int = TEXT_LIMIT
    doc: str = ""

    @property
    def nullable(self) -> bool:
        """Whether None is a value of this field."""
        return self.default is None and not self.required

    def empty(self) -> Any:
        """Return a fresh default value."""
        return self.default.copy() if isinstance(self.default, (list, dict)) else self.default


@dataclass(frozen=True)
class Table:
    """A table: its fields by name, in the order in which a frame shows them.

    Attributes
    ----------
    name, fields
        Its name, and its fields by theirs.
    own
        The ``map`` whose members a frame shows as columns of the caller's own; None: there is none.
    private
        Whether its values may be words or names of people who took part: messages then describe
        a value instead of showing it.
    """

    name: str
    fields: dict[str, Field]
    own: str | None = None
    private: bool = False

    @property
    def ordered(self) -> bool:
        """Whether rows have a place of their own, kept in the fractional key `order`."""
        return "order" in self.fields

    @property
    def refs(self) -> tuple[Field, ...]:
        """The fields that point to other rows."""
        return tuple(field for field in self.fields.values() if field.ref)


@dataclass(frozen=True)
class Schema:
    """The tables of one kind of document.

    Attributes
    ----------
    noun
        What messages call such a document.
    record
        The table that holds exactly one row: the document's own record.
    tables
        The tables by name, the record first.
    """

    noun: str
    record: str
    tables: dict[str, Table]

    @property
    def rows(self) -> tuple[str, ...]:
        """The names of the tables of rows: all but the record."""
        return tuple(name for name in self.tables if name != self.record)


_ID = Field("id", "id", None, required=True, doc="A short string that never changes and is never derived from text.")
ORDER = Field("order", "order", None, required=True, doc="A fractional key: rows are shown in its string order.")


def table(name: str, *fields: Field, own: str | None = None, private: bool = False) -> Table:
    """Return a table with an id and these fields."""
    return Table(name, {field.name: field for field in (_ID, *fields)}, own, private)


def schema(noun: str, record: str, tables: Iterable[Table]) -> Schema:
    """Return a schema of these tables."""
    return Schema(noun, record, {each.name: each for each in tables})


def text(name: str, doc: str, *, limit: int = TEXT_LIMIT) -> Field:
    """Return a field of text, empty where nothing is said."""
    return Field(name, "text", "", limit=limit, doc=doc)


def maybe(name: str, doc: str) -> Field:
    """Return a field of text that may be null."""
    return Field(name, "text", None, doc=doc)


def words(name: str, doc: str) -> Field:
    """Return a field of a list of texts."""
    return Field(name, "list", [], doc=doc)


def choice(name: str, default: str | None, choices: tuple[str, ...], doc: str) -> Field:
    """Return a field that holds one of a few words."""
    return Field(name, "choice", default, choices=choices, doc=doc)


def flag(name: str, doc: str, *, default: bool = False) -> Field:
    """Return a field that is true or false."""
    return Field(name, "boolean", default, doc=doc)


def date(name: str, doc: str) -> Field:
    """Return a field of a day, null where there is none."""
    return Field(name, "date", None, doc=doc)


def mapping(name: str, doc: str) -> Field:
    """Return a field of named values of any kind."""
    return Field(name, "map", {}, doc=doc)


def number(name: str, doc: str, low: float | None = None, high: float | None = None) -> Field:
    """Return a field of a number, null where there is none."""
    return Field(name, "number", None, low=low, high=high, doc=doc)


def whole(name: str, doc: str, low: float | None = 0, *, required: bool = False, default: int | None = None) -> Field:
    """Return a field of a whole number; null where there is none, unless it has a default."""
    return Field(name, "integer", default, required=required, low=low, doc=doc)


def ref(name: str, target: str, doc: str, *, required: bool = False, on_delete: OnDelete = "delete") -> Field:
    """Return a field that points to a row of the table `target`."""
    return Field(name, "ref", None, required=required, ref=target, on_delete=on_delete, doc=doc)
