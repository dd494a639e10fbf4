"""The static map: what it shows, that it is harmless, the same each time, and never too large."""

from __future__ import annotations

import base64
import re
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.browser.hostile import PAYLOADS, hostile
from tests.documents import ops
from tests.export.page import Node, bikes, document, read

from journeywidgets.export.plain.fallback import to_html, to_text
from journeywidgets.export.plain.personas import personas_to_html, personas_to_text
from journeywidgets.export.plain.sheet import SIZE_LIMIT
from journeywidgets.model.changes import Op
from journeywidgets.model.document import Document
from journeywidgets.model.schema import TABLES, TEXT_LIMIT

TAGS = {
    "figure", "figcaption", "table", "caption", "col", "thead", "tbody", "tr", "th", "td",
    "div", "span", "strong", "bdi", "br", "img", "a", "details", "summary",
}  # fmt: skip
ATTRIBUTES = {
    "*": {"style", "dir"},
    "a": {"href", "target", "rel"},
    "img": {"alt", "src", "width", "height"},
    "col": {"span", "width"},
    "table": {"cellpadding", "bgcolor"},
    "tr": {"bgcolor"},
    "th": {"scope", "rowspan", "colspan", "bgcolor"},
    "td": {"rowspan", "colspan"},
}
STYLE = re.compile(
    r"[a-z-]+:(?:#[0-9a-f]{3,6}|[a-z-]+|\d+(?:px|%)?|(?:\d+(?:px)? ?){2,4}|[23]px (?:solid|dashed) #[0-9a-f]{6}"
    r"|1px solid #[0-9a-f]{6}|13px/1\.45 [A-Za-z, -]+)"
)
COLORS = {"#fff", "#f7f8fa", "#e3e6eb", "#c6ccd6", "#1c2430", "#556070", "#b42318", "#fdecea", "#1b7f4b", "#176b40",
          "#e6f5ec", "#8a5a00"}  # fmt: skip
IMAGE = re.compile(r"data:image/(?:png|jpeg|webp|gif|svg\+xml);base64,[A-Za-z0-9+/=]+")


def assert_harmless(html: str) -> Node:
    """Whatever a sanitiser may object to is not there, and nothing of the data is markup."""
    root = read(html)
    for node in root.all():
        assert node.tag in TAGS
        assert set(node.attributes) <= ATTRIBUTES["*"] | ATTRIBUTES.get(node.tag, set())
        for rule in filter(None, (node.attributes.get("style") or "").split(";")):
            assert STYLE.fullmatch(rule), rule
            assert set(re.findall(r"#\w+", rule)) <= COLORS, rule
        if node.tag == "a":
            assert re.match(r"(https?://|mailto:)[^\s]+$", str(node.attributes["href"]), re.IGNORECASE)
            assert node.attributes["rel"] == "noopener noreferrer"
        if node.tag == "img":
            assert IMAGE.fullmatch(str(node.attributes["src"]))
            assert "alt" in node.attributes
            _assert_plain_svg(str(node.attributes["src"]))
    return root


def _assert_plain_svg(url: str) -> None:
    if not url.startswith("data:image/svg"):
        return
    svg = base64.b64decode(url.partition(",")[2]).decode()
    assert set(re.findall(r"<(\w+)", svg)) <= {"svg", "g", "path", "circle", "polygon", "text"}
    assert not re.search(r"\son|href|style=", svg)


def rows(root: Node) -> list[list[Node]]:
    return [[cell for cell in row.all() if cell.tag in {"th", "td"}] for row in root.all("tr")]


def row_of(root: Node, title: str) -> list[Node]:
    (found,) = [row for row in rows(root) if row[0].attributes.get("scope") == "row" and row[0].text.startswith(title)]
    return found[1:]


