"""What is to be shared is looked through: every place, every packing, and nothing found is ever named."""

from __future__ import annotations

import base64
import gzip
import html
import io
import json
import urllib.parse
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from tests.evidence.privacy.people import MAIL, NAME, PHONE, QUOTES, build, leaks

from journeywidgets.errors import EvidenceError
from journeywidgets.evidence import Study
from journeywidgets.evidence.privacy.roster import names_of
from journeywidgets.evidence.share import check_share

NESTED = json.dumps(json.dumps({"a": json.dumps({"b": NAME})}))
ESCAPED = "".join(f"\\u{ord(letter):04x}" for letter in "Zebulon")


def notebook(**parts: Any) -> dict[str, Any]:
    code = {"cell_type": "code", "metadata": {}, "source": ["x = 1\n"], "outputs": [], "execution_count": 1}
    return {"cells": [code | parts], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


def written(folder: Path, held: Any, name: str = "report.ipynb") -> Path:
    path = folder / name
    path.write_bytes(held if isinstance(held, bytes) else json.dumps(held).encode())
    return path


def zipped(text: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/strings.xml", f"<t>{text}</t>")
    return buffer.getvalue()


def packed(data: bytes) -> str:
    return base64.b64encode(data).decode()


def output(mime: str, value: Any) -> dict[str, Any]:
    return {"outputs": [{"output_type": "display_data", "metadata": {}, "data": {mime: value}}]}


@pytest.mark.parametrize(
    ("parts", "place"),
    [
        ({"source": ["# talk with ", NAME]}, "cell 1, source"),
        ({"source": ["who = 'Zebu", "lon'"]}, "cell 1, source"),
        ({"source": "who = 'Zebu' + 'lon'"}, "cell 1, source"),
        ({"source": f"who = '{ESCAPED}'"}, "cell 1, source"),
        ({"metadata": {"tags": ["zebulon"]}}, "cell 1, metadata"),
        ({"attachments": {"a.txt": {"text/plain": base64.b64encode(NAME.encode()).decode()}}}, "cell 1, attachments"),
        (output("text/plain", NAME.upper()), "cell 1, output 1, text/plain"),
        (output("text/html", "<b>Zebu</b>lon"), "cell 1, output 1, text/html"),
        (output("text/html", "<td>Zebulon</td><td>Quackenbush</td>"), "cell 1, output 1, text/html"),
        (output("text/html", html.escape("&#90;ebulon")), "cell 1, output 1, text/html"),
        (output("text/html", f"<a href='x?{urllib.parse.quote('who=Zebulon%20Q')}'>"), "cell 1, output 1, text/html"),
        (output("application/json", {"deep": [{"er": NAME}]}), "cell 1, output 1, application/json"),
        (output("application/json", NESTED), "cell 1, output 1, application/json"),
        (
            output("image/png", base64.b64encode(b"\x89PNG\r\n\x1a\n\0\xff" + NAME.encode()).decode()),
            "cell 1, output 1",
        ),
        (output("x/y", "data:x;base64," + base64.b64encode(gzip.compress(NAME.encode())).decode()), "cell 1, output 1"),
        (output("x/y", base64.b64encode(zipped(NAME)).decode()), "cell 1, output 1, x/y"),
        (output("x/y", base64.b64encode(NAME.encode("utf-16")).decode()), "cell 1, output 1, x/y"),
        (
            {"outputs": [{"output_type": "stream", "name": "stdout", "text": ["Hello Zeb", "ulon\n"]}]},
            "cell 1, output 1",
        ),
        (
            {
                "outputs": [
                    {"output_type": "error", "ename": "E", "evalue": "", "traceback": ["\x1b[31mZebulon\x1b[0m"]}
                ]
            },
            "cell",
        ),
    ],
)
def test_a_name_is_found_wherever_it_stands(tmp_path: Path, parts: dict[str, Any], place: str) -> None:
    found = check_share(written(tmp_path, notebook(**parts)), {NAME: "P1"})
    assert not found.empty
    assert set(found["kind"]) == {"name"}
    assert set(found["whose"]) == {"P1"}
    assert found["place"].str.startswith(place).all()
    assert not leaks(found.to_csv())


def test_widget_state_and_metadata_are_looked_into(tmp_path: Path) -> None:
    held = notebook()
    snapshot = json.dumps({"document": {"evidence": [{"quote": f"{NAME} said"}]}})
    state = {"m1": {"model_name": "AnyModel", "state": {"_snapshot": snapshot, "_esm": "export default {}"}}}
    buffers = [{"encoding": "base64", "path": ["x"], "data": base64.b64encode(NAME.encode()).decode()}]
    state["m2"] = {"state": {"zebulon": 1}, "buffers": buffers}  # type: ignore[dict-item]
    held["metadata"] = {
        "widgets": {"application/vnd.jupyter.widget-state+json": {"state": state, "version_major": 2}},
        "authors": [{"name": NAME}],
    }
    found = check_share(written(tmp_path, held), [NAME])
    assert set(found["place"]) == {
        "metadata, authors",
        "widget state 1, _snapshot",
        "widget state 2",
        "widget state 2, buffers",
    }
    assert set(found["whose"]) == {"name 1"}


def test_the_code_of_the_packages_own_widgets_is_not_looked_into(tmp_path: Path) -> None:
    import journeywidgets

    program = next((Path(journeywidgets.__file__).parent / "static").glob("*.js"), None)
    if program is None:
        pytest.skip("the bundle is not built: make bundle")
    held = notebook()
    code = program.read_text(encoding="utf-8")
    word = next(word for word in ("document", "function", "return") if word in code)
    model = {"m": {"state": {"_esm": code}}}
    held["metadata"] = {"widgets": {"application/vnd.jupyter.widget-state+json": {"state": model}}}
    assert check_share(written(tmp_path, held), [f"{word.title()} Quackenbush"]).empty
    model["m"]["state"]["_esm"] = f"{code}// {NAME}"
    assert not check_share(written(tmp_path, held), [NAME]).empty


@pytest.mark.parametrize(
    ("text", "kind", "whose"),
    [
        (f"ask {MAIL.upper()}", "e-mail", "e-mail"),
        ("ask 0049-30-555 0107", "phone", "phone"),
        ("ask (030) 5550107", "phone", "phone"),
        ("they said: as P2 put it, IT IS LATE; i gave\nup!", "private quote", "P2"),
        ("I gave up at the third try. And then it had", "text of a source", ""),
    ],
)
def test_contacts_and_private_words_are_found(tmp_path: Path, text: str, kind: str, whose: str) -> None:
    study = build(Study(seed=1))
    study.key._replace([])  # names are looked for elsewhere
    found = check_share(written(tmp_path, notebook(source=text)), study=study)
    assert (kind, whose) in set(zip(found["kind"], found["whose"], strict=True))
    assert not leaks(found.to_csv())


def test_what_may_be_shared_may_stand_there(tmp_path: Path) -> None:
    study = build(Study(seed=1))
    path = written(tmp_path, notebook(source=f"P1: {QUOTES['q1']} P2: {QUOTES['q4']}"))
    assert check_share(path, study=study).empty
    assert set(check_share(path, study=study, share="public")["kind"]) == {"private quote"}
    assert not check_share(written(tmp_path, notebook(source=QUOTES["q3"])), study=study).empty
    study.set("participants", "p1", consent_until="2020-01-01")
    assert "P1" in set(check_share(path, study=study)["whose"])


def test_other_files_are_read_as_what_they_are(tmp_path: Path) -> None:
    for name, data in {
        "a.html": f"<p>{html.escape(NAME)}</p>".encode(),
        "b.xlsx": zipped(NAME),
        "c.csv": NAME.encode("utf-16"),
        "d.json": json.dumps({"x": [NAME]}).encode(),
        "e.bin": b"\x00\xff\xfe\x81" + NAME.encode() + b"\x00\x9f",
        f"{NAME}.txt": b"nothing",
    }.items():
        assert not check_share(written(tmp_path, data, name), [NAME]).empty, name


@pytest.mark.parametrize("data", [b"", b"{", b"[" * 100_000, b"PK\x03\x04broken", b"\x1f\x8bbroken", b'{"cells": 3}'])
def test_a_broken_file_is_searched_as_far_as_it_goes(tmp_path: Path, data: bytes) -> None:
    assert check_share(written(tmp_path, data), [NAME]).empty
    assert not check_share(written(tmp_path, data + b" Zebulon "), [NAME]).empty


def test_a_zip_bomb_is_cut_short(tmp_path: Path) -> None:
    held = gzip.compress(b" " * 80_000_000)
    assert check_share(written(tmp_path, held, "bomb.gz"), [NAME]).empty


def test_a_word_may_be_allowed(tmp_path: Path) -> None:
    path = written(tmp_path, notebook(source="Zeb is a bicycle maker"))
    assert not check_share(path, ["Zeb Quackenbush"]).empty
    assert check_share(path, ["Zeb Quackenbush"], allow=["zeb"]).empty


def test_without_anything_to_look_for_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("journeywidgets.evidence.share.living", [])
    path = written(tmp_path, notebook())
    with pytest.raises(EvidenceError, match="nothing to look for"):
        check_share(path)
    with pytest.raises(EvidenceError, match="not a level"):
        check_share(path, ["Zeb"], share="everybody")
    with pytest.raises(EvidenceError, match="no such file"):
        check_share(tmp_path / "none.ipynb", ["Zeb"])


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (["Ada Example"], [("Ada Example", (), None)]),
        ({"Ada Example": "P1"}, [("Ada Example", (), "P1")]),
        (
            pd.DataFrame({"Name": ["Ada Example", None], "Aliases": ["Ad; Addie", ""], "pseudonym": ["P1", ""]}),
            [("Ada Example", ("Ad", "Addie"), "P1")],
        ),
    ],
)
def test_rosters_come_in_several_forms(given: Any, expected: list[Any]) -> None:
    assert [(one.name, one.aliases, one.label) for one in names_of(given)] == expected


@pytest.mark.parametrize(
    ("make", "match"),
    [
        (lambda _: ["Zebulon", "Z"], "row 2 has fewer than two letters"),
        (lambda _: pd.DataFrame({"who": [NAME]}), "no column called name"),
        (lambda _: 3, "is a int"),
        (lambda folder: folder / f"{NAME}.csv", "does not exist"),
        (lambda folder: written(folder, b"\xff\xfe\x00", f"{NAME}.csv"), "not a table in UTF-8"),
        (lambda folder: written(folder, b"x", f"{NAME}.docx"), "is read from .csv"),
    ],
)
def test_a_roster_that_cannot_be_read_says_why_and_names_nobody(
    tmp_path: Path, make: Callable[[Path], Any], match: str
) -> None:
    with pytest.raises(EvidenceError, match=match) as caught:
        names_of(make(tmp_path))
    assert not leaks(caught.value)


def test_the_phone_is_found_in_numbers_too(tmp_path: Path) -> None:
    study = build(Study(seed=1))
    digits = int("".join(letter for letter in PHONE if letter.isdigit()))
    found = check_share(written(tmp_path, notebook(**output("application/json", {"tel": digits}))), study=study)
    assert found["kind"].tolist() == ["phone"]
