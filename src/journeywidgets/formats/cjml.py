"""CJML 2.0, the Customer Journey Modelling Language, written: a planned journey of phases, actors and touchpoints.

A touchpoint between two actors is a communication point; what one actor does alone is an action. CJML has no
experience in planned journeys, so feelings, pains and figures have no place.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from journeywidgets.export.written import Text
from journeywidgets.formats.ledger import Ledger
from journeywidgets.formats.markup import legal, put, written
from journeywidgets.model.document import Document
from journeywidgets.model.intake import Row

VERSION = "2.0"
EVERYONE, SERVICE = "everyone", "service"
"""The ids of the actors that stand for no persona, and for no provider in particular; they have no names."""
TOUCHPOINTS = {"title": "Touchpoints", "kind": "touchpoint", "role": "customer"}
ACTIONS = {"title": "Actions", "kind": "text", "role": "customer"}
PROVIDER = {"kind": "text", "role": "frontstage"}
"""What lanes are that are read from CJML: communication points, the users' actions, and a lane a provider."""
WORDS = ("sender", "receiver", "received", "comment")
"""The columns of the caller's own that CJML has a place for."""
_PEOPLE = {None, "customer"}
_REASONS = {
    "meta": "CJML has a title and two summaries only",
    "stages": "a phase has a name and a description only",
    "lanes": "CJML has a lane an actor",
    "cards": "a touchpoint has words, actors and a channel only",
    "personas": "an actor has a name only",
}


def to_cjml(document: Document) -> Text:
    """Return a journey as a planned journey in CJML, and what has no place in it.

    Stages are phases, personas are end users, lanes behind the line of interaction are service providers; cards of
    touchpoint lanes are communication points, cards of text lanes actions.
    """
    writing = _Writing(document)
    root = Element("CJML", {"version": VERSION})
    writing.journey(put(root, "plannedJourney"))
    return Text(written(root), writing.ledger.losses("CJML has no place for it", _REASONS))