def test_headers_say_what_they_head() -> None:
    stages, steps, *_ = rows(read(to_html(bikes())))
    assert [cell.attributes.get("scope") for cell in stages] == [None, "col", "colgroup", "col"]
    assert [cell.attributes.get("colspan") for cell in stages] == [None, None, "2", None]
    assert [cell.attributes.get("rowspan") for cell in stages] == ["2", "2", None, "2"]
    assert stages[1].text == "AwarenessNotice bikes in town"
    assert stages[2].text == "Sign-upGoal: A rideOwner: identity★ Moment of truth"
    assert [(cell.text, cell.attributes.get("scope")) for cell in steps] == [("whole stage", "col"), ("Code", "col")]


def test_every_row_is_as_wide_as_the_map() -> None:
    below: list[int] = []
    for row in rows(read(to_html(bikes()))):
        here = sum(int(cell.attributes.get("colspan") or 1) for cell in row) + len(below)
        assert here == 5
        below = [1 for cell in row if cell.attributes.get("rowspan") == "2"]


def test_the_caption_tells_what_the_map_is() -> None:
    meta = {
        "scenario": "A day in town",
        "objectives": ["Fewer calls"],
        "reviewed_at": "2026-03-01",
        "review_every_days": 90,
    }
    (caption,) = read(to_html(bikes(meta={**meta, "tags": ["draft"], "state": "to_be"}))).all("caption")
    assert caption.text == (
        "City bike rental to be · 12 cards · 8 participants · reviewed 2026-03-01, every 90 days · #draft"
        "Scenario: A day in townObjectives: Fewer calls Commuter Visitor"
    )


def test_cards_are_drawn_by_kind() -> None:
    root = read(to_html(bikes()))
    actions, touchpoints, opportunities = (row_of(root, name) for name in ("Actions", "Touchpoints", "Opportunities"))
    assert [cell.text for cell in actions] == ["Sees a docking stationnear work", "", "", ""]
    assert len(actions[0].all("br")) == 1
    assert touchpoints[0].text == "Poster print"
    assert opportunities[1].text == "Passkey instead of SMS16.8"
    (pain,) = [node for node in row_of(root, "Pains")[1].all("div") if "#fdecea" in str(node.attributes.get("style"))]
    assert pain.attributes["dir"] == "auto"
    assert "The SMS code arrives too late" in pain.text
    assert "Visitor · owner: identity · #sms · Seen: 3 · example.org" in pain.text
    (link,) = root.all("a")
    assert link.attributes["href"] == "https://example.org/late?a=1&b='2'"


def test_a_claim_leads_to_the_words_that_were_said() -> None:
    (details,) = [cell.all("details")[0] for cell in row_of(read(to_html(bikes())), "Pains") if cell.text]
    (summary,) = details.all("summary")
    # Eight quotes of seven people: who says it twice counts once.
    assert summary.text == "●●●●●●●○○ 7 of 9 asked · 1 disagrees"
    for n in range(1, 8):
        assert f"“Too late {n}” — P{n}" in details.text
    assert "“Again” — P1, Diary" in details.text
    assert "“At once” — P9, disagrees" in details.text


def test_an_emotion_lane_is_a_picture_with_words_and_the_cards_that_say_more() -> None:
    root = read(to_html(bikes()))
    (picture,) = [image for image in root.all("img") if str(image.attributes["alt"]).startswith("Emotion")]
    assert str(picture.attributes["alt"]).startswith("Emotion from \u22122 to +2. Everyone: Awareness no score;")
    assert (picture.attributes["width"], picture.attributes["height"]) == ("816", "150")
    at = next(place for place, row in enumerate(rows(root)) if any(picture in cell.all() for cell in row))
    (head, curve), cards = rows(root)[at : at + 2]
    assert (head.text, head.attributes["rowspan"], curve.attributes["colspan"]) == ("Emotion", "2", "4")
    # Bare scores are told by the curve; a card with words stands below it.
    assert [cell.text for cell in cards] == ["", "Where is it?Commuter · \u22121.0", "", ""]


