"""What the tests of workbooks and slides share: journeys, and what lies in such files."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from defusedxml.ElementTree import fromstring
from pptx import Presentation

from journeywidgets import Journey

RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
DEPOSIT = "The deposit is not shown with the price, and nobody knows why it is asked for at all. "
ARABIC = "لا يظهر الإيداع مع السعر ولا أحد يعرف لماذا"
CHINESE = "押金没有与价格一起显示\uff0c没有人知道为什么要求押金。"


def many_words() -> Journey:
    """Return a journey of long texts in three scripts, more than a slide has room for, and one that no slide has."""
    lanes = [{"id": "pains", "title": "Pains", "kind": "pain"}, {"id": "gains", "title": "مكاسب", "kind": "gain"}]
    stages = [{"id": f"s{n}", "title": f"Stage {n} with a rather long name"} for n in range(9)]
    j = Journey("From the deposit to the dock", stages=stages, lanes=lanes, personas=["A", "B"], seed=2)
    people = list(j.personas.index)
    with j.edit("cards"):
        for stage in j.stages.index:
            for times in range(7 if stage == "s0" else 1):
                j.add("cards", stage=stage, lane="pains", text=DEPOSIT * (times + 1), persona=people[times % 2])
            j.add("cards", stage=stage, lane="gains", text=ARABIC, channel="هاتف")
            j.add("cards", stage=stage, lane="gains", text=CHINESE, tags=["押金"])
        j.add("cards", id="endless", stage="s8", lane="pains", text="x" * 100_000)
    return j


def slides_of(written: bytes) -> list[Any]:
    """Return the slides of a presentation."""
    return list(Presentation(io.BytesIO(written)).slides)


def shapes_of(shapes: Any) -> Iterator[Any]:
    """Yield all shapes, also those in groups."""
    for shape in shapes:
        yield shape
        if hasattr(shape, "shapes"):
            yield from shapes_of(shape.shapes)


def texts_of(slide: Any) -> list[str]:
    """Return the text of each shape of a slide that has one."""
    return [shape.text_frame.text for shape in shapes_of(slide.shapes) if shape.has_text_frame]


def outside(written: bytes) -> list[str]:
    """Return the addresses outside the file that it points to."""
    with zipfile.ZipFile(io.BytesIO(written)) as archive:
        parts = [fromstring(archive.read(name)) for name in archive.namelist() if name.endswith(".rels")]
    return [
        each.get("Target", "")
        for part in parts
        for each in part.iter(RELATIONS)
        if each.get("TargetMode", "").lower() == "external"
    ]


def members(written: bytes) -> dict[str, bytes]:
    """Return the members of the file, by their names."""
    with zipfile.ZipFile(io.BytesIO(written)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
