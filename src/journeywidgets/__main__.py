"""``python -m journeywidgets``: the command line where its own command is not on the PATH."""

from journeywidgets.cli import main

if __name__ == "__main__":
    main(prog_name="python -m journeywidgets")
