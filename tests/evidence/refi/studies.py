"""Studies with something in every column, for the round trip."""

from __future__ import annotations

from functools import cache
from typing import Any

from hypothesis import strategies as st

from journeywidgets.evidence.study import Study
from journeywidgets.model.intake import complete
from journeywidgets.model.schema import TABLES

Contents = dict[str, list[dict[str, Any]]]

TEXT = (
    "How was it for you?\n\n"
    "It took two days \N{GRINNING FACE} and cafe\u0301 was shut.\n"
    'Nobody called <me> & "us".\n\n'
    "And then?"
)


def full() -> Study:
    """Return a study with something in every column of every table."""
    study = Study(
        "Bikes & <rental>",
        seed=3,
        description="What happens\nbefore the first ride.",
        method="Talks of an hour",
        questions=["Why did they stay?", "Who left?"],
        owner="The team",
        tags=["bikes", "2026"],
    )
    people(study)
    books(study)
    words(study)
    return study


def people(study: Study) -> None:
    study.add(
        "participants",
        id="p1",
        pseudonym="P1",
        persona="Commuter",
        share="public",
        consent="Signed on 3 March\nfor two years",
        consent_until="2028-03-03",
        attributes={"age": 34, "rides": 2.5, "member": True, "city": "\u00dcr\u00fcmqi", "note": "a\n b "},
    )
    study.add("participants", id="m1", pseudonym="M1", role="moderator", share="private", attributes={"age": 51})
    study.add("participants", id="o1", pseudonym="O1", role="observer")


def books(study: Study) -> None:
    study.add("codes", id="wait", name="Waiting", kind="pain", color="#aa3300", definition="A promise\nis not kept.")
    study.add("codes", id="days", name="Days", parent="wait", apply_when="A day is named.", not_this="Minutes: no.")
    study.add("codes", id="hours", name="Hours", parent="wait", kind="other")
    study.add("codes", id="joy", name="Joy & relief", kind="emotion")
    study.move("codes", "joy", before="wait")


def words(study: Study) -> None:
    study.add(
        "sources",
        id="talk",
        title='Talk "1" <P1>',
        text=TEXT,
        kind="focus_group",
        provenance="cleaned",
        sha256="ab" * 32,
        method="Recorded",
        recorded_at="2026-03-05",
        language="en",
        fields={"room": "3", "minutes": 61},
    )
    study.add("sources", id="notes", title="Notes", text="Seemed tired.", kind="notes", provenance="notes")
    first, second = TEXT.index("It took"), TEXT.index("\n\nAnd")
    study.add("segments", id="s1", source="talk", start=0, end=19, participant="m1", time_start=0, time_end=3.25)
    study.add("segments", id="s2", source="talk", start=first, end=second, participant="p1", question="How was it?")
    study.add("segments", id="s3", source="talk", start=second + 2, end=len(TEXT))
    study.add("segments", id="s4", source="notes", start=0, end=13, participant="o1")
    marks(study, first)


def marks(study: Study, first: int) -> None:
    quotes: list[dict[str, Any]] = [
        {
            "id": "q1",
            "start": first,
            "end": first + 18,
            "display": "It took [...] days",
            "score": -1.5,
            "level": "public",
        },
        {"id": "q2", "start": first + 8, "end": first + 40, "coder": "Ben", "level": "private"},
        {"id": "q3", "start": None, "end": None, "exact": "words that were cut later on"},
    ]
    for quote in quotes:
        study.add("quotes", **{"source": "talk", "participant": "p1", "coder": "Ann", **quote})
    applied: list[dict[str, Any]] = [
        {"id": "a1", "quote": "q1", "code": "days", "coder": "Ann", "at": "2026-03-06T10:00:00Z"},
        {"id": "a2", "quote": "q1", "code": "days", "coder": "Ben", "at": "in spring"},
        {"id": "a3", "quote": "q1", "code": "joy", "origin": "import"},
        {"id": "a4", "quote": "q2", "code": "wait", "coder": "machine", "origin": "model", "accepted": True,
         "confidence": 0.8125, "rationale": ["two", "days"]},
        {"id": "a5", "quote": "q2", "code": "joy", "coder": "machine", "origin": "model", "accepted": False,
         "confidence": 0.1},
        {"id": "a6", "quote": "q3", "code": "wait", "coder": "Ann"},
    ]  # fmt: skip
    for application in applied:
        study.add("applications", **application)
    study.add("memos", id="n1", text="About all of it", author="Ann", at="2026-03-07T08:30:00+01:00")
    study.add(
        "memos",
        id="n2",
        text="On these\n\nwords",
        quote="q1",
        source="talk",
        code="days",
        participant="p1",
        private=True,
    )
    study.add("memos", id="n3", text="On the code", code="joy", author="Ben", at="last week")
    study.add("memos", id="n4", text="On a person", participant="m1")


