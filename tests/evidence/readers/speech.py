"""What tests of transcripts look at: who said what, in order."""

from __future__ import annotations

from journeywidgets.evidence.readers.reading import Reading

Said = tuple[str | None, str]


def said(reading: Reading, source: int = 0) -> list[Said]:
    """Return the turns of a source: the label of who said it (the pseudonym where there is no name), and the words."""
    labels: dict[str, str] = {row["id"]: row.get("pseudonym") or row["role"] for row in reading.participants}
    labels |= {key: name for name, key in reading.names.items()}
    row = reading.sources[source]
    return [
        (labels.get(segment.get("participant", "")), row["text"][segment["start"] : segment["end"]])
        for segment in reading.segments
        if segment["source"] == row["id"]
    ]


def told(reading: Reading) -> str:
    """Return everything that the report says."""
    return str(reading.report)
