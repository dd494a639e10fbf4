"""The static form of a study."""

from __future__ import annotations

from typing import Any

from journeywidgets.export.plain.codebook import study_to_html, study_to_text
from journeywidgets.export.plain.sheet import SIZE_LIMIT

HOSTILE = "<script>alert(1)</script> & \x00 'q' \"d\""


def plain(**more: Any) -> dict[str, Any]:
    """Return a study as pages hold it, rows sparse."""
    empty: dict[str, Any] = {name: [] for name in ("participants", "sources", "codes", "quotes", "applications")}
    return {"study": {"id": "st", "title": "Bikes"}, **empty, **more}


def quote(row_id: str, who: str, **more: Any) -> dict[str, Any]:
    """Return a quote."""
    return {"id": row_id, "source": "s", "participant": who, "exact": f"said {row_id}", **more}


def coded(*quotes: dict[str, Any], people: tuple[str, ...] = ("P1", "P2")) -> dict[str, Any]:
    """Return a study whose one code is on all quotes."""
    return plain(
        participants=[{"id": who, "pseudonym": who} for who in people],
        sources=[{"id": "s", "title": "Talk"}],
        codes=[{"id": "c", "name": "Waiting"}],
        quotes=list(quotes),
        applications=[{"id": one["id"], "quote": one["id"], "code": "c"} for one in quotes],
    )


def test_codes_stand_below_their_parents_with_people_counted_once() -> None:
    study = coded(quote("a", "P1"), quote("b", "P1"), quote("c", "P2"))
    study["codes"] += [{"id": "x", "name": "Top"}, {"id": "d", "name": "Below", "parent": "c"}]
    assert study_to_text(study).splitlines() == [
        "Bikes · 1 source · 2 participants · 3 quotes · 3 codes",
        "  Waiting: 3 quotes of 2 participants",
        "    Below: 0 quotes of 0 participants",
        "  Top: 0 quotes of 0 participants",
    ]


def test_a_quote_is_shown_as_edited_and_one_without_words_is_counted() -> None:
    html = study_to_html(coded(quote("a", "P1", display="[she] said"), quote("b", "P2", exact="")))
    assert "[she] said" in html
    assert "said a" not in html
    assert "P1, Talk" in html
    assert "+ 1 quote not shown here" in html


def test_one_code_of_two_coders_is_one_quote() -> None:
    study = coded(quote("a", "P1"))
    study["applications"].append({"id": "again", "quote": "a", "code": "c", "coder": "B"})
    assert "Waiting: 1 quote of 1 participant" in study_to_text(study)


def test_words_of_people_are_never_markup() -> None:
    study = coded(quote("a", "P1", exact=HOSTILE), people=(HOSTILE,))
    study["study"]["title"] = HOSTILE
    study["codes"][0] |= {"name": HOSTILE, "definition": HOSTILE, "apply_when": HOSTILE, "not_this": HOSTILE}
    study["sources"][0]["title"] = HOSTILE
    html = study_to_html(study)
    assert "<script" not in html
    assert "\x00" not in html + study_to_text(study)
    assert html.count("&lt;script&gt;") >= 6


def test_a_huge_codebook_is_shortened_and_says_so() -> None:
    study = coded(*(quote(str(number), "P1", exact="word " * 300) for number in range(3000)))
    study["codes"] = [{"id": f"c{number}", "name": f"Code {number}", "definition": "x" * 3000} for number in range(800)]
    study["applications"] = [
        {"id": f"a{number}", "quote": str(number), "code": f"c{number % 800}"} for number in range(3000)
    ]
    html = study_to_html(study)
    assert len(html.encode()) <= SIZE_LIMIT
    assert "Shortened" in html


def test_an_empty_study_is_its_title() -> None:
    assert study_to_text(plain()) == "Bikes · 0 sources · 0 participants · 0 quotes · 0 codes"
    assert "Bikes" in study_to_html(plain())
    assert "<tbody" not in study_to_html(plain())
