"""Tokens: a condition's text cut into pieces of a closed list. Everything else is refused here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Literal, NoReturn

from journeywidgets.errors import MetricError, shorten

Kind = Literal["name", "text", "number", "word", "sign"]

ALLOWED = (
    "comparisons (== != < <= > >=, also chained), and, or, not, in [...], not in [...], is None, is not None, "
    "+ - * / and parentheses; column names (in `backticks` where they are more than one word), numbers, "
    '"texts", True, False; contains, startswith, endswith, lower, length, between, isnull, notnull, date, datetime'
)
TEXT_LIMIT = 10_000
"""Characters of one condition."""
TOKEN_LIMIT = 1_000
DEPTH_LIMIT = 50
"""Brackets within brackets."""
NUMBER_LIMIT = 2**63 - 1

_WORDS = frozenset({"and", "or", "not", "in", "is", "None", "True", "False"})
# As pandas' query reads them: they bind as the words do, so that `a > 1 & b > 2` means what it says.
_SIGN_WORDS = {"&": "and", "|": "or", "~": "not"}
_TOKEN = re.compile(
    r"""
    (?P<blank>\s+)
  | (?P<text>'(?:[^'\\\n]|\\.)*' | "(?:[^"\\\n]|\\.)*")
  | (?P<ticks>`(?:[^`]|``)+`)
  | (?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?(?!\w))
  | (?P<name>[^\W\d]\w*)
  | (?P<sign>==|!=|<=|>=|(?:<(?!>)|>)|\+|-|\*(?!\*)|/(?!/)|[()\[\],]|&(?!&)|\|(?!\|)|~)
    """,
    re.VERBOSE,
)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_ESCAPES = {"\\": "\\", "'": "'", '"': '"', "n": "\n", "t": "\t", "r": "\r"}
_INSTEAD = {
    "<>": "Write != for 'is not'.",
    "&&": "Write and.",
    "||": "Write or.",
    "=": "Write == to compare.",
    "!": "Write not.",
    ".": 'Methods are not read: write contains(name, "x"). A name with a dot stands in `backticks`.',
    '"': "The text has no end.",
    "'": "The text has no end.",
    "`": "The name in backticks has no end.",
    "“": 'Write straight quotes: "text".',
    "”": 'Write straight quotes: "text".',
    "\u2018": "Write straight quotes: 'text'.",
    "\u2019": "Write straight quotes: 'text'.",
}


class ExpressionError(MetricError):
    """A condition that cannot be read, or cannot be asked of these columns.

    Attributes
    ----------
    text
        The condition.
    position
        Where in it, counted from 0.
    problem
        What is wrong there.
    """

    def __init__(self, text: str, position: int, problem: str, *, part: str = "", remedy: str = "") -> None:
        self.text, self.position, self.problem = text, position, problem
        at = f" at position {position}" + (f" ({shorten(part, 40)})" if part else "")
        remedy = remedy or f"Allowed are {ALLOWED}."
        super().__init__(f"the condition {shorten(text)}{at}: {problem}. {remedy}")


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a condition.

    Attributes
    ----------
    kind
        ``name`` (of a column or function), ``text`` or ``number`` (literals), ``word`` or ``sign``.
    value
        The name, the literal's value, the word or the sign.
    start, end
        Its place in the text.
    quoted
        Whether a name stood in backticks, and so cannot be a function.
    """

    kind: Kind
    value: Any
    start: int
    end: int
    quoted: bool = False


def scan(text: str) -> list[Token]:
    """Cut a condition into tokens.

    Raises
    ------
    ExpressionError
        Something in it is no token, or there is too much of it.
    """
    if not isinstance(text, str):
        raise ExpressionError(repr(text), 0, f"is not a text but {type(text).__name__}")
    if len(text) > TEXT_LIMIT:
        raise ExpressionError(text, TEXT_LIMIT, f"is longer than {TEXT_LIMIT:,} characters", remedy="Shorten it.")
    tokens: list[Token] = []
    place = depth = 0
    while place < len(text):
        found = _TOKEN.match(text, place)
        if found is None:
            _refuse(text, place)
        place = found.end()
        if found.lastgroup != "blank":
            tokens.append(_token(text, found))
            depth += {"(": 1, "[": 1, ")": -1, "]": -1}.get(str(tokens[-1].value) if _is_sign(tokens[-1]) else "", 0)
        if len(tokens) > TOKEN_LIMIT or depth > DEPTH_LIMIT:
            too = f"more than {DEPTH_LIMIT} brackets deep" if depth > DEPTH_LIMIT else f"over {TOKEN_LIMIT:,} words"
            raise ExpressionError(text, found.start(), f"it is {too}", remedy="Shorten it.")
    return tokens


def _is_sign(token: Token) -> bool:
    return token.kind == "sign"


def _refuse(text: str, place: int) -> NoReturn:
    for part in (text[place : place + 2], text[place]):
        if part in _INSTEAD:
            raise ExpressionError(text, place, "cannot be read", part=part, remedy=_INSTEAD[part])
    raise ExpressionError(text, place, "is not allowed", part=text[place])


def _token(text: str, found: re.Match[str]) -> Token:
    kind, part, start, end = found.lastgroup, found.group(), found.start(), found.end()
    if kind == "text":
        return Token("text", _unescaped(text, part, start), start, end)
    if kind == "ticks":
        return Token("name", part[1:-1].replace("``", "`"), start, end, quoted=True)
    if kind == "number":
        return Token("number", _number(text, part, start), start, end)
    if kind == "sign":
        word = _SIGN_WORDS.get(part)
        return Token("word", word, start, end) if word else Token("sign", part, start, end)
    if part in _WORDS:
        return Token("word", part, start, end)
    meant = {word.lower(): word for word in (*_WORDS, "None")}.get(part.lower(), "None" if part == "null" else None)
    if meant or part in {"NULL", "NaN", "nan"}:
        remedy = f"Write {meant or 'None'}; a column of this name stands in `backticks`."
        raise ExpressionError(text, start, "is not a word of conditions", part=part, remedy=remedy)
    return Token("name", part, start, end)


def _unescaped(text: str, part: str, start: int) -> str:
    def said(found: re.Match[str]) -> str:
        if found.group(1) not in _ESCAPES:
            at = start + 1 + found.start()
            remedy = r"Escapes are \\ \' \" \n \r \t; write \\ for a backslash."
            raise ExpressionError(text, at, "is not an escape", part=found.group(), remedy=remedy)
        return _ESCAPES[found.group(1)]

    value = _ESCAPE.sub(said, part[1:-1])
    if "\0" in value or any("\ud800" <= sign <= "\udfff" for sign in value):
        raise ExpressionError(text, start, "holds a sign that is not text", part=part, remedy="Leave it out.")
    return value


def _number(text: str, part: str, start: int) -> int | float:
    # Few enough digits that reading them costs nothing.
    value = int(part) if part.isdigit() and len(part) < len(str(NUMBER_LIMIT)) * 2 else float(part)
    return checked_number(text, value, start, part)


def checked_number(text: str, value: float, start: int, part: str = "") -> int | float:
    """Return a number that every engine can hold, or raise ExpressionError."""
    if isinstance(value, int) and abs(value) <= NUMBER_LIMIT:
        return value
    if isinstance(value, int) or value in {float("inf"), float("-inf")}:
        raise ExpressionError(text, start, "is too large a number", part=part, remedy="Give a smaller one.")
    return value
