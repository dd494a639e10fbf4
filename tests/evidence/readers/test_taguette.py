"""Taguette: offsets in bytes of UTF-8, tables of highlights, and projects that are none."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.evidence.readers.tables import PLANTED, named, write_csv, write_xlsx

from journeywidgets.errors import EvidenceError
from journeywidgets.evidence.readers import Reading, read
from journeywidgets.evidence.readers.markup_text import MarkupText

NAME, ADDRESS, _ = PLANTED
SCHEMA = """
CREATE TABLE projects (id INTEGER PRIMARY KEY, name TEXT, description TEXT, created TEXT);
CREATE TABLE documents (id INTEGER PRIMARY KEY, name TEXT, description TEXT, filename TEXT, created TEXT,
    project_id INTEGER, text_direction TEXT, contents TEXT);
CREATE TABLE highlights (id INTEGER PRIMARY KEY, document_id INTEGER, start_offset INTEGER, end_offset INTEGER,
    snippet TEXT);
CREATE TABLE tags (id INTEGER PRIMARY KEY, project_id INTEGER, path TEXT, description TEXT{parent});
CREATE TABLE highlight_tags (highlight_id INTEGER, tag_id INTEGER);
CREATE TABLE commands (id INTEGER PRIMARY KEY, date TEXT, user_login TEXT, project_id INTEGER, document_id INTEGER,
    payload TEXT);
