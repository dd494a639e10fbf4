"""Names in a text: whole words in any case, with and without accents, the longest first.

What is not on the list is not found: a nickname, a misspelling, a name that was spelled out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from journeywidgets.evidence.folding import Folded, fold

_WORD = re.compile(r"[^\W\d_]+")
_GAP = re.compile(r"[\s.,'_-]{1,3}")
_ADDITION = re.compile(r"\([^)]*\)|\[[^\]]*\]")


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


# What stands in names, but is none by itself.
_PARTICLES = _listed("""
    af al and at bin bint da das de del della den der di dit do dos du e el en het i ibn la las le les los of op
    san st t te ten ter the till to und van vom von y z zu zum zur
    dr frau herr ing jr lord madame mag miss mme mr mrs ms mx phd prof rev sir sr
    guest host interviewer moderator observer participant speaker unknown user iphone ipad
""")
# Names that are words of everyday English too: in a text they are taken for names only with a capital letter.
_EVERYDAY = _listed("""
    angel april art ash august autumn bay bell berry bill bishop black brook brown bush case chance chase chip church
    clay close cook crystal dale dawn day dean faith field fish ford forest fox frank gay gene glass gold good grace
    grant gray green grey guy hall harmony hill hope house hunter joy june justice king lane link long love low luck
    major march mark may melody mercy miles mill moon norm page park patience pearl penny pike pool price pride prince
    queen ray read reed rich river rock rose rusty sage season sharp short sky smart snow spring star stone storm
    street strong sue summer sunny swift trip violet wall ward waters way west white will winter wise wood woods young
