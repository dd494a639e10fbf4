"""Conditions and what plain Python, by three-valued logic, says of each row: the oracle of expressions."""

from __future__ import annotations

import operator
from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from typing import Any, TypeAlias

import hypothesis.strategies as st
import numpy as np
import pandas as pd

from journeywidgets.metrics.engine import rows, table
from journeywidgets.metrics.expression import Expression

UTC = timezone.utc
Row = dict[str, Any]
Told: TypeAlias = "tuple[str, Callable[[Row], Any]]"
"""A condition's text, and what it says of a row: a value, or None where that is not known."""

START = datetime(2026, 3, 1, 12)  # noqa: DTZ001 - a column without a zone
TEXTS = ["pro", "Pro", "a team", "it's", 'say "é"', "100%_x\\", "ß"]


def sample(count: int = 60) -> list[Row]:
    chance = np.random.default_rng(7)

    def some(values: list[Any]) -> Any:
        return None if chance.random() < 0.25 else values[int(chance.integers(len(values)))]

    return [
        {
            "id": number,
            "age": some([-3, 0, 1, 2, 17, 18, 18, 30]),
            "from": some([0.0, 0.5, 1.0, -2.25, 3.0, 1e9]),
            "plan name": some(TEXTS),
            "city": some(TEXTS),
            "member": some([True, False]),
            "active": some([True, False]),
            "joined": some([START + timedelta(hours=h) for h in (-36, -12, 0, 1, 30)]),
            "seen": some([(START + timedelta(hours=h)).replace(tzinfo=UTC) for h in (-36, -12, 0, 1, 30)]),
            "born": some([date(2026, 2, 28), date(2026, 3, 1), date(2026, 3, 2)]),
        }
        for number in range(count)
    ]


ROWS = sample()
COLUMNS = list(ROWS[0])


def frame(given: list[Row] = ROWS) -> pd.DataFrame:
    made: pd.DataFrame = pd.DataFrame(given, columns=COLUMNS).astype(
        {"age": "Int64", "member": "boolean", "active": "boolean", "joined": "datetime64[us]", "born": "object"}
    )
    made["seen"] = pd.to_datetime(made["seen"], utc=True).astype("datetime64[us, UTC]")
    return made


def matches(native: Any, conditions: list[Expression]) -> list[list[bool]]:
    """Return what an engine says of each row, by id, for each condition."""
    read = table(native, COLUMNS)
    schema = read.collect_schema()
    asked = [one.to_narwhals(schema).alias(f"r{number}") for number, one in enumerate(conditions)]
    found = sorted(rows(read.select("id", *asked)), key=lambda row: int(row["id"]))
    return [[row[f"r{number}"] for row in found] for number in range(len(conditions))]


# Plain Python's own reading of the same conditions.


def lifted(compute: Callable[..., Any]) -> Callable[..., Any]:
    return lambda *values: None if None in values else compute(*values)


def both(*values: bool | None) -> bool | None:
    return False if False in values else None if None in values else True


def either(*values: bool | None) -> bool | None:
    return True if True in values else None if None in values else False


def opposite(value: bool | None) -> bool | None:
    return None if value is None else not value


def divided(left: float, right: float) -> float | None:
    return None if right == 0 else left / right


def named(name: str) -> Told:
    return (f"`{name}`" if " " in name else name), operator.itemgetter(name)


def constant(text: str, value: Any) -> Told:
    return text, lambda _: value


def applied(text: str, compute: Callable[..., Any], *parts: Told) -> Told:
    return text.format(*(part[0] for part in parts)), lambda row: compute(*(part[1](row) for part in parts))


def quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


