"""Templates: the eight divisions, their sources, and journeys made from them."""

from __future__ import annotations

import pytest

from journeywidgets.errors import JourneyError
from journeywidgets.model.document import Document
from journeywidgets.model.ids import id_maker
from journeywidgets.model.rows import additions
from journeywidgets.model.schema import LANE_ROLES
from journeywidgets.model.templates import TEMPLATES, template_rows, templates

STAGES = {
    "aida-retention-advocacy": ["Awareness", "Interest", "Desire", "Action", "Retention", "Advocacy"],
    "awareness-to-advocacy": ["Awareness", "Consideration", "Purchase", "Retention", "Advocacy"],
    "awareness-to-advocacy-by-decision": ["Awareness", "Consideration", "Decision", "Retention", "Advocacy"],
    "decision-and-purchase": ["Awareness", "Consideration", "Decision", "Purchase", "Retention", "Advocacy"],
    "awareness-to-purchase": ["Awareness", "Favorability", "Consideration", "Intent", "Purchase"],
    "before-during-after": ["Before", "During", "After"],
    "five-e": ["Entice", "Enter", "Engage", "Exit", "Extend"],
    "service-blueprint": ["Discover", "Start", "Use", "Get help", "Leave or return"],
}


def journey(name: str) -> Document:
    document, make_id = Document({"id": "j"}), id_maker(1)
    for table, rows in template_rows(name).items():
        document.apply(additions(table, rows, make_id))
    return document


def test_the_stages_are_those_of_the_literature() -> None:
    assert {row["name"]: row["stages"] for row in templates()} == STAGES


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_template_makes_a_journey(name: str) -> None:
    document = journey(name)
    assert [row["title"] for row in document.shown("stages")] == STAGES[name]
    assert all(row["description"] for row in document.shown("stages"))
    kinds = [row["kind"] for row in document.shown("lanes")]
    assert {"touchpoint", "emotion", "pain", "opportunity"} <= set(kinds)
    titles = [row["title"] for row in document.shown("lanes")]
    assert len(set(titles)) == len(titles) == len(next(row["lanes"] for row in templates() if row["name"] == name))


def test_a_blueprint_has_the_roles_in_the_order_of_its_lines() -> None:
    roles = [row["role"] for row in journey("service-blueprint").shown("lanes") if row["role"]]
    assert tuple(roles) == LANE_ROLES


@pytest.mark.parametrize("function", [template_rows, templates])
def test_every_source_is_in_the_docstring(function: object) -> None:
    for template in TEMPLATES.values():
        assert len(template.source) > 40
        assert f"{template.name}\n    {template.title}. {template.source}" in str(function.__doc__)


def test_a_template_cannot_be_changed_through_its_rows() -> None:
    template_rows("five-e")["lanes"][0]["title"] = "Changed"
    template_rows("five-e")["stages"].clear()
    assert template_rows("five-e")["lanes"][0]["title"] == "Actions"
    assert len(template_rows("five-e")["stages"]) == 5


def test_an_unknown_name_is_refused_with_the_names_there_are() -> None:
    with pytest.raises(JourneyError, match="there is no template 'aida'") as failure:
        template_rows("aida")
    assert all(name in str(failure.value) for name in TEMPLATES)
