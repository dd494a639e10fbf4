"""Binding: a condition's tree over the columns of a frame, as a narwhals expression."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from difflib import get_close_matches
from typing import Any, Literal, NoReturn

import narwhals as nw

from journeywidgets.metrics.expression.scanner import ExpressionError
from journeywidgets.metrics.expression.tree import Call, Column, Node
from journeywidgets.metrics.expression.tree import Literal as LiteralNode

Kind = Literal["number", "text", "truth", "date", "time", "zoned", "missing", "other"]
_SIZE = 5_000
_SHOWN = 12
_KINDS: dict[Kind, str] = {
    "number": "numbers",
    "text": "texts",
    "truth": "true or false",
    "date": "dates",
    "time": "times without a zone",
    "zoned": "times with a zone",
    "missing": "nothing",
    "other": "something that conditions cannot read",
}
_TESTS: dict[str, Callable[[Any, Any], Any]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_SUMS: dict[str, Callable[[Any, Any], Any]] = {"+": operator.add, "-": operator.sub, "*": operator.mul}
# Beyond 64 bits with a sign, engines disagree about what can be compared.
_WIDE = (nw.UInt64, nw.UInt128, nw.Int128)
_TEMPORAL = frozenset({"date", "time", "zoned"})


@dataclass(frozen=True, slots=True)
class _Term:
    """A part of the condition: what it holds, its expression, its size, and a literal's value."""

    kind: Kind
    expr: nw.Expr
    at: int
    size: int = 1
    value: Any = None
    computed: bool = False
    floating: bool = False

    @property
    def known(self) -> nw.Expr:
        """The expression, with null where infinities came to no number (inf - inf)."""
        return nw.when(~self.expr.is_nan()).then(self.expr) if self.computed else self.expr