SUMS = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": divided}
TESTS = {"==": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
TEXT_TESTS: dict[str, Callable[..., Any]] = {
    "contains": operator.contains,
    "startswith": str.startswith,
    "endswith": str.endswith,
}

number_literals = st.sampled_from([0, 1, 18, -3, 2.5, 0.5, 1e9]).map(lambda value: constant(str(value), value))
number_columns = st.sampled_from(["age", "from"]).map(named)


def summed(parts: st.SearchStrategy[Told]) -> st.SearchStrategy[Told]:
    def one(sign: str, left: Told, right: Told) -> Told:
        return applied(f"({{}} {sign} {{}})", lifted(lambda a, b: SUMS[sign](float(a), float(b))), left, right)

    sums = st.builds(one, st.sampled_from(list(SUMS)), parts, st.one_of(parts, number_literals))
    return sums | st.builds(lambda part: applied("(- {})", lifted(operator.neg), part), parts)


numbers = st.recursive(number_columns, summed, max_leaves=4)
plain_texts = st.sampled_from(["plan name", "city"]).map(named)
texts = plain_texts | plain_texts.map(lambda part: applied("lower({})", lifted(str.lower), part))
text_literals = st.sampled_from([*TEXTS, ""]).map(lambda text: constant(quoted(text), text))
flags = st.sampled_from(["member", "active"]).map(named)


def compared(
    left: st.SearchStrategy[Told], right: st.SearchStrategy[Told], signs: list[str]
) -> st.SearchStrategy[Told]:
    def one(sign: str, turned: bool, a: Told, b: Told) -> Told:
        first, second = (b, a) if turned else (a, b)
        return applied(f"{{}} {sign} {{}}", lifted(TESTS[sign]), first, second)

    return st.builds(one, st.sampled_from(signs), st.booleans(), left, right)


def chained(first: str, second: str, low: Told, middle: Told, high: Told) -> Told:
    return applied(
        f"{{}} {first} {{}} {second} {{}}",
        lambda a, b, c: both(lifted(TESTS[first])(a, b), lifted(TESTS[second])(b, c)),
        low,
        middle,
        high,
    )


def between(part: Told, low: Told, high: Told) -> Told:
    return applied(
        "between({}, {}, {})",
        lambda x, a, b: both(lifted(operator.ge)(x, a), lifted(operator.le)(x, b)),
        part,
        low,
        high,
    )


def listed(part: Told, items: list[Told], negated: bool) -> Told:
    values = [item[1]({}) for item in items]
    inside = ", ".join(item[0] for item in items)
    word = "not in" if negated else "in"
    return applied(f"{{}} {word} [{inside}]".replace("{}", "{0}", 1), lifted(lambda x: (x in values) != negated), part)


def moment(value: datetime) -> Told:
    return constant(f'datetime("{value.isoformat()}")', value)


def at_midnight(value: date) -> datetime:
    return datetime(value.year, value.month, value.day)  # noqa: DTZ001 - a column without a zone


plain_moments = st.sampled_from([START, START + timedelta(hours=1), START - timedelta(days=2)])
zoned_moments = plain_moments.map(lambda value: value.replace(tzinfo=timezone(timedelta(hours=5, minutes=30))))
days = st.sampled_from([date(2026, 2, 28), date(2026, 3, 1), date(2026, 3, 2)])
dates = st.one_of(
    compared(st.just(named("joined")), plain_moments.map(moment), list(TESTS)),
    compared(st.just(named("seen")), zoned_moments.map(moment), list(TESTS)),
    compared(st.just(named("born")), days.map(lambda day: constant(f'date("{day}")', day)), list(TESTS)),
    compared(st.just(named("joined")), days.map(lambda day: constant(f'date("{day}")', at_midnight(day))), list(TESTS)),
    compared(
        st.just(named("seen")),
        days.map(lambda day: constant(f'date("{day}")', at_midnight(day).replace(tzinfo=UTC))),
        list(TESTS),
    ),
    st.sampled_from(list(TESTS)).map(
        lambda sign: applied(
            f"{{}} {sign} {{}}", lifted(lambda t, d: TESTS[sign](t, at_midnight(d))), named("joined"), named("born")
        )
    ),
    st.lists(days, min_size=1, max_size=3).map(
        lambda some: listed(named("born"), [constant(f'date("{day}")', day) for day in some], negated=False)
    ),
)
leaves = st.one_of(
    compared(numbers, number_literals | numbers, list(TESTS)),
    compared(texts, text_literals | texts, list(TESTS)),
    compared(flags, flags | st.booleans().map(lambda value: constant(str(value), value)), ["==", "!="]),
    st.builds(
        chained, *[st.sampled_from(["<", "<=", "==", "!="])] * 2, number_literals, numbers, number_literals | numbers
    ),
    st.builds(between, numbers, number_literals, number_literals | numbers),
    st.builds(listed, numbers, st.lists(number_literals, min_size=1, max_size=4), st.booleans()),
    st.builds(listed, texts, st.lists(text_literals, min_size=1, max_size=4), st.booleans()),
    st.builds(
        lambda name, part, text: applied(f"{name}({{}}, {{}})", lifted(TEXT_TESTS[name]), part, text),
        st.sampled_from(list(TEXT_TESTS)),
        texts,
        text_literals,
    ),
    st.builds(
        lambda part, literal: applied("length({}) >= {}", lifted(lambda x, y: bool(len(x) >= y)), part, literal),
        texts,
        number_literals,
    ),
    flags,
    st.booleans().map(lambda value: constant(str(value), value)),
    dates,
    st.builds(
        lambda form, name: applied(form[0], form[1], named(name)),
        st.sampled_from(
            [
                ("{} is None", lambda x: x is None),
                ("{} is not None", lambda x: x is not None),
                ("isnull({})", lambda x: x is None),
                ("notnull({})", lambda x: x is not None),
            ]
        ),
        st.sampled_from(COLUMNS[1:]),
    ),
)


def joined(parts: st.SearchStrategy[Told]) -> st.SearchStrategy[Told]:
    def one(words: tuple[str, ...], compute: Callable[..., Any], some: list[Told]) -> Told:
        return applied(words[len(some) % len(words)].join(["({})"] * len(some)), compute, *some)

    some = st.lists(parts, min_size=2, max_size=3)
    return st.one_of(
        some.map(lambda given: one((" and ", " & "), both, given)),
        some.map(lambda given: one((" or ", "|"), either, given)),
        parts.map(lambda part: applied("not ({})", opposite, part)),
        parts.map(lambda part: applied("~({})", opposite, part)),
    )


conditions = st.recursive(leaves, joined, max_leaves=8)
