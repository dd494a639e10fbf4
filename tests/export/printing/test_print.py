"""Maps as PNG and PDF: all of it is there, as text and as lines, page by page, and nothing is lost at the edges."""

from __future__ import annotations

import io
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pixelmatch.contrib.PIL import pixelmatch
from pypdf import PageObject, PdfReader
from tests.browser.hostile import hostile
from tests.export.drawing.maps import LONG, MAPS, filled, many
from uniseg.emoji import emoji

from journeywidgets import Journey, JourneyError
from journeywidgets.export.content.outline import Outline
from journeywidgets.export.drawing.layout import scene
from journeywidgets.export.drawing.scene import Scene
from journeywidgets.export.drawing.svg import write
from journeywidgets.export.print import convert
from journeywidgets.export.print.emoji import with_pictures
from journeywidgets.export.print.glyphs import face
from journeywidgets.export.print.picture import draw, outlined
from journeywidgets.export.print.sheets import MARGIN, Sheet, paper, sheets

LATIN = ("mock", "evidence", "metrics", "many", "crowd", "folded", "tiny", "no cards", "empty")
A4 = (841.89, 595.28)
_HAS_GLYPH = {chr(code) for code in range(0x110000) if face((False, False)).has(chr(code))}


def image(png: bytes) -> Image.Image:
    """Return a picture."""
    return Image.open(io.BytesIO(png)).convert("RGB")


def pages(pdf: bytes) -> list[PageObject]:
    """Return the pages of a PDF."""
    return list(PdfReader(io.BytesIO(pdf)).pages)


def squeezed(text: str) -> str:
    """Return a text without white space, which a reader of PDF guesses, and without marks of direction."""
    return re.sub(r"[\s\u2066-\u2069]+", "", text)


def cut(journey: Journey, page: str = "A4", orientation: str = "landscape") -> list[Sheet]:
    """Return a journey on sheets."""
    return sheets(Outline(journey.document), paper(page, orientation), "light")


def laid_out(journey: Journey) -> Scene:
    """Return a journey's drawing."""
    return scene(Outline(journey.document))


# PNG


def test_outlines_look_as_the_text_that_they_stand_for(pytestconfig: pytest.Config) -> None:
    """vl-convert sets the same text itself, only slowly."""
    j = filled("As text", ("Ab fi (12 %)", "שלום (ab) 12.50", "قيمة لا"))
    drawn = scene(Outline(j.document), stages=["s1"], lanes=["text", "pain"], column=200)
    ours = image(convert.png(outlined(drawn), 2))
    svg = write(drawn)
    start = svg.index(">") + 1
    theirs = image(convert.png(f"{svg[:start]}<rect width='9999' height='9999' fill='#fff'/>{svg[start:]}", 2))
    unlike = pixelmatch(ours, theirs, threshold=0.2)
    if unlike > 0.001 * ours.width * ours.height:
        folder = pytestconfig.rootpath / "build/pictures/outlines"
        folder.mkdir(parents=True, exist_ok=True)
        ours.save(folder / "ours.png")
        theirs.save(folder / "theirs.png")
        pytest.fail(f"{unlike} pixels differ: see {folder}")


def test_a_picture_is_as_large_as_asked_for(tmp_path: Path) -> None:
    j = MAPS["tiny"]()
    drawn = laid_out(j)
    for scale, given in ((2.0, None), (1.0, 1), (0.5, 0.5), (3.0, 3)):
        made = image(j.to_png(scale=given))
        assert made.size == pytest.approx((drawn.width * scale, drawn.height * scale), abs=1)
    j.to_png(tmp_path / "map.png", theme="dark")
    dark = image((tmp_path / "map.png").read_bytes()).convert("L").resize((1, 1)).tobytes()
    assert dark[0] < 60
    assert j.to_png().losses.empty


@pytest.mark.parametrize("scale", [0, -1, float("nan"), float("inf"), 1000])
def test_a_scale_that_cannot_be_is_refused(scale: float) -> None:
    with pytest.raises(JourneyError, match=r"scale=.* (no number over 0|Give at most [\d.]+)"):
        MAPS["tiny"]().to_png(scale=scale)


