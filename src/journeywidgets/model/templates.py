"""Templates: the stages and lanes a new journey may start from, each with its source."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar

from journeywidgets.errors import JourneyError, shorten

Row = dict[str, Any]
P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True)
class Template:
    """A known division of a journey.

    Attributes
    ----------
    name
        What `template_rows` knows it by.
    title
        Its name for people.
    stages
        Titles of the stages and what happens there, in order.
    lanes
        The lanes, in order.
    source
        Where the division comes from.
    """

    name: str
    title: str
    stages: tuple[tuple[str, str], ...]
    lanes: tuple[Row, ...]
    source: str


def _lane(title: str, kind: str = "text", role: str | None = None, description: str = "") -> Row:
    lane = {"title": title, "kind": kind, "role": role, "description": description}
    return {name: value for name, value in lane.items() if value}


_EMOTION = _lane("Emotion", "emotion", description="-2 to +2, mean of the scored cards")
_PAINS = _lane("Pains", "pain")
_OPPORTUNITIES = _lane("Opportunities", "opportunity", description="score 0 to 20")

_MAP = (
    _lane("Actions"),
    _lane("Touchpoints", "touchpoint", description="by channel"),
    _lane("Thoughts", "quote"),
    _EMOTION,
    _PAINS,
    _lane("Gains", "gain"),
    _OPPORTUNITIES,
)

_BLUEPRINT = (
    _lane("Physical evidence", "touchpoint", description="what the customer sees, receives or handles"),
    _lane("Customer actions", role="customer"),
    _EMOTION,
    _lane("Frontstage", role="frontstage", description="what staff and systems do in sight of the customer"),
    _lane("Backstage", role="backstage", description="work that the customer does not see"),
    _lane("Support processes", role="support", description="inside or with partners, for both stages"),
    _PAINS,
    _OPPORTUNITIES,
)

_AWARENESS = ("Awareness", "Notices that there is such an offer")
_CONSIDERATION = ("Consideration", "Compares it with other ways to get the job done")
_DECISION = ("Decision", "Settles on one")
_PURCHASE = ("Purchase", "Orders and pays")
_RETENTION = ("Retention", "Uses it, and comes back")
_ADVOCACY = ("Advocacy", "Recommends it to others")

_ALL = (
    Template(
        "aida-retention-advocacy",
        "AIDA with retention and advocacy",
        (
            _AWARENESS,
            ("Interest", "Wants to know more"),
            ("Desire", "Wants to have it"),
            ("Action", "Orders, signs up or pays"),
            _RETENTION,
            _ADVOCACY,
        ),
        _MAP,
        "AIDA (attention or awareness, interest, desire, action), as handed down by E. K. Strong, The Psychology of "
        "Selling and Advertising, 1925; retention and advocacy are additions of later marketing practice (AIDAR).",
    ),
    Template(
        "awareness-to-advocacy",
        "Awareness to advocacy",
        (_AWARENESS, _CONSIDERATION, _PURCHASE, _RETENTION, _ADVOCACY),
        _MAP,
        "Marketing practice, as taught in Waterstons Academy, Stages of Customer Journey Mapping (waterstons.com).",
    ),
    Template(
        "awareness-to-advocacy-by-decision",
        "Awareness to advocacy, by decision",
        (_AWARENESS, _CONSIDERATION, _DECISION, _RETENTION, _ADVOCACY),
        _MAP,
        "Marketing practice, as in J. W. Howell, From Awareness to Advocacy: The 5 Stages of the Customer Journey Map "
        "(thewayhow.com), where the decision includes the purchase.",
    ),
    Template(
        "decision-and-purchase",
        "Awareness to advocacy, decision and purchase apart",
        (_AWARENESS, _CONSIDERATION, _DECISION, _PURCHASE, _RETENTION, _ADVOCACY),
        _MAP,
        "Marketing practice: the five stages above with the choice told apart from the payment, for journeys in which "
        "the one who decides is not the one who pays, or pays much later.",
    ),
    Template(
        "awareness-to-purchase",
        "Awareness to purchase",
        (
            _AWARENESS,
            ("Favorability", "Thinks well of it"),
            _CONSIDERATION,
            ("Intent", "Means to buy it"),
            _PURCHASE,
        ),
        _MAP,
        "The measures of brand-lift surveys, a hierarchy of effects after R. J. Lavidge and G. A. Steiner, A Model for "
        "Predictive Measurements of Advertising Effectiveness, Journal of Marketing 25, 1961.",
    ),
    Template(
        "before-during-after",
        "Before, during, after",
        (
            ("Before", "Plans, chooses, prepares"),
            ("During", "Uses the service"),
            ("After", "Remembers, follows up, tells others"),
        ),
        _MAP,
        "Prepurchase, purchase and postpurchase in K. N. Lemon and P. C. Verhoef, Understanding Customer Experience "
        "Throughout the Customer Journey, Journal of Marketing 80, 2016.",
    ),
    Template(
        "five-e",
        "Entice, enter, engage, exit, extend",
        (
            ("Entice", "What draws the attention"),
            ("Enter", "The first steps in"),
            ("Engage", "The core of the experience"),
            ("Exit", "How it ends"),
            ("Extend", "What is carried on afterwards"),
        ),
        _MAP,
        "The 5E experience model, in use at Conifer Research (coniferresearch.com) and in Mural's customer journey map "
        "(mural.co).",
    ),
    Template(
        "service-blueprint",
        "Service blueprint",
        (
            ("Discover", "Finds the service"),
            ("Start", "Signs up, books or arrives"),
            ("Use", "Gets what was promised"),
            ("Get help", "Something is unclear or goes wrong"),
            ("Leave or return", "Ends it, or comes back"),
        ),
        _BLUEPRINT,
        "G. L. Shostack, Designing Services That Deliver, Harvard Business Review 62, 1984; lanes and lines as in "
        "M. J. Bitner, A. L. Ostrom and F. N. Morgan, Service Blueprinting, California Management Review 50, 2008.",
    ),
)

TEMPLATES: dict[str, Template] = {template.name: template for template in _ALL}


def with_sources(function: Callable[P, R]) -> Callable[P, R]:
    """Add to a function's docstring the templates there are, each with its source."""
    listed = (f"{template.name}\n    {template.title}. {template.source}" for template in _ALL)
    function.__doc__ = "\n".join([inspect.getdoc(function) or "", "", "Notes", "-----", *listed, ""])
    return function


@with_sources
def template_rows(name: str) -> dict[str, list[Row]]:
    """Return the stages and lanes of a template, as rows without ids.

    Raises
    ------
    JourneyError
        There is no such template; the message lists those there are.
    """
    if name not in TEMPLATES:
        raise JourneyError(f"there is no template {shorten(name)}. Templates: {', '.join(TEMPLATES)}.")
    template = TEMPLATES[name]
    return {
        "stages": [{"title": title, "description": description} for title, description in template.stages],
        "lanes": [dict(lane) for lane in template.lanes],
    }


@with_sources
def templates() -> list[Row]:
    """Return a row for each template: name, title, stages, lanes and source."""
    return [
        {
            "name": template.name,
            "title": template.title,
            "stages": [title for title, _ in template.stages],
            "lanes": [str(lane["title"]) for lane in template.lanes],
            "source": template.source,
        }
        for template in _ALL
    ]
