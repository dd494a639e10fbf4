"""Exchange: a study to and from the tools that speak REFI-QDA."""

from __future__ import annotations

import re
import warnings
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from typing_extensions import Self

from journeywidgets.errors import EvidenceError, JourneyWarning
from journeywidgets.evidence.finding import Finding
from journeywidgets.model.ids import id_maker
from journeywidgets.model.study import StudyDocument
from journeywidgets.storage import atomic

if TYPE_CHECKING:
    from journeywidgets.evidence.readers.reading import Row

_NUMBERED = re.compile(r"P0*(\d{1,9})")


class Exchange(Finding):
    """Writes a study for other tools, and reads what they wrote."""

    def save_refi(self, path: str | Path, *, names: bool = False, share: str = "private") -> Path:
        """Write the study as a REFI-QDA project (``.qdpx``), or its codes as a codebook (``.qdc``).

        NVivo, ATLAS.ti, MAXQDA, QualCoder and others read these. Participants become cases and their attributes
        variables, sources text sources, turns and quotes selections, applications codings of their coder, memos
        notes. A code's definition, kind and the like stand in its description; a suggestion that nobody has
        accepted is no coding. What REFI-QDA has no place for is in a note of its own, so that `from_refi`
        gives the same study. The key is never in the file.

        Parameters
        ----------
        path
            Ends with ``.qdpx`` or ``.qdc``; what is there is replaced, whole or not at all.
        names
            Whether texts are written as they were said. Otherwise the names in the key, addresses and numbers
            give way to placeholders, and offsets are those of the text that is written. Names that the key
            does not know stay.
        share
            The level: ``"private"`` writes everything, for going on in another tool. At ``"team"`` and
            ``"public"`` what is narrower stays behind, as `evidence.redact` describes it.

        Returns
        -------
        Path
            The file.

        Raises
        ------
        EvidenceError
            The suffix or the level is another one, there are no codes for a codebook, or a text holds a zero character.
        StorageError
            It cannot be written; what was there is still there.
        """
        from journeywidgets.evidence.refi import codebook_bytes, project_bytes
        from journeywidgets.evidence.refi.sharing import shared

        target = Path(path)
        kinds = {".qdpx": project_bytes, ".qdc": codebook_bytes}
        make = kinds.get(target.suffix.lower())
        if make is None:
            raise EvidenceError("the path ends with neither .qdpx (a project) nor .qdc (a codebook). Give one of them.")
        atomic.replace(target, make(shared(self, names=names, share=share)))
        return target

    @classmethod
    def from_refi(cls, path: str | Path, *, seed: int | str | None = None) -> Self:
        """Return a new study made of a REFI-QDA project (``.qdpx``) or codebook (``.qdc``).

        A file that `save_refi` wrote gives the study that it was, ids included. In one of another tool rows are known
        by their GUIDs, so that they go out under them again; names of cases go into the key, and the study
        gets pseudonyms. To read into a study that is there, and for the report, use `Study.read`.

        Parameters
        ----------
        path
            The file.
        seed
            Makes ids repeatable.

        Raises
        ------
        EvidenceError
            It cannot be read, or holds more than is safe to read.
        TableError
            A row cannot be.

        Warns
        -----
        JourneyWarning
            Something in a file of another tool was left out, or could be read in more than one way.
        """
        from journeywidgets.evidence.refi import load

        reading, record, own = load(Path(path))
        make_id = id_maker(seed)
        _name(reading.participants)
        tables = {name: getattr(reading, name) for name in StudyDocument.schema.rows}
        document = StudyDocument.from_dict({"study": {"id": make_id(), **record}, **tables})
        study = cls._of(document, make_id)
        study.key.update(reading.names)
        if (reading.dropped or reading.unsure) and not own:
            left, unsure = sum(row["how_many"] for row in reading.dropped), len(reading.unsure)
            warnings.warn(
                f"{left} things of the file were left out, and {unsure} could be read in more than one way. "
                "The report of Study().read(path) says which.",
                JourneyWarning,
                stacklevel=2,
            )
        return study


def _name(people: list[Row]) -> None:
    """Give those without a pseudonym the next free one."""
    taken = [_NUMBERED.fullmatch(str(row.get("pseudonym") or "")) for row in people]
    numbers = count(max((int(found[1]) for found in taken if found), default=0) + 1)
    for row in people:
        if not row.get("pseudonym"):
            row["pseudonym"] = f"P{next(numbers)}"
