"""CJML: planned journeys written as its published examples are, read back, and read from other tools."""

from __future__ import annotations

from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.formats.journeys import EXAMPLES, journey_of, journeys, untold

from journeywidgets import FormatError, Journey
from journeywidgets.errors import TableError
from journeywidgets.model.changes import Op
from journeywidgets.model.document import Document

BOOKS = b"""<?xml version="1.0" encoding="UTF-8"?>
<CJML version="2.0">
  <plannedJourney>
    <journeyID>PJ1</journeyID>
    <journeyTitle>Selling books</journeyTitle>
    <journeyPhases>
      <journeyPhase phaseID="Sign-up"><phaseName>Sign-up</phaseName><phaseDescription/></journeyPhase>
    </journeyPhases>
    <journeyShortSummary>Somebody sells a book.</journeyShortSummary>
    <actors>
      <endUser actorID="seller"><actorName>Seller</actorName></endUser>
      <endUser actorID="buyer"/>
      <serviceProvider actorID="shop">
        <companyName>Shop &amp; Co</companyName><providerType>web</providerType>
      </serviceProvider>
    </actors>
    <touchpoints>
      <plannedCommunicationPoint>
        <touchpointID>T1</touchpointID>
        <belongsTo phaseIDref=" Sign-up"></belongsTo>
        <initiator><refersTo actorIDref="seller"/><initiatorLabel>Creates account</initiatorLabel></initiator>
        <receiver><refersTo actorIDref="shop"/><receiverLabel>Account registered</receiverLabel></receiver>
        <channel><channelName>Web</channelName></channel>
      </plannedCommunicationPoint>
      <plannedCommunicationPoint>
        <touchpointID>T1</touchpointID>
        <initiator><refersTo actorIDref="shop"/><initiatorLabel>Sends a mail</initiatorLabel></initiator>
        <receiver><refersTo actorIDref="seller"/><receiverLabel/></receiver>
      </plannedCommunicationPoint>
      <plannedAction>
        <touchpointID>T3</touchpointID>
        <initiator><refersTo actorIDref="shop"/><initiatorLabel>Checks</initiatorLabel></initiator>
        <comment>twice</comment>
      </plannedAction>
      <plannedAction>
        <touchpointID>T4</touchpointID>
        <initiator><refersTo actorIDref="buyer"/><initiatorLabel>Waits</initiatorLabel></initiator>
      </plannedAction>
    </touchpoints>
  </plannedJourney>
  <actualJourney><journeyID>AJ1</journeyID></actualJourney>
</CJML>
"""


@st.composite
def plans(draw: st.DrawFn) -> Document:
    """Draw a journey with much that CJML has a place for."""
    document = draw(journeys())
    words = st.dictionaries(
        st.sampled_from(["sender", "receiver", "received", "comment"]), st.sampled_from(["Shop", "Bank"]), max_size=3
    )
    for lane in list(document.tables["lanes"]):
        row = {
            "kind": draw(st.sampled_from(["text", "touchpoint"])),
            "role": draw(st.sampled_from([None, "frontstage"])),
        }
        document.apply([Op("set", "lanes", lane, row)])
    for card in list(document.tables["cards"]):
        own: dict[str, str] = draw(words)
        channel: str | None = draw(st.sampled_from([None, "", "Web"]))
        try:
            document.apply([Op("set", "cards", card, {"fields": own, "channel": channel})])
        except TableError:
            continue
    return document


@given(journeys() | plans())
@settings(max_examples=2 * EXAMPLES)
def test_it_is_read_back_but_for_what_is_told(document: Document) -> None:
    written = journey_of(document).to_cjml(share="private")
    back = Journey.read(written, "cjml")
    assert untold(document, back.store.document, written.losses) == []
    assert back.losses is not None
    assert back.losses.empty
    assert back.to_cjml() == written or not written.losses.empty


