"""The tables of a journey, declared once.

Everything that must agree on the shape of a row reads it from here: validation, frames,
the file's JSON Schema and the TypeScript types of the page.
"""

from __future__ import annotations

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
LANE_KINDS = (
    "text",
    "touchpoint",
    "emotion",
    "pain",
    "gain",
    "opportunity",
    "quote",
    "image",
    "metric",
)
LANE_ROLES = ("customer", "frontstage", "backstage", "support")
# The inclusive range of `cards.score` by the kind of the lane; others take any finite number.
SCORE_RANGES: dict[str, tuple[float, float]] = {"emotion": (-2.0, 2.0), "opportunity": (0.0, 20.0)}


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
    """A table: its fields by name, in the order in which a frame shows them."""

    name: str
    fields: dict[str, Field]

    @property
    def ordered(self) -> bool:
        """Whether rows have a place of their own, kept in the fractional key `order`."""
        return "order" in self.fields

    @property
    def refs(self) -> tuple[Field, ...]:
        """The fields that point to other rows."""
        return tuple(field for field in self.fields.values() if field.ref)


def _text(name: str, doc: str) -> Field:
    return Field(name, "text", "", doc=doc)


def _words(name: str, doc: str) -> Field:
    return Field(name, "list", [], doc=doc)


def _maybe(name: str, doc: str) -> Field:
    return Field(name, "text", None, doc=doc)


def _number(name: str, doc: str, low: float | None = None, high: float | None = None) -> Field:
    return Field(name, "number", None, low=low, high=high, doc=doc)


def _ref(name: str, table: str, doc: str, *, required: bool = False, on_delete: OnDelete = "delete") -> Field:
    return Field(name, "ref", None, required=required, ref=table, on_delete=on_delete, doc=doc)


_ID = Field(
    "id",
    "id",
    None,
    required=True,
    doc="A short string that never changes and is never derived from text.",
)
_ORDER = Field(
    "order",
    "order",
    None,
    required=True,
    doc="A fractional key: rows are shown in its string order.",
)


def _table(name: str, *fields: Field) -> Table:
    return Table(name, {field.name: field for field in (_ID, *fields)})


