"""Unpacking: every text that a notebook or another file holds, however it was written or packed.

JSON within JSON, its escapes, HTML with its entities and tags, percent signs, base64, gzip and zip:
a name may hide in any of them, and in several at once.
"""

from __future__ import annotations

import base64
import binascii
import contextlib
import gzip
import html
import io
import json
import re
import urllib.parse
import zipfile
import zlib
from collections.abc import Container, Iterator
from typing import Any, NamedTuple

_DEPTH = 8  # of packings within each other
_ROUNDS = 4  # of escapes within each other
_LIMIT = 20_000_000  # bytes that one packing may grow to
_MEMBERS = 2000  # of a zip
_ESCAPE = re.compile(r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([nrtbf/\"'\\]))")
_LETTERS = {"n": "\n", "r": "\r", "t": "\t", "b": " ", "f": " "}
_COLOR = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")  # of a terminal, in a traceback
_TAG = re.compile(r"<[^<>]{0,5000}>")
_JOIN = re.compile(r"([\"'])[ \t]*(?:\+[ \t]*)?\\?\n?[ \t]*\1")  # between the pieces of one text in a program
_BASE64 = re.compile(r"(?:[A-Za-z0-9+/_-]{4}(?:\\n|\s){0,4}){4,}[A-Za-z0-9+/_-]{0,3}={0,2}")
_STATES = "application/vnd.jupyter.widget-state+json"
_STATE = re.compile(rb"<script type=\"application/vnd\.jupyter\.widget-state\+json\">(.*?)</script>", re.DOTALL)
_RUN = re.compile(rb"[\x20-\x7e]{6,}")
_WIDE = re.compile(rb"(?:[\x20-\x7e]\x00){6,}")


class Text(NamedTuple):
    """A text, and where it stands: ``cell 3, output 1, text/html``."""

    place: str
    text: str


def texts(data: bytes, name: str, skip: Container[str] = ()) -> Iterator[Text]:
    """Yield the texts of a file.

    Parameters
    ----------
    data
        Its content. A notebook is known by its cells; a zip, gzip or text file is read as what it is.
    name
        What the place of a text begins with, where it is no notebook.
    skip
        Program code of widgets that is known, and not looked into.
    """
    try:
        held = json.loads(data)
    except (ValueError, RecursionError):
        yield from _states(data, skip)
        yield from _binary(_STATE.sub(b"", data), name, 0)
        return
    if isinstance(held, dict) and isinstance(held.get("cells"), list):
        yield from _notebook(held, skip)
    else:
        yield from _value(held, name, 0)


def _states(data: bytes, skip: Container[str]) -> Iterator[Text]:
    """Yield the texts of the states of widgets in a page made of a notebook."""
    for script in _STATE.finditer(data):
        try:
            held = json.loads(script[1].replace(b"<\\/", b"</"))
        except (ValueError, RecursionError):
            yield from _binary(script[1], "widget state", 0)
            continue
        yield from _metadata({"widgets": {_STATES: held}}, skip)


def _notebook(held: dict[str, Any], skip: Container[str]) -> Iterator[Text]:
    for number, cell in enumerate(held["cells"], 1):
        place = f"cell {number}"
        if not isinstance(cell, dict):
            yield from _value(cell, place, 0)
            continue
        for part, value in cell.items():
            if part == "outputs" and isinstance(value, list):
                for count, output in enumerate(value, 1):
                    yield from _output(output, f"{place}, output {count}")
            else:
                yield from _value(value, f"{place}, {part}", 0)
    for part, value in held.items():
        if part == "metadata" and isinstance(value, dict):
            yield from _metadata(value, skip)
        elif part != "cells":
            yield from _value(value, part, 0)


def _output(output: Any, place: str) -> Iterator[Text]:
    for part, value in output.items() if isinstance(output, dict) else (("", output),):
        if part == "data" and isinstance(value, dict):
            for mime, shown in value.items():
                yield from _value(shown, f"{place}, {mime}", 0)
        else:
            yield from _value(value, f"{place}, {part}", 0)


def _metadata(metadata: dict[str, Any], skip: Container[str]) -> Iterator[Text]:
    for part, value in metadata.items():
        states = value.get(_STATES) if isinstance(value, dict) else None
        models = states.get("state") if isinstance(states, dict) else None
        if part == "widgets" and isinstance(models, dict):
            for number, model in enumerate(models.values(), 1):
                yield from _model(model, f"widget state {number}", skip)
        else:
            yield from _value(value, f"metadata, {part}", 0)


def _model(model: Any, place: str, skip: Container[str]) -> Iterator[Text]:
    if not isinstance(model, dict):
        yield from _value(model, place, 0)
        return
    for part, value in model.items():
        if part == "state" and isinstance(value, dict):
            for trait, held in value.items():
                yield Text(place, str(trait))
                if isinstance(held, str) and held in skip:
                    continue
                yield from _value(held, f"{place}, {trait}", 0)
        else:
            yield from _value(value, f"{place}, {part}", 0)


def _value(value: Any, place: str, depth: int, seen: set[str] | None = None) -> Iterator[Text]:
    """Yield the texts of a plain value: of lists of lines also the whole; of equal ones within it the first."""
    seen = set() if seen is None else seen
    if isinstance(value, str):
        yield from _string(value, place, depth, seen)
    elif isinstance(value, bool) or value is None:
        return
    elif isinstance(value, (int, float)):
        yield Text(place, str(value))
    elif isinstance(value, list):
        lines = [item for item in value if isinstance(item, str)]
        if lines and len(lines) == len(value):
            yield from _string("".join(lines), place, depth, seen)
            if len(lines) > 1:
                yield Text(place, "\n".join(lines))
        else:
            for item in value:
                yield from _value(item, place, depth, seen)
    elif isinstance(value, dict):
        for name, item in value.items():
            yield Text(place, str(name))
            yield from _value(item, place, depth, seen)


def _string(text: str, place: str, depth: int, seen: set[str]) -> Iterator[Text]:
    """Yield a text, and what it says once it is unpacked."""
    if text in seen:
        return
    seen.add(text)
    yield Text(place, text)
    if depth >= _DEPTH:
        return
    plain = _decoded(text)
    for form in dict.fromkeys((text, plain)):
        for unpacked in _unpacked(form):
            if isinstance(unpacked, bytes):
                yield from _binary(unpacked, place, depth + 1, seen)
            else:
                yield from _value(unpacked, place, depth + 1, seen)
    for form in dict.fromkeys((plain, *_untagged(plain))):
        if form not in seen:
            seen.add(form)
            yield Text(place, form)


def _decoded(text: str) -> str:
    """Return a text without the escapes of programs, web pages, addresses and terminals, also of one in another."""
    for _ in range(_ROUNDS):
        plain = _COLOR.sub("", text) if "\x1b" in text else text
        plain = _JOIN.sub("", plain)
        plain = _ESCAPE.sub(_escaped, plain) if "\\" in plain else plain
        plain = html.unescape(plain) if "&" in plain else plain
        plain = urllib.parse.unquote(plain, errors="replace") if "%" in plain else plain
        if plain == text:
            break
        text = plain
    return text


def _untagged(text: str) -> Iterator[str]:
    """Yield a text without tags, with and without a gap: one may cut a name in two, or keep two words apart."""
    if "<" in text:
        yield _TAG.sub("", text)
        yield _TAG.sub(" ", text)


def _unpacked(text: str) -> Iterator[Any]:
    if text.lstrip()[:1] in {"{", "[", '"'}:
        with contextlib.suppress(ValueError, RecursionError):
            yield json.loads(text)
    for run in _BASE64.finditer(text):
        data = _of_base64(run.group())
        if data:
            yield data


def _escaped(match: re.Match[str]) -> str:
    digits = match[1] or match[2] or match[3]
    if not digits:
        return _LETTERS.get(match[4], match[4])
    number = int(digits, 16)
    return chr(number) if number <= 0x10FFFF else match.group()  # noqa: PLR2004 - the last code point


def _of_base64(run: str) -> bytes | None:
    letters = re.sub(r"\\n|\s|=", "", run).replace("-", "+").replace("_", "/")
    letters = letters[: len(letters) - (len(letters) % 4 == 1)]
    try:
        return base64.b64decode(letters + "=" * (-len(letters) % 4))
    except (binascii.Error, ValueError):
        return None


def _binary(data: bytes, place: str, depth: int, seen: set[str] | None = None) -> Iterator[Text]:
    """Yield the texts of bytes: of what is packed, of a text in any usual encoding, else of runs of letters."""
    seen = set() if seen is None else seen
    if depth >= _DEPTH:
        return
    if data[:4] == b"PK\x03\x04":
        yield from _zip(data, place, depth, seen)
        return
    if data[:2] in {b"\x1f\x8b", b"\x78\x9c", b"\x78\x01", b"\x78\xda", b"\x78\x5e"}:
        inner = _inflated(data)
        if inner is not None:
            yield from _binary(inner, place, depth + 1, seen)
            return
    for encoding in ("utf-8-sig", "utf-16") if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else ("utf-8-sig",):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if sum(letter.isprintable() or letter.isspace() for letter in text) >= 0.9 * len(text):
            yield from _string(text, place, depth, seen)
            return
    yield from (Text(place, run.group().decode("ascii")) for run in _RUN.finditer(data))
    yield from (Text(place, run.group().decode("utf-16-le")) for run in _WIDE.finditer(data))


def _inflated(data: bytes) -> bytes | None:
    try:
        if data[:2] == b"\x1f\x8b":
            with gzip.GzipFile(fileobj=io.BytesIO(data)) as file:
                return file.read(_LIMIT)
        return zlib.decompressobj().decompress(data, _LIMIT)
    except (OSError, EOFError, zlib.error):
        return None


def _zip(data: bytes, place: str, depth: int, seen: set[str]) -> Iterator[Text]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in archive.infolist()[:_MEMBERS]:
                yield Text(place, member.filename)
                with archive.open(member) as file:
                    yield from _binary(file.read(_LIMIT), f"{place}, a part of it", depth + 1, seen)
    except (OSError, ValueError, RuntimeError, NotImplementedError, zipfile.BadZipFile, zlib.error):
        yield from (Text(place, run.group().decode("ascii")) for run in _RUN.finditer(data))
