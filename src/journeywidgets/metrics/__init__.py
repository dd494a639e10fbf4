"""Raw events and survey answers -> tidy results, each number with its method, n and interval.

Names are looked up when they are first used, so that importing this package loads no engine.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

_HOMES: dict[str, str] = {}
"""Public name -> the module of this package that defines it; a line for each, in the order of the alphabet."""

__all__ = sorted(_HOMES)  # noqa: PLE0605  # one list of names, in _HOMES


def __getattr__(name: str) -> Any:
    """Import the module that defines a public name."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    """Return the public names."""
    return list(__all__)
