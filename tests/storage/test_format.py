"""The text of a file: round trips, one line a row, unknown members kept, malformed files named."""

from __future__ import annotations

import copy
import difflib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests import documents as make

from journeywidgets.errors import StorageError, VersionError
from journeywidgets.model.changes import Op
from journeywidgets.model.document import Document
from journeywidgets.storage import format as text_format
from journeywidgets.storage.format import VERSION, Contents, dumps, loads
from journeywidgets.storage.json_schema import PUBLISHED, json_schema, text
from journeywidgets.storage.kinds import FORMATS

GOLDEN = Path(__file__).with_name("golden") / "version-1.journey.json"
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


def text_of(contents: Contents) -> str:
    return dumps(contents.document.tables, contents.extras)


def read(members: dict[str, Any]) -> Contents:
    return loads(json.dumps(members).encode(), "bike.journey.json")


def plain(**members: Any) -> dict[str, Any]:
    return {"format": "journeywidgets", "version": VERSION, "min_reader": 1, "meta": {"id": "m"}, **members}


@given(make.documents())
def test_round_trip(document: Document) -> None:
    written = dumps(document.tables)
    again = loads(written.encode(), "x").document
    assert again.tables == document.tables
    assert dumps(again.tables) == written
    assert all(line == line.rstrip("\r") for line in written.split("\n"))
    assert written.endswith("\n")


@given(make.documents(), st.randoms())
def test_the_text_does_not_depend_on_how_the_journey_came_to_be(document: Document, random: Any) -> None:
    shuffled = copy.deepcopy(document)
    for name, rows in document.tables.items():
        items = list(rows.items())
        random.shuffle(items)
        shuffled.tables[name] = {key: dict(sorted(row.items(), reverse=True)) for key, row in items}
    assert dumps(shuffled.tables) == dumps(document.tables)


@given(
    make.documents(),
    st.dictionaries(st.text(), json_values, max_size=3),
    st.dictionaries(st.text().map("x-{}".format), json_values, max_size=3),
)
def test_unknown_members_survive(document: Document, top: dict[str, Any], fields: dict[str, Any]) -> None:
    members = {**top, **json.loads(dumps(document.tables)), "version": VERSION + 1}
    for name in ("stages", "cards"):
        for row in members[name]:
            row.update(fields)
    members["meta"].update(fields)
    contents = read(members)
    assert contents.read_only is None
    assert json.loads(text_of(contents)) == members
    assert contents.notices == ()


def test_unknown_fields_go_with_their_row() -> None:
    contents = read(
        plain(version=2, stages=[{"id": "a", "order": "a0", "new": 1}, {"id": "b", "order": "a1", "new": 2}])
    )
    contents.document.apply([Op("delete", "stages", "a"), Op("set", "stages", "b", {"title": "B"})])
    assert json.loads(text_of(contents))["stages"] == [{"id": "b", "order": "a1", "new": 2, "title": "B"}]


def test_a_lone_surrogate_in_an_unknown_member_survives() -> None:
    contents = read(plain(note="\ud800", other="é"))
    assert json.loads(text_of(contents))["note"] == "\ud800"
    assert '"é"' in text_of(contents)


def test_an_unknown_field_in_a_file_of_this_version_is_pointed_out() -> None:
    contents = read(plain(stages=[{"id": "s", "order": "a0", "titel": "Sign-up"}]))
    assert contents.notices == (
        "bike.journey.json: stages, row 's': 'titel' is not a column; it is kept but not shown.",
    )


def lines_changed(before: str, after: str) -> int:
    return sum(line[0] in "+-" for line in difflib.ndiff(before.split("\n"), after.split("\n")))


def test_an_edit_touches_one_line() -> None:
    document = Document({"id": "m"})
    document.apply([Op("add", "stages", f"s{n}", {"title": "x"}) for n in range(5)] + [Op("add", "lanes", "l", {})])
    cards = [Op("add", "cards", f"c{n}", {"stage": f"s{n % 5}", "lane": "l", "text": "x"}) for n in range(0, 40, 2)]
    document.apply(cards)
    before = dumps(document.tables)
    edits = {
        "insert": (Op("add", "cards", "c11", {"stage": "s0", "lane": "l"}), 1),
        "change": (Op("set", "cards", "c10", {"text": "y"}), 2),
        "delete": (Op("delete", "cards", "c10"), 1),
        # All cards of the stage move with it on the map; in the file only the stage's own row changes.
        "move a stage": (Op("set", "stages", "s0", {"order": "z"}), 2),
        "first row of a table": (Op("add", "personas", "p", {"name": "Ana"}), 1),
    }
    for name, (op, lines) in edits.items():
        done = document.apply([op])
        assert lines_changed(before, dumps(document.tables)) == lines, name
        document.take_back(done)