_ALL = (
    _table(
        "meta",
        _text("title", "The journey's name."),
        _text("description", "What the map is about."),
        _text("scenario", "The situation and the goal that the journey addresses."),
        _text("expectations", "What people expect of it."),
        _words("objectives", "What the map is meant to decide."),
        Field(
            "state",
            "choice",
            "as_is",
            choices=("as_is", "to_be"),
            doc="The journey as it is, or as it should be.",
        ),
        _text("owner", "Who keeps the map."),
        _words("tags", "Free labels."),
        Field("reviewed_at", "date", None, doc="The day of the last review, YYYY-MM-DD."),
        Field("review_every_days", "integer", None, low=1, doc="How often it should be reviewed."),
    ),
    _table(
        "stages",
        _text("title", "The stage's name."),
        _ref("parent", "stages", "A stage id makes this row a step of that stage, one level deep."),
        _ORDER,
        _text("description", "What happens here."),
        _text("goal", "What the person wants to reach here."),
        Field(
            "moment_of_truth",
            "boolean",
            False,
            doc="Whether it decides about satisfaction, purchase or recommendation.",
        ),
        _text("owner", "Who is responsible."),
    ),
    _table(
        "lanes",
        _text("title", "The lane's name."),
        Field("kind", "choice", "text", choices=LANE_KINDS, doc="What its cards are."),
        Field(
            "role",
            "choice",
            None,
            choices=LANE_ROLES,
            doc="Where it stands in a service blueprint.",
        ),
        _ORDER,
        _text("description", "Small print under the title."),
        _ref("metric", "metrics", "The metric that a metric lane shows.", on_delete="clear"),
        Field("collapsed", "boolean", False, doc="Whether its cards are folded away."),
    ),
    _table(
        "cards",
        _ref("stage", "stages", "The stage or step.", required=True),
        _ref("lane", "lanes", "The lane.", required=True),
        _ref("persona", "personas", "The persona it belongs to; null means everyone."),
        _text("text", "The words on the card."),
        _ORDER,
        _number("score", "Emotion -2 to +2, opportunity 0 to 20; other lanes take any number."),
        _maybe("channel", "The medium of a touchpoint."),
        _text("url", "A link: http, https or mailto."),
        Field("image", "image", "", doc="A picture as a data: URL (PNG, JPEG, WebP or GIF)."),
        _text("owner", "Who acts on it."),
        _words("tags", "Free labels."),
        Field("fields", "map", {}, doc="Columns of the caller's own."),
    ),
    _table(
        "personas",
        _text("name", "The persona's name."),
        _text("initials", "One to three letters for the badge."),
        Field("color", "color", None, doc="#rgb or #rrggbb."),
        Field("image", "image", "", doc="A portrait as a data: URL (PNG, JPEG, WebP or GIF)."),
        _text("quote", "A sentence in the persona's own words."),
        _text("bio", "Who this is."),
        _text("segment", "A query that defines the persona over the caller's data."),
        _number("share", "Share of the people, 0 to 1.", 0, 1),
        Field("age", "text", "", doc="An age or a range."),
        _text("gender", "Gender."),
        _text("status", "Family or civil status."),
        _text("location", "Where they live."),
        _text("occupation", "What they do."),
        _text("category", "Socio-professional category."),
        _words("goals", "What they want to reach."),
        _words("needs", "What they need."),
        _words("desires", "What they wish for."),
        _words("expectations", "What they expect."),
        _words("motivations", "What drives them."),
        _words("frustrations", "What annoys them."),
        _words("jobs", "The jobs they want done."),
        _words("channels", "The channels they use."),
        Field("traits", "map", {}, doc="Named traits, from -1 to 1."),
        _words("tags", "Free labels."),
        _ORDER,
    ),
    _table(
        "metrics",
        _text("title", "The metric's name."),
        _text("method", "How it is computed, and its denominator."),
        _text("unit", "Its unit, such as %."),
        Field("direction", "choice", "up", choices=("up", "down"), doc="Whether more is better."),
        _number("target", "The value aimed for."),
        _text("source", "Where the numbers come from."),
        _text("description", "Small print."),
    ),
    _table(
        "values",
        _ref("metric", "metrics", "What was measured.", required=True),
        _ref("stage", "stages", "Where.", required=True),
        _ref("persona", "personas", "For whom; null means everyone."),
        _maybe("period", "When, such as 2026-Q3."),
        _number("value", "The figure; null where there is none: see `n` and `note`."),
        _number("low", "Lower end of the interval."),
        _number("high", "Upper end of the interval."),
        Field("n", "integer", None, low=0, doc="How many it rests on."),
        _text("note", "Why there is no figure, such as: median not reached."),
        _maybe("computed_at", "When it was computed, ISO 8601."),
    ),
    _table(
        "evidence",
        _ref("card", "cards", "The claim.", required=True),
        Field(
            "stance",
            "choice",
            "supports",
            choices=("supports", "contradicts", "context"),
            doc="What the quote says of the claim.",
        ),
        _text("quote", "The words said."),
        _text("participant", "Who said them, by pseudonym."),
        _text("source", "Where they were said."),
    ),
    _table(
        "asks",
        _ref("card", "cards", "The claim.", required=True),
        Field(
            "asked",
            "integer",
            None,
            required=True,
            low=0,
            doc="How many people the card's question was put to.",
        ),
    ),
    _table(
        "links",
        _ref("source", "stages", "From this stage.", required=True),
        _ref("target", "stages", "To this stage.", required=True),
        _text("label", "Words on the arrow."),
        Field(
            "kind",
            "choice",
            "next",
            choices=("next", "loop", "branch", "skip"),
            doc="What the arrow means.",
        ),
        _number("share", "Share of the people who take it, 0 to 1.", 0, 1),
    ),
)

TABLES: dict[str, Table] = {table.name: table for table in _ALL}
ROW_TABLES: tuple[str, ...] = tuple(name for name in TABLES if name != "meta")


def dependents(table: str) -> list[tuple[Table, Field]]:
    """Return every (table, field) whose rows point into `table`."""
    return [(other, field) for other in TABLES.values() for field in other.refs if field.ref == table]