"""
CONTENTS = (
    "<h1>Interview</h1><p>Grüße 👩‍🚀 from <b>Zoë</b> &amp; co.</p>\n<p>The  code\nwas late. "
    "cafe\u0301 was fine.</p><ul><li>one</li><li>two</li></ul>"
)


class _Nodes(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""

    def handle_data(self, data: str) -> None:
        self.text += data


def raw(html: str) -> str:
    """Return the text nodes of a document, as Taguette sees them: an oracle of its own."""
    nodes = _Nodes()
    nodes.feed(html)
    nodes.close()
    return nodes.text


def span(words: str, html: str = CONTENTS) -> tuple[int, int]:
    """Return the bytes of UTF-8 at which words of the text nodes stand."""
    data, sought = raw(html).encode(), words.encode()
    return data.index(sought), data.index(sought) + len(sought)


def project(path: Path, highlights: list[tuple[int, int, str, list[int]]], *, parents: bool = False) -> Path:
    with closing(sqlite3.connect(path)) as db:
        db.executescript(SCHEMA.format(parent=", parent_id INTEGER" if parents else ""))
        db.execute("INSERT INTO projects VALUES (1, 'Rides', '', '2026-01-01')")
        db.execute(
            "INSERT INTO documents VALUES (5, 'Interview 1', '', 'a.html', '2026-01-01', 1, 'LEFT_TO_RIGHT', ?)",
            [CONTENTS],
        )
        extra: list[tuple[Any, ...]] = [(), (), ()] if not parents else [(None,), (10,), (None,)]
        tags = [(10, 1, "waiting", "Time lost"), (11, 1, "waiting.code", ""), (12, 1, "kind", "")]
        for tag, more in zip(tags, extra, strict=True):
            db.execute(f"INSERT INTO tags VALUES ({','.join('?' * (4 + len(more)))})", (*tag, *more))  # noqa: S608
        for number, (start, end, snippet, ids) in enumerate(highlights, 1):
            db.execute("INSERT INTO highlights VALUES (?, 5, ?, ?, ?)", [number, start, end, snippet])
            db.executemany("INSERT INTO highlight_tags VALUES (?, ?)", [(number, tag) for tag in ids])
            payload = json.dumps({"type": "highlight_add", "highlight_id": number})
            db.execute("INSERT INTO commands VALUES (NULL, '2026-02-03 10:20:30.1', 'coder1', 1, 5, ?)", [payload])
        db.commit()
    return path


def words(reading: Reading) -> list[str | None]:
    texts = {row["id"]: row["text"] for row in reading.sources}
    return [None if row["start"] is None else texts[row["source"]][row["start"] : row["end"]] for row in reading.quotes]


def test_bytes_of_utf8_lead_to_the_words(tmp_path: Path) -> None:
    said = ["👩‍🚀 from", "Zoë & co.", "code\nwas", "cafe\u0301"]
    marks = [(*span(one), f"<p>{one.replace('&', '&amp;')}</p>", [10, 12]) for one in said]
    reading = read(project(tmp_path / "rides.sqlite3", marks))
    assert reading.kind == "taguette"
    assert (
        reading.sources[0]["text"]
        == "Interview\nGrüße 👩‍🚀 from Zoë & co.\nThe code was late. cafe\u0301 was fine.\none\ntwo"
    )
    assert words(reading) == ["👩‍🚀 from", "Zoë & co.", "code was", "cafe\u0301"]
    assert len(reading.report.unsure) == 0
    assert len(reading.applications) == 8
    assert {(row["coder"], row["at"], row["origin"]) for row in reading.applications} == {
        ("coder1", "2026-02-03T10:20:30Z", "import")
    }
    assert {row["coder"] for row in reading.quotes} == {"coder1"}
    assert [row["definition"] for row in reading.codes if row["name"] == "waiting"] == ["Time lost"]
    texts = reading.sources[0]["text"]
    assert [texts[row["start"] : row["end"]] for row in reading.segments] == texts.split("\n")


def test_a_highlight_that_is_counted_otherwise_is_found_by_its_words_or_reported(tmp_path: Path) -> None:
    start, end = span("was late")
    points = raw(CONTENTS).index("was late")  # code points, as another tool might have written
    marks = [
        (points, points + 8, "<p>was late</p>", [10]),
        (start + 1, end + 1, "was late", [10]),
        (start, end, "words that nobody said", [10]),
        (9000, 9009, "Zoë", [10]),
        (span("👩‍🚀")[0] + 1, span("👩‍🚀")[1], "👩‍🚀", [10]),
    ]
    reading = read(project(tmp_path / "rides.sqlite3", marks))
    found = dict(zip([row["id"] for row in reading.quotes], words(reading), strict=True))
    assert sorted(str(one) for one in found.values()) == ["None", "Zoë", "was late", "was late", "👩‍🚀"]
    assert [row.get("exact") for row in reading.quotes if row["start"] is None] == ["words that nobody said"]
    assert [row["what"] for row in reading.unsure] == ["4 not at their offsets", "1 whose words stand nowhere"]


def test_a_highlight_across_paragraphs_and_one_without_tags(tmp_path: Path) -> None:
    start, end = span("fine.")[0], span("one")[1]
    reading = read(project(tmp_path / "rides.sqlite3", [(start, end, "<p>fine.</p><ul><li>one</li></ul>", [])]))
    assert words(reading) == ["fine.\none"]
    assert reading.applications == []


def test_tags_nest_by_parents_or_by_what_the_caller_says(tmp_path: Path) -> None:
    flat = read(project(tmp_path / "a.sqlite3", []))
    assert [row["name"] for row in flat.codes] == ["waiting", "waiting.code", "kind"]
    dotted = read(tmp_path / "a.sqlite3", path=r"\.")
    assert [(row["name"], row["parent"]) for row in dotted.codes] == [
        ("waiting", None),
        ("code", dotted.codes[0]["id"]),
        ("kind", None),
    ]
    nested = read(project(tmp_path / "b.sqlite3", [], parents=True))
    assert [row["parent"] for row in nested.codes] == [None, nested.codes[0]["id"], None]


def test_each_document_can_be_a_participant(tmp_path: Path) -> None:
    reading = read(project(tmp_path / "a.sqlite3", [(*span("late"), "late", [10])]), participant="document")
    (person,) = reading.participants
    assert reading.names == {"Interview 1": person["id"]}
    assert {row["participant"] for row in (*reading.quotes, *reading.segments)} == {person["id"]}
    assert read(tmp_path / "a.sqlite3").participants == []


def test_a_file_with_several_projects_asks_which(tmp_path: Path) -> None:
    path = project(tmp_path / "a.sqlite3", [])
    with closing(sqlite3.connect(path)) as db:
        db.execute("INSERT INTO projects VALUES (2, ?, '', '')", [NAME])
        db.commit()
    with pytest.raises(EvidenceError, match="2 projects, with the ids 1, 2") as caught:
        read(path)
    assert named(str(caught.value)) == []
    assert len(read(path, project=1).sources) == 1
    assert read(path, project=2).sources == []
    with pytest.raises(EvidenceError, match="project=3"):
        read(path, project=3)


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\x00" + b"\xff" * 2000])
def test_what_is_no_project_is_one_clear_error(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.sqlite3"
    path.write_bytes(content)
    with pytest.raises(EvidenceError, match="project of Taguette"):
        read(path)


def test_a_database_of_something_else_and_views_in_place_of_tables(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite3"
    with closing(sqlite3.connect(path)) as db:
        for name in ("projects", "documents", "highlights", "tags", "highlight_tags"):
            db.execute(f"CREATE VIEW {name} AS SELECT 1 AS id")
        db.commit()
    with pytest.raises(EvidenceError, match="has not the tables"):
        read(path)


def test_the_project_is_not_written_to(tmp_path: Path) -> None:
    path = project(tmp_path / "a.sqlite3", [(*span("late"), "late", [10])])
    before = path.read_bytes()
    read(path)
    assert path.read_bytes() == before
    assert [other.name for other in tmp_path.iterdir()] == ["a.sqlite3"]


HIGHLIGHTS = [
    ["id", "document", "tag", "content"],
    ["7", "Interview 1", "waiting", "the code was late 😀"],
    ["7", "Interview 1", "kind", "the code was late 😀"],
    ["9", "Interview 2", "kind", "very kind, really"],
    ["8", "Interview 1", "", "nothing to say"],
]


@pytest.mark.parametrize("form", ["csv", "xlsx", "frame"])
def test_a_table_of_highlights_has_a_row_for_each_tag(tmp_path: Path, form: str) -> None:
    given: Any = pd.DataFrame(HIGHLIGHTS[1:], columns=pd.Index(HIGHLIGHTS[0]))
    if form != "frame":
        given = (write_csv if form == "csv" else write_xlsx)(tmp_path / f"all_tags.{form}", HIGHLIGHTS)
    reading = read(given)
    assert reading.kind == "taguette"
    assert words(reading) == ["the code was late 😀", "nothing to say", "very kind, really"]
    assert [row["title"] for row in reading.sources] == ["Interview 1", "Interview 2"]
    names = {row["id"]: row["name"] for row in reading.codes}
    assert [names[row["code"]] for row in reading.applications] == ["waiting", "kind", "kind"]
    assert reading.participants == []


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["p", "b", "li", "div", "pre", "br"]),
            st.text(st.sampled_from("ab \n\té😀\u0301&<\u00a0"), max_size=12),
        ),
        max_size=8,
    )
)
def test_every_offset_of_the_text_nodes_leads_to_the_same_character(parts: list[tuple[str, str]]) -> None:
    escaped = [(tag, text.replace("&", "&amp;").replace("<", "&lt;")) for tag, text in parts]
    html = "".join("<br>" + text if tag == "br" else f"<{tag}>{text}</{tag}>" for tag, text in escaped)
    page = MarkupText(html)
    assert page.raw == raw(html)
    for offset, character in enumerate(page.raw):
        place = page.at(offset)
        assert 0 <= place <= len(page.text)
        if not character.isspace():
            assert page.text[place] == character
    assert [one for one in page.text if not one.isspace()] == [one for one in page.raw if not one.isspace()]