def contents(study: Study) -> Contents:
    """Return the complete rows of a study."""
    document = study.document
    return {table: [document.meta] if table == "study" else document.shown(table) for table in document.schema.tables}


# Text as people and machines produce it: line ends, control characters, what looks like markup or like our labels.
_HARD = ["\n", "\r", "\t", "\x00", "\x0b", "\ufffe", "<b>", "&amp;", "]]>", '"', "Kind: pain", "Level: ", "Shown as: x"]
text_values = st.lists(st.sampled_from([*_HARD, " ", "a", "e\u0301", "\N{GRINNING FACE}", "\u2028"]), max_size=6).map(
    "".join
)
_ids = st.sampled_from(["1", "a b", "\u00fc", "00000001-0000-4000-8000-00000000000a", "x" * 40, "P1", "Memo 1"])


@cache
def _value(kind: str, choices: tuple[str, ...]) -> st.SearchStrategy[Any]:
    strategies: dict[str, st.SearchStrategy[Any]] = {
        "text": text_values,
        "choice": st.sampled_from(choices or ("",)),
        "integer": st.integers(0, 12),
        "number": st.floats(0, 1),
        "boolean": st.booleans(),
        "list": st.lists(text_values, max_size=3),
        "map": st.dictionaries(
            text_values.map(lambda name: name + "!"),
            st.one_of(
                st.none(),
                text_values,
                st.booleans(),
                st.integers(-9, 9),
                st.floats(-1e9, 1e9),
                st.lists(st.integers(0, 3), max_size=2),
            ),
            max_size=3,
        ),
        "color": st.sampled_from([None, "#abc", "#A0b1C2"]),
        "date": st.sampled_from([None, "2026-01-31"]),
    }
    return strategies[kind]


@st.composite
def wild(draw: st.DrawFn) -> Contents:
    """Draw the complete rows of a study that a document takes, with hard text wherever there is text."""
    made: Contents = {}
    for name in ("study", "participants", "sources", "segments", "codes", "quotes", "applications", "memos"):
        fields = TABLES[name].fields
        known = draw(st.lists(_ids, unique=True, min_size=1, max_size=1 if name == "study" else 4))
        made[name] = []
        for number, row_id in enumerate(known):
            row: dict[str, Any] = {"id": row_id}
            for field in fields.values():
                if field.ref is not None:
                    there = [other["id"] for other in made.get(field.ref, [])]
                    row[field.name] = (
                        draw(st.sampled_from(there if field.required else [None, *there])) if there else None
                    )
                elif field.kind == "order":
                    row["order"] = f"a{number}"
                elif field.kind != "id":
                    row[field.name] = draw(_value(field.kind, field.choices))
            made[name].append(complete(name, _fitting(name, row, made)))
    return made


def _fitting(name: str, row: dict[str, Any], made: Contents) -> dict[str, Any]:
    if name in {"segments", "quotes"}:
        length = len(next(source["text"] for source in made["sources"] if source["id"] == row["source"]))
        row["start"], row["end"] = sorted((min(row["start"], length), min(row["end"], length)))
    if name == "sources":
        row["text"] = row["text"].replace("\r", "\n").replace("\x00", "")
    if name == "applications":
        row["coder"] = f"{row['coder']}{row['id']}"  # one of a kind
    return row
