"""What the outputs of a notebook keep of views: from the record in an output, or the saved state of its widget."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from journeywidgets.errors import JourneyError
from journeywidgets.export.record import RECORD, unpack
from journeywidgets.model.document import Document
from journeywidgets.model.levels import TEAM
from journeywidgets.model.schema import LEVELS
from journeywidgets.storage.format import MIGRATIONS, VERSION

VIEW = "application/vnd.jupyter.widget-view+json"
_STATES = "application/vnd.jupyter.widget-state+json"
_SETTINGS = ("height", "personas", "selection", "theme")
_CLASSES = {
    "journeywidgets.widgets.journey_map.JourneyMap": "map",
    "journeywidgets.widgets.persona_cards.PersonaCards": "personas",
    "journeywidgets.widgets.journey_chart.JourneyChart": "chart",
    "journeywidgets.widgets.dashboard.JourneyDashboard": "dashboard",
    "journeywidgets.widgets.notes_coder.NotesCoder": "coder",
}
_BOXES = frozenset({"BoxModel", "HBoxModel", "VBoxModel", "GridBoxModel", "TabModel", "AccordionModel", "StackModel"})
_DEEPEST = 20


@dataclass
class Shown:
    """A view that an output keeps.

    Attributes
    ----------
    kind
        ``"map"``, ``"personas"``, ``"chart"``, ``"dashboard"`` or ``"coder"``.
    held
        The record, as plain data.
    document
        Of a map and of personas: the journey.
    parts
        Of a dashboard: what it shows.
    model
        The widget's id in the notebook; empty where it has none.
    map_model
        Of a chart: the id of the map's widget.
    """

    kind: str
    held: dict[str, Any]
    document: Document | None = None
    parts: list[Shown] = field(default_factory=list)
    model: str = ""
    map_model: str = ""

    @property
    def settings(self) -> dict[str, Any]:
        """How it begins."""
        settings = self.held.get("settings")
        return {name: settings[name] for name in _SETTINGS if name in settings} if isinstance(settings, dict) else {}

    @property
    def share(self) -> str:
        """The level at which it was shown."""
        share = self.held.get("share")
        return share if share in LEVELS else TEAM

    @property
    def quotes(self) -> list[tuple[str, str]]:
        """Of a view of a study: the quotes that its static form shows, each with its level."""
        quotes = self.held.get("quotes")
        pairs = [pair for pair in quotes if isinstance(pair, list)] if isinstance(quotes, list) else []
        return [(str(pair[0]), str(pair[1])) for pair in pairs if len(pair) == 2 and pair[1] in LEVELS]  # noqa: PLR2004

    def all(self) -> Iterator[Shown]:
        """Yield it and its parts."""
        yield self
        for part in self.parts:
            yield from part.all()


class Records:
    """Reads what a notebook's outputs keep.

    Parameters
    ----------
    metadata
        The notebook's.
    """

    def __init__(self, metadata: Mapping[str, Any]) -> None:
        widgets = metadata.get("widgets")
        saved = widgets.get(_STATES) if isinstance(widgets, Mapping) else None
        states = saved.get("state") if isinstance(saved, Mapping) else None
        self._states: Mapping[str, Any] = states if isinstance(states, Mapping) else {}

    def read(self, data: Mapping[str, Any], problem: Callable[[str], None]) -> Shown | None:
        """Return what the output with these forms shows; None where it is no view of the package, or damaged.

        Parameters
        ----------
        data
            The output's forms, by mime type.
        problem
            Is told what cannot be read, and what to do.
        """
        view = data.get(VIEW)
        model = str(view.get("model_id", "")) if isinstance(view, Mapping) else ""
        try:
            held = unpack(whole(data[RECORD]), whole(data.get("text/html"))) if RECORD in data else None
        except JourneyError as error:
            problem(str(error))
            held = None
        saved = self._saved(model)
        try:
            return self._shown(_newer(held, saved), model, 0)
        except (JourneyError, TypeError, ValueError, KeyError, AttributeError, RecursionError):
            problem("what the output keeps of the view is damaged. Run the notebook again.")
            return None

    def ahead(self, data: Mapping[str, Any]) -> bool:
        """Return whether the saved state has a map's journey with later changes than the output with these forms."""
        view = data.get(VIEW)
        saved = self._saved(str(view.get("model_id", ""))) if isinstance(view, Mapping) else None
        if saved is None or RECORD not in data:
            return False
        try:
            held = unpack(whole(data[RECORD]), whole(data.get("text/html")))
            pairs = zip(held["parts"], saved["parts"], strict=False) if "parts" in saved else ((held, saved),)
            return any(
                int(then["revision"]) < int(now["revision"]) and then["document"] != now["document"]
                for then, now in pairs
                if then["kind"] == now["kind"] and "document" in now
            )
        except (JourneyError, TypeError, ValueError, KeyError):
            return False

    def _shown(self, held: dict[str, Any] | None, model: str, depth: int) -> Shown | None:
        if held is None or depth > _DEEPEST:
            return None
        made = Shown(str(held["kind"]), held, model=model)
        if made.kind in {"map", "personas"}:
            made.document = _document(held)
        elif made.kind == "dashboard":
            given = zip(held["parts"], held.get("models") or [""] * len(held["parts"]), strict=True)
            parts = [self._shown(_newer(part, self._saved(name)), name, depth + 1) for part, name in given]
            made.parts = [part for part in parts if part is not None]
        elif made.kind == "chart":
            state = self._state(model)
            made.map_model = _id(state.get("_map")) or str(held.get("map", ""))
            if not isinstance(held["spec"], dict):
                raise TypeError
        elif made.kind != "coder":
            return None
        return made

    def _state(self, model: str) -> Mapping[str, Any]:
        entry = self._states.get(model)
        state = entry.get("state") if isinstance(entry, Mapping) else None
        return state if isinstance(state, Mapping) else {}

    def _saved(self, model: str, depth: int = 0) -> dict[str, Any] | None:
        """Return the record that a widget's saved state makes; None where there is none that can be read."""
        state = self._state(model)
        kind = _CLASSES.get(str(state.get("_anywidget_id")), "")
        try:
            if str(state.get("_model_name")) in _BOXES and depth < _DEEPEST:
                return self._box([_id(child) for child in state["children"]], depth)
            if kind == "dashboard":
                return self._box([_id(child) for child in state["_children"]], depth)
            return _of_state(kind, state)
        except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
            return None

    def _box(self, models: list[str], depth: int) -> dict[str, Any] | None:
        parts = [(model, self._saved(model, depth + 1)) for model in models]
        found = [(model, part) for model, part in parts if part is not None]
        # A box of other widgets has a form of its own, or none: it is not for us to show a part of it.
        whole_ = len(found) == len(models) and found
        return (
            {"kind": "dashboard", "parts": [part for _, part in found], "models": [model for model, _ in found]}
            if whole_
            else None
        )


