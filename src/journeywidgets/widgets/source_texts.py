"""SourceTexts: what pages read of a study's sources, piece by piece, as they may see it."""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from threading import Thread
from typing import Any, NamedTuple, Protocol

from journeywidgets.evidence.privacy.view import View
from journeywidgets.model.intake import Row
from journeywidgets.model.store import Store
from journeywidgets.widgets.passages import Passage, Turn, passages

_PIECE = 120_000  # bytes of text in one message, as JSON
_MOST = 4000  # passages in one message
_FIRST = 40  # passages of a beginning
_ENTRY = 130  # bytes that a passage takes beside its text
_HITS = 500
_QUERY = 200  # characters

Message = dict[str, Any]


class Viewing(Protocol):
    """What may be seen of a source."""

    def view(self, source: str) -> View:
        """Return a source's text as it may be seen."""


class _Held(NamedTuple):
    view: View
    rows: tuple[Row, ...]
    places: list[Passage]
    name: str


class SourceTexts:
    """Answers what a page asks of sources.

    The raw text stays here: pages get the view of it, and offsets of the view.

    Parameters
    ----------
    store
        The study's document and its lock.
    lens
        What may be seen.
    """

    def __init__(self, store: Store[Any], lens: Viewing) -> None:
        self._store, self._lens = store, lens
        self._held: dict[str, _Held] = {}
        # What pages were told that a source looks like.
        self._told: dict[str, str] = {}

    def answer(self, message: Any) -> Message | None:
        """Return the answer to a page's message; None where it asks for no text."""
        if not isinstance(message, Mapping) or message.get("jw") != 1:
            return None
        if message.get("type") == "read" and _are(message, source=str, at=int, count=int):
            return self._read(message["source"], max(0, message["at"]), message["count"])
        if message.get("type") == "search" and _are(message, client=str, id=int, query=str):
            return self._search(message)
        return None

    def prepare(self, source: str) -> None:
        """Have a source ready before a page asks for it, on another thread: names to remove take time."""
        # Where there are no threads the page waits a little longer.
        with contextlib.suppress(RuntimeError):
            Thread(target=self._hold, args=(source,), name="journeywidgets-texts", daemon=True).start()

    def renewed(self) -> list[Message]:
        """Return the beginnings of the sources that pages have and that look different now."""
        pages = dict(self._told)
        messages = (self._read(source, 0, _FIRST) for source in pages)
        return [message for message in messages if message["view"] != pages[message["source"]]]

    def _read(self, source: str, at: int, count: int) -> Message:
        head = {"jw": 1, "type": "text", "source": source}
        held = self._hold(source)
        self._told[source] = held.name if held else ""
        if held is None:
            return {**head, "view": "", "total": -1, "length": 0, "at": 0, "passages": [], "text": ""}
        chosen = _fitting(held, at, min(count, _MOST))
        text = held.view.text[chosen[0].start : chosen[-1].end] if chosen else ""
        whole = {"view": held.name, "total": len(held.places), "length": len(held.view.text)}
        return {**head, **whole, "at": at, "passages": [one._asdict() for one in chosen], "text": text}

    def _search(self, message: Mapping[str, Any]) -> Message:
        words = message["query"][:_QUERY].split()
        hits: list[Message] = []
        more = 0
        if words:
            # However it is set: a line may break between two words.
            wanted = re.compile(r"\s+".join(map(re.escape, words)), re.IGNORECASE)
            with self._store.lock:
                sources = [row["id"] for row in self._store.document.shown("sources")]
            for source in sources:
                held = self._hold(source)
                for found in wanted.finditer(held.view.text) if held else ():
                    if len(hits) < _HITS:
                        hits.append({"source": source, "start": found.start(), "end": found.end()})
                    else:
                        more += 1
        return {"jw": 1, "type": "hits", "client": message["client"], "id": message["id"], "hits": hits, "more": more}

    def _hold(self, source: str) -> _Held | None:
        """Return a source's passages, made anew where its text, names or segments have changed."""
        with self._store.lock:
            document = self._store.document
            if source not in document.tables["sources"]:
                self._held.pop(source, None)
                return None
            view = self._lens.view(source)
            rows = tuple(document.segments.of(source))
        held = self._held.get(source)
        if held and held.view is view and len(held.rows) == len(rows) and all(map(_is, held.rows, rows)):
            return held
        places = passages(view.text, _turns(view, rows))
        digest = hashlib.sha256(view.text.encode(errors="surrogatepass"))
        digest.update(repr([place[:4] for place in places]).encode())
        made = _Held(view, rows, places, digest.hexdigest()[:12])
        self._held[source] = made
        return made


def _is(one: object, other: object) -> bool:
    return one is other


def _turns(view: View, rows: tuple[Row, ...]) -> Iterator[Turn]:
    for row in rows:
        start, end = view.to_view(row["start"]), view.to_view(row["end"], end=True)
        yield Turn(row["id"], start, end, row["participant"], row["time_start"], row["question"] or "")


def _fitting(held: _Held, at: int, count: int) -> list[Passage]:
    """Return the passages from `at` on that go into one message; one at least."""
    chosen: list[Passage] = []
    room = _PIECE
    for place in held.places[at : at + max(1, count)]:
        text = held.view.text[place.start : place.end]
        room -= len(json.dumps(text, ensure_ascii=False).encode(errors="replace")) + _ENTRY
        if room < 0 and chosen:
            break
        chosen.append(place)
    return chosen


def _are(message: Mapping[str, Any], **kinds: type) -> bool:
    """Return whether members have these types; a truth value is no number."""
    return all(
        isinstance(message.get(name), kind) and not (kind is int and isinstance(message[name], bool))
        for name, kind in kinds.items()
    )
