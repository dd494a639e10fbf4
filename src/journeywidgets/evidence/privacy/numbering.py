"""Numbering: which number stands for which name, address or phone number, the same all over a study."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping


class Numbering:
    """Gives the same number to the same value, counting from 1 within each kind.

    Parameters
    ----------
    known
        ``{kind: {value: number}}``, as `to_dict` gave it.
    """

    def __init__(self, known: Mapping[str, Mapping[str, int]] | None = None) -> None:
        self._numbers = {kind: dict(values) for kind, values in (known or {}).items()}
        self._last = {kind: max(values.values(), default=0) for kind, values in self._numbers.items()}
        self._lock = threading.Lock()
        self.changed = False
        """Whether a number was given out that has not been written down."""

    def number(self, kind: str, value: str) -> int:
        """Return the number of a value, a new one where it has none yet."""
        with self._lock:
            values = self._numbers.setdefault(kind, {})
            if value not in values:
                values[value] = self._last[kind] = self._last.get(kind, 0) + 1
                self.changed = True
            return values[value]

    def values(self) -> Iterator[tuple[str, str]]:
        """Yield (kind, value) of everything that has a number."""
        with self._lock:
            pairs = [(kind, value) for kind, values in self._numbers.items() for value in values]
        yield from pairs

    def forget(self, kind: str, value: str) -> None:
        """Forget a value; its number is not given out again."""
        with self._lock:
            if self._numbers.get(kind, {}).pop(value, None) is not None:
                self.changed = True

    def to_dict(self) -> dict[str, dict[str, int]]:
        """Return the plain form."""
        with self._lock:
            return {kind: dict(values) for kind, values in self._numbers.items() if values}

    def __repr__(self) -> str:
        """Return a line that shows no value."""
        return f"<Numbering: {sum(map(len, self.to_dict().values()))} values>"