class Binding:
    """Makes expressions of trees, for frames of one schema."""

    def __init__(self, text: str, schema: Mapping[str, Any]) -> None:
        self.text, self.schema = text, schema

    def condition(self, tree: Node) -> nw.Expr:
        """Return the condition, with false for what is unknown."""
        term = self._truth(tree)
        # A CASE without a match is what every engine agrees on; comparing with null is not.
        return nw.when(term.expr).then(nw.lit(True)).otherwise(nw.lit(False))

    def _fail(self, at: int, problem: str, remedy: str, part: str = "") -> NoReturn:
        raise ExpressionError(self.text, at, problem, part=part, remedy=remedy)

    def _term(self, node: Node) -> _Term:
        if isinstance(node, LiteralNode):
            return self._literal(node)
        if isinstance(node, Column):
            return self._column(node)
        if node.name in {"and", "or"}:
            return self._joined(node)
        if node.name == "not":
            part = self._truth(node.parts[0])
            return _Term("truth", ~part.expr, node.at, part.size + 1)
        if node.name in _TESTS:
            return self._test(node)
        if node.name in {"+", "-", "*", "/", "neg", "pos"}:
            return self._sum(node)
        if node.name == "in":
            return self._within(node)
        if node.name == "isnull":
            part = self._subject(node)
            return _Term("truth", part.known.is_null(), node.at, part.size + 1)
        return self._text_function(node)

    def _truth(self, node: Node) -> _Term:
        term = self._term(node)
        if term.kind == "missing":
            return _Term("truth", nw.lit(None, dtype=nw.Boolean), node.at)
        if term.kind != "truth":
            self._fail(node.at, f"is no condition: it holds {_KINDS[term.kind]}", "Compare it: x == 1.")
        if term.size > _SIZE:
            self._fail(node.at, "has too many parts", "Shorten it.")
        return term

    def _literal(self, node: LiteralNode) -> _Term:
        value = node.value
        kinds: dict[type, Kind] = {bool: "truth", int: "number", float: "number", str: "text", date: "date"}
        zoned: Kind = "zoned" if isinstance(value, datetime) and value.tzinfo else "time"
        return _Term(kinds.get(type(value), zoned), nw.lit(value), node.at, value=value)

    def _column(self, node: Column) -> _Term:
        if node.name not in self.schema:
            self._unknown(node)
        column, dtype = nw.col(node.name), self.schema[node.name]
        if dtype.is_float() or dtype.is_decimal():
            # A frame's NaN is a missing value, and greater than all numbers only to some engines.
            column = column.cast(nw.Float64)
            known = nw.when(~column.is_nan()).then(column)
            return _Term("number", known if dtype.is_float() else column, node.at, 3, floating=True)
        if isinstance(dtype, _WIDE):
            return _Term("number", column.cast(nw.Float64), node.at, computed=True)
        if dtype.is_integer():
            return _Term("number", column, node.at)
        if isinstance(dtype, (nw.Categorical, nw.Enum)):
            return _Term("text", column.cast(nw.String), node.at)
        if isinstance(dtype, nw.Datetime):
            return _Term("zoned" if dtype.time_zone else "time", column, node.at)
        kinds: dict[Any, Kind] = {nw.String: "text", nw.Boolean: "truth", nw.Date: "date", nw.Unknown: "missing"}
        return _Term(kinds.get(type(dtype), "other"), column, node.at)

    def _unknown(self, node: Column) -> NoReturn:
        names = [str(name) for name in self.schema]
        folded = {name.casefold(): name for name in names}
        near = [folded[found] for found in get_close_matches(node.name.casefold(), folded, 3)]
        meant = f"Did you mean {' or '.join(map(repr, near))}? " if near else ""
        rest = f" … ({len(names)} in all)" if len(names) > _SHOWN else ""
        there = ", ".join(map(repr, names[:_SHOWN])) + rest
        self._fail(node.at, "is not a column", f"{meant}Columns are {there}.", node.name)

    def _joined(self, node: Call) -> _Term:
        """Return and, or: joined by halves, so that a hundred conditions are seven deep, not a hundred."""
        terms = [self._truth(part) for part in node.parts]
        join = operator.and_ if node.name == "and" else operator.or_
        exprs: list[nw.Expr] = [term.expr for term in terms]
        while len(exprs) > 1:
            pairs = [join(*pair) for pair in zip(exprs[::2], exprs[1::2], strict=False)]
            exprs = pairs + exprs[len(pairs) * 2 :]
        return _Term("truth", exprs[0], node.at, sum(term.size for term in terms) + len(terms))

    def _subject(self, node: Call) -> _Term:
        """Return the first part of a test, which must come from a column."""
        term = self._term(node.parts[0])
        if term.value is not None:
            self._fail(term.at, "names no column", "Ask something of a column.")
        return term

    def _test(self, node: Call) -> _Term:
        left, right = (self._term(part) for part in node.parts)
        if left.value is not None and right.value is not None:
            self._fail(node.at, "compares nothing with a column", "Name a column on one side.")
        return self._compared(node.name, left, right)

    def _compared(self, name: str, left: _Term, right: _Term) -> _Term:
        size = left.size + right.size + 1
        if "missing" in {left.kind, right.kind}:
            return _Term("truth", nw.lit(None, dtype=nw.Boolean), left.at, size)
        if {left.kind, right.kind} <= _TEMPORAL:
            left, right = self._moments(left, right)
        if left.kind != right.kind or left.kind == "other":
            self._apart(left, right)
        if left.kind == "truth" and name not in {"==", "!="}:
            self._fail(left.at, f"true and false have no order for {name}", "Write == or !=.")
        return _Term("truth", _TESTS[name](left.known, right.known), left.at, size)

    def _apart(self, left: _Term, right: _Term) -> NoReturn:
        remedy = "Compare like with like."
        if "text" in {left.kind, right.kind} and _TEMPORAL & {left.kind, right.kind}:
            remedy = 'Write date("2026-01-31") or datetime("2026-01-31T10:00") for the text.'
        if "number" in {left.kind, right.kind} and "text" in {left.kind, right.kind}:
            remedy = 'Write a number without quotes, a text with quotes: plan == "2".'
        self._fail(left.at, f"{_KINDS[left.kind]} cannot be compared with {_KINDS[right.kind]}", remedy)

    def _moments(self, left: _Term, right: _Term) -> tuple[_Term, _Term]:
        """Return dates and times made alike: a date is its midnight; no offset is UTC beside a zone."""
        kinds = {term.kind for term in (left, right)}
        if kinds == {"date"}:
            return left, right
        columns = {term.kind for term in (left, right) if term.value is None}
        kind: Kind = "zoned" if "zoned" in columns else "time"
        if kind == "zoned" and len(columns) > 1:
            what = f"{_KINDS[left.kind]} cannot be compared with {_KINDS[right.kind]}"
            self._fail(left.at, what, "Give both columns a zone, or none.")
        return self._as_time(left, kind), self._as_time(right, kind)

    def _as_time(self, term: _Term, kind: Kind) -> _Term:
        if term.kind == kind and term.value is None:
            return term
        if term.value is None:
            return _Term(kind, term.expr.cast(nw.Datetime("us")), term.at, term.size + 1)
        value = term.value
        if not isinstance(value, datetime):
            value = datetime(value.year, value.month, value.day)  # noqa: DTZ001 - the column's clock
        if kind == "zoned":
            value = value.replace(tzinfo=timezone.utc) if value.tzinfo is None else value.astimezone(timezone.utc)
        elif value.tzinfo is not None:
            self._fail(term.at, "has an offset, and the column has no zone", "Leave the offset out.")
        return _Term(kind, nw.lit(value) if kind == "zoned" else _plain_moment(value), term.at, value=value)

    def _within(self, node: Call) -> _Term:
        subject = self._subject(node)
        items = [self._term(part) for part in node.parts[1:]]
        size = subject.size + len(items)
        if subject.kind not in {"number", "text"}:
            tests = [self._compared("==", subject, item) for item in items]
            expr = tests[0].expr
            for test in tests[1:]:
                expr = expr | test.expr
            return _Term("truth", expr, node.at, sum(test.size for test in tests))
        for item in items:
            if item.kind != subject.kind:
                self._apart(subject, item)
        values: Sequence[Any] = [item.value for item in items]
        expr = subject.known
        if subject.kind == "number" and (
            subject.computed or subject.floating or any(isinstance(value, float) for value in values)
        ):
            expr, values = expr.cast(nw.Float64), [float(value) for value in values]
        return _Term("truth", expr.is_in(values), node.at, size)

    def _sum(self, node: Call) -> _Term:
        """Return arithmetic in floating point, so that no engine's integers overflow in their own way."""
        terms = [self._term(part) for part in node.parts]
        for term in terms:
            if term.kind != "number":
                self._fail(term.at, f"{_KINDS[term.kind]} cannot be computed with", "Compute with numbers only.")
        exprs = [nw.lit(float(term.value)) if term.value is not None else term.expr.cast(nw.Float64) for term in terms]
        size = sum(term.size for term in terms) + 1
        if node.name in {"neg", "pos"}:
            return _Term("number", -exprs[0] if node.name == "neg" else exprs[0], node.at, size, computed=True)
        if node.name in _SUMS:
            return _Term("number", _SUMS[node.name](*exprs), node.at, size, computed=True)
        # Some engines stop at a division by zero, others say infinity; here it is unknown.
        divisor = exprs[1] if terms[1].value else nw.when(exprs[1] != 0).then(exprs[1])
        size += terms[1].size
        if size > _SIZE:
            self._fail(node.at, "has too many parts", "Shorten it.")
        return _Term("number", exprs[0] / divisor, node.at, size, computed=True)

    def _text_function(self, node: Call) -> _Term:
        subject = self._subject(node)
        if subject.kind == "missing":
            return subject
        if subject.kind != "text":
            self._fail(
                subject.at, f"{node.name} reads texts, this holds {_KINDS[subject.kind]}", "Name another column."
            )
        size = subject.size + 1
        if node.name == "lower":
            return _Term("text", subject.expr.str.to_lowercase(), node.at, size)
        if node.name == "length":
            return _Term("number", subject.expr.str.len_chars().cast(nw.Int64), node.at, size)
        pattern = node.parts[1].value if isinstance(node.parts[1], LiteralNode) else ""
        found = {
            "contains": lambda: subject.expr.str.contains(pattern, literal=True),
            "startswith": lambda: subject.expr.str.starts_with(pattern),
            "endswith": lambda: subject.expr.str.ends_with(pattern),
        }[node.name]()
        return _Term("truth", found, node.at, size)


def _plain_moment(value: datetime) -> nw.Expr:
    """Return a time without a zone as its day and what has passed of it.

    As a literal of its own Spark would read it in the zone of the session, and the column not.
    """
    midnight = nw.lit(value.date()).cast(nw.Datetime("us"))
    passed = value - datetime(value.year, value.month, value.day)  # noqa: DTZ001 - the column's clock
    return midnight.dt.offset_by(f"{passed // timedelta(microseconds=1)}us") if passed else midnight
