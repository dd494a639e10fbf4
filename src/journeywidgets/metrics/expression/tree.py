"""The tree of a condition: what Python's grammar makes of the tokens, cut down to what is allowed."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any, NoReturn, TypeAlias

from journeywidgets.metrics.expression.scanner import ALLOWED, ExpressionError, Token, checked_number, scan

_DEPTH = 100
_TESTS: dict[type[ast.cmpop], str] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
}
_SUMS: dict[type[ast.operator], tuple[str, Callable[[Any, Any], Any]]] = {
    ast.Add: ("+", operator.add),
    ast.Sub: ("-", operator.sub),
    ast.Mult: ("*", operator.mul),
    ast.Div: ("/", operator.truediv),
}
_FUNCTIONS = {
    "contains": 2,
    "startswith": 2,
    "endswith": 2,
    "lower": 1,
    "length": 1,
    "between": 3,
    "isnull": 1,
    "notnull": 1,
    "date": 1,
    "datetime": 1,
}


@dataclass(frozen=True, slots=True)
class Literal:
    """A number, text, truth, date or time of the condition itself; None only after ``is``."""

    value: Any
    at: int


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the caller's."""

    name: str
    at: int


@dataclass(frozen=True, slots=True)
class Call:
    """An operator or function over parts: ``and or not == != < <= > >= in isnull + - * / neg`` or a name."""

    name: str
    parts: tuple[Node, ...]
    at: int


Node: TypeAlias = "Literal | Column | Call"


def columns_of(node: Node) -> tuple[str, ...]:
    """Return the names of the columns in a tree, each once, in order."""
    return tuple(dict.fromkeys(_names(node)))


def _names(node: Node) -> Iterator[str]:
    if isinstance(node, Column):
        yield node.name
    elif isinstance(node, Call):
        for part in node.parts:
            yield from _names(part)


def parsed(text: str) -> Node:
    """Return the tree of a condition.

    Raises
    ------
    ExpressionError
        The text is not one.
    """
    tokens = scan(text)
    if not tokens:
        raise ExpressionError(text, 0, "it is empty", remedy='Write one such as age >= 18 and plan == "pro".')
    return _Reader(text, tokens).tree()