class _Writing:
    """A planned journey, element by element."""

    def __init__(self, document: Document) -> None:
        self.document, self.ledger = document, Ledger(document)
        self.used = {actor for table in ("personas", "lanes") for actor in document.tables[table]}
        self.everyone, self.service = self._free(EVERYONE), self._free(SERVICE)
        self.providers: dict[str, str] = {}
        people = document.tables["personas"]
        # Ids are a table's own, but an actor's are everybody's.
        self.actors = {key: self._free(key) if key in people else key for key in document.tables["lanes"]}
        shown = {lane["id"]: lane for lane in document.shown("lanes")}
        with_cards = {card["lane"] for card in document.tables["cards"].values()}
        self.lanes = [
            lane for key, lane in shown.items() if key in with_cards and lane["kind"] in {"touchpoint", "text"}
        ]
        self.first: dict[str, str] = {}
        for lane in self.lanes:
            if lane["kind"] == "touchpoint" or lane["role"] in _PEOPLE:
                self.first.setdefault(lane["kind"], lane["id"])

    def _free(self, name: str) -> str:
        while name in self.used:
            name += "_"
        self.used.add(name)
        return name

    def _text(self, parent: Element, tag: str, table: str, row: Row, field: str) -> None:
        put(parent, tag, row[field])
        self._kept(table, row, field)

    def _kept(self, table: str, row: Row, field: str) -> None:
        self.ledger.keep(table, row, field)
        if isinstance(row[field], str) and legal(row[field]) != row[field]:
            self.ledger.lose(table, row, field, "characters that XML has no place for")

    def journey(self, parent: Element) -> None:
        """Write everything."""
        meta = self.document.meta
        put(parent, "journeyID", meta["id"])
        self._text(parent, "journeyTitle", "meta", meta, "title")
        phases = put(parent, "journeyPhases")
        stages = [row for row in self.document.shown("stages") if row["parent"] is None]
        for stage in stages:
            phase = put(phases, "journeyPhase", phaseID=stage["id"])
            self._text(phase, "phaseName", "stages", stage, "title")
            self._text(phase, "phaseDescription", "stages", stage, "description")
        self._text(parent, "journeyShortSummary", "meta", meta, "description")
        self._text(parent, "journeyLongSummary", "meta", meta, "scenario")
        actors, touchpoints = put(parent, "actors"), put(parent, "touchpoints")
        for persona in self.document.shown("personas"):
            self._text(put(actors, "endUser", actorID=persona["id"]), "actorName", "personas", persona, "name")
        for card, stage in self._cards():
            self._card(touchpoints, card, stage)
        self._finish(actors)

    def _cards(self) -> Iterator[tuple[Row, Row]]:
        """Yield the cards that are touchpoints as the map is read, with their stages; steps are no phases."""
        stages = self.document.tables["stages"]
        lanes = {lane["id"] for lane in self.lanes}
        for card in self.document.shown("cards"):
            if card["lane"] in lanes:
                stage = stages[card["stage"]]
                yield card, stages[stage["parent"] or stage["id"]]

    def _card(self, parent: Element, card: Row, stage: Row) -> None:
        lane = self.document.tables["lanes"][card["lane"]]
        point = lane["kind"] == "touchpoint"
        element = put(parent, "plannedCommunicationPoint" if point else "plannedAction")
        put(element, "touchpointID", card["id"])
        put(element, "belongsTo", phaseIDref=stage["id"])
        own = {name: value for name, value in card["fields"].items() if isinstance(value, str) and value}
        user = card["persona"] or self.everyone
        provider = not point and lane["role"] not in _PEOPLE
        sender = (
            self._provider(own["sender"])
            if point and "sender" in own
            else self.actors[lane["id"]]
            if provider
            else user
        )
        self._end(element, "initiator", sender, card["text"])
        if point:
            other = self._provider(own["receiver"]) if "receiver" in own else self.service
            answering = "sender" in own and ("receiver" not in own or card["persona"] is not None)
            self._end(element, "receiver", user if answering else other, own.get("received", ""))
        if point and card["channel"] is not None:
            put(put(element, "channel"), "channelName", card["channel"])
        if "comment" in own:
            put(element, "comment", own["comment"])
        self._note(card, stage, provider=provider, three=len({"sender", "receiver"} & own.keys()) > 1)

    def _end(self, parent: Element, name: str, actor: str, label: str) -> None:
        end = put(parent, name)
        put(end, "refersTo", actorIDref=actor)
        put(end, f"{name}Label", label)

    def _provider(self, name: str) -> str:
        if name not in self.providers:
            lanes = (lane for lane in self.lanes if lane["role"] not in _PEOPLE and lane["kind"] == "text")
            own = next((self.actors[lane["id"]] for lane in lanes if lane["title"] == name), None)
            self.providers[name] = own or self._free(f"provider {len(self.providers) + 1}")
        return self.providers[name]

    def _note(self, card: Row, stage: Row, *, provider: bool, three: bool) -> None:
        """Note what of a card was written."""
        ledger = self.ledger
        lane = self.document.tables["lanes"][card["lane"]]
        point = lane["kind"] == "touchpoint"
        self._kept("cards", card, "text")
        if point:
            self._kept("cards", card, "channel")
        if card["stage"] == stage["id"]:
            ledger.keep("cards", card, "stage")
        else:
            ledger.lose("cards", card, "stage", "CJML has no steps; it stands in the phase")
        if provider or self.first[lane["kind"]] == lane["id"]:
            ledger.keep("cards", card, "lane")
        if not provider and (card["persona"] or self.everyone == EVERYONE):
            ledger.keep("cards", card, "persona")
        elif not provider:
            ledger.lose("cards", card, "persona", "an actor has the name of everyone")
        known = set(WORDS) if point else {"comment"}
        fits = all(name in known and isinstance(value, str) and value for name, value in card["fields"].items())
        whole = all(legal(str(value)) == value for value in card["fields"].values())
        if fits and whole and not (three and card["persona"] is not None) and self.service == SERVICE:
            ledger.keep("cards", card, "fields")
        elif card["fields"] or (point and self.service != SERVICE):
            ledger.lose("cards", card, "fields", "not a part of a touchpoint")

    def _finish(self, actors: Element) -> None:
        """Write the actors that are no personas, and note what lanes were kept."""
        put(actors, "endUser", actorID=self.everyone)
        put(actors, "serviceProvider", actorID=self.service)
        kept: list[Row] = []
        for lane in self.lanes:
            if lane["id"] in self.first.values():
                self._lane(lane, TOUCHPOINTS if lane["kind"] == "touchpoint" else ACTIONS)
                kept.append(lane)
            elif lane["kind"] == "text" and lane["role"] not in _PEOPLE:
                actor = put(actors, "serviceProvider", actorID=self.actors[lane["id"]])
                self._text(actor, "companyName", "lanes", lane, "title")
                self._lane(lane, PROVIDER)
                kept.append(lane)
        for name, key in self.providers.items():
            if key not in self.actors.values():
                put(put(actors, "serviceProvider", actorID=key), "companyName", name)
        if kept != sorted(kept, key=lambda lane: (lane["id"] not in self.first.values(), lane["kind"] != "touchpoint")):
            for lane in kept:
                self.ledger.lose("lanes", lane, "order", "users' lanes stand before the providers'")

    def _lane(self, lane: Row, read: dict[str, str]) -> None:
        """Note what of a lane is read back as it is."""
        for name, value in read.items():
            if lane[name] == value:
                self.ledger.keep("lanes", lane, name)
            else:
                self.ledger.lose("lanes", lane, name, _REASONS["lanes"])
