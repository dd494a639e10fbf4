"""Checking what is to be shared: names, contacts and private words in notebooks and other files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from journeywidgets.errors import EvidenceError
from journeywidgets.evidence.privacy.key import SUFFIX, Key
from journeywidgets.evidence.privacy.lookout import Find, Lookout
from journeywidgets.evidence.privacy.roster import names_of
from journeywidgets.evidence.privacy.unpacking import texts
from journeywidgets.model.levels import TEAM, checked
from journeywidgets.tabular import living

if TYPE_CHECKING:
    from journeywidgets.evidence.study import Study

COLUMNS = ("place", "kind", "whose", "count")
"""What is said of each find; never what was found."""


def check_share(
    path: str | Path,
    roster: Any = None,
    *,
    study: Study | str | Path | None = None,
    share: str = TEAM,
    allow: Iterable[str] = (),
) -> pd.DataFrame:
    """Look in a notebook, or any other file, for what must not be shared.

    Looks for the names of the roster and of the study's key, for e-mail addresses and phone numbers that the
    study's texts have, and for the words of quotes and sources that may not leave; in the source of cells, in
    outputs, in the state of widgets and in metadata; in what is escaped, tagged, zipped or packed as base64
    too. What is on no list is not found.

    Parameters
    ----------
    path
        An ``.ipynb``, or a file of any other kind: HTML, JSON, CSV, text, a zip, an Office document.
    roster
        Names, as `roster.names_of` takes them.
    study
        The study, or its file, whose key and words are looked for. Where neither this nor `roster` is given:
        the studies in memory.
    share
        Whom the file is for: quotes that may leave at this level may stand in it.
    allow
        Words on the roster that may stand there, such as a first name that is also a product's.

    Returns
    -------
    DataFrame
        A row a find: place, kind (``name``, ``e-mail``, ``phone``, ``private quote``, ``text of a source``), whose
        (the pseudonym, or the place on the roster), count. Empty where nothing was found.

    Raises
    ------
    EvidenceError
        There is nothing to look for, or the file or the roster cannot be read.
    StorageError
        The study's file cannot be read.
    """
    checked(share)
    file = Path(path)
    if not file.is_file():
        raise EvidenceError("there is no such file to be checked. Check the path.")
    lookout = Lookout(names_of(roster) if roster is not None else (), _numbers(roster), allow)
    with _studies(study, needed=roster is None) as studies:
        for one in studies:
            with one.store.lock:
                lookout.add_study(one, share)
    found: Counter[tuple[str, Find]] = Counter()
    for place, text in (("its name", file.name), *texts(file.read_bytes(), file.suffix or "file", _programs())):
        found.update((_hidden(place, lookout), find) for find in lookout.finds(text))
    rows = [(place, find.kind, find.whose, count) for (place, find), count in found.items()]
    frame: pd.DataFrame = pd.DataFrame(rows, columns=list(COLUMNS))
    return frame


def _hidden(place: str, lookout: Lookout) -> str:
    """Return a place without the name that a trait or a member of it may have."""
    return place if not any(lookout.finds(place)) else place.split(",", maxsplit=1)[0]


def _numbers(roster: Any) -> Iterator[tuple[str, str]]:
    if isinstance(roster, (str, Path)) and str(roster).endswith(SUFFIX):
        roster = Key.open(Path(roster), read_only=True)
    if isinstance(roster, Key):
        yield from roster.numbering.values()


@contextmanager
def _studies(given: Study | str | Path | None, *, needed: bool) -> Iterator[list[Study]]:
    """Give the study, opened if need be; where none is given and one is needed, those in memory."""
    from journeywidgets.evidence.study import Study

    if isinstance(given, (str, Path)):
        opened = Study.open(given, read_only=True)
        try:
            yield [opened]
        finally:
            opened.close()
    elif given is not None:
        yield [given]
    elif not needed:
        yield []
    else:
        found = [one for one in living if isinstance(one, Study)]
        if not found:
            raise EvidenceError("check_share has nothing to look for: give roster= or study=.")
        yield found


def _programs() -> frozenset[str]:
    """Return the code of the package's own widgets: it is the same for everybody."""
    folder = Path(__file__).parent.parent / "static"
    return frozenset(path.read_text(encoding="utf-8") for path in folder.glob("*.js"))


if __name__ == "__main__":
    # A hook that still calls it must not pass for having found nothing.
    raise SystemExit("The check is a command now: journeywidgets check-share")
