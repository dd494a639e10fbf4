"""What a report for others leaves out: narrower quotes, and their words wherever else they stand."""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import altair as alt
import pandas as pd
import pytest
from tests.browser.studies import rental
from tests.report.notebooks import code, output, saved, states, stream, text
from tests.report.pages import Page

from journeywidgets import Journey, JourneyMap, NotesCoder, PersonaCards, charts
from journeywidgets.export.written import Text
from journeywidgets.report import report

TEAM = "I stood there in the rain for ages"
PUBLIC = "The app was really pleasant to use"
PRIVATE = "My boss Vandle Quixby shouted at me again"
SHORT = "Far too dear"
CJK = "雨の中でずっと待っていました"


@pytest.fixture
def journey() -> Journey:
    journey = Journey("Bike rental", stages=["Awareness"], lanes=["Pains"], seed=1)
    card = journey.add("cards", stage=journey.stages.index[0], lane=journey.lanes.index[0], text="Waits")
    for words, level in ((TEAM, "team"), (PUBLIC, "public"), (PRIVATE, "private"), (SHORT, "team"), (CJK, "team")):
        journey.add("evidence", card=card, quote=words, participant="P1", source="Interview 1", level=level)
    return journey


def shared(folder: Path, *cells: dict[str, Any], level: str = "public", code: str = "shown", **metadata: Any) -> Text:
    return report(saved(folder, *cells, **metadata), level=level, code=code)  # type: ignore[arg-type]


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield name
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)
    elif isinstance(value, str):
        yield value


def test_a_journey_is_shown_as_its_level_allows(tmp_path: Path, journey: Journey) -> None:
    cells = [code(JourneyMap(journey, share="private")), code(PersonaCards(journey, share="private"))]
    for level, seen in (
        ("private", {TEAM, PUBLIC, PRIVATE, SHORT, CJK}),
        ("team", {TEAM, PUBLIC, SHORT, CJK}),
        ("public", {PUBLIC}),
    ):
        made = shared(tmp_path, *cells, level=level)
        page = Page(made)
        assert len(page.views) == 2
        for view in page.views:
            held = page.data(view)
            assert {row["quote"] for row in held["evidence"] if row.get("quote")} == seen
            assert len(held["evidence"]) == 5
        for words in {TEAM, PUBLIC, PRIVATE, SHORT, CJK} - seen:
            assert words not in made
        assert len(made.losses) == 5 - len(seen)
        assert set(made.losses["table"]) <= {"evidence"}
        if level == "public":
            assert "4 quotes on maps" in page.notes[0]


def table() -> pd.DataFrame:
    made: pd.DataFrame = pd.DataFrame({"said": [TEAM], "n": [1]})
    return made


def packed() -> str:
    return base64.b64encode(gzip.compress(TEAM.encode())).decode()


PLACES: dict[str, dict[str, Any]] = {
    "text": text(f"## Heading\n\nOne said: *{TEAM}*!"),
    "text broken by markup": text(TEAM.replace("in the", "**in** <b>the</b>")),
    "text in capitals": text(TEAM.upper()),
    "source": code(source=f"quote = {TEAM!r}"),
    "source escaped": code(source="quote = '" + TEAM.replace("r", "\\x72") + "'"),
    "stream": code(stream(f"…{TEAM}…")),
    "stream in two parts": code(stream(TEAM[:12]), stream(TEAM[12:])),
    "error": code({"output_type": "error", "ename": "ValueError", "evalue": TEAM, "traceback": []}),
    "plain": code({"text/plain": repr(TEAM)}),
    "table": code({"text/html": table().to_html(), "text/plain": ""}),
    "table of letters": code({"text/html": "<p>" + "".join(f"<i>{letter}</i>" for letter in TEAM) + "</p>"}),
    "markdown": code({"text/markdown": f"> {TEAM}"}),
    "latex": code({"text/latex": f"$\\text{{{TEAM}}}$"}),
    "packed": code({"text/html": f"<a href='data:text/plain;base64,{packed()}'>{packed()}</a>"}),
    "drawing": code({"image/svg+xml": f"<svg xmlns='http://www.w3.org/2000/svg'><text>{TEAM}</text></svg>"}),
    "short": code(stream(f"{SHORT}.")),
    "cjk": text(f"「{CJK}」"),
}