def test_a_metric_shows_value_interval_n_and_what_was_not_asked() -> None:
    cells = row_of(read(to_html(bikes())), "NPS")
    assert [cell.text for cell in cells[:3]] == [
        "not asked",
        "\u221218 n 46\u221241 \u2013 +5✕ target missed",
        "not asked",
    ]
    assert cells[3].text == (
        "+44n\u00a01\u202f204 · 2026-Q1✓ target met▲ 3 since 2025-Q4Visitor n\u00a0too small · n\u00a03"
        "3 valuesEveryone2026-Q1: +44 · n\u00a01\u202f204 · +32025-Q4: +41Visitorall: n\u00a0too small · n\u00a03"
    )
    (trend,) = cells[3].all("img")
    assert trend.attributes["alt"] == "Trend from +41 in 2025-Q4 to +44 in 2026-Q1"
    (head,) = [cell for row in rows(read(to_html(bikes()))) for cell in row if cell.text.startswith("NPS")]
    assert head.text == "NPSpromoters less detractorsmore is better · target\u00a0≥\u00a040"


def test_a_metric_of_two_personas_shows_how_they_differ() -> None:
    values = [
        {"id": f"{persona}{at}", "metric": "nps", "stage": "ride", "persona": persona, "value": value + at,
         "low": value - 2, "high": value + 3, "n": 900, "period": f"2026-Q{at}"}
        for persona, value in (("vi", 22.6), ("co", 35.0))
        for at in (1, 2)
    ]  # fmt: skip
    found = row_of(read(to_html(bikes(values=values))), "NPS")[3].text
    assert found.startswith("Commuter 37.033.0 \u2013 38.0 · n\u00a0900 · 2026-Q2")
    # sqrt(4^2 + 1^2) to each side: 37 lies 4 above its lower end, 24.6 lies 1 below its upper end.
    assert "Commuter \u2212 Visitor +12.4 [8.3, 16.5]" in found
    lines = to_text(bikes(values=values)).splitlines()
    assert (
        "    Visitor 24.6 · 20.6 \u2013 25.6 · n 900 · 2026-Q2 · ✕ target missed · no clear change since 2026-Q1"
        in lines
    )
    assert any(line.startswith("    Commuter \u2212 Visitor +12.4 [") for line in lines)


def test_a_metric_keeps_its_method_beside_a_description() -> None:
    lanes = [{"id": "l", "kind": "metric", "metric": "m", "title": "Wait", "description": "At the dock"}]
    metrics = [{"id": "m", "method": "Median", "description": "in minutes", "direction": "down", "unit": "min"}]
    html = to_html(document(stages=[{"id": "s"}], lanes=lanes, metrics=metrics))
    (head,) = [row[0] for row in rows(read(html)) if row[0].text.startswith("Wait")]
    assert head.text == "WaitAt the dockin minutes. Medianless is better"


def test_lines_of_the_blueprint_stand_between_roles_whatever_the_titles() -> None:
    html = to_html(bikes())
    names = ["LINE OF INTERACTION", "LINE OF VISIBILITY"]
    lines = [row[0] for row in rows(read(html)) if row[0].text in names]
    assert [line.text for line in lines] == names
    assert {line.attributes.get("colspan") for line in lines} == {"5"}
    assert html.index("NPS") < html.index(names[0]) < html.index(names[1]) < html.index("Gateway")
    roles = ["support", "backstage", None, "frontstage", "frontstage", "customer"]
    lanes = [{"id": f"l{n}", "title": f"{n}.", "role": role} for n, role in enumerate(roles)]
    firsts = [row[0].text for row in rows(read(to_html(document(stages=[{"id": "s", "title": "S"}], lanes=lanes))))[1:]]
    assert firsts == ["0.", "LINE OF INTERNAL INTERACTION", "1.", "2.", "LINE OF VISIBILITY", "3.", "4.",
                      "LINE OF INTERACTION", "5."]  # fmt: skip


