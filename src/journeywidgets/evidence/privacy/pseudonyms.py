"""What may be seen of a study: its texts with the people of the key under their pseudonyms."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from journeywidgets.evidence.privacy.redaction import Name, Redactor
from journeywidgets.evidence.privacy.view import View
from journeywidgets.model.intake import Row

if TYPE_CHECKING:
    from journeywidgets.evidence.keyed import KeyedTables


def roster(study: KeyedTables) -> tuple[Name, ...]:
    """Return the names of a study's key, each with the pseudonym that stands in its place."""
    people = study.document.tables["participants"]
    label = {row_id: row["pseudonym"] or None for row_id, row in people.items()}
    names = tuple(Name(one.name, one.aliases, label.get(one.participant or "")) for one in study.key)
    # A pseudonym that is a name would give away what it stands for.
    known = Redactor(names, kinds=("name",))
    return tuple(replace(name, label=None) if name.label and known.finds(name.label) else name for name in names)


class _Held(NamedTuple):
    text: str
    version: int
    cuts: tuple[int, ...]
    view: View


class Pseudonyms:
    """Shows a study's texts, made anew when the key, the pseudonyms or a text change.

    Call under the study's lock.

    Parameters
    ----------
    study
        The study.
    more
        Names beside those of the key.
    options
        Whose kinds and region to remove by.
    """

    def __init__(self, study: KeyedTables, more: tuple[Name, ...] = (), options: Redactor | None = None) -> None:
        self._study, self._more, self._options = study, more, options or Redactor()
        self._names: tuple[Name, ...] | None = None
        self._known: tuple[int, int] = (-1, -1)
        self._redactor = Redactor()
        self._views: dict[str, _Held] = {}

    @property
    def redactor(self) -> Redactor:
        """What removes the names that the key has now; another one when names or pseudonyms have changed."""
        known = (self._study.key.version, self._study.document.versions["participants"])
        if known != self._known:
            self._known = known
            names = (*self._more, *roster(self._study))
            if names != self._names:
                self._names = names
                kinds, region = tuple(self._options.kinds), self._options.region
                numbering = self._study.key.numbering
                self._redactor = Redactor(names, numbering=numbering, kinds=kinds, region=region)
                self._views.clear()
        return self._redactor

    def view(self, source: str) -> View:
        """Return a source's text as it may be seen; no placeholder goes over the end of a segment."""
        redactor = self.redactor
        document = self._study.document
        text, version = document.tables["sources"][source]["text"], document.versions["segments"]
        held = self._views.get(source)
        if held is not None and held.text is text and held.version == version:
            return held.view
        cuts = tuple(edge for row in document.segments.of(source) for edge in (row["start"], row["end"]))
        # The same view as long as it looks the same: pages keep what they have read of it.
        same = held is not None and held.text is text and held.cuts == cuts
        view = held.view if held is not None and same else redactor.view(text, cuts)
        self._views[source] = _Held(text, version, cuts, view)
        return view

    def words(self, quote: Row) -> str:
        """Return a quote's words as they stand in its source.

        By the source, not by the words alone: a name at the edge of a quote may be cut in two.
        """
        if quote["start"] is None:
            return self.redactor.text(quote["exact"])
        return self.view(quote["source"]).words(quote["start"], quote["end"])

    def shown(self, quote: Row) -> str:
        """Return a quote's words as they are to be shown: as edited for display, else as they stand in the source."""
        return self.words(quote) if quote["display"] is None else self.redactor.text(quote["display"])

    def text(self, value: Any) -> Any:
        """Return a plain value as it may be seen: text, or lists and mappings with text in them."""
        if isinstance(value, str):
            return self.redactor.text(value)
        if isinstance(value, int) and not isinstance(value, bool):
            seen = self.redactor.text(str(value))
            return value if seen == str(value) else seen
        if isinstance(value, list):
            return [self.text(item) for item in value]
        if isinstance(value, dict):
            return {self.text(name): self.text(item) for name, item in value.items()}
        return value
