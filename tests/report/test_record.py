"""The record in an output: what is packed is unpacked the same, and nothing else is taken for one."""

from __future__ import annotations

import base64
import html
import json
import zlib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.browser.journeys import PICTURE, bikes
from tests.browser.studies import rental

from journeywidgets import Journey, JourneyMap, NotesCoder, PersonaCards, charts
from journeywidgets.errors import JourneyError
from journeywidgets.evidence import check_share
from journeywidgets.export.record import RECORD, pack, unpack

_plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=12,
)


@given(_plain)
@settings(max_examples=60)
def test_what_is_packed_is_unpacked_the_same(value: Any) -> None:
    view = {"kind": "map", "document": value}
    text = pack(view)
    assert text.isascii()
    assert "\n" not in text
    assert unpack(text) == _mended(view)
    assert pack(view) == text


def _mended(part: Any) -> Any:
    """Halves of characters cannot be written as UTF-8; intake lets none into a document."""
    if isinstance(part, str):
        return part.encode("utf-8", "replace").decode()
    if isinstance(part, dict):
        return {_mended(name): _mended(inner) for name, inner in part.items()}
    return [_mended(inner) for inner in part] if isinstance(part, list) else part


def test_a_picture_that_the_figure_has_is_kept_once() -> None:
    view = {"kind": "map", "document": {"cards": [{"image": PICTURE, "text": "x"}]}}
    figure = f"<img src='{PICTURE}'>"
    text = pack(view, figure)
    assert len(text) < len(PICTURE) / 2 < len(pack(view))
    assert unpack(text, figure) == view
    assert unpack(text, "")["document"]["cards"] == [{"image": "", "text": "x"}]


def _packed(data: bytes) -> str:
    return "jw1:" + base64.b64encode(zlib.compress(data)).decode()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "jw1:",
        "jw2:AAAA",
        "jw1:!!!!",
        pack({"kind": "map"})[:-8],
        pack({"kind": "map"}) + "AAAA",
        _packed(b"[1]"),
        _packed(b'{"kind": 1}'),
        _packed(b"\xff"),
        _packed(b"[" * 100_000),
        _packed(b'{"kind": "map", "x": "' + b"0" * 70_000_000 + b'"}'),
    ],
    ids=["empty", "mark", "later", "letters", "cut", "more", "list", "kind", "bytes", "deep", "bomb"],
)
def test_what_is_damaged_is_refused_in_words(text: str) -> None:
    with pytest.raises(JourneyError, match="Run the notebook again"):
        unpack(text)


def forms(widget: Any) -> dict[str, Any]:
    data: dict[str, Any] = widget._repr_mimebundle_()[0]
    return data


def test_every_view_keeps_its_record_and_its_other_forms() -> None:
    journey = bikes()
    shown = JourneyMap(journey)
    linked = charts.link(shown, charts.emotion(journey))
    widgets = [shown, PersonaCards(journey), linked, charts.dashboard(JourneyMap(journey), charts.emotion(journey))]
    kinds = []
    for widget in widgets:
        data = forms(widget)
        assert {"text/html", "text/plain", "application/vnd.jupyter.widget-view+json"} < set(data)
        kinds.append(unpack(data[RECORD], data["text/html"])["kind"])
    assert kinds == ["map", "personas", "chart", "dashboard"]


def test_a_record_has_what_the_widget_may_show_and_no_more() -> None:
    journey = Journey("Bike rental", stages=["Awareness"], lanes=["Pains"], seed=1)
    card = journey.add("cards", stage=journey.stages.index[0], lane=journey.lanes.index[0], text="Late")
    for level in ("private", "team", "public"):
        journey.add("evidence", card=card, quote=f"words that are {level}", participant="P1", level=level)
    seen = {}
    for share in ("private", "team", "public"):
        data = forms(JourneyMap(journey, share=share))
        held = unpack(data[RECORD])
        seen[share] = sorted(row.get("quote", "") for row in held["document"]["evidence"])
        assert held["share"] == share
    assert seen["private"] == ["words that are private", "words that are public", "words that are team"]
    assert seen["team"] == ["", "words that are public", "words that are team"]
    assert seen["public"] == ["", "", "words that are public"]


def test_a_coder_keeps_the_quotes_that_it_shows_with_their_levels() -> None:
    coded = rental()
    data = forms(NotesCoder(coded))
    held = unpack(data[RECORD])
    assert held["kind"] == "coder"
    assert held["quotes"]
    for words, level in held["quotes"]:
        assert level == "team"
        assert words in html.unescape(data["text/html"])


def test_check_share_looks_into_it(tmp_path: Path) -> None:
    study = rental()
    journey = Journey("Bike rental", stages=["Sign-up"], lanes=["Pains"], seed=1)
    card = journey.add("cards", stage=journey.stages.index[0], lane=journey.lanes.index[0], text="Late")
    journey.add("evidence", card=card, quote="The code never came", participant="P1", level="private")
    data = {RECORD: forms(JourneyMap(journey, share="private"))[RECORD]}
    cell = {"cell_type": "code", "outputs": [{"output_type": "display_data", "data": data}], "source": ""}
    path = tmp_path / "notebook.ipynb"
    path.write_text(json.dumps({"nbformat": 4, "cells": [cell], "metadata": {}}))
    found = check_share(path, study=study)
    assert list(found["kind"]) == ["private quote"]
    assert RECORD in found["place"][0]