def test_a_collapsed_lane_says_how_many_cards_it_holds() -> None:
    (cell,) = row_of(read(to_html(bikes())), "Notes")
    assert (cell.text, cell.attributes.get("colspan")) == ("Collapsed: 2 cards", "4")
    assert "Folded away" not in to_html(bikes())


def test_links_between_stages_are_told() -> None:
    (below,) = read(to_html(bikes())).all("figcaption")
    links, standing = below.all("div")
    assert links.text == "Links: First ride → Sign-up (loop, 12\u2009%): again"
    assert standing.text == "Cards by evidence: 1 with enough, 11 without (enough: 3 people or more)"


def test_an_empty_journey_is_readable() -> None:
    root = assert_harmless(to_html(document(meta={"title": ""})))
    assert root.text == "Untitled journey as is · 0 cardsThis journey has no stages yet."
    assert to_text(document(meta={"title": ""})) == "Untitled journey\nas is · 0 cards\nNo stages yet."
    lanes = read(to_html(document(lanes=[{"id": "l", "title": "Pains"}])))
    assert [row[0].text for row in rows(lanes)] == ["Pains"]
    stages = read(to_html(document(stages=[{"id": "s"}])))
    assert stages.text == "City bike rental as is · 0 cards(untitled)This journey has no lanes yet."


def test_thirty_stages_keep_their_width() -> None:
    stages = [{"id": f"s{n}", "title": f"Stage {n}"} for n in range(30)]
    cards = [{"id": f"c{n}", "stage": f"s{n}", "lane": "l", "text": "word"} for n in range(30)]
    (table,) = read(to_html(document(stages=stages, lanes=[{"id": "l"}], cards=cards))).all("table")
    assert f"width:{148 + 30 * 204}px" in str(table.attributes["style"])
    assert [col.attributes.get("span") for col in table.all("col")] == [None, "30"]


def test_long_text_is_cut_and_says_so() -> None:
    card = {"id": "c", "stage": "s", "lane": "l", "text": "x" * TEXT_LIMIT}
    html = to_html(document(stages=[{"id": "s"}], lanes=[{"id": "l"}], cards=[card]))
    assert "x" * 2_000 + "… (98\u202f000 more characters)" in html
    assert "x" * 2_001 not in html


@pytest.mark.parametrize(
    ("cards", "length", "told"),
    [
        (900, 2_000, ""),
        (2_000, 2_000, "Shortened: texts to 400 characters and lists to 200 rows"),
        (8_000, 2_000, "Shortened: texts to 80 characters and lists to 20 rows"),
    ],
)
def test_a_large_journey_is_shortened_and_says_so(cards: int, length: int, told: str) -> None:
    stages = [{"id": f"s{n}", "title": f"Stage {n}"} for n in range(20)]
    rows = [{"id": f"c{n}", "stage": f"s{n % 20}", "lane": "l", "text": f"{n} " + "x" * length} for n in range(cards)]
    html = to_html(document(stages=stages, lanes=[{"id": "l"}], cards=rows))
    assert len(html.encode()) <= SIZE_LIMIT
    below = [node.text for node in read(html).all("figcaption")]
    assert below == ([f"{told}, without quotes and pictures. The journey itself holds everything."] if told else [])
    more = re.findall(r"\+ ([\d\u202f]+) more cards", html)
    assert len(re.findall("<div dir='auto'", html)) + sum(int(n.replace("\u202f", "")) for n in more) == cards


def test_a_map_beyond_every_limit_is_its_title() -> None:
    lanes = [{"id": f"l{n}", "title": "Lane " + "é" * 70} for n in range(12_000)]
    html = to_html(document(stages=[{"id": "s"}], lanes=lanes))
    assert read(html).text == "City bike rentalToo large to be shown here. The journey itself holds everything."


