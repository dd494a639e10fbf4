"""Written: what an export gives, text or bytes, and what of the journey had no place in it."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import pandas as pd
from typing_extensions import Self

from journeywidgets.errors import StorageError
from journeywidgets.storage import atomic


class Loss(NamedTuple):
    """A value that had no place in what was written or read.

    Attributes
    ----------
    table, id, field
        The place in the journey; of what was read, the place where it would have gone.
    value
        The value.
    why
        Why it has no place, in a few words; an equal reason is worded equally.
    """

    table: str
    id: str | None
    field: str | None
    value: Any
    why: str


def loss_frame(losses: Iterable[Loss] = ()) -> pd.DataFrame:
    """Return losses as a frame, a row a value that had no place: ``table, id, field, value, why``."""
    frame: pd.DataFrame = pd.DataFrame(list(losses), columns=list(Loss._fields), dtype=object)
    return frame


class Text(str):  # noqa: SLOT000 - it carries its losses
    """A journey written as text.

    It is a string as any other; its repr is short, so that a cell that ends in it stays small.

    Parameters
    ----------
    content
        The text.
    losses
        What had no place in it.
    encoding
        How a file holds it.

    Attributes
    ----------
    losses
        A frame with a row for each value that had no place: ``table, id, field, value, why``. Empty where nothing
        was lost.
    encoding
        How a file holds it: UTF-8, with a mark at its beginning (``"utf-8-sig"``) where programs need one.
    """

    losses: pd.DataFrame
    encoding: str

    def __new__(cls, content: str, losses: Iterable[Loss] = (), encoding: str = "utf-8") -> Self:
        """Return `content` with its losses."""
        made = super().__new__(cls, content)
        made.losses = loss_frame(losses)
        made.encoding = encoding
        return made

    def __repr__(self) -> str:
        """Return a line that says how much it is."""
        return f"<Text of {len(self):,} characters{_lost(self.losses)}>"

    def data(self) -> bytes:
        """Return it as a file holds it."""
        return self.encode(self.encoding)


class Binary(bytes):
    """A journey written as bytes: a picture, a workbook, an archive.

    Parameters
    ----------
    content
        The bytes.
    losses
        What had no place in it.

    Attributes
    ----------
    losses
        A frame with a row for each value that had no place: ``table, id, field, value, why``. Empty where nothing
        was lost.
    """

    losses: pd.DataFrame

    def __new__(cls, content: bytes, losses: Iterable[Loss] = ()) -> Self:
        """Return `content` with its losses."""
        made = super().__new__(cls, content)
        made.losses = loss_frame(losses)
        return made

    def __repr__(self) -> str:
        """Return a line that says how much it is."""
        return f"<Binary of {len(self):,} bytes{_lost(self.losses)}>"

    def data(self) -> bytes:
        """Return it as a file holds it."""
        return bytes(self)


Written = TypeVar("Written", Text, Binary)


def put(path: str | os.PathLike[str], content: Text | Binary) -> Path:
    """Write an export to a file, at once: what was there stays, or the whole of the new is there.

    Parameters
    ----------
    path
        The file; its folder must exist. A link is followed.
    content
        What goes into it.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    StorageError
        `path` is a folder, is in none, or cannot be written.
    """
    given = Path(path).expanduser()
    target = Path(os.path.realpath(given))
    if target.is_dir():
        raise StorageError(f"{given} is a folder. Give the name of a file in it.")
    if not target.parent.is_dir():
        raise StorageError(f"there is no folder {target.parent}. Create it first.")
    atomic.replace(target, content.data())
    return target


def _lost(losses: pd.DataFrame) -> str:
    count = len(losses)
    return f", {count:,} value{'' if count == 1 else 's'} without a place" if count else ""
