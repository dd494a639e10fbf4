"""CJML 2.0, the Customer Journey Modelling Language, read."""

from __future__ import annotations

from typing import Any

from journeywidgets.errors import FormatError, shorten
from journeywidgets.export.written import Loss
from journeywidgets.formats.cjml import ACTIONS, EVERYONE, PROVIDER, SERVICE, TOUCHPOINTS
from journeywidgets.formats.markup import parsed, said
from journeywidgets.frames.cards import UNASSIGNED
from journeywidgets.model.changes import Op
from journeywidgets.model.document import Document
from journeywidgets.model.ids import IdMaker
from journeywidgets.model.intake import ID_LIMIT, Row

_WHOLE = "Journey"
_POINT, _ACTION = "plannedCommunicationPoint", "plannedAction"
_META = {"journeyTitle": "title", "journeyShortSummary": "description", "journeyLongSummary": "scenario"}
_KNOWN = {
    "plannedJourney": {*_META, "journeyID", "journeyPhases", "actors", "touchpoints"},
    "journeyPhase": {"phaseName", "phaseDescription"},
    "endUser": {"actorName"},
    "serviceProvider": {"companyName", "actorName"},
    _POINT: {"touchpointID", "belongsTo", "initiator", "receiver", "channel", "comment"},
    _ACTION: {"touchpointID", "belongsTo", "initiator", "comment"},
    "initiator": {"refersTo", "initiatorLabel"},
    "receiver": {"refersTo", "receiverLabel"},
    "channel": {"channelName"},
    "journeyPhases": {"journeyPhase"},
    "actors": {"endUser", "serviceProvider"},
    "touchpoints": {_POINT, _ACTION},
}


def from_cjml(data: bytes, *, make_id: IdMaker, journey: str | None = None) -> tuple[Document, list[Loss]]:
    """Return the planned journey of a CJML file, and what had no place in it.

    Phases are stages and end users personas. Communication points are cards of a lane "Touchpoints", with the names
    of providers and the receiver's words in columns of their own (``sender, receiver, received, comment``); what end
    users do alone are cards of a lane "Actions", what a provider does those of a lane with its name.

    Parameters
    ----------
    data
        The file.
    make_id
        Makes ids where the file has none that can be used.
    journey
        The ``journeyID`` of the planned journey; None: the first.

    Raises
    ------
    FormatError
        It is no CJML, holds a DTD, or has no such planned journey; lists those there are.
    """
    root = parsed(data, "the CJML file")
    if root.tag.casefold() != "cjml":
        raise FormatError(f"the file is no CJML: its root is {shorten(root.tag)}. Give a file whose root is CJML.")
    planned = {said(each, "journeyID"): each for each in reversed(root.findall("plannedJourney"))}
    planned = dict(reversed(planned.items()))
    if not planned or (journey is not None and journey not in planned):
        there = ", ".join(map(repr, planned)) or "none"
        raise FormatError(f"the file has no planned journey{f' {journey!r}' if journey else ''}. Planned: {there}.")
    chosen = planned[journey] if journey is not None else root.find("plannedJourney")
    reading = _Reading(make_id)
    for other in root:
        if other is not chosen:
            reading.lose(other, "another journey: a map holds one plan")
    return reading.document(chosen), reading.losses