def test_a_huge_map_has_a_picture_all_the_same() -> None:
    j = Journey("Huge", stages=[f"Stage {n}" for n in range(20)], lanes=[{"id": "l", "title": "Long"}])
    j.add("cards", stage=j.stages.index[0], lane="l", text=LONG * 100)
    drawn = laid_out(j)
    assert drawn.width * drawn.height * 4 > convert.MOST_PIXELS
    made = Image.open(io.BytesIO(draw(drawn, None)))
    assert made.width * made.height <= convert.MOST_PIXELS
    assert max(made.size) <= convert.LONGEST


def test_emoji_are_drawn_in_pdf_too() -> None:
    """The converter fails at coloured glyphs in a PDF: none must reach it."""
    j = filled("🚲 trip", ("👨‍👩‍👧‍👦 🇩🇪 1️⃣ ❤️ 👍🏽", "plain", "שלום 🚲 אב 👍🏽 cd", "日本 🚲"))
    assert len(pages(j.to_pdf())) >= 1
    assert image(j.to_png(scale=1)).width > 0


def test_every_emoji_can_be_printed() -> None:
    """Also those that are text where nothing says otherwise, and those newer than Python's own tables."""
    found = [chr(code) for code in range(0xA9, 0x1FB00) if not 0xD800 <= code < 0xE000 and emoji(chr(code))][::7]
    j = Journey("Emoji", stages=["One"], lanes=["Words"], seed=1)
    for between in (" ", "ab"):
        j.add("cards", stage=j.stages.index[0], lane=j.lanes.index[0], text=between.join(found))
    assert len(found) > 150
    drawn = with_pictures(laid_out(j))
    left = [line.text for block in drawn.blocks for one in block.paragraphs for line in one.lines]
    assert not {character for text in left for character in text if emoji(character)} & set(found) - _HAS_GLYPH
    assert len(pages(j.to_pdf())) == 1


