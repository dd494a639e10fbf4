"""Options that several commands have."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from journeywidgets.errors import JourneyError
from journeywidgets.model.schema import LEVELS

Function = TypeVar("Function", bound=Callable[..., Any])

FILE = click.Path(path_type=Path)
"""A file, which the command itself looks for: what it says is better than that there is none."""


def as_json(function: Function) -> Function:
    """Give a command the option ``--json``."""
    return click.option("--json", "as_json", is_flag=True, help="Answer in JSON, one object.")(function)


def share(function: Function) -> Function:
    """Give a command the option ``--share``."""
    said = "Whom it is for: narrower quotes are counted, and their words left out."
    return click.option("--share", type=click.Choice(LEVELS), default="team", show_default=True, help=said)(function)


def fresh(path: Path, *, force: bool) -> Path:
    """Return the path of a file to be made.

    Raises
    ------
    JourneyError
        Something is there already, and `force` is not given.
    """
    if path.exists() and not force:
        raise JourneyError(f"{path} is there already. Give another name, or --force to replace it.")
    return path