PLACES["attached drawing"] = text(
    "## Heading\n\n![](attachment:a.svg)",
    **{"a.svg": {"image/svg+xml": f"<svg xmlns='http://www.w3.org/2000/svg'><text>{TEAM}</text></svg>"}},
)


@pytest.mark.parametrize("place", PLACES)
def test_words_of_narrower_quotes_are_left_out_wherever_they_stand(
    tmp_path: Path, journey: Journey, place: str
) -> None:
    made = shared(tmp_path, code(JourneyMap(journey)), PLACES[place], text("The rest stays."))
    page = Page(made)
    for words in (TEAM, TEAM.upper(), SHORT, CJK, packed(), "Heading"):
        assert words not in made
        assert not any(words in one for view in page.views for one in _strings(page.data(view)))
    assert "The rest stays." in page.words
    lost = made.losses[made.losses["table"] == "cell 2"]
    assert list(lost["why"]) == ["words that the level “public” does not allow"]
    assert any("left out here" in note for note in page.notes)
    assert "cell 2" in page.notes[-1]
    kept = shared(tmp_path, code(JourneyMap(journey)), PLACES[place], level="team")
    assert not len(kept.losses[kept.losses["table"] == "cell 2"])


def test_charts_with_such_words_are_left_out_as_a_whole(tmp_path: Path, journey: Journey) -> None:
    shown = JourneyMap(journey)
    rows = pd.DataFrame({"stage": [journey.stages.index[0]], "said": [TEAM], "n": [1]})
    chart = alt.Chart(rows).mark_bar().encode(x="stage:N", y="n:Q", tooltip="said:N")
    made = shared(tmp_path, code(shown), code(charts.link(shown, chart)), code(chart._repr_mimebundle_()))
    page = Page(made)
    assert [view["kind"] for view in page.views] == ["map"]
    assert TEAM not in made
    assert list(made.losses["table"])[-2:] == ["cell 2", "cell 3"]
    assert len([note for note in page.notes if "A chart is left out" in note]) == 2


def test_text_on_a_map_that_repeats_such_words_is_left_out(tmp_path: Path, journey: Journey) -> None:
    where = {"stage": journey.stages.index[0], "lane": journey.lanes.index[0]}
    journey.add("cards", id="told", text=f"They say: {TEAM}", tags=["a", TEAM], fields={"note": TEAM}, **where)
    journey.add("personas", name="Rider", quote=TEAM)
    made = shared(tmp_path, code(JourneyMap(journey)))
    page = Page(made)
    held = page.data(page.views[0])
    card = next(row for row in held["cards"] if row["id"] == "told")
    assert card["text"] == "[left out]"
    assert card["tags"] == ["[left out]"]
    assert held["personas"][0]["quote"] == "[left out]"
    assert not any(TEAM in one for one in _strings(held))
    assert {("cards", "told", "text"), ("personas", held["personas"][0]["id"], "quote")} <= set(
        made.losses[["table", "id", "field"]].itertuples(index=False, name=None)
    )


def test_words_that_a_wider_quote_repeats_may_stand(tmp_path: Path, journey: Journey) -> None:
    journey.add("evidence", card=journey.cards.index[0], quote=TEAM, participant="P2", level="public")
    made = shared(tmp_path, code(JourneyMap(journey)), text(TEAM))
    assert TEAM in Page(made).words


def test_what_one_map_knows_counts_for_all_cells_before_and_after(tmp_path: Path, journey: Journey) -> None:
    made = shared(tmp_path, text(TEAM), code(JourneyMap(journey, share="public")), code(JourneyMap(journey)))
    assert TEAM not in made
    assert made.losses["table"].iloc[0] == "cell 1"


