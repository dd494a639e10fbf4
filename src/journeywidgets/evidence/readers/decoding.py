"""From the bytes of a text file to its text: one encoding, one kind of line end, or one clear error."""

from __future__ import annotations

import codecs
import hashlib
from dataclasses import dataclass
from pathlib import Path

from journeywidgets.errors import EvidenceError

# An interview of three hours is 200 000 characters. These limits are far above any real file, and
# keep a damaged or hostile one from filling the memory.
MAX_BYTES = 64_000_000
MAX_LINE = 1_000_000
MAX_TEXT = 10_000_000

# UTF-32 first: its mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@dataclass(frozen=True)
class Decoded:
    """The text of a file.

    Attributes
    ----------
    text
        The text as written, with LF as the only line end and no byte-order mark.
    sha256
        The hash of the bytes as they were read, in hexadecimal.
    encoding
        The encoding it was read with.
    """

    text: str
    sha256: str
    encoding: str


def decode(given: Path | bytes, *, encoding: str | None = None, longest_line: int = MAX_LINE) -> Decoded:
    """Return the text of a file.

    Parameters
    ----------
    given
        A path, or the bytes themselves.
    encoding
        The name of the encoding. By default that of the byte-order mark, else UTF-8. Nothing is
        guessed: a wrong guess changes the words and says nothing.
    longest_line
        How many characters a line may have.

    Raises
    ------
    EvidenceError
        The file is too large, is not text in that encoding, or has a line that no transcript has.
    """
    data = _bytes(given)
    known, mark = next(((name, mark) for mark, name in _MARKS if data.startswith(mark)), ("utf-8", b""))
    name = encoding or known
    body = data[len(mark) :] if encoding is None or _same(encoding, known) else data
    try:
        text = body.decode(name)
    except UnicodeDecodeError as error:
        raise EvidenceError(_undecodable(body, error, name)) from None
    except LookupError:
        raise EvidenceError(f"no encoding is called {encoding!r}. Write one that Python knows, as 'cp1252'.") from None
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    _check(text, longest_line)
    return Decoded(text, hashlib.sha256(data).hexdigest(), name)


def _bytes(given: Path | bytes) -> bytes:
    """Return the bytes, having looked at their number before they fill the memory."""
    if isinstance(given, bytes):
        if len(given) > MAX_BYTES:
            raise EvidenceError(_too_large(len(given)))
        return given
    try:
        with given.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise EvidenceError(f"the file cannot be read: {error.strerror or 'no reason given'}") from None
    if len(data) > MAX_BYTES:
        raise EvidenceError(_too_large(given.stat().st_size))
    return data


def _too_large(size: int) -> str:
    return f"the file is {size:,} bytes long; a text may have {MAX_BYTES:,}. Split it, one file for each session."


def _same(one: str, other: str) -> bool:
    """Tell whether the byte-order mark belongs to the encoding that was asked for."""
    try:
        name = codecs.lookup(one).name
    except LookupError:
        return False
    return name == codecs.lookup(other).name or (name in {"utf-16", "utf-32"} and other.startswith(name))


def _undecodable(data: bytes, error: UnicodeDecodeError, name: str) -> str:
    line = data.count(b"\n", 0, error.start) + 1
    remedy = "Save it as UTF-8, or name its encoding: encoding='cp1252' for most old Windows files."
    if data[: error.start + 1].count(0) or data.count(0, 0, 1000):
        remedy = "It holds zero bytes: UTF-16 without a mark (encoding='utf-16-le') or no text at all."
    return f"line {line}: byte 0x{data[error.start]:02x} at {error.start:,} is not {name}. {remedy}"


def _check(text: str, longest_line: int) -> None:
    zero = text.find("\0")
    if zero >= 0:
        raise EvidenceError(
            f"line {text.count(chr(10), 0, zero) + 1}: a zero character. "
            "This is no text file, or UTF-16 without a mark (encoding='utf-16-le')."
        )
    start, number = 0, 1
    while start <= len(text):
        stop = text.find("\n", start)
        stop = len(text) if stop < 0 else stop
        if stop - start > longest_line:
            raise EvidenceError(
                f"line {number} is {stop - start:,} characters long; a line may have {longest_line:,}. "
                "Is this the right file, with its line ends?"
            )
        start, number = stop + 1, number + 1
