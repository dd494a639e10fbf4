"""Write golden files with the journeywidgets that is installed: ``python tests/golden/write.py FOLDER``.

The cells below stay as they are, so that every version is asked for the same: what an old version wrote is written
once, and never again. README.md says how to add those of a new version.
"""

from __future__ import annotations

import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

MAKE = """
from journeywidgets import Journey

pains = {"id": "pains", "title": "Pains", "kind": "pain"}
mood = {"id": "mood", "title": "Mood", "kind": "emotion", "role": "customer"}
rate = {"id": "rate", "title": "Completion", "kind": "metric", "metric": "m1"}
ride = {"id": "ride", "title": "Ride", "steps": [{"id": "unlock", "title": "Unlock"}, {"id": "park", "title": "Park"}]}
journey = Journey(
    "Renting a bike",
    stages=[{"id": "find", "title": "Find"}, {"id": "sign", "title": "Sign up", "moment_of_truth": True}, ride],
    lanes=[pains, mood, {"id": "do", "title": "Actions"}],
    personas=[{"id": "p1", "name": "Commuter"}, {"id": "p2", "name": "Visitor"}],
    scenario="A visitor wants to ride within ten minutes",
    id="golden",
    seed=1,
)
journey.add("metrics", id="m1", title="Completion", method="finished of those who began", unit="%")
journey.add("lanes", **rate)
for number, (stage, lane, persona, text, score) in enumerate(
    [
        ("find", "do", None, "Sees bikes at the station", None),
        ("sign", "pains", "p2", "The code comes late <b>& again</b>", None),
        ("unlock", "pains", None, "\\u624b\\u6a5f\\u6c92\\u96fb \\u0645\\u0631\\u062d\\u0628\\u0627", None),
        ("find", "mood", "p1", "", 1),
        ("sign", "mood", "p1", "", -0.5),
        ("find", "mood", "p2", "", 0.5),
        ("sign", "mood", "p2", "Gave up twice", -2),
        ("park", "mood", "p2", "", 1.5),
    ]
):
    journey.add("cards", id=f"c{number}", stage=stage, lane=lane, persona=persona, text=text, score=score)
journey.add("values", id="v1", metric="m1", stage="sign", value=61.25, low=55, high=67, n=412)
journey.add("evidence", id="e1", card="c1", stance="supports", quote="It came after I had left.", participant="P1")
journey.add("evidence", id="e2", card="c1", stance="contradicts", quote="Mine came at once.", participant="P2")
journey.add("links", id="l1", source="sign", target="find", kind="loop", label="tries again")
"""
SHOW = "journey"
SAVE = 'journey.save("golden.journey.json");'
STUDY = """
from journeywidgets.evidence import Study

study = Study("Renting a bike", participants=["P1", "P2"], codes=["Waiting"], id="golden", seed=1)
study.save("golden.study.json");
"""


def main(folder: Path) -> None:
    """Run the cells in `folder`, and leave there the notebook with its widgets' state, and the files."""
    cells = ["import journeywidgets", MAKE.strip(), SHOW, SAVE]
    try:
        import journeywidgets.evidence  # noqa: F401
    except ModuleNotFoundError:
        sys.stderr.write("This version has no studies.\n")
    else:
        cells.append(STUDY.strip())
    folder.mkdir(parents=True, exist_ok=True)
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    client = NotebookClient(
        notebook, timeout=120, store_widget_state=True, resources={"metadata": {"path": str(folder)}}
    )
    client.execute()
    nbformat.write(notebook, folder / "golden.ipynb")
    for left in folder.glob("*.lock"):
        left.unlink()


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