def test_what_is_written_has_the_published_elements() -> None:
    journey = Journey.read(BOOKS, "cjml", seed=1)
    root = fromstring(journey.to_cjml())  # noqa: S314 - written here
    assert (root.tag, root.get("version")) == ("CJML", "2.0")
    (plan,) = root
    assert [child.tag for child in plan] == [
        "journeyID",
        "journeyTitle",
        "journeyPhases",
        "journeyShortSummary",
        "journeyLongSummary",
        "actors",
        "touchpoints",
    ]
    point = plan.find("touchpoints/plannedCommunicationPoint")
    assert point is not None
    assert [child.tag for child in point] == ["touchpointID", "belongsTo", "initiator", "receiver", "channel"]
    actors = {actor.get("actorID") for actor in plan.iterfind("actors/*")}
    assert {end.get("actorIDref") for end in plan.iter("refersTo")} <= actors
    phases = {phase.get("phaseID") for phase in plan.iter("journeyPhase")}
    assert {each.get("phaseIDref") for each in plan.iter("belongsTo")} <= phases


def test_a_lane_with_the_id_of_a_persona_is_another_actor() -> None:
    lanes = [{"id": "x", "title": "Shop", "role": "frontstage"}, {"id": "y", "title": "Doing"}]
    journey = Journey("x", stages=["Buy"], lanes=lanes, personas=[{"id": "x", "name": "Lena"}], seed=1)
    for lane, persona in (("x", None), ("y", "x")):
        journey.add("cards", stage=journey.stages.index[0], lane=lane, persona=persona, text=lane)
    back = Journey.read(journey.to_cjml(), "cjml")
    assert back.cards.set_index("text")["persona"].to_dict() == {"x": None, "y": "x"}


def test_the_file_of_another_tool_is_read() -> None:
    journey = Journey.read(BOOKS, "cjml", seed=1)
    assert journey.title == "Selling books"
    assert journey.meta["description"] == "Somebody sells a book."
    assert journey.stages["title"].tolist() == ["Sign-up", "Unassigned"]
    assert journey.personas["name"].tolist() == ["Seller", "buyer"]
    assert journey.lanes[["title", "kind", "role"]].to_numpy().tolist() == [
        ["Touchpoints", "touchpoint", "customer"],
        ["Actions", "text", "customer"],
        ["Shop & Co", "text", "frontstage"],
    ]
    cards = journey.cards.set_index("text")
    assert cards.loc["Creates account", ["channel", "receiver", "received", "persona"]].tolist() == [
        "Web",
        "Shop & Co",
        "Account registered",
        "seller",
    ]
    assert cards.loc["Sends a mail", ["sender", "persona"]].tolist() == ["Shop & Co", "seller"]
    assert cards.loc["Checks", "comment"] == "twice"
    assert journey.losses is not None
    assert journey.losses[["field", "value"]].to_numpy().tolist() == [["actualJourney", "AJ1"], ["providerType", "web"]]
    again = Journey.read(journey.to_cjml(), "cjml")
    assert again.to_dict() == {
        **journey.to_dict(),
        "lanes": again.to_dict()["lanes"],
        "cards": again.to_dict()["cards"],
    }


def test_a_journey_is_chosen_by_its_id() -> None:
    two = BOOKS.replace(b"<actualJourney>", b"<plannedJourney>").replace(b"</actualJourney>", b"</plannedJourney>")
    assert Journey.read(two, "cjml", journey="AJ1").stages.empty
    with pytest.raises(FormatError, match=r"no planned journey 'X'\. Planned: 'PJ1', 'AJ1'"):
        Journey.read(two, "cjml", journey="X")


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"<CJML/>", "no planned journey. Planned: none"),
        (b"<svg/>", "its root is 'svg'"),
        (b"<CJML>", r"no XML \(line 1, column 6\)"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><CJML>&a;</CJML>', "holds a DTD or an entity"),
        (b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><CJML/>', "holds a DTD or an entity"),
        (b'<?xml version="1.0" encoding="x"?><CJML/>', "its encoding"),
    ],
)
def test_what_is_no_cjml_is_refused(data: bytes, problem: str) -> None:
    with pytest.raises(FormatError, match=problem):
        Journey.read(data, "cjml")