class _Reader:
    """Tokens to tree.

    Python's parser sees a token a line, so that a line's number is a token's; and of names, texts and numbers
    only placeholders (``t7``), so that nothing that a user wrote can mean anything to it.
    """

    def __init__(self, text: str, tokens: list[Token]) -> None:
        self.text, self.tokens = text, tokens

    def tree(self) -> Node:
        lines = [
            str(token.value) if token.kind in {"word", "sign"} else f"t{number}"
            for number, token in enumerate(self.tokens)
        ]
        try:
            body = ast.parse("(\n" + "\n".join(lines) + "\n)", mode="eval").body
        except SyntaxError as error:
            self._fail(min(max((error.lineno or 2) - 2, 0), len(lines) - 1), "cannot be read here")
        except (RecursionError, MemoryError):
            raise ExpressionError(self.text, 0, "it is nested too deep", remedy="Shorten it.") from None
        return self._node(body, 0)

    def _fail(self, number: int, problem: str, remedy: str = "") -> NoReturn:
        token = self.tokens[number]
        part = self.text[token.start : token.end]
        raise ExpressionError(self.text, token.start, problem, part=part, remedy=remedy) from None

    def _number(self, node: ast.expr) -> int:
        """Return the number of the token at which a node starts."""
        return min(max(node.lineno - 2, 0), len(self.tokens) - 1)

    def _at(self, node: ast.expr) -> int:
        return self.tokens[self._number(node)].start

    def _node(self, node: ast.expr, depth: int) -> Node:
        if depth > _DEPTH:
            self._fail(self._number(node), f"it is nested more than {_DEPTH} deep", "Shorten it.")
        if isinstance(node, ast.BoolOp):
            name = "and" if isinstance(node.op, ast.And) else "or"
            return Call(name, tuple(self._node(part, depth + 1) for part in node.values), self._at(node))
        if isinstance(node, ast.UnaryOp):
            return self._unary(node, depth + 1)
        if isinstance(node, ast.BinOp):
            return self._sum(node, depth + 1)
        if isinstance(node, ast.Compare):
            return self._comparison(node, depth + 1)
        if isinstance(node, ast.Call):
            return self._call(node, depth + 1)
        if isinstance(node, (ast.Name, ast.Constant)):
            return self._atom(node)
        what = {ast.List: "a list stands only after in", ast.Tuple: "a list stands only after in"}.get(type(node))
        return self._fail(self._number(node), what or "is not allowed")

    def _atom(self, node: ast.Name | ast.Constant) -> Node:
        if isinstance(node, ast.Name):
            token = self.tokens[int(node.id[1:])]
            return Column(token.value, token.start) if token.kind == "name" else Literal(token.value, token.start)
        if node.value is None:
            self._fail(self._number(node), "None stands only after is", "Write x is None or x is not None.")
        return Literal(node.value, self._at(node))

    def _unary(self, node: ast.UnaryOp, depth: int) -> Node:
        part = self._node(node.operand, depth)
        if isinstance(node.op, ast.Not):
            return Call("not", (part,), self._at(node))
        if isinstance(part, Literal) and _is_number(part.value):
            return Literal(-part.value if isinstance(node.op, ast.USub) else part.value, self._at(node))
        return Call("neg" if isinstance(node.op, ast.USub) else "pos", (part,), self._at(node))

    def _sum(self, node: ast.BinOp, depth: int) -> Node:
        if type(node.op) not in _SUMS:
            self._fail(self._number(node), "is not allowed")
        left, right = self._node(node.left, depth), self._node(node.right, depth)
        name, compute = _SUMS[type(node.op)]
        if isinstance(left, Literal) and isinstance(right, Literal) and all(map(_is_number, (left.value, right.value))):
            if name == "/" and right.value == 0:
                raise ExpressionError(self.text, right.at, "divides by zero", part="0", remedy="Give another number.")
            return Literal(checked_number(self.text, compute(left.value, right.value), left.at), left.at)
        return Call(name, (left, right), self._at(node))

    def _comparison(self, node: ast.Compare, depth: int) -> Node:
        """Return one test, or all tests of a chain: ``a < b < c`` is ``a < b and b < c``."""
        tests: list[Node] = []
        left = node.left
        for test, right in zip(node.ops, node.comparators, strict=True):
            tests.append(self._test(left, test, right, depth))
            left = right
        return tests[0] if len(tests) == 1 else Call("and", tuple(tests), self._at(node))

    def _test(self, left: ast.expr, test: ast.cmpop, right: ast.expr, depth: int) -> Node:
        subject, at = self._node(left, depth), self._at(left)
        if isinstance(test, (ast.Is, ast.IsNot)):
            if not isinstance(right, ast.Constant) or right.value is not None:
                self._fail(self._number(right), "only None stands after is", "Write == to compare.")
            found = Call("isnull", (subject,), at)
            return Call("not", (found,), at) if isinstance(test, ast.IsNot) else found
        if isinstance(test, (ast.In, ast.NotIn)):
            found = Call("in", (subject, *self._items(right, depth)), at)
            return Call("not", (found,), at) if isinstance(test, ast.NotIn) else found
        return Call(_TESTS[type(test)], (subject, self._node(right, depth)), at)

    def _items(self, node: ast.expr, depth: int) -> list[Node]:
        if not isinstance(node, (ast.List, ast.Tuple)):
            remedy = 'Write plan in ["pro", "team"]. For a part of a text: contains(plan, "pro").'
            self._fail(self._number(node), "is not a list", remedy)
        items = [self._node(item, depth) for item in node.elts]
        for item, given in zip(items, node.elts, strict=True):
            if not isinstance(item, Literal):
                self._fail(self._number(given), "only numbers, texts and dates stand in a list")
        if not items:
            self._fail(self._number(node), "the list is empty", "Name at least one value.")
        return items

    def _call(self, node: ast.Call, depth: int) -> Node:
        number = self._number(node.func)
        token = self.tokens[number]
        if not isinstance(node.func, ast.Name) or token.kind != "name" or token.quoted:
            self._fail(number, "cannot be called")
        name = str(token.value)
        if name not in _FUNCTIONS:
            near = get_close_matches(name, _FUNCTIONS, 1)
            meant = f"Did you mean {near[0]}? " if near else ""
            self._fail(number, "is not a function of conditions", f"{meant}Allowed are {ALLOWED}.")
        if node.keywords or len(node.args) != _FUNCTIONS[name]:
            count = _FUNCTIONS[name]
            self._fail(number, f"takes {count} {'part' if count == 1 else 'parts'}", f"Write {_usage(name)}.")
        parts = tuple(self._node(part, depth) for part in node.args)
        if name in {"contains", "startswith", "endswith"} and not _is_text(parts[1]):
            self._fail(self._number(node.args[1]), "is not a text", f"Write {_usage(name)}.")
        if name in {"date", "datetime"}:
            return self._moment(name, parts[0], number)
        if name == "between":
            subject, low, high = parts
            ends = (Call(">=", (subject, low), token.start), Call("<=", (subject, high), token.start))
            return Call("and", ends, token.start)
        if name == "notnull":
            return Call("not", (Call("isnull", parts, token.start),), token.start)
        return Call(name, parts, token.start)

    def _moment(self, name: str, part: Node, number: int) -> Literal:
        read = date.fromisoformat if name == "date" else datetime.fromisoformat
        try:
            if isinstance(part, Literal) and isinstance(part.value, str):
                said = part.value.removesuffix("Z") + "+00:00" if part.value.endswith("Z") else part.value
                return Literal(read(said), self.tokens[number].start)
        except ValueError:
            pass
        return self._fail(number, f"does not hold a {name} as ISO 8601 writes it", f"Write {_usage(name)}.")


def _usage(name: str) -> str:
    if name in {"date", "datetime"}:
        return {"date": 'date("2026-01-31")', "datetime": 'datetime("2026-01-31T10:00")'}[name]
    if name == "between":
        return "between(x, 1, 5)"
    return f'{name}(x, "text")' if _FUNCTIONS[name] == 2 else f"{name}(x)"  # noqa: PLR2004 - a column and a text


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _is_text(node: Node) -> bool:
    return isinstance(node, Literal) and isinstance(node.value, str)