MALFORMED = {
    "empty": (b"", "line 1, column 1: Expecting value. Mend it there"),
    "cut off": (b'{\n"format": "journeywidgets",\n"meta": {"id"', "line 3, column 14: Expecting "),
    "not UTF-8": (b'{\n"a": "\xff"}', "line 2: is not UTF-8. Save it as UTF-8"),
    "merge marks": (b'{\n<<<<<<< HEAD\n"a": 1\n', "line 2, column 1: Expecting property name.* marks of a git merge"),
    "a list": (b"[1]", r'its "format" is \[1\], not "journeywidgets"'),
    "another format": (b'{"format": "excalidraw"}', "its \"format\" is 'excalidraw'"),
    "no format": (b"{}", 'its "format" is None'),
    "NaN": (b'{"a": NaN}', "NaN is not a number in JSON"),
    "Infinity": (b'{"a": [-Infinity]}', "-Infinity is not a number in JSON"),
    "1e999": (b'{"a": 1e999}', "1e999 is too large a number"),
    "many digits": (b'{"a": ' + b"1" * 5000 + b"}", "a number has 5,000 digits"),
    "too deep": (b"[" * 100_000, "nested too deep"),
    "a member twice": (b'{"cards": [], "cards": []}', "the member 'cards' is there twice"),
    "a field twice": (b'{"cards": [{"id": "a", "text": "x", "text": "y"}]}', "'text' of the row 'a' is there twice"),
}


@pytest.mark.parametrize(("data", "says"), MALFORMED.values(), ids=MALFORMED)
def test_malformed(data: bytes, says: str) -> None:
    with pytest.raises(StorageError, match=f"^bike.journey.json.*{says}"):
        loads(data, "bike.journey.json")


ROWS = {
    "no meta": ({"meta": None}, "meta: is missing"),
    "version zero": ({"version": 0}, '"version" is 0, not a number from 1'),
    "version true": ({"version": True}, '"version" is True'),
    "reader of a word": ({"min_reader": "1"}, "\"min_reader\" is '1'"),
    "no list": ({"cards": {"a": 1}}, "cards: is not a list of rows"),
    "rows of text": ({"cards": ["a"]}, "cards: is not a list of rows"),
    "unknown stage": (
        {"lanes": [{"id": "l", "order": "a"}], "cards": [{"id": "c", "stage": "s", "lane": "l"}]},
        "stage",
    ),
    "no id": ({"stages": [{"title": "x"}]}, "stages, column 'id': None is not an id"),
    "unknown deep": ({"x": json.loads("[" * 150 + "]" * 150)}, "nested more than 100 deep"),
}


@pytest.mark.parametrize(("members", "says"), ROWS.values(), ids=ROWS)
def test_wrong_rows(members: dict[str, Any], says: str) -> None:
    with pytest.raises(StorageError, match=f"^bike.journey.json.*{says}"):
        read(plain(**members))


def test_a_wrong_row_is_named_by_its_line() -> None:
    document = Document({"id": "m"})
    document.apply([Op("add", "stages", name, {"title": name}) for name in "abc"])
    data = dumps(document.tables).replace('"title": "b"', '"title": [1]')
    number = data[: data.index("[1]")].count("\n") + 1
    with pytest.raises(StorageError, match=f"^bike.journey.json, line {number}: stages, row 'b', column 'title'"):
        loads(data.encode(), "bike.journey.json")
    twice = dumps(document.tables).replace('{"id": "c"', '{"id": "a"')
    with pytest.raises(StorageError, match=f"line {number + 1}: stages, row 'a'.*there is a row 'a' already"):
        loads(twice.encode(), "bike.journey.json")


def test_what_only_newer_readers_may_write_is_read_only() -> None:
    contents = read(plain(version=3, min_reader=2, future=[1]))
    assert contents.read_only is not None
    assert "newer journeywidgets (format 3)" in contents.read_only
    assert "Upgrade" in contents.read_only


