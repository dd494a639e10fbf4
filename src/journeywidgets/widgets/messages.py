"""The messages of the wire, `jw/1`. The page's types are generated from these."""

from __future__ import annotations

from typing import Any, Literal, TypedDict

MESSAGE_LIMIT = 256 * 1024
"""Bytes of JSON in one message, at most, in either direction."""


class _Optional(TypedDict, total=False):
    undoes: int
    redoes: int


class ChangeMessage(_Optional):
    """Page to kernel: an edit, shown at once and kept pending until answered.

    `first` is the lowest number that the page still waits for; `base` the revision that it had
    when the edit began; `undoes` and `redoes` name its own earlier change by its number.
    """

    jw: Literal[1]
    type: Literal["change"]
    client: str
    seq: int
    first: int
    epoch: str
    base: int
    label: str
    ops: list[dict[str, Any]]


class HelloMessage(TypedDict):
    """Page to kernel: on load, on wake, and every 5 s while something is pending."""

    jw: Literal[1]
    type: Literal["hello"]
    client: str
    epoch: str
    revision: int


class PatchMessage(TypedDict):
    """Kernel to page: what holds; to its sender the acknowledgement.

    Fits a page whose revision is `base`. Without ops it is the answer to a hello that is not
    behind, or to a change that changed nothing.
    """

    jw: Literal[1]
    type: Literal["patch"]
    epoch: str
    base: int
    revision: int
    client: str | None
    seq: int | None
    ops: list[dict[str, Any]]


class RejectBody(TypedDict, total=False):
    """Where and why; `current` is what stands there."""

    table: str
    id: str
    field: str
    current: Any


class RejectEntry(RejectBody):
    """A page's change that does not hold: nothing changed."""

    client: str
    seq: int
    code: str
    reason: str


class RejectMessage(RejectEntry):
    """Kernel to page: the edit is rolled back, and the reason shown where it was made."""

    jw: Literal[1]
    type: Literal["reject"]
    epoch: str


class SnapshotMessage(TypedDict):
    """Kernel to page: one piece of the whole document, as JSON text cut into `parts`.

    The answer to a hello that is behind; `client` is who asked, null where all are meant.
    """

    jw: Literal[1]
    type: Literal["snapshot"]
    epoch: str
    revision: int
    client: str | None
    part: int
    parts: int
    document: str
    seen: dict[str, int]
    rejected: list[RejectEntry]


class ReadMessage(TypedDict):
    """Page to kernel: the text of a source from its passage `from` on, `count` passages at most."""

    jw: Literal[1]
    type: Literal["read"]
    source: str
    # `from` is a word of Python's own.
    at: int
    count: int


class SearchMessage(TypedDict):
    """Page to kernel: where all sources have these words; `id` is the page's number of the search."""

    jw: Literal[1]
    type: Literal["search"]
    client: str
    id: int
    query: str


class PassageEntry(TypedDict):
    """A turn, an answer, or a piece of one where it is long (`part` counts from 0).

    `start` and `end` are code points of the text as the page may see it; `id` is the segment's,
    empty for text that is in none.
    """

    id: str
    part: int
    start: int
    end: int
    participant: str | None
    time: float | None
    question: str


class TextMessage(TypedDict):
    """Kernel to page: passages of a source, with their texts one after the other.

    `view` names what the text was made from: with another one the source is read anew. `total` and
    `length` are of the whole source: passages, and code points. Without passages and with a
    `total` of -1 there is no such source.
    """

    jw: Literal[1]
    type: Literal["text"]
    source: str
    view: str
    total: int
    length: int
    at: int
    passages: list[PassageEntry]
    text: str


class Hit(TypedDict):
    """Where a source has the words looked for, in code points of the text as the page may see it."""

    source: str
    start: int
    end: int


class HitsMessage(TypedDict):
    """Kernel to page: the answer to a search; `more` says how many hits are not among these."""

    jw: Literal[1]
    type: Literal["hits"]
    client: str
    id: int
    hits: list[Hit]
    more: int


FROM_PAGE = (ChangeMessage, HelloMessage)
FROM_KERNEL = (PatchMessage, RejectMessage, SnapshotMessage)
READING = (ReadMessage, SearchMessage)
"""What a page asks of a study beside the wire: its sources' texts are in no document sent."""
READ = (TextMessage, HitsMessage)
"""The answers."""
