"""The emotion curve: one monotone line a run, gaps open, shapes and words."""

from __future__ import annotations

import re
from base64 import b64decode
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st
from tests.export.page import bikes, document

from journeywidgets.export.content.curve import HEIGHT, path
from journeywidgets.export.content.outline import Outline
from journeywidgets.export.plain.curve_svg import curve_picture, curve_words

SVG = "{http://www.w3.org/2000/svg}"
PREFIX = "data:image/svg+xml;base64,"


def picture(outline: Outline) -> ET.Element:
    (lane,) = [lane for lane in outline.lanes if lane["kind"] == "emotion"]
    url = curve_picture(outline, lane, 200)
    assert url.startswith(PREFIX)
    return ET.fromstring(b64decode(url.removeprefix(PREFIX)))  # noqa: S314 - the drawing just made


def bezier(d: str) -> list[tuple[float, float]]:
    """Return points along a path of cubics, dense enough to see a swing."""
    numbers = [float(number) for number in re.findall(r"-?[\d.]+", d)]
    points, (x0, y0) = [], numbers[:2]
    for at in range(2, len(numbers), 6):
        x1, y1, x2, y2, x3, y3 = numbers[at : at + 6]
        for step in range(51):
            t = step / 50
            weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3)
            points.append(
                (
                    sum(w * x for w, x in zip(weights, (x0, x1, x2, x3), strict=True)),
                    sum(w * y for w, y in zip(weights, (y0, y1, y2, y3), strict=True)),
                )
            )
        x0, y0 = x3, y3
    return points


@given(st.lists(st.floats(0, 150), min_size=2, max_size=12))
def test_the_line_never_swings_beyond_its_points(heights: list[float]) -> None:
    knots = [(100.0 * place, round(height, 1)) for place, height in enumerate(heights)]
    for x, y in bezier(path(knots)):
        left = min(int(x // 100), len(knots) - 2)
        low, high = sorted((knots[left][1], knots[left + 1][1]))
        assert low - 0.15 <= y <= high + 0.15


def test_a_gap_is_left_open() -> None:
    # The commuter has scores at Awareness, Sign-up (a mean of two) and First ride, none at the step between.
    root = picture(Outline(bikes()))
    groups = [group for group in root.findall(f"{SVG}g") if group.get("stroke-width") == "2.5"]
    everyone, commuter = groups
    (line,) = commuter.findall(f"{SVG}path")
    ends = [bezier(line.get("d", ""))[place][0] for place in (0, -1)]
    assert ends == [100, 300]
    assert len(commuter.findall(f"{SVG}circle")) == 3
    assert everyone.findall(f"{SVG}path") == []
    assert len(everyone.findall(f"{SVG}circle")) == 1


def test_personas_differ_in_shape_dash_and_colour() -> None:
    people = [{"id": f"p{n}", "name": f"Person {n}"} for n in range(8)]
    cards = [
        {"id": f"c{n}{s}", "stage": f"s{s}", "lane": "feel", "persona": f"p{n}", "score": n / 4}
        for n in range(8)
        for s in range(2)
    ]
    outline = Outline(
        document(
            stages=[{"id": "s0"}, {"id": "s1"}], lanes=[{"id": "feel", "kind": "emotion"}], personas=people, cards=cards
        )
    )
    root = picture(outline)
    groups = [group for group in root.findall(f"{SVG}g") if group.get("stroke-width") == "2.5"]
    looks = []
    for group in groups:
        line, shape = group[0], group[-1]
        corners = len(shape.get("points", "").split())
        looks.append((group.get("stroke"), line.get("stroke-dasharray"), corners, shape.get("points", "")[-8:]))
    assert len({color for color, *_ in looks}) == 8
    assert len({dash for _, dash, *_ in looks}) == 8
    assert len({(corners, last) for *_, corners, last in looks}) == 8


def test_everything_is_on_the_picture() -> None:
    root = picture(Outline(bikes()))
    assert (root.get("width"), root.get("height"), root.get("viewBox")) == ("800", str(HEIGHT), f"0 0 800 {HEIGHT}")
    texts = list(root.iter(f"{SVG}text"))
    assert {text.text for text in texts} == {"+0.5 · n 1", "\u22121.3 · n 2", "+2.0 · n 1", "+1.0 · n 1"}
    assert all(10 <= float(text.get("y", "0")) <= HEIGHT for text in texts)


def test_the_words_name_points_and_gaps() -> None:
    outline = Outline(bikes())
    (lane,) = [lane for lane in outline.lanes if lane["kind"] == "emotion"]
    assert curve_words(outline, lane) == (
        "Emotion from \u22122 to +2. "
        "Everyone: Awareness no score; Sign-up no score; Code no score; First ride +1.0 (1 card). "
        "Commuter: Awareness +0.5 (1 card); Sign-up \u22121.3 (2 cards); Code no score; First ride +2.0 (1 card)."
    )