def whole(text: Any) -> str:
    """Return a text that a notebook holds in one piece or in lines."""
    return "".join(map(str, text)) if isinstance(text, list) else str(text or "")


def _of_state(kind: str, state: Mapping[str, Any]) -> dict[str, Any] | None:
    settings = {name: state[name] for name in _SETTINGS if state.get(name) not in (None, "auto", {}, [], 0)}
    if kind in {"map", "personas"}:
        paint = json.loads(state["_snapshot"])
        return {"kind": kind, "revision": paint["revision"], "document": paint["document"], "settings": settings}
    if kind == "chart":
        return {
            "kind": kind,
            "spec": json.loads(state["spec"]),
            "about": json.loads(state["_about"]),
            "settings": settings,
        }
    return {"kind": kind} if kind == "coder" else None


def _newer(held: dict[str, Any] | None, saved: dict[str, Any] | None) -> dict[str, Any] | None:
    """Return the later one: a state is saved after an output was written, but not always with what happened since."""
    if held is None or saved is None or held.get("kind") != saved["kind"]:
        return held or saved
    if saved["kind"] == "dashboard":
        same = len(held.get("parts", ())) == len(saved["parts"])
        return {**held, "models": saved["models"]} if same else held
    if saved["kind"] == "coder":
        return held
    later = saved["kind"] == "chart" or int(saved["revision"]) > int(held.get("revision", -1))
    return {**held, **saved} if later else {**held, "settings": saved["settings"]}


def _document(held: Mapping[str, Any]) -> Document:
    version = int(held.get("version", VERSION))
    members = dict(held["document"])
    for number in range(version, VERSION):
        members = MIGRATIONS[number](members)
    return Document.from_dict(members)


def _id(reference: Any) -> str:
    """Return the widget's id in a reference to it."""
    text = reference if isinstance(reference, str) else ""
    return text.removeprefix("anywidget:").removeprefix("IPY_MODEL_")
