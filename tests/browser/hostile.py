"""Text that wants to be code, put into every field that takes text."""

from __future__ import annotations

from typing import Any

from tests.browser.journeys import PICTURE

from journeywidgets import Journey
from journeywidgets.model.schema import TABLES, TEXT_LIMIT, Field

_RUN = "window.top.__pwned=window.__pwned=1"
OVERRIDE = "\u202eevil\u2066"
PAYLOADS = (
    f"<img src=x onerror={_RUN}>",
    f"</script><script>{_RUN}</script>",
    f"</style></textarea></title></table><svg onload={_RUN}>",
    f"\"'><b onmouseover={_RUN} autofocus tabindex=0 onfocus={_RUN}>b</b>",
    f"javascript:{_RUN}//",
    f"jAvA\tscript\n:{_RUN}",
    f"data:text/html,<script>{_RUN}</script>",
    f'https://example.invalid/" onmouseover="{_RUN}',
    "https://example.invalid/?q=\"'><script>1</script>",
    f"{{{{constructor.constructor('{_RUN}')()}}}}${{{_RUN}}}",
    f"]]><!--<img src=x onerror={_RUN}>-->",
    f"{OVERRIDE}<iframe srcdoc='<script>{_RUN.replace('window.', 'parent.')}</script>'>",
    "__proto__",
    "=cmd|' /C calc'!A0",
    "e\u0301\u200b\u200d\ufeff\u0000\u0007\u001b[31m\u2028\u2029",
)
LONG = "<img src=x onerror=alert(1)> " + "x" * 2_000 + "y" * (TEXT_LIMIT - 2_029)


def _value(field: Field, payload: str, refs: dict[str, str]) -> Any:
    match field.kind:
        case "text":
            return payload
        case "list":
            return [payload, payload]
        case "map":
            return {payload: 0.5}
        case "image":
            return PICTURE
        case "color":
            return "#c2410c"
        case "number" | "integer":
            return 1
        case "ref":
            return refs.get(field.ref or "")
    return None


def hostile() -> Journey:
    """Return a journey with a row of each table for each payload, ids and all."""
    j = Journey(PAYLOADS[0], seed=1)
    with j.edit(PAYLOADS[1]):
        meta = {field.name: _value(field, PAYLOADS[1], {}) for field in TABLES["meta"].fields.values()}
        j.set("meta", j.id, **{name: value for name, value in meta.items() if value is not None})
        for payload in PAYLOADS:
            _rows(j, payload)
        first = j.cards.index[0]
        j.set("cards", first, text=LONG)
    return j


def _rows(j: Journey, payload: str) -> None:
    refs: dict[str, str] = {}
    for name in ("stages", "lanes", "personas", "metrics", "cards", "values", "evidence", "asks", "links"):
        own = f"{name} {payload}"
        row = {
            field.name: _value(field, payload, refs)
            for field in TABLES[name].fields.values()
            if field.kind not in {"id", "order", "choice", "boolean", "date"}
        }
        if name == "stages":
            row.pop("parent")
        refs[name] = j.add(name, **{"id": own, **{key: value for key, value in row.items() if value is not None}})
        if name == "stages":
            j.add(name, id=f"step {payload}", parent=own, title=payload)
        if name == "lanes":
            _kinds(j, payload, refs)


def _kinds(j: Journey, payload: str, refs: dict[str, str]) -> None:
    """Add a card to a lane of every kind; one lane of a kind for all payloads."""
    for kind in ("touchpoint", "emotion", "pain", "quote", "image", "opportunity"):
        lane = f"lane {kind}"
        if lane not in j.lanes.index:
            j.add("lanes", id=lane, title=payload, kind=kind)
        card: dict[str, Any] = {
            "text": payload,
            "channel": payload,
            "url": payload,
            "owner": payload,
            "tags": [payload],
        }
        j.add("cards", id=f"{kind} {payload}", stage=refs["stages"], lane=lane, score=1, image=PICTURE, **card)
