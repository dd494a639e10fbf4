"""Console: what the commands say, each thing on a line of its own; nothing in the data can steer the terminal."""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

import click

DONE, FOUND, FAILED, FAULT, STOPPED, CUT_OFF = 0, 1, 2, 3, 130, 141
"""How a command ends: nothing to tell; something was found; it could not be done; a fault of the program; Ctrl+C;
nobody read on at the other end of a pipe."""

Item = TypeVar("Item")

_BAR = 24
_drawn: list[str] = []
"""What stands in the last line of the terminal until the next is written."""
# Controls, which may move the cursor or colour the screen; marks that turn the direction of what follows; halves
# of characters, which no encoding can write.
_STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def plain(text: Any) -> str:
    """Return a text as it may go to a terminal: on one line, with what would steer it shown as its code."""
    return _STEERING.sub(lambda found: repr(found[0])[1:-1], str(text))


def say(*parts: Any) -> None:
    """Write a line to the standard output."""
    erase()
    click.echo(plain(" ".join(map(str, parts))))


def complain(problem: Any) -> None:
    """Write a line of trouble to the standard error."""
    erase()
    click.echo(f"journeywidgets: {plain(' '.join(str(problem).split()))}", err=True)


def answer(status: int, **members: Any) -> int:
    """Write the answer of ``--json``, one object, and return the status.

    Characters beyond ASCII are escaped, so that any terminal can show it and any reader reads it.
    """
    erase()
    click.echo(json.dumps({"status": status, **members}, indent=2, allow_nan=False, default=str))
    return status


def rows(frame: Any) -> list[dict[str, Any]]:
    """Return a frame as plain data, a mapping a row, with None where a value is missing."""
    held = frame.astype(object).where(frame.notna(), None)
    return [{str(name): _native(value) for name, value in row.items()} for row in held.to_dict("records")]


def columns(lines: Sequence[Sequence[Any]], *, indent: str = "") -> None:
    """Write rows with their columns below each other; the last column is as long as it is."""
    shown = [[plain(cell) for cell in line] for line in lines]
    widths = [max(map(_width, column)) for column in zip(*shown, strict=True)]
    for line in shown:
        *cells, last = line
        head = "".join(f"{cell}{' ' * (width - _width(cell) + 2)}" for cell, width in zip(cells, widths, strict=False))
        click.echo(f"{indent}{head}{last}".rstrip())


def count(number: int, noun: str, plural: str = "") -> str:
    """Return a number with its noun: ``1 card``, ``2 cards``."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


@contextmanager
def doing(what: str) -> Iterator[None]:
    """Show on the terminal, while it lasts, what is being done; in a pipe or a log nothing is shown."""
    _draw(f"{_cut(what)} …")
    try:
        yield
    finally:
        erase()


def through(items: Iterable[Item], what: str) -> Iterator[Item]:
    """Give items one by one, and show on the terminal how far it has come; one item alone is soon done."""
    listed = list(items)
    for number, item in enumerate(listed):
        if len(listed) > 1:
            show(what, number, len(listed))
        yield item
    erase()


def show(what: str, done: int, total: int) -> None:
    """Draw a bar in the last line of the terminal; the next line that is written takes its place."""
    filled = _BAR * done // max(total, 1)
    _draw(f"{_cut(what)} [{'#' * filled}{'.' * (_BAR - filled)}] {done} of {total}")


def erase() -> None:
    """Empty the last line of the terminal, where something was drawn in it."""
    if _drawn:
        _drawn.clear()
        click.echo("\r\x1b[K", err=True, nl=False)


def given(mapping: Mapping[str, Any]) -> dict[str, Any]:
    """Return the options that were given: None stands for one that was not."""
    return {name: value for name, value in mapping.items() if value is not None}


def _draw(line: str) -> None:
    erase()
    if sys.stderr.isatty():
        _drawn.append(line)
        click.echo(line, err=True, nl=False)


def _cut(what: str) -> str:
    """Return what is being done as it fits into a line: one that is broken could not be emptied."""
    return plain(what) if len(plain(what)) <= _BAR else f"{plain(what)[: _BAR - 1]}…"


def _native(value: Any) -> Any:
    """Return a NumPy scalar as Python's own; JSON has no other."""
    return value.item() if hasattr(value, "item") else value


def _width(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    return sum(
        0 if unicodedata.combining(letter) else 1 + (unicodedata.east_asian_width(letter) in "WF") for letter in text
    )