def test_a_map_that_is_removed_by_its_tag_still_tells_its_words(tmp_path: Path, journey: Journey) -> None:
    made = shared(tmp_path, code(JourneyMap(journey), tags=["remove-cell"]), text(TEAM))
    assert TEAM not in made


def test_saved_states_are_reduced_too(tmp_path: Path, journey: Journey) -> None:
    shown = JourneyMap(journey, share="private")
    cell = code(shown)
    journey.set("cards", journey.cards.index[0], text="Later")
    made = shared(tmp_path, cell, **states(shown))
    assert "Later" in made
    assert not any(words in made for words in (TEAM, PRIVATE, SHORT, CJK))


def test_the_static_form_of_a_coder_is_shown_only_where_all_its_quotes_may_be(tmp_path: Path) -> None:
    coder = NotesCoder(rental())
    cell = code(coder)
    assert len(Page(shared(tmp_path, cell, level="team")).main.find_all("table")) > 0
    made = shared(tmp_path, cell)
    page = Page(made)
    assert page.main.find("table") is None
    assert "left out here" in page.notes[0]
    assert list(made.losses["why"]) == ["quotes at the level “team”"]


def test_a_view_of_before_there_were_records_is_left_out_where_its_level_is_not_known(
    tmp_path: Path, journey: Journey
) -> None:
    data = dict(output(JourneyMap(journey))["data"])
    del data["application/vnd.journeywidgets.view"]
    assert "Bike rental" in Page(shared(tmp_path, code(data), level="team")).words
    made = shared(tmp_path, code(data))
    assert "Bike rental" not in Page(made).words
    assert len(made.losses) == 1


def test_a_damaged_record_does_not_open_a_way_round_the_level(tmp_path: Path, journey: Journey) -> None:
    cell = code(JourneyMap(journey))
    held = cell["outputs"][0]["data"]
    held["application/vnd.journeywidgets.view"] = held["application/vnd.journeywidgets.view"][:-30]
    made = shared(tmp_path, cell)
    assert TEAM not in made
    assert "Bike rental" not in Page(made).words


def test_neither_the_title_nor_the_contents_say_it(tmp_path: Path, journey: Journey) -> None:
    made = shared(tmp_path, text(f"# {TEAM}"), code(JourneyMap(journey)), text("# Fine\n\n## Too"), title=TEAM)
    page = Page(made)
    assert TEAM not in made
    assert page.tree.title is not None
    assert page.tree.title.get_text() == "Fine"


def test_errors_and_the_error_stream_name_no_paths_in_public(tmp_path: Path) -> None:
    trace = ["File /home/someone/notebook.py", "ValueError: no"]
    cells = [
        code({"output_type": "error", "ename": "ValueError", "evalue": "no", "traceback": trace}),
        code(stream("/home/someone/module.py:3: UserWarning", "stderr")),
    ]
    public, team = shared(tmp_path, *cells), shared(tmp_path, *cells, level="team")
    assert "/home/someone" not in public
    assert "ValueError: no" in Page(public).words
    assert team.count("/home/someone") == 2
    assert len(public.losses) == 1
    assert team.losses.empty


def test_what_a_study_keeps_private_is_looked_for_too(tmp_path: Path) -> None:
    study = rental()
    study.set("participants", "p2", share="public")
    cells = [
        text("The code never came, they said."),
        text("I stood there for ten minutes."),
        text("Nobody told me the price."),
    ]
    path = saved(tmp_path, *cells)
    assert report(path, level="team").losses.empty
    team, public = report(path, level="team", study=study), report(path, level="public", study=study)
    assert list(team.losses["table"]) == ["cell 1"]
    assert list(public.losses["table"]) == ["cell 1", "cell 2"]
    assert "Nobody told me the price" in public


def test_losses_say_nothing_of_what_was_lost(tmp_path: Path, journey: Journey) -> None:
    made = shared(tmp_path, code(JourneyMap(journey, share="private")), *PLACES.values())
    told = json.dumps(made.losses.to_dict("records"), ensure_ascii=False, default=str)
    for words in (TEAM, SHORT, CJK, PRIVATE, "rain", "Quixby"):
        assert words not in told
        assert words not in made