""")
_TRANSLITERATED = {"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"}
# Scripts that put no space between words, or hang endings on a name: it is found within a word too.
_UNSPACED = re.compile(
    r"[\u0e00-\u0fff\u1000-\u11ff\u1780-\u17ff\u2e80-\u9fff\ua960-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff]"
)
_ENDING = 4  # letters, from which a name may stand with an s at its end


@dataclass(frozen=True)
class Name:
    """Somebody's name.

    Attributes
    ----------
    name
        As it was written: ``"Bo Silva"``, ``"Silva, Bo (Contoso)"``.
    aliases
        Other names of the same person.
    label
        What stands in its place, such as ``"P3"``; None numbers it: ``"name 2"``.
    """

    name: str
    aliases: tuple[str, ...] = ()
    label: str | None = None

    def __repr__(self) -> str:
        """Return a line that does not name anybody."""
        return f"Name(…, label={self.label!r})"


@dataclass(frozen=True)
class Hit:
    """A name found: the raw span, and whose it may be, by their places on the list."""

    start: int
    end: int
    people: frozenset[int]


@dataclass
class Finder:
    """Finds the names of a list in texts.

    Parameters
    ----------
    names
        The list.
    """

    names: tuple[Name, ...]
    _phrases: dict[str, dict[tuple[str, ...], set[int]]] = field(default_factory=dict)
    _pieces: dict[str, set[int]] = field(default_factory=dict)
    _piece: re.Pattern[str] | None = None

    def __post_init__(self) -> None:
        for place, name in enumerate(self.names):
            for written in (name.name, *name.aliases):
                for phrase in phrases(written):
                    self._phrases.setdefault(phrase[0], {}).setdefault(phrase, set()).add(place)
                for piece in _unspaced(written):
                    self._pieces.setdefault(piece, set()).add(place)
        if self._pieces:
            longest = sorted(self._pieces, key=lambda piece: (-len(piece), piece))
            self._piece = re.compile("|".join(map(re.escape, longest)))

    def find(self, folded: Folded) -> Iterator[Hit]:
        """Yield the names in a text; some may overlap."""
        if self._phrases:
            # Few of a text's words begin a name: those alone are looked for one by one.
            first = [word for word in set(_WORD.findall(folded.text)) if self._begins(word)]
            if first:
                begins = re.compile(rf"(?:{'|'.join(map(re.escape, sorted(first)))})(?![^\W\d_])")
                for match in begins.finditer(folded.text):
                    # Looked at here: a look back in the pattern would slow the search down.
                    if not folded.text[max(match.start() - 1, 0) : match.start()].isalpha():
                        yield from self._at(match, folded)
        if self._piece is not None:
            for match in self._piece.finditer(folded.text):
                yield Hit(*folded.span(*match.span()), frozenset(self._pieces[match.group()]))

    def _begins(self, word: str) -> bool:
        # German and careless English put the s of "Zoe's bike" to the name without a sign.
        return word in self._phrases or (word[-1] == "s" and _stem(word) in self._phrases)

    def _at(self, match: re.Match[str], folded: Folded) -> Iterator[Hit]:
        for stem in {match.group(), _stem(match.group())}:
            for phrase, people in self._phrases.get(stem, {}).items():
                end = _end(phrase, match, folded.text)
                if end is None:
                    continue
                start, last = folded.span(match.start(), end)
                if len(phrase) > 1 or not _needs_capital(phrase[0]) or folded.raw[start].isupper():
                    yield Hit(start, last, frozenset(people))


def _end(phrase: tuple[str, ...], match: re.Match[str] | None, text: str) -> int | None:
    """Return where a phrase that begins at a word ends; None where the words that follow are others."""
    for place, word in enumerate(phrase):
        if place:
            gap = _GAP.match(text, match.end() if match else 0)
            match = _WORD.match(text, gap.end()) if gap else None
        found = match.group() if match else ""
        if found != word and (place < len(phrase) - 1 or _stem(found) != word):
            return None
    return match.end() if match else None


def _stem(word: str) -> str:
    return word[:-1] if len(word) > _ENDING and word.endswith("s") else word


def _needs_capital(word: str) -> bool:
    return word in _EVERYDAY or len(word) < 3  # noqa: PLR2004 - "bo", "al", "ed" are words, or parts of them


def letters(text: str) -> int:
    """Return how many letters a name has."""
    return sum(letter.isalpha() for letter in text)


def phrases(written: str) -> set[tuple[str, ...]]:
    """Return the ways in which a name stands in a text, as folded words: whole, turned round, each part alone."""
    found: set[tuple[str, ...]] = set()
    for spelling in {written, _transliterated(written)}:
        for whole in (spelling, _ADDITION.sub(" ", spelling)):
            found |= _phrases_of(whole)
    return {phrase for phrase in found if phrase}


def _phrases_of(spelling: str) -> set[tuple[str, ...]]:
    last, comma, first = spelling.partition(",")
    units = [_words(unit) for unit in (f"{first} {last}" if comma else spelling).split()]
    units = [unit for unit in units if unit]
    whole = tuple(word for unit in units for word in unit)
    found = {whole, _words(spelling)}
    if len(units) > 1:
        found.add((*units[-1], *(word for unit in units[:-1] for word in unit)))
    for unit in units:
        found.add(unit)
        found |= {(word,) for word in unit if len(word) >= 3}  # noqa: PLR2004 - of Anna-Lena, not the O of O'Brien
    return {phrase for phrase in found if _alone(phrase)}


def _alone(phrase: tuple[str, ...]) -> bool:
    """Return whether a phrase names somebody: an initial or a particle by itself does not."""
    if not phrase or any(_UNSPACED.search(word) for word in phrase):
        return False
    if len(phrase) == 1:
        return len(phrase[0]) > 1 and phrase[0] not in _PARTICLES
    return any(len(word) > 1 and word not in _PARTICLES for word in phrase)


def _words(unit: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(fold(unit)))


def _transliterated(written: str) -> str:
    lower = unicodedata.normalize("NFC", written).lower()
    return "".join(_TRANSLITERATED.get(letter, letter) for letter in lower)


def _unspaced(written: str) -> Iterable[str]:
    folded = fold(written).strip()
    whole = {folded, folded.replace(" ", "")} | set(folded.split())
    return {piece for piece in whole if _UNSPACED.search(piece) and len(piece) > 1}