def test_what_only_newer_readers_can_read_says_so() -> None:
    with pytest.raises(VersionError, match=r"newer journeywidgets.*Upgrade"):
        read(plain(version=3, min_reader=2, lanes=[{"id": "l", "order": "a0", "kind": "hologram"}]))
    with pytest.raises(StorageError, match="'hologram' is not one of the choices"):
        read(plain(version=3, min_reader=1, lanes=[{"id": "l", "order": "a0", "kind": "hologram"}]))


def test_a_byte_order_mark_and_other_line_ends_are_read() -> None:
    data = GOLDEN.read_bytes()
    assert (
        loads(b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n"), "x").document.tables == loads(data, "x").document.tables
    )


def test_migrations_run_in_turn_on_old_files(monkeypatch: pytest.MonkeyPatch) -> None:
    def rename(old: str, new: str) -> Any:
        def migrate(members: dict[str, Any]) -> dict[str, Any]:
            meta = {new if key == old else key: value for key, value in members["meta"].items()}
            return {**members, "meta": meta}

        return migrate

    monkeypatch.setattr(text_format, "VERSION", 3)
    monkeypatch.setattr(text_format, "MIGRATIONS", {1: rename("name", "heading"), 2: rename("heading", "title")})
    contents = read(plain(version=1, meta={"id": "m", "name": "Bike"}))
    assert contents.document.meta["title"] == "Bike"
    assert json.loads(text_of(contents))["version"] == 3
    assert read(plain(version=2, meta={"id": "m", "heading": "Bike"})).document.meta["title"] == "Bike"


def test_there_is_a_migration_from_every_old_version() -> None:
    assert sorted(text_format.MIGRATIONS) == list(range(1, VERSION))


def test_the_golden_file_of_version_1_is_still_read() -> None:
    contents = loads(GOLDEN.read_bytes(), GOLDEN.name)
    assert contents.document.meta["title"] == "Bike rental"
    assert {name: len(rows) for name, rows in contents.document.tables.items()} == dict.fromkeys(
        contents.document.tables, 1
    ) | {"stages": 3, "lanes": 2, "cards": 2}
    if VERSION == 1:
        assert text_of(contents) == GOLDEN.read_text("utf-8")


class TestSchema:
    """The published JSON Schema."""

    def test_is_what_the_tables_say(self) -> None:
        # `python -m journeywidgets.storage.json_schema` writes it.
        for each in FORMATS:
            assert PUBLISHED[each.name].read_text("utf-8") == text(each)

    def test_is_a_schema(self) -> None:
        from jsonschema import Draft202012Validator

        Draft202012Validator.check_schema(json_schema())

    @given(make.documents())
    def test_takes_what_is_written(self, document: Document) -> None:
        from jsonschema import Draft202012Validator

        validator = Draft202012Validator(json_schema())
        validator.validate(json.loads(dumps(document.tables)))

    def test_takes_the_golden_file(self) -> None:
        from jsonschema import Draft202012Validator

        Draft202012Validator(json_schema()).validate(json.loads(GOLDEN.read_text("utf-8")))

    @pytest.mark.parametrize(
        ("path", "value"),
        [
            (("format",), "other"),
            (("version",), 0),
            (("meta", "state"), "maybe"),
            (("meta", "reviewed_at"), "yesterday"),
            (("stages", 0, "order"), "a b"),
            (("stages", 0, "moment_of_truth"), "yes"),
            (("lanes", 0, "kind"), "hologram"),
            (("cards", 0, "image"), "https://example.org/x.png"),
            (("cards", 0, "tags"), [["sms"]]),
            (("cards", 0, "stage"), None),
            (("personas", 0, "share"), 2),
            (("personas", 0, "color"), "red"),
            (("personas", 0, "traits"), {"calm": 3}),
            (("asks", 0, "asked"), -1),
            (("values", 0, "n"), 1.5),
        ],
    )
    def test_refuses_what_cannot_be(self, path: tuple[Any, ...], value: Any) -> None:
        from jsonschema import Draft202012Validator

        validator = Draft202012Validator(json_schema())
        members = json.loads(GOLDEN.read_text("utf-8"))
        place = members
        for key in path[:-1]:
            place = place[key]
        place[path[-1]] = value
        assert not validator.is_valid(members)
        with pytest.raises(StorageError):
            read(members)