def test_what_pdf_cannot_hold_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fonts of a machine that the converter cannot put into a PDF: the lines in them become pictures."""
    real = convert.pdf

    def picky(svg: str) -> bytes:
        if re.search("<text[^>]*>[^<]*日本", svg):
            raise JourneyError("no such font")
        return real(svg)

    monkeypatch.setattr("journeywidgets.export.print.pages.pdf", picky)
    j = filled("日本", ("日本の自転車", "plain words", "日本"))
    found = pages(j.to_pdf())
    assert all("plainwords" in squeezed(page.extract_text()) for page in found[:2])
    assert "/XObject" in str(found[0]["/Resources"])


# PDF


@pytest.mark.parametrize("name", LATIN)
def test_all_words_of_a_map_are_text_of_its_pages(name: str) -> None:
    j = MAPS[name]()
    found = squeezed("".join(page.extract_text() for page in pages(j.to_pdf())))
    drawn = [block for sheet in cut(j) for band in sheet.bands for block in band.scene.blocks]
    words = {squeezed(line.text) for block in drawn for one in block.paragraphs for line in one.lines}
    assert [line for line in words if line not in found] == []


def test_words_of_all_scripts_are_text(tmp_path: Path) -> None:
    j = MAPS["mixed"]()
    found = squeezed("".join(page.extract_text() for page in pages(j.to_pdf(tmp_path / "map.pdf"))))
    assert (tmp_path / "map.pdf").read_bytes()[:5] == b"%PDF-"
    for part in ("扫码后车锁没有打开", "Ünïcödé", "plain", "great", "owner:"):
        assert part in found
    # What is read from the right is told in one order or the other, as readers do.
    assert "محطة" in found or "ةطحم" in found
    assert "הקוד" in found or "דוקה" in found


def test_pages_are_vectors_with_embedded_fonts() -> None:
    for page in pages(MAPS["many"]().to_pdf()):
        resources: Any = page["/Resources"]
        assert "/XObject" not in resources
        for font in resources["/Font"].values():
            descendant = font.get_object()["/DescendantFonts"][0].get_object()
            assert descendant["/FontDescriptor"]["/FontFile2"].get_data()[:4] == b"\x00\x01\x00\x00"
            assert b"beginbfchar" in font.get_object()["/ToUnicode"].get_data()


def test_pages_have_the_size_and_the_headers() -> None:
    j = many()
    found = pages(j.to_pdf())
    assert len(found) > 3
    texts = [page.extract_text() for page in found]
    for page, text in zip(found, texts, strict=True):
        assert (page.mediabox.width, page.mediabox.height) == pytest.approx(A4, abs=0.1)
        assert "Emotion" in text or "Actions" in text
        assert re.search(r"Stage \d+", text)
    shown = Counter(re.findall(r"Stage \d+(?!\d)", "\n".join(texts)))
    assert set(shown) == {f"Stage {n}" for n in range(30)}
    assert [re.findall(rf"{n} of {len(found)}", text) != [] for n, text in enumerate(texts, 1)] == [True] * len(found)
    reader = PdfReader(io.BytesIO(j.to_pdf()))
    assert reader.metadata is not None
    assert reader.metadata.title == "A long way"
    assert len(reader.outline) == len(found)


@pytest.mark.parametrize("name", ["long", "mock", "mixed", "many", "metrics"])
@pytest.mark.parametrize(("page", "orientation"), [("A4", "portrait"), ("A4", "landscape"), ("A5", "landscape")])
def test_every_line_stands_on_one_sheet_inside_its_margins(name: str, page: str, orientation: str) -> None:
    from journeywidgets.export.print.sheets import lines

    j = MAPS[name]()
    found = cut(j, page, orientation)
    told: Counter[tuple[int, str, float, float]] = Counter()
    for sheet in found:
        for band in sheet.bands:
            for paragraph, line in lines(band):
                top = (line.y - 0.8 * paragraph.font.size - band.top + band.y) * sheet.scale
                bottom = (line.y + 0.2 * paragraph.font.size - band.top + band.y) * sheet.scale
                assert top >= -2
                assert bottom <= sheet.height - 2 * MARGIN
                assert line.x * sheet.scale >= 0
                assert (line.x + line.width) * sheet.scale <= sheet.width - 2 * MARGIN + 0.5
                assert band.top <= line.y <= band.bottom + 0.3 * paragraph.font.size
                told[id(band.scene), line.text, round(line.x), round(line.y)] += 1
    stages = {track.id for sheet in found for track in sheet.bands[0].scene.columns}
    assert stages == {column.row["id"] for column in Outline(j.document).columns}
    whole = {line.text for block in laid_out(j).blocks for one in block.paragraphs for line in one.lines}
    if page == "A4" and name == "mock":
        assert whole <= {text for _, text, _, _ in told}


def test_a_map_on_one_page_as_large_as_it_is() -> None:
    j = many()
    (page,) = pages(j.to_pdf(page="map"))
    drawn = laid_out(j)
    assert page.mediabox.width == pytest.approx(drawn.width * 0.75 + 2 * MARGIN, abs=1)
    (own,) = pages(MAPS["tiny"]().to_pdf(page=(400, 200)))
    assert (own.mediabox.width, own.mediabox.height) == pytest.approx((400 * 72 / 25.4, 200 * 72 / 25.4), abs=0.1)


def test_links_lead_on() -> None:
    found = {
        annotation.get_object()["/A"]["/URI"]
        for page in pages(MAPS["hebrew"]().to_pdf())
        for annotation in page.get("/Annots", [])
    }
    assert found == {"https://example.org/a/b"}


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"page": "A9"}, "no size of paper. Give one of A2, A3, A4"),
        ({"page": (10, 20)}, "too small or too large"),
        ({"orientation": "up"}, "Give 'landscape' or 'portrait'"),
        ({"theme": "sepia"}, "Give 'light' or 'dark'"),
    ],
)
def test_what_cannot_be_printed_is_refused(options: dict[str, object], words: str) -> None:
    with pytest.raises(JourneyError, match=re.escape(words)):
        MAPS["tiny"]().to_pdf(**options)  # type: ignore[arg-type]


def test_hostile_text_is_printed_as_text() -> None:
    j = hostile()
    j.set("cards", j.cards.index[0], text="short")
    made = j.to_pdf()
    reader = PdfReader(io.BytesIO(made))
    text = squeezed("".join(page.extract_text() for page in reader.pages))
    assert squeezed("<img src=x onerror=") in text
    assert made.find(b"/JavaScript") == made.find(b"/Launch") == -1
    links = {
        str(annotation.get_object()["/A"]["/URI"]).partition(":")[0]
        for page in reader.pages
        for annotation in page.get("/Annots", [])
    }
    assert links <= {"http", "https", "mailto"}
    assert links
