"""Commands: all of them, under one name."""

from __future__ import annotations

import click

from journeywidgets import __version__
from journeywidgets.cli.check_share import check_share
from journeywidgets.cli.convert import convert
from journeywidgets.cli.demo import demo
from journeywidgets.cli.diff import diff
from journeywidgets.cli.group import Group
from journeywidgets.cli.new import new
from journeywidgets.cli.render import render
from journeywidgets.cli.report import report
from journeywidgets.cli.strip import strip
from journeywidgets.cli.templates import templates
from journeywidgets.cli.validate import validate


@click.group(
    cls=Group,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit status: 0 done; 1 something was found; 2 it could not be done; 3 a fault of the program.",
)
@click.version_option(__version__, "-V", "--version", message="%(prog)s %(version)s")
def main() -> None:
    """Journey maps from a shell: make, check, draw, convert, compare and share them."""


for _command in (new, validate, render, convert, report, diff, strip, check_share, templates, demo):
    main.add_command(_command)
