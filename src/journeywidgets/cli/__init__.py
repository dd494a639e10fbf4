"""The command ``journeywidgets``: make, check, draw, convert, compare and share journeys from a shell.

Exit status of every command: 0 done, and nothing to tell; 1 done, and something was found (a difference, a file
that is not valid, a name that must not be shared, a notebook that is to be stripped); 2 it could not be done;
3 a fault of the program; 130 stopped by Ctrl+C.
"""

from journeywidgets.cli.commands import main

__all__ = ["main"]
