"""A page as a tree, and a small journey to draw."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from journeywidgets.model.document import Document

VOID = {"br", "col", "img"}


@dataclass
class Node:
    tag: str
    attributes: dict[str, str | None] = field(default_factory=dict)
    children: list[Node | str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(child if isinstance(child, str) else child.text for child in self.children)

    def all(self, tag: str | None = None) -> list[Node]:
        return [node for node in self._walk() if tag in {None, node.tag}]

    def _walk(self) -> Iterator[Node]:
        for child in self.children:
            if isinstance(child, Node):
                yield child
                yield from child._walk()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({name for name, _ in attrs}) == len(attrs), f"an attribute twice: {attrs}"
        node = Node(tag, dict(attrs))
        self.open[-1].children.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in VOID
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(f"a declaration: {decl}")

    def handle_pi(self, data: str) -> None:
        raise AssertionError(f"an instruction: {data}")


def read(html: str) -> Node:
    """Return the tree of well-formed HTML; every element closed in its turn."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert reader.open == [reader.root]
    return reader.root


def document(**tables: Any) -> Document:
    """Return a document; rows are given without `order`, in the order shown."""
    meta = {"id": "j", "title": "City bike rental", **tables.pop("meta", {})}
    return Document.from_dict({"meta": meta, **tables})


def bikes(**more: Any) -> Document:
    """Return the journey of the tests: stages and a step, all that a map can show."""
    tables: dict[str, list[dict[str, Any]]] = {
        "stages": [
            {"id": "see", "title": "Awareness", "description": "Notice bikes in town"},
            {"id": "join", "title": "Sign-up", "moment_of_truth": True, "goal": "A ride", "owner": "identity"},
            {"id": "code", "title": "Code", "parent": "join"},
            {"id": "ride", "title": "First ride"},
        ],
        "lanes": [
            {"id": "act", "title": "Actions", "role": "customer"},
            {"id": "touch", "title": "Touchpoints", "kind": "touchpoint"},
            {"id": "feel", "title": "Emotion", "kind": "emotion"},
            {"id": "hurt", "title": "Pains", "kind": "pain"},
            {"id": "idea", "title": "Opportunities", "kind": "opportunity"},
            {"id": "nps", "title": "NPS", "kind": "metric", "metric": "nps"},
            {"id": "back", "title": "Gateway", "role": "backstage"},
            {"id": "fold", "title": "Notes", "collapsed": True},
        ],
        "personas": [{"id": "co", "name": "Commuter"}, {"id": "vi", "name": "Visitor"}],
        "metrics": [{"id": "nps", "title": "NPS", "method": "promoters less detractors", "target": 40}],
        "values": [
            {"id": "v1", "metric": "nps", "stage": "join", "value": -18, "low": -41, "high": 5, "n": 46},
            {"id": "v2", "metric": "nps", "stage": "ride", "value": 44, "n": 1204, "period": "2026-Q1"},
            {"id": "v3", "metric": "nps", "stage": "ride", "value": 41, "period": "2025-Q4"},
            {"id": "v4", "metric": "nps", "stage": "ride", "n": 3, "persona": "vi"},
        ],
        "cards": [
            {"id": "c1", "stage": "see", "lane": "act", "text": "Sees a docking station\nnear work"},
            {"id": "c2", "stage": "see", "lane": "touch", "text": "Poster", "channel": "print"},
            {"id": "c3", "stage": "see", "lane": "feel", "score": 0.5, "persona": "co"},
            {"id": "c4", "stage": "join", "lane": "feel", "score": -1.5, "persona": "co"},
            {"id": "c5", "stage": "join", "lane": "feel", "score": -1.0, "persona": "co", "text": "Where is it?"},
            {"id": "c6", "stage": "ride", "lane": "feel", "score": 2, "persona": "co"},
            {"id": "c7", "stage": "ride", "lane": "feel", "score": 1},
            {
                "id": "late", "stage": "join", "lane": "hurt", "text": "The SMS code arrives too late", "tags": ["sms"],
                "url": "https://example.org/late?a=1&b='2'", "owner": "identity", "persona": "vi",
                "fields": {"Seen": 3},
            },
            {"id": "c8", "stage": "join", "lane": "idea", "text": "Passkey instead of SMS", "score": 16.8},
            {"id": "c9", "stage": "code", "lane": "back", "text": "Retries after 60 s"},
            {"id": "c10", "stage": "see", "lane": "fold", "text": "Folded away"},
            {"id": "c11", "stage": "ride", "lane": "fold", "text": "Folded away too"},
        ],
        "evidence": [
            *({"id": f"e{n}", "card": "late", "participant": f"P{n}", "quote": f"Too late {n}"} for n in range(1, 8)),
            {"id": "e8", "card": "late", "participant": "P1", "quote": "Again", "source": "Diary"},
            {"id": "e9", "card": "late", "participant": "P9", "quote": "At once", "stance": "contradicts"},
        ],
        "asks": [{"id": "a1", "card": "late", "asked": 9}],
        "links": [{"id": "l1", "source": "ride", "target": "join", "kind": "loop", "share": 0.12, "label": "again"}],
    }  # fmt: skip
    return document(**{**tables, **more})
