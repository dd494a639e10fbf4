"""What every export has: a path to write to, whom it is for, and what had no place."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from journeywidgets.model.document import Document
from journeywidgets.model.levels import shared_document
from journeywidgets.tabular import Tabular

if TYPE_CHECKING:
    import pandas as pd

    from journeywidgets.export.written import Written

Target: TypeAlias = str | os.PathLike[str] | None


class Exporting(Tabular[Document]):
    """A journey that can be written as files of other kinds.

    Every export takes `path`, a file that is written at once (None: nothing is written), and `share`, whom it is
    for: the words of narrower quotes, and whose they are, are left out. Each returns what it wrote: `Text` (a
    string) or `Binary` (bytes), whose `losses` say what had no place.
    """

    if TYPE_CHECKING:

        def save(self, path: str | Path | None = None, *, share: str = "private") -> Path:
            """Write the journey; `Journey` says how."""

    losses: pd.DataFrame | None = None
    """What had no place in the journey when it was read from another format; None where it was not."""

    def _export(self, path: Target, share: str, write: Callable[[Document], Written]) -> Written:
        """Write the journey as it may be seen at a level, from one state of it, outside the lock."""
        with self.store.lock:
            document = shared_document(self.document.copy(), share)
        written = write(document)
        if path is not None:
            from journeywidgets.export.written import put

            put(path, written)
        return written
