"""Fractional keys: a place in a sequence as a string, so that a move changes one row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from fractional_indexing import FIError, generate_key_between, generate_n_keys_between

Row = dict[str, Any]


def by_order(rows: Iterable[Row]) -> list[Row]:
    """Return `rows` as shown: by key, and by id where two pages made the same key at once."""
    return sorted(rows, key=lambda row: (row["order"], row["id"]))


def _valid(key: str | None) -> str | None:
    # Keys that came with the data may be any letters and digits; the library reads only its own.
    if key is None:
        return None
    try:
        generate_key_between(key, None)
    except FIError:
        return None
    return key


def keys(siblings: Sequence[Row], index: int, count: int = 1) -> tuple[list[str], dict[str, str]]:
    """Return keys for `count` rows to be put at `index` among `siblings`.

    Parameters
    ----------
    siblings
        The rows already there, in order, without the rows that move.
    index
        The place of the first new row, 0 to ``len(siblings)``.
    count
        How many rows come.

    Returns
    -------
    keys, rekeyed
        The new rows' keys, and new keys by id for siblings that had to give way because
        two of them shared a key or had one that the key arithmetic cannot read.
    """
    before = siblings[index - 1]["order"] if index else None
    after = siblings[index]["order"] if index < len(siblings) else None
    readable = _valid(before) == before and _valid(after) == after
    if readable and (before is None or after is None or before < after):
        return generate_n_keys_between(before, after, count), {}
    fresh = generate_n_keys_between(None, None, len(siblings) + count)
    rekeyed = {
        row["id"]: key
        for row, key in zip(siblings, [*fresh[:index], *fresh[index + count :]], strict=True)
        if row["order"] != key
    }
    return fresh[index : index + count], rekeyed


def after(row: Row | None) -> str:
    """Return a key behind that of `row`, or the first of all."""
    key = None if row is None else row["order"]
    return str(generate_key_between(_valid(key), None)) if _valid(key) == key else f"{key}V"
