"""Conditions as text: what is allowed is read, all else is refused with its place, and quickly."""

from __future__ import annotations

import time
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import example, given, settings
from tests.metrics.conditions import COLUMNS, frame, matches

from journeywidgets.errors import MetricError
from journeywidgets.metrics.engine import table
from journeywidgets.metrics.expression import ExpressionError, parse

HOSTILE = [
    "__import__('os').system('true')",
    "().__class__.__bases__[0]",
    "age.__class__",
    "`age`.__class__ == 1",
    "open('x')",
    "eval('1')",
    "exec('1')",
    "print(age)",
    "lambda: 1",
    "(lambda x: x)(1)",
    "(x := 1) > 0",
    "age if member else age",
    "[x for x in age]",
    "{1: 2}",
    "{1, 2}",
    "f'{age}' == 'x'",
    "b'x' == city",
    "age[0] == 1",
    "age[::2]",
    "*age",
    "**age",
    "age ** 2 == 4",
    "age // 2 == 4",
    "age % 2 == 4",
    "age @ age",
    "age << 3 > 1",
    "age >> 3 > 1",
    "age ^ 1",
    "await age",
    "yield age",
    "age; age",
    "age\nimport os",
    "import os",
    "del age",
    "age = 1",
    "age == 1j",
    "age == 0x10",
    "age == 1_000",
    "... == age",
    "contains(city, 'a', regex=True)",
    "contains(*age)",
    "contains(text='a')",
    "date()",
    "date(age) == 1",
    "datetime('now') < joined",
    "not",
    "and",
    "age >",
    "age > 1 and",
    "((age > 1)",
    "(age > 1))",
    "age > 1 2",
    "age, member",
    "age in 5",
    "age in member",
    "age in [member]",
    "age in [[1]]",
    "age in []",
    "age in [None]",
    "age is 1",
    "age == None",
    "member is True",
    "None",
    "'text'(1)",
    "`age`(1)",
    "1(2)",
    "lower(lower)(1)",
    "@age",
    "$age",
    "age?",
    "age # comment",
    "'unclosed",
    '"unclosed',
    "`unclosed",
    "``",
    "'\\x41' == city",
    "'\\u0041' == city",
    "'a\0b' == city",
    "'\ud800' == city",
    "“age”",
    "Age > 1 AND member",
    "age > 1 && member",
    "age <> 1",
    "!member",
    "",
    "   ",
    "1/0 > age",
    "9223372036854775808 > age",
    "1e400 > age",
    "1e308 * 1e308 > age",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_all_else_is_refused_with_its_place(text: str) -> None:
    with pytest.raises(ExpressionError) as told:
        parse(text)
    assert 0 <= told.value.position <= len(text)
    assert told.value.text == text
    assert str(told.value).startswith("the condition ")
    assert len(str(told.value)) < 1000


@pytest.mark.parametrize("text", [None, 3, b"age > 1", ["age > 1"]])
def test_only_text_is_a_condition(text: Any) -> None:
    with pytest.raises(ExpressionError, match="is not a text but"):
        parse(text)


BOMBS = [
    "10**10**10",
    "(" * 10_000,
    "(" * 10_000 + "age" + ")" * 10_000,
    "[" * 5000,
    "not " * 2500 + "member",
    "~" * 9999,
    "-" * 9000 + "age > 1",
    "9" * 9999 + " > age",
    "0." + "9" * 9000 + "e999 > age",
    "1e" + "9" * 900 + " > age",
    "'" + "a" * 20_000 + "' == city",
    "age" * 9999,
    " or ".join(["member"] * 5000),
    "+".join(["age"] * 4000) + " > 1",
    "age in [" + "1," * 4999 + "1]",
    "age " + "< age " * 1600,
    "`" * 9999,
    "'" * 9999,
    "\\" * 9999,
    "contains(" * 1000,
    "(" * 45 + "age > 1" + ")" * 44,
    "lower(" * 49 + "city" + ")" * 49 + " == 'x'",
    "/".join(["(age"] * 40) + ")" * 40 + " > 1",
    "age" + "/age" * 90 + " > 1",
    "(" * 40 + "age" + " + 1)" * 40 + " > 1",
    " " * 9990 + "age",
    "\t\n" * 4000,
    " and ".join(["not member"] * 300),
    "age*" * 95 + "age > 1",
]


@pytest.mark.parametrize("text", BOMBS, ids=range(len(BOMBS)))
def test_no_text_takes_long(text: str) -> None:
    schema = table(frame(), COLUMNS).collect_schema()
    begun = time.perf_counter()
    try:
        matches(frame(), [parse(text)])
    except ExpressionError:
        pass
    else:
        assert parse(text).to_narwhals(schema) is not None
    assert time.perf_counter() - begun < 5


@settings(max_examples=300)
@given(
    st.text(alphabet=st.sampled_from(list("age()[]'\"`, <>=!&|~+-*/.notrsi1\\\n{}:#")) | st.characters(), max_size=60)
)
@example("age\x0c> 1")
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        found = parse(text)
    except ExpressionError as error:
        assert 0 <= error.position <= len(text)  # noqa: PT017 - most texts are refused, some are not
    else:
        assert isinstance(found.columns, tuple)


def refusal(text: str, native: Any = None) -> str:
    read = table(frame() if native is None else native, COLUMNS)
    with pytest.raises(ExpressionError) as told:
        parse(text).to_narwhals(read.collect_schema())
    return str(told.value)


def test_errors_name_the_place_the_problem_and_the_remedy() -> None:
    told = refusal("Age > 1")
    assert told.startswith("the condition 'Age > 1' at position 0 ('Age'): is not a column. Did you mean 'age'? ")
    assert "Columns are 'id', 'age', 'from', " in told
    assert "at position 10 ('citty'): is not a column. Did you mean 'city'?" in refusal("member or citty == 'x'")
    assert "numbers cannot be compared with texts. Write a number without quotes" in refusal("age > '5'")
    assert 'Write date("2026-01-31")' in refusal("joined > '2026-01-31'")
    assert "is no condition: it holds numbers. Compare it" in refusal("age")
    assert "is no condition: it holds texts" in refusal("member and city")
    assert "lower reads texts, this holds numbers" in refusal("lower(age) == 'x'")
    assert "texts cannot be computed with" in refusal("city + 'x' == 'ax'")
    assert "texts cannot be computed with" in refusal("'a' * 1000000000000 == city")
    assert "true and false have no order for <" in refusal("member < True")
    assert "has an offset, and the column has no zone" in refusal('joined > datetime("2026-01-01T00:00Z")')
    assert "Give both columns a zone, or none" in refusal("joined > seen")
    assert "compares nothing with a column" in refusal("1 < 2")
    assert "names no column" in refusal("'a' in ['a']")
    assert "numbers cannot be compared with texts" in refusal("age in [1, 'a']")
    assert "Did you mean contains?" in refusal("containz(city, 'a')")
    assert "Write == to compare" in refusal("age = 1")
    assert issubclass(ExpressionError, MetricError)


def test_columns_are_named_once_and_in_order() -> None:
    found = parse("`plan name` == 'age' and lower(city) != `plan name` or from > 1")
    assert found.columns == ("plan name", "city", "from")
    assert found == parse(found.text)
    assert parse("`a ``b`` c` is None").columns == ("a `b` c",)
    assert parse("True").columns == ()


LEAVES = [
    "age > 1",
    "age == 18",
    "member",
    "age + 1 * 2 < 3 - age",
    "0 <= age < 18",
    "-age / 2 - 1 != 0 - 1",
    "not active",
]
joined = st.lists(st.sampled_from(LEAVES), min_size=2, max_size=5).flatmap(
    lambda leaves: st.lists(
        st.sampled_from([" and ", " or ", " & ", " | ", " and not ", " or not "]),
        min_size=len(leaves) - 1,
        max_size=len(leaves) - 1,
    ).map(lambda words: leaves[0] + "".join(word + leaf for word, leaf in zip(words, leaves[1:], strict=True)))
)


@settings(max_examples=5)
@given(st.lists(joined, min_size=20, max_size=20))
@example(["~member & age > 1", "age == 1 | age == 18 & ~active", "age > 1 & age < 18 | member"])
def test_operators_bind_as_pandas_query_binds_them(texts: list[str]) -> None:
    known = frame().query("age.notna() and member.notna() and active.notna()")
    plain = known.astype({"age": int, "member": bool, "active": bool})
    for text, found in zip(texts, matches(known, [parse(text) for text in texts]), strict=True):
        assert list(known.index[found]) == list(plain.query(text).index), text