class _Reading:
    """A planned journey, element by element, as operations."""

    def __init__(self, make_id: IdMaker) -> None:
        self.make_id = make_id
        self.ops: list[Op] = []
        self.losses: list[Loss] = []
        self._stages: dict[str, str] = {}
        self._users: dict[str, tuple[str | None, str]] = {}
        self._providers: dict[str, str] = {}
        self._lanes: dict[str, str] = {}
        self._taken: set[tuple[str, str]] = set()

    def document(self, journey: Any) -> Document:
        """Return the journey."""
        self._check(journey)
        meta = {field: said(journey, tag) for tag, field in _META.items()}
        document = Document({"id": self._id("meta", said(journey, "journeyID")), **meta})
        for phase in journey.iterfind("journeyPhases/journeyPhase"):
            row = {"title": said(phase, "phaseName"), "description": said(phase, "phaseDescription")}
            key = phase.get("phaseID", "")
            self._stages.setdefault(key, self._put("stages", key, row))
        for actor in journey.iterfind("actors/*"):
            self._actor(actor)
        touchpoints = [each for each in journey.iterfind("touchpoints/*") if each.tag in {_POINT, _ACTION}]
        self._lay(touchpoints)
        for element in touchpoints:
            self._touchpoint(element)
        document.apply(self.ops)
        return document

    def _actor(self, actor: Any) -> None:
        key = actor.get("actorID") or actor.get("actorIDref") or ""
        named = actor.find("actorName") if actor.find("actorName") is not None else actor.find("companyName")
        name = key if named is None else named.text or ""
        if actor.tag == "serviceProvider":
            self._providers[key] = "" if key == SERVICE and named is None else name
        elif actor.tag == "endUser":
            everyone = key == EVERYONE and named is None
            self._users[key] = None if everyone else self._put("personas", key, {"name": name}), name

    def _lay(self, touchpoints: list[Any]) -> None:
        """Put the lanes: the users' first, then one for each provider that does something of its own."""
        acting = [_end(each, "initiator") for each in touchpoints if each.tag == _ACTION]
        if any(each.tag == _POINT for each in touchpoints):
            self._lanes[_POINT] = self._put("lanes", "", dict(TOUCHPOINTS))
        if any(actor not in self._providers for actor in acting):
            self._lanes[_ACTION] = self._put("lanes", "", dict(ACTIONS))
        for actor, name in self._providers.items():
            if actor in acting:
                self._lanes[f"by {actor}"] = self._put("lanes", actor, {"title": name, **PROVIDER})

    def _touchpoint(self, element: Any) -> None:
        sender, receiver = _end(element, "initiator"), _end(element, "receiver")
        point = element.tag == _POINT
        lane = self._lanes[_POINT] if point else self._lanes.get(f"by {sender}") or self._lanes[_ACTION]
        row: Row = {
            "stage": self._stage(element),
            "lane": lane,
            "text": said(element.find("initiator"), "initiatorLabel"),
        }
        own: dict[str, str] = {}
        if point:
            row["persona"] = self._user(sender) if sender in self._users else self._user(receiver)
            own = {
                "sender": "" if sender in self._users else self._providers.get(sender, sender),
                "receiver": self._other(sender, receiver),
                "received": said(element.find("receiver"), "receiverLabel"),
            }
            channel = element.find("channel")
            row["channel"] = None if channel is None else said(channel, "channelName")
        elif sender not in self._providers:
            row["persona"] = self._user(sender)
        row["fields"] = {name: text for name, text in {**own, "comment": said(element, "comment")}.items() if text}
        self._put("cards", said(element, "touchpointID"), row)

    def _user(self, actor: str) -> str | None:
        if actor not in self._users and actor not in self._providers and actor:
            # Some files name actors that they do not list.
            self._users[actor] = self._put("personas", actor, {"name": actor}), actor
        return self._users.get(actor, (None, ""))[0]

    def _other(self, sender: str, receiver: str) -> str:
        """Return the receiver's name, unless it is the card's persona."""
        if receiver not in self._users:
            return self._providers.get(receiver, receiver if sender in self._users else "")
        return self._users[receiver][1] if sender in self._users else ""

    def _stage(self, element: Any) -> str:
        belongs = element.find("belongsTo")
        key = "" if belongs is None else belongs.get("phaseIDref", "")
        known = key if key in self._stages else key.strip()
        if known not in self._stages:
            title = known or (UNASSIGNED if self._stages else _WHOLE)
            self._stages[known] = self._put("stages", known, {"title": title})
        return self._stages[known]

    def _id(self, table: str, key: str) -> str:
        """Return an id of the file where it can be one, else a new one."""
        while not 0 < len(key) <= ID_LIMIT or (table, key) in self._taken:
            key = self.make_id()
        self._taken.add((table, key))
        return key

    def _put(self, table: str, key: str, row: Row) -> str:
        row_id = self._id(table, key)
        self.ops.append(Op("add", table, row_id, row))
        return row_id

    def _check(self, element: Any) -> None:
        """Note the elements that have no place."""
        for child in element:
            if child.tag not in _KNOWN.get(element.tag, ()):
                self.lose(child, "an element that a map has no place for")
            else:
                self._check(child)

    def lose(self, element: Any, why: str) -> None:
        """Note an element that has no place."""
        text = " ".join("".join(element.itertext()).split())
        if text or len(element) or element.attrib:
            self.losses.append(Loss("meta", None, element.tag, text or dict(element.attrib), why))


def _end(element: Any, name: str) -> str:
    found = element.find(f"{name}/refersTo")
    return "" if found is None else found.get("actorIDref") or found.get("actorID") or ""
