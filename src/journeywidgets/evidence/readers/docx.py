"""Word documents: transcripts of Teams and Google Meet, and running text with marks of speakers."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from journeywidgets.errors import EvidenceError
from journeywidgets.evidence.archive import Archive, Limits
from journeywidgets.evidence.readers.decoding import MAX_BYTES, MAX_LINE, MAX_TEXT
from journeywidgets.evidence.readers.reading import Reading, sha256
from journeywidgets.evidence.readers.sections import Line
from journeywidgets.evidence.readers.speakers import read_lines
from journeywidgets.evidence.readers.transcript import Options, Transcript, reader

_INSTALL = (
    'Reading .docx needs python-docx. Install it with: pip install "journeywidgets[docx]", or save the file as .txt.'
)
_LIMITS = Limits(file=MAX_BYTES, members=5_000, member=128_000_000, total=256_000_000, ratio=200, slack=1_000_000)
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_BLANKS = {f"{_WORD}tab": "\t", f"{_WORD}br": "\n", f"{_WORD}cr": "\n", f"{_WORD}noBreakHyphen": "\u2011"}
# What is not shown: what was deleted with changes tracked, and the copy of a drawing for old programs.
_HIDDEN = frozenset({f"{_WORD}del", f"{_WORD}moveFrom", f"{_WORD}pPr", f"{_WORD}rPr", _FALLBACK})
_HEADING = re.compile(r"heading ([1-9])", re.IGNORECASE)
# An older form of Teams: "0:0:5.1 --> 0:0:8.2", the name, the words.
_TIMES = re.compile(r"(\d+:\d+:\d+)(?:\.\d+)?\s*-->\s*\d+:\d+:\d+(?:\.\d+)?")
_PAIR = 2


@reader
def read(given: Path | bytes, **options: Any) -> Reading:
    """Read a Word document with marks of speakers, as `speakers.read` reads text.

    Paragraphs, tables (a row is a turn), text boxes and tracked insertions are read in their order;
    tracked deletions, comments, headers and footers are not. Bold names are names like others.

    Parameters
    ----------
    given
        The file, or its bytes.
    **options
        As every transcript's: see `Options`.

    Raises
    ------
    EvidenceError
        python-docx is missing, the file is no Word document, or it unpacks to more than one holds; and as
        `speakers.read`.
    """
    wanted = Options.of("docx", options)
    data = _bytes(given)
    document = _document(data)
    transcript = Transcript("docx", wanted, sha256(data), given)
    lines = list(_lines(document))
    if sum(len(line.text) for line in lines) > MAX_TEXT:
        raise EvidenceError(f"the document holds more than {MAX_TEXT:,} characters. Split it, one for each session.")
    longest = max((len(line.text) for line in lines), default=0)
    if longest > MAX_LINE:
        raise EvidenceError(f"a line of {longest:,} characters; one may have {MAX_LINE:,}. Is this the right file?")
    deleted = sum(1 for _ in document.element.body.iter(f"{_WORD}delText"))
    transcript.reading.drop("tracked deletions", deleted, "the document shows them as deleted")
    return read_lines(transcript, lines)


def _bytes(given: Path | bytes) -> bytes:
    if isinstance(given, bytes):
        return given
    try:
        with given.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise EvidenceError(f"the file cannot be read: {error.strerror or 'no reason given'}") from None


def _document(data: bytes) -> Any:
    """Return the document, its archive and its XML having been checked before anything unpacks them."""
    try:
        import docx
    except ImportError:
        raise EvidenceError(_INSTALL) from None
    _check(data)
    try:
        return docx.Document(io.BytesIO(data))
    except Exception:  # noqa: BLE001 - python-docx raises whatever the damage leads to
        raise EvidenceError("the file is no Word document that can be read; an old .doc has to be saved anew") from None


def _check(data: bytes) -> None:
    """Raise for a bomb: a Word document never defines entities, and a parser would expand them."""
    from defusedxml import DefusedXmlException, ElementTree

    with Archive(data, _LIMITS) as archive:
        if "[Content_Types].xml" not in archive:
            raise EvidenceError("the file is a zip archive, and no Word document")
        for name in archive.names:
            if not name.casefold().endswith((".xml", ".rels")):
                continue
            try:
                ElementTree.fromstring(archive.read(name), forbid_dtd=True)
            except (ElementTree.ParseError, DefusedXmlException, ValueError, LookupError):
                raise EvidenceError(
                    "the document holds XML that is damaged, or that defines entities. Nothing was read."
                ) from None


def _lines(document: Any) -> Iterator[Line]:
    """Yield the lines of the document, an empty one after each paragraph, numbered as they come."""
    number = 0
    for text, level in _blocks(document):
        pieces = text.replace("\r", "\n").split("\n")
        times = _TIMES.fullmatch(pieces[0].strip())
        if times and len(pieces) > 1:
            pieces = [f"{pieces[1].strip()}  {_padded(times[1])}", *pieces[2:]]
        for piece in pieces:
            number += 1
            yield Line(number, piece, level if piece.strip() else 0)
        number += 1
        yield Line(number, "")


def _padded(time: str) -> str:
    hours, minutes, seconds = time.split(":")
    return f"{hours}:{minutes:0>2}:{seconds:0>2}"


def _blocks(document: Any) -> Iterator[tuple[str, int]]:
    """Yield the text and heading level of each paragraph; the rows of a table as one paragraph each."""
    levels = {style.style_id: _level(style) for style in document.styles}
    done: set[Any] = set()
    for element in document.element.body.iter(f"{_WORD}p", f"{_WORD}tr"):
        if element in done or _is_hidden(element):
            continue
        if element.tag == f"{_WORD}tr":
            done.update(element.iter(f"{_WORD}p", f"{_WORD}tr"))
            yield _row(element), 0
        else:
            style = element.find(f"{_WORD}pPr/{_WORD}pStyle")
            yield _text(element), 0 if style is None else levels.get(style.get(f"{_WORD}val"), 0)


def _level(style: Any) -> int:
    """Return the level of a heading's style; 0 where it is another."""
    name = style.name or ""
    match = _HEADING.fullmatch(name)
    return int(match[1]) if match else int(name.casefold() == "title")


def _row(element: Any) -> str:
    """Return a table's row: of two cells the first is the label, of more each is a line."""
    cells = ["\n".join(_text(part) for part in cell.iter(f"{_WORD}p")).strip() for cell in element.iter(f"{_WORD}tc")]
    cells = [cell for cell in cells if cell]
    if len(cells) == _PAIR and "\n" not in cells[0]:
        return f"{cells[0].rstrip(':')}: {cells[1]}"
    return "\n".join(cells)


def _text(paragraph: Any) -> str:
    """Return the words of a paragraph as shown; those of a text box inside it are a paragraph of their own."""
    parts: list[str] = []
    waiting = list(reversed(paragraph))
    while waiting:
        element = waiting.pop()
        if element.tag in _HIDDEN or element.tag == f"{_WORD}p":
            continue
        if element.tag == f"{_WORD}t":
            parts.append(element.text or "")
        elif element.tag in _BLANKS:
            parts.append(_BLANKS[element.tag])
        else:
            waiting.extend(reversed(element))
    return "".join(parts)


def _is_hidden(element: Any) -> bool:
    return any(above.tag in _HIDDEN for above in element.iterancestors())
