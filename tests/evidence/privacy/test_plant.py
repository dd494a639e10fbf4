"""A planted name, e-mail address and phone number go the whole way, and reach nothing that leaves Python."""

from __future__ import annotations

import json
import logging
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
import pytest
from nbclient import NotebookClient
from nbconvert import HTMLExporter
from tests.evidence.privacy.people import MAIL, NAME, OTHER, PHONE, build, everything, journey, leaks

from journeywidgets import Journey, JourneyError, JourneyMap, NotesCoder
from journeywidgets.evidence import Study, check_share, redact

CALL = f"""WEBVTT

1
00:00:01.000 --> 00:00:04.000
Mo Derator: Hello Zebulon, how late was the code?

2
00:00:04.000 --> 00:00:09.000
{NAME}: The code came very, very late. Write to {MAIL} or call {PHONE}.

3
00:00:09.000 --> 00:00:12.000
{OTHER}: As Zebulon said, it is late.

4
00:00:12.000 --> 00:00:15.000
{NAME}: And then it had expired already.
"""

CELLS = (
    """\
from pathlib import Path
from journeywidgets import Journey, JourneyMap, NotesCoder
from journeywidgets.evidence import Study
study = Study.open(next(Path().glob('*.study.json')))
study.read(next(Path().glob('*.vtt')))
""",
    """\
study.set('participants', study.id_of('participants', 'P1'), role='moderator')
code = study.add('codes', name='Late code')
quotes = [study.quote(segment=s) for s in study.segments.index[1:]]
study.apply(quotes, 'Late code', coder='AB')
study.set('quotes', quotes[1], level='private')
study.code_counts()
""",
    """\
journey = Journey.open('bikes.journey.json', template='awareness-to-advocacy')
lane = journey.lanes.index[journey.lanes['kind'] == 'pain'][0]
card = journey.add('cards', stage=journey.stages.index[0], lane=lane, text='Late')
journey.cite(card, quotes, asked=3)
journey
""",
    "NotesCoder(study, coder='AB')",
    "study",
    "JourneyMap(journey, share='public')",
    "study.search('late')[['source', 'segment', 'start', 'end']]",
    "study.verify()",
    "study.key",
    "study.read(next(Path().glob('*.vtt')))",
    "study.apply(quotes[0], study.sources['text'].iloc[0])",
    "study.quote(segment=study.sources['text'].iloc[0])",
    "journey.save(); study.save(); journey.close(); study.close()",
)
FAILING = ("study.read(next(Path().glob('*.vtt')))", "study.apply(quotes[0]", "study.quote(segment=study.sources")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which a notebook has been run over the planted call, and saved."""
    made = tmp_path_factory.mktemp("planted")
    (made / f"{NAME}.vtt").write_text(CALL)
    Study.open(made / "talks.study.json", seed=1).close()
    cells = [nbformat.v4.new_code_cell(code) for code in CELLS]
    for cell in cells:
        if cell.source.startswith(FAILING) and cell is not cells[0]:
            cell.metadata["tags"] = ["raises-exception"]
    notebook = nbformat.v4.new_notebook(cells=cells)
    resources = {"metadata": {"path": str(made)}}
    NotebookClient(notebook, timeout=240, store_widget_state=True, resources=resources).execute()
    shared = made / "shared"
    shared.mkdir()
    nbformat.write(notebook, shared / "report.ipynb")
    page, _ = HTMLExporter().from_notebook_node(notebook)
    (shared / "report.html").write_text(page)
    for path in made.glob("bikes.journey.json*"):
        (shared / path.name).write_bytes(path.read_bytes())
    return made


def test_the_notebook_ran_and_holds_what_it_should(folder: Path) -> None:
    notebook = nbformat.read(folder / "shared" / "report.ipynb", as_version=4)
    failed = [cell.source for cell in notebook.cells if any(out.output_type == "error" for out in cell.outputs)]
    assert len(failed) == 3
    text = json.dumps(notebook)
    assert "very, very late" in text  # the words that may leave are there
    assert "[e-mail 1]" in text
    assert "As [P" not in text  # those of the private quote are not


@pytest.mark.parametrize("name", ["report.ipynb", "report.html"])
def test_nothing_planted_is_in_what_is_shared(folder: Path, name: str) -> None:
    assert not leaks((folder / "shared" / name).read_text())
    assert check_share(folder / "shared" / name, study=folder / "talks.study.json").empty


def test_nothing_planted_is_in_the_journeys_files(folder: Path) -> None:
    assert not leaks(everything(folder / "shared"))
    assert "said, it is late" not in everything(folder / "shared")  # a private quote has no words in a journey


def test_the_study_itself_has_it_and_the_checks_can_see(folder: Path) -> None:
    assert leaks((folder / "talks.study.json").read_text())
    assert leaks((folder / "talks.key.json").read_text())
    assert not check_share(folder / "talks.study.json", study=folder / "talks.study.json").empty


def test_a_journal_of_a_shared_file_has_nothing_planted(tmp_path: Path) -> None:
    study = build(Study(seed=1))
    made = journey(study, tmp_path / "b.journey.json")
    made.set("cards", "card", text="It is late")
    assert (tmp_path / "b.journey.json.journal").stat().st_size > 100
    made.save(tmp_path / "public.journey.json", share="public")
    study.save(tmp_path / "team.study.json", share="team")
    assert not leaks(everything(tmp_path))
    assert "gave up" not in everything(tmp_path)
    made.close()


@pytest.fixture
def pages() -> Iterator[Callable[[Any], list[Any]]]:
    """What a widget has sent, once every page has asked for everything."""
    shown: list[Any] = []

    def asked(widget: Any) -> list[Any]:
        sent: list[Any] = []
        widget.wire._post = sent.append
        widget.send = sent.append
        shown.append(widget)
        widget.receive({"jw": 1, "type": "hello", "client": "c", "epoch": "", "revision": -1})
        return sent

    yield asked
    for widget in shown:
        widget.close()


@pytest.mark.parametrize("share", ["private", "team", "public"])
def test_a_widget_sends_and_saves_nothing_planted(pages: Callable[[Any], list[Any]], share: str) -> None:
    study = build(Study(seed=1))
    made = journey(study)
    for widget in (NotesCoder(study, share=share), JourneyMap(made, share=share)):
        sent = pages(widget)
        widget.receive({"jw": 1, "type": "read", "source": "s1", "at": 0, "count": 99})
        widget.receive({"jw": 1, "type": "search", "client": "c", "id": 1, "query": "Zebulon"})
        study.set("memos", study.memos.index[0], text=f"{NAME} again, {MAIL}")
        study.set("codes", "late", definition=f"as {NAME}")
        widget.wire.flush()
        widget.receive(_edit(study, {"op": "set", "table": "codes", "id": "late", "values": {"definition": 3}}, 1))
        widget.receive(_edit(study, {"op": "set", "table": "sources", "id": "s1", "values": {"text": "x"}}, 2))
        assert len(sent) > 2
        assert not leaks(json.dumps(sent))
        state = widget.get_state()
        assert not leaks(json.dumps(state, default=str))
        bundle = widget._repr_mimebundle_()
        assert bundle is not None
        assert not leaks(json.dumps(bundle[0], default=str))
        saved = json.dumps([state, bundle[0]], default=str)
        assert ("gave up" in saved) == (share == "private" and isinstance(widget, NotesCoder))
        assert ("very, very late" in saved) == (share != "public")
        assert "Hello" not in saved  # no source's text


def _edit(study: Study, op: dict[str, Any], seq: int) -> dict[str, Any]:
    head = {"jw": 1, "type": "change", "client": "c", "seq": seq, "first": 1, "epoch": study.store.epoch}
    return {**head, "base": study.store.revision, "label": "Edit", "ops": [op]}


def _failures(study: Study, made: Journey, folder: Path) -> Iterator[Callable[[], Any]]:
    text = study.sources["text"].iloc[0]
    hostile = folder / f"{NAME}.csv"
    hostile.write_bytes(f"who,{NAME}\n\xff".encode("latin-1"))
    broken = folder / f"{NAME}.vtt"
    broken.write_text(f"WEBVTT\n\n00:00:05.000 --> 00:00:01.000\n{NAME}: late\n\n00:00:0x\n")
    table = pd.DataFrame({"who": [NAME], "text": [text], "code": [f"{NAME} waits"]})
    yield lambda: study.add("quotes", source=text, start=0, end=1)
    yield lambda: study.add("quotes", source="s1", start=0, end=10**6, exact=text)
    yield lambda: study.add("quotes", source="s1", start=3, end=1, exact=NAME)
    yield lambda: study.add("applications", quote="q1", code="late", coder="AB")
    yield lambda: study.set("quotes", "q1", level=NAME)
    yield lambda: study.set("quotes", "q1", score=NAME)
    yield lambda: study.set("quotes", "q1", participant=NAME)
    yield lambda: study.set("participants", "p1", share=MAIL)
    yield lambda: study.set("participants", "p1", consent_until=NAME)
    yield lambda: study.set("participants", NAME, pseudonym="P9")
    yield lambda: study.set("sources", "s1", text=f"{NAME}\r\n")
    yield lambda: study.set("sources", "s1", text="short")
    yield lambda: study.set("sources", "s1", kind=NAME)
    yield lambda: study.add("memos", quote=NAME, text=text)
    yield lambda: study.update("quotes", pd.DataFrame({"exact": [text], "source": [NAME]}, index=["q1"]))
    yield lambda: study.quote(text, 0, 5)
    yield lambda: study.apply(NAME, "late")
    yield lambda: study.apply("q1", NAME)
    yield lambda: study.search(f"{NAME}(")
    yield lambda: study.search(f"({NAME}", regex=True)
    yield lambda: study.forget(NAME)
    yield lambda: study.read(hostile)
    yield lambda: study.read(broken)
    yield lambda: study.read(table, kind="nothing that is known")
    yield lambda: study.read(table, text="text", participant="not there")
    yield lambda: study.read(folder / f"{MAIL}.txt")
    yield lambda: study.key.add(NAME[:1])
    yield lambda: made.cite("card", [NAME], study=study)
    yield lambda: made.cite("card", [text])
    yield lambda: made.cite("card", "q1", NAME, study=study)
    yield lambda: redact(study, [NAME[:1]])
    yield lambda: redact(study, share=NAME)
    yield lambda: redact(study, kinds=[NAME])
    yield lambda: check_share(folder / f"{NAME}.ipynb", [NAME])
    yield lambda: Study.from_dict({"study": {"id": "x"}, "sources": [{"id": "s", "text": NAME, "kind": text}]})
    yield lambda: Study.from_dict({"study": {"id": "x"}, "participants": [{"id": "p", "role": NAME}]})


def _chain(error: BaseException | None) -> Iterator[str]:
    """Yield what is printed of an error: those that it is chained to too, unless they were silenced."""
    while error is not None:
        yield str(error)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def test_no_error_and_no_log_says_what_was_planted(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    study = build(Study(seed=1))
    made = journey(study)
    raised = 0
    for number, fail in enumerate(_failures(study, made, tmp_path)):
        with warnings.catch_warnings(record=True) as warned:
            warnings.simplefilter("always")
            try:
                fail()
            except JourneyError as error:
                raised += 1
                for said in _chain(error):
                    assert not leaks(said.replace(str(tmp_path), "")), (number, said)
        assert not leaks([str(one.message) for one in warned]), number
    assert raised >= 30
    widget = NotesCoder(study)
    widget.receive({"jw": 1, "type": NAME, "words": MAIL})
    widget.close()
    assert not leaks(caplog.text)


def test_a_damaged_file_is_refused_without_its_words(tmp_path: Path) -> None:
    study = build(Study.open(tmp_path / "x.study.json", seed=1))
    study.close()
    path = tmp_path / "x.study.json"
    good = path.read_text()
    (tmp_path / "x.study.json.journal").unlink(missing_ok=True)
    for bad in (
        good.replace('"id": "q1"', f'"id": "q1", "level": "{NAME}"', 1),
        good.replace('"participant": "p1"', f'"participant": "{NAME}"'),
        good.replace('"id": "q1"', f'"id": "q1", "{NAME}": 3, "{NAME}": 4', 1),
        good.replace('"sources": [', f'"sources": [ {NAME} ', 1),
    ):
        assert bad != good
        path.write_text(bad)
        with pytest.raises(JourneyError) as caught:
            Study.open(path, read_only=True)
        assert not leaks([*_chain(caught.value)])
    key = tmp_path / "x.key.json"
    path.write_text(good)
    key.write_text(key.read_text().replace('"name":', '"nam":'))
    with pytest.raises(JourneyError, match="not a key") as caught:
        Study.open(path, read_only=True).key  # noqa: B018 - it is read when it is asked for
    assert not leaks(caught.value)
    assert caught.value.__suppress_context__
