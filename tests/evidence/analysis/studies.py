"""Small studies for the tests of the analysis."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from journeywidgets.evidence.study import Study


def interviews(
    turns: Mapping[str, Sequence[tuple[str, str]]],
    codes: Iterable[str] = (),
    personas: Mapping[str, str] | None = None,
) -> Study:
    """Return a study of sources, each a list of (speaker, words); ids are the names, ``M`` is the moderator.

    Segments have the ids ``source:number``.
    """
    study = Study("Bikes", codes=[{"id": code, "name": code.capitalize()} for code in codes], seed=1)
    with study.edit("Read"):
        speakers = dict.fromkeys(speaker for source in turns.values() for speaker, _ in source)
        for speaker in speakers:
            role = "moderator" if speaker == "M" else "participant"
            persona = (personas or {}).get(speaker)
            study.add("participants", id=speaker, pseudonym=speaker, role=role, persona=persona)
        for source, said in turns.items():
            study.add("sources", id=source, title=source, text="\n".join(words for _, words in said))
            start = 0
            for number, (speaker, words) in enumerate(said):
                place: dict[str, Any] = {
                    "source": source,
                    "start": start,
                    "end": start + len(words),
                    "participant": speaker,
                }
                study.add("segments", id=f"{source}:{number}", **place)
                start += len(words) + 1
    return study


def code(study: Study, segment: str, name: str, coder: str = "", **values: Any) -> str:
    """Apply a code to the whole of a segment; return the application's id."""
    place = study.segments.loc[segment]
    where: dict[str, Any] = {column: place[column] for column in ("source", "start", "end", "participant")}
    quote = study.add("quotes", **where, coder=coder)
    return study.add("applications", quote=quote, code=name, coder=coder, **values)