def test_the_same_journey_gives_the_same_bytes() -> None:
    here = to_html(bikes())
    assert to_html(Document.from_dict(bikes().to_dict())) == here
    code = (
        "from journeywidgets.export.plain.fallback import to_html, to_text\n"
        "from journeywidgets.export.plain.personas import personas_to_html\n"
        "from tests.export.page import bikes\nimport sys\n"
        "sys.stdout.buffer.write((to_html(bikes()) + to_text(bikes()) + personas_to_html(bikes())).encode())"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    ]
    assert runs == [(here + to_text(bikes()) + personas_to_html(bikes())).encode()] * 2


@pytest.mark.parametrize("draw", [to_html, personas_to_html])
def test_hostile_text_is_text(draw: Any) -> None:
    found = hostile().store.document
    root = assert_harmless(draw(found))
    for payload in PAYLOADS:
        line = next(filter(None, (part.strip() for part in re.split(r"[\s\x00-\x1f\ufeff]+", payload))))
        assert line[:60] in root.text
    assert {row["name"] for row in found.tables["personas"].values()} == set(PAYLOADS)


def test_direction_marks_stay_in_their_own_text() -> None:
    mark = "\u202e"
    for draw in (to_html, personas_to_html):
        root = read(draw(hostile().store.document))
        inside = [
            node for node in root.all() if any(isinstance(child, str) and mark in child for child in node.children)
        ]
        assert inside
        for node in inside:
            around = [one for one in root.all() if node in one.all() or one is node]
            assert any(one.tag == "bdi" or one.attributes.get("dir") == "auto" for one in around)


@given(st.lists(ops(), max_size=12))
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_any_journey_can_be_drawn(given_ops: list[Op]) -> None:
    drawn = Document({"id": "j"})
    for op in given_ops:
        try:
            drawn.apply([op])
        except Exception:  # noqa: BLE001, S112 - operations that do not fit are another test's matter
            continue
    for draw in (to_html, personas_to_html):
        root = assert_harmless(draw(drawn))
        assert len(root.all("figure")) == 1
    assert to_text(drawn)
    assert personas_to_text(drawn)


def test_persona_cards_are_a_table_with_a_column_each() -> None:
    people = [
        {"id": "a", "name": "Commuter", "share": 0.6, "goals": ["On time", "Dry"], "traits": {"Careful": 0.5}},
        {"id": "b", "name": "Visitor", "bio": "Rides\nonce", "color": "#0a0"},
    ]
    found = document(personas=people)
    root = assert_harmless(personas_to_html(found).replace("#0a0", "#fff"))
    heads, *fields = rows(root)
    assert [(cell.text.strip(), cell.attributes.get("scope")) for cell in heads] == [
        ("", None),
        ("Commuter", "col"),
        ("Visitor", "col"),
    ]
    assert [[cell.text for cell in row] for row in fields] == [
        ["Bio", "", "Ridesonce"],
        ["Share", "60\u2009%", ""],
        ["Goals", "On timeDry", ""],
        ["Traits", "Careful: +0.5", ""],
    ]
    assert personas_to_text(found) == (
        "City bike rental · 2 personas\n\nCommuter\n  Share: 60 %\n  Goals: On time; Dry\n  Traits: Careful: +0.5\n\n"
        "Visitor\n  Bio: Rides once"
    )


def test_every_field_of_a_persona_is_shown() -> None:
    apart = {"id", "order", "name", "initials", "color", "image", "traits", "share"}
    fields = {name: field for name, field in TABLES["personas"].fields.items() if name not in apart}
    values: dict[str, Any] = {
        name: [f"«{name}»"] if field.kind == "list" else f"«{name}»" for name, field in fields.items()
    }
    found = document(personas=[{"id": "a", "name": "A", **values}])
    for name in fields:
        assert f"«{name}»" in personas_to_html(found)
        assert f"«{name}»" in personas_to_text(found)
