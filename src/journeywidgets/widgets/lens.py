"""Lens: what the wire lets through between a document and its pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from journeywidgets.model.changes import Op
from journeywidgets.model.inbox import Inbox
from journeywidgets.model.store import Store

Plain = dict[str, Any]


class Shared(Protocol):
    """What the wire needs of a journey or a study."""

    @property
    def store(self) -> Store[Any]:
        """The document and its lock."""

    @property
    def inbox(self) -> Inbox:
        """What pages have sent."""


class Lens:
    """Lets everything through as it is; a lens that does not overrides all five methods.

    Whatever reaches a page goes through it: the document, patches, rejects, and the state that a
    notebook saves. Pages hold, show and send rows as the lens gives them.

    Parameters
    ----------
    shared
        The journey or study.
    """

    def __init__(self, shared: Shared) -> None:
        self.shared = shared
        self.pages: Callable[[], None] | None = None
        """Gives every page the document anew; the wire sets it."""

    def renew(self) -> None:
        """Give every page the document anew, where it looks different without having changed."""
        if self.pages is not None:
            self.pages()

    def document(self) -> Plain:
        """Return the document as pages hold it; called under the store's lock."""
        plain: Plain = self.shared.store.document.to_dict()
        return plain

    def saved(self) -> Plain | None:
        """Return the document as a saved notebook may hold it; None where that is `document`.

        A page that begins with it asks for the live document at once.
        """
        return None

    def out(self, ops: Sequence[Op]) -> Sequence[Op] | None:
        """Return what a patch says of `ops`, which hold already.

        None where pages cannot be told by operations what has become of their rows: they get
        the document anew.
        """
        return ops

    def text(self, text: str) -> str:
        """Return a text beside the document, such as the file's name, as it may be seen."""
        return text

    def into(self, ops: Sequence[Mapping[str, Any]]) -> Sequence[Mapping[str, Any]]:
        """Return a page's operations, not validated yet, as the document takes them.

        Raises
        ------
        TableError
            They name what the page cannot know; the page gets a reject.
        """
        return ops

    def reject(self, entry: Plain) -> Plain:
        """Return a reject as pages may see it: its reason and what stands there."""
        return entry
