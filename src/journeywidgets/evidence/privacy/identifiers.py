"""What points to a person without being a name: e-mail addresses, phone numbers, links, long numbers.

Rules of form, with no list behind them: they take too much rather than too little, and know nothing
of what is spelled out in words but ``zoe at example dot com``.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass
from typing import Any

from journeywidgets.errors import EvidenceError
from journeywidgets.evidence.folding import Folded

KINDS = ("e-mail", "phone", "link", "number")
_LOCAL = 64  # letters before the @, at most
_PHONE = range(7, 16)
_LONG = 6  # digits in a row, from which a number may be somebody's

_DOMAIN = re.compile(r"[^\W_](?:[\w-]{0,62})(?:\.[\w-]{1,63}){1,8}")
_NOT_LOCAL = re.compile(r"[\s<>()\[\]{},;:\"\\@|]")
_SPELLED = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}(?: dot [\w-]{1,63}){0,3} ?(?:\bat\b|\(at\)|\[at\]) ?"
    r"[\w-]{1,63}(?: ?(?:\bdot\b|\(dot\)|\[dot\]) ?[\w-]{1,63}){1,4}(?!\w)"
    r"|(?<![\w.+-])[\w.+-]{1,64} ?(?:\(at\)|\[at\]) ?[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}(?!\w)"
)
_DOT = re.compile(r"\bdot\b|[(\[](?:dot|at)[)\]]")
_LINK = re.compile(r"(?:https?|ftp)://[^\s<>\"]+|(?<!\w)www\.[^\s<>\"]+")
_PATH = re.compile(r"\.[a-z0-9-]{1,63}/[^\s<>\"]*")
_DOMAIN_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789.-")
_DOMAIN_LENGTH = 253
_LINK_END = ".,;:!?)]}'"
# Where digits are, with all that may stand between them: found faster than what they are.
_REGION = re.compile(r"\d[\d \t().,/:+\-\nt]*")
_DIGITS = re.compile(
    # A date or a time is nobody's number, unless more digits hang on it.
    r"(?P<date>(?<![\d./-])(?:(?:19|20)\d\d([-/.])\d{1,2}\2\d{1,2}|\d{1,2}([-/.])\d{1,2}\3(?:19|20)\d\d)(?![./-]?\d)"
    r"(?:[ t]\d{1,2}:\d\d(?::\d\d)?)?)"
    r"|(?P<digits>[+(]{0,2}\d(?:[ \t()./-]{0,3}\n?\d)*)"
)
_IP = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}")
_YEARS = re.compile(r"(?:19|20)\d\d(?:\D+(?:19|20)\d\d)+")
_AMOUNT = re.compile(r"[1-9]\d?([ .])\d{3}(?:\1\d{3})*")


@dataclass(frozen=True)
class Identifier:
    """One found: the raw span, its kind, and its value in a form that is the same wherever it stands."""

    start: int
    end: int
    kind: str
    value: str


def find(folded: Folded, region: str | None = None, kinds: Container[str] = KINDS) -> Iterator[Identifier]:
    """Yield what may point to a person; some may overlap.

    Parameters
    ----------
    folded
        The text.
    region
        The country, in two letters, in whose form phone numbers are looked for besides.
    kinds
        What to look for, of `KINDS`.

    Raises
    ------
    EvidenceError
        `region` is given, and the phonenumbers library is not installed.
    """
    for one in _all(folded, region):
        if one.kind in kinds:
            yield one


def _all(folded: Folded, region: str | None) -> Iterator[Identifier]:
    text = folded.text
    for start, end in (*_addresses(text), *(match.span() for match in _spelled(text))):
        yield Identifier(*folded.span(start, end), "e-mail", _address(text[start:end]))
    for start, end in (*_links(text), *_paths(text)):
        link = text[start:end].rstrip(_LINK_END)
        yield Identifier(*folded.span(start, start + len(link)), "link", link)
    for match in _numbers(text):
        digits = match["digits"]
        kind = _kind(digits) if digits is not None else None
        if kind is not None:
            yield Identifier(*folded.span(*match.span()), kind, re.sub(r"\D", "", digits))
    if region is not None:
        yield from _phones(folded.raw, region)


def _addresses(text: str) -> Iterator[tuple[int, int]]:
    at = text.find("@")
    while at >= 0:
        start = at
        while start > max(0, at - _LOCAL) and not _NOT_LOCAL.match(text[start - 1]):
            start -= 1
        domain = _DOMAIN.match(text, at + 1)
        if domain is not None and start < at:
            yield start, at + 1 + len(domain.group().rstrip(".-"))
        at = text.find("@", at + 1)


def _links(text: str) -> Iterator[tuple[int, int]]:
    if "://" in text or "www." in text:
        yield from (match.span() for match in _LINK.finditer(text))


def _numbers(text: str) -> Iterator[re.Match[str]]:
    for region in _REGION.finditer(text):
        start = region.start()
        while start > max(0, region.start() - 2) and text[start - 1] in "+(":
            start -= 1
        yield from _DIGITS.finditer(text, start, region.end())


def _paths(text: str) -> Iterator[tuple[int, int]]:
    """Return links without their beginning: ``example.org/in/zoe``."""
    done = 0
    for match in _PATH.finditer(text):
        start = match.start()
        while start > max(done, match.start() - _DOMAIN_LENGTH) and text[start - 1] in _DOMAIN_LETTERS:
            start -= 1
        if start < match.start() and not text[start - 1 : start].isalpha() and text[start - 1 : start] != "@":
            yield start, match.end()
        done = match.end()


def _spelled(text: str) -> Iterator[re.Match[str]]:
    hinted = "dot" in text or "at)" in text or "at]" in text
    return _SPELLED.finditer(text) if hinted and _DOT.search(text) else iter(())


def _address(found: str) -> str:
    if "@" not in found:
        found = re.sub(r"\s*(?:\bat\b|\(at\)|\[at\])\s*", "@", found)
    return re.sub(r"\s*(?:\bdot\b|\(dot\)|\[dot\])\s*", ".", found)


def _kind(written: str) -> str | None:
    """Return what a run of digits is; None for what is nobody's: a year, an amount, a few digits."""
    groups = re.findall(r"\d+", written)
    count = sum(map(len, groups))
    plain = written.lstrip("+(")
    if _IP.fullmatch(plain) and count >= _LONG:
        return "number"
    if _YEARS.fullmatch(plain) or _AMOUNT.fullmatch(written):
        return None
    if len(groups) > 1:
        return "phone" if count in _PHONE else "number" if count > max(_PHONE) else None
    if count < _LONG or (written.endswith("000") and count < max(_PHONE)):
        return None
    return "phone" if count in range(9, max(_PHONE) + 1) or written != plain else "number"


def _phones(raw: str, region: str) -> Iterator[Identifier]:
    library = phone_library()
    for match in library.PhoneNumberMatcher(raw, region, leniency=library.Leniency.POSSIBLE):
        yield Identifier(match.start, match.end, "phone", re.sub(r"\D", "", match.raw_string))


def phone_library() -> Any:
    """Return the phonenumbers library.

    Raises
    ------
    EvidenceError
        It is not installed.
    """
    try:
        import phonenumbers
    except ImportError:
        raise EvidenceError(
            "phone numbers in the form of a country need the phonenumbers library. "
            "Install it with: pip install 'journeywidgets[phones]'."
        ) from None
    return phonenumbers
