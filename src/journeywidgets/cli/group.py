"""Group: how commands end. Errors are one line, and the exit status says which of three things happened."""

from __future__ import annotations

import contextlib
import os
import sys
import traceback
import warnings
from collections.abc import Iterator, Sequence
from typing import Any, TextIO

import click

from journeywidgets.cli.console import CUT_OFF, DONE, FAILED, FAULT, STOPPED, answer, complain
from journeywidgets.errors import JourneyError, JourneyWarning
from journeywidgets.storage import StorageWarning

_OURS = (JourneyWarning, StorageWarning)


class Command(click.Command):
    """A command; with ``--json`` its failures are an answer too. Its epilog are examples, one a line."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run it, and return its exit status."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            # What is still to be flushed when the process ends goes nowhere, without a word.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return CUT_OFF
        except (JourneyError, OSError) as error:
            if ctx.params.get("as_json"):
                answer(FAILED, error={"type": type(error).__name__, "message": meaning(error), **_place(error)})
            raise

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's form
        """Write the examples as they are: a command that is broken into lines cannot be copied."""
        if self.epilog:
            with formatter.section("Examples"):
                for line in self.epilog.splitlines():
                    formatter.write(f"  {line}\n")


class Group(click.Group):
    """The command of the commands."""

    command_class = Command

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        """Run a command, and end the process with its status, unless `standalone_mode` is False."""
        if not standalone_mode:
            return super().main(args, prog_name, complete_var, standalone_mode=False, **extra)
        for stream in (sys.stdout, sys.stderr):
            # A terminal of an old code page shows what it cannot write as its code, rather than nothing at all.
            with contextlib.suppress(AttributeError, ValueError):
                stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
        with _warnings_in_a_line():
            sys.exit(self._ended(args, prog_name, complete_var, **extra))

    def _ended(self, args: Sequence[str] | None, prog_name: str | None, complete_var: str | None, **extra: Any) -> int:
        """Run a command and return its status; what went wrong is said in a line."""
        try:
            status = super().main(args, prog_name, complete_var, standalone_mode=False, **extra)
        except click.UsageError as error:
            complain(_usage(error))
        except click.ClickException as error:
            complain(error.format_message())
        except (JourneyError, OSError) as error:
            complain(meaning(error))
        except (click.Abort, KeyboardInterrupt):
            complain("stopped.")
            return STOPPED
        except Exception as error:  # noqa: BLE001 - the status must not say that something was found
            traceback.print_exc()
            complain(f"a fault of the program, {type(error).__name__}. Report it with the lines above.")
            return FAULT
        else:
            return status if isinstance(status, int) else DONE
        return FAILED


def meaning(error: Exception) -> str:
    """Return what an error says; one of the system names the file."""
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}." if error.filename else f"{error.strerror}."
    return str(error)


def _place(error: Exception) -> dict[str, Any]:
    names = ("table", "row", "column")
    return {name: getattr(error, name) for name in names if getattr(error, name, None) is not None}


def _usage(error: click.UsageError) -> str:
    name = error.ctx.command_path if error.ctx else "journeywidgets"
    return f"{error.format_message().rstrip('.')}. `{name} --help` says more."


@contextlib.contextmanager
def _warnings_in_a_line() -> Iterator[None]:
    def told(
        message: Warning | str,
        category: type[Warning],
        filename: str,
        lineno: int,
        file: TextIO | None = None,
        line: str | None = None,
    ) -> None:
        if issubclass(category, _OURS):
            complain(f"warning: {message}")
        else:
            usual(message, category, filename, lineno, file, line)

    with warnings.catch_warnings():
        for category in _OURS:
            warnings.simplefilter("always", category)
        usual = warnings.showwarning
        warnings.showwarning = told
        yield
