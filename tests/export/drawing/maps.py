"""Maps that put a drawing to the test: long words, other scripts, many stages, many curves, nothing at all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.browser.journeys import PICTURE, bikes, evident, measured

from journeywidgets import Journey

LANES = ("text", "touchpoint", "emotion", "pain", "gain", "opportunity", "quote", "image")
LONG = (
    "The confirmation arrives so late that the form has already forgotten the address, the card and the "
    "identification, and whoever then presses back starts again from the beginning without being told why. "
)
WORD = "Donaudampfschifffahrtsgesellschaftskapitänsmützenhersteller" * 2
CHINESE = ("在地铁站附近看到一辆共享单车", "注册需要手机号码、身份证和押金,步骤太多。", "扫码后车锁没有打开")
JAPANESE = ("アプリをダウンロードして、会員登録をする。", "「駐輪場が見つからない」と感じる", "料金がわかりにくい!")
ARABIC = (
    "يرى محطة دراجات بالقرب من العمل",
    "رمز التحقق يصل متأخرًا (بعد 60 ثانية) ويُعاد ملء النموذج",
    "السعر: 12.50 ريال",
)
HEBREW = ("רואה תחנת אופניים ליד העבודה", "הקוד מגיע מאוחר מדי - SMS - והטופס מתאפס", "המחיר 3.90 ₪ ליום")
EMOJI = ("👍🏽 great 🚲🚲", "👨‍👩‍👧‍👦 family 🇩🇪 🏳️‍🌈 1️⃣ ❤️", "ok ✅ late ⏰ ☺️ 🤷🏻‍♀️")


def filled(title: str, texts: tuple[str, ...], **more: Any) -> Journey:
    """Return a map with a lane of each kind, its words taken from `texts` in turn."""
    j = Journey(title)
    words = iter(texts * 40)
    with j.edit("Fill"):
        for n in range(4):
            j.add("stages", id=f"s{n}", title=next(words), description=next(words), goal=next(words))
        j.set("stages", "s1", moment_of_truth=True, owner=next(words))
        for n in range(2):
            j.add("personas", id=f"p{n}", name=next(words))
        j.set("meta", j.document.meta["id"], **{"description": next(words), "tags": [next(words)], **more})
        for n, kind in enumerate(LANES):
            role = ("customer", "frontstage", "backstage", "support")[n // 2]
            j.add("lanes", id=kind, title=next(words), description=next(words), kind=kind, role=role)
        for n in range(36):
            kind = LANES[n % 8]
            score = {"emotion": n % 5 - 2, "opportunity": n % 20}.get(kind)
            j.add(
                "cards", id=f"c{n}", stage=f"s{n % 3}", lane=kind, text=next(words), score=score,
                persona=(None, "p0", "p1")[n % 3], channel=next(words) if n % 2 else None,
                owner=next(words) if n % 4 == 0 else "", tags=[next(words)] if n % 5 == 0 else [],
                url="https://example.org/a/b" if n % 6 == 0 else "", image=PICTURE if n == 7 else "",
            )  # fmt: skip
        j.add("links", source="s1", target="s0", label=next(words), kind="loop", share=0.2)
    return j


def many(stages: int = 30) -> Journey:
    """Return a map of many stages, a third of them with steps, and three curves."""
    j = Journey("A long way", stages=[{"id": f"s{n}", "title": f"Stage {n}"} for n in range(stages)])
    with j.edit("Fill"):
        for n in range(0, stages, 3):
            for step in range(2):
                j.add("stages", id=f"s{n}-{step}", parent=f"s{n}", title=f"Step {step} of {n}")
        for n in range(3):
            j.add("personas", id=f"p{n}", name=f"Persona {n}")
        j.add("lanes", id="mood", kind="emotion", title="Emotion")
        j.add("lanes", id="acts", title="Actions")
        for at, column in enumerate(c for c in j.document.tables["stages"].values()):
            if column["parent"] is None and at % 3 == 0:
                continue
            for n in range(3):
                if (at + n) % 5:
                    score = (at * 7 + n * 13) % 41 / 10 - 2
                    j.add("cards", stage=column["id"], lane="mood", persona=f"p{n}", score=score)
            j.add("cards", stage=column["id"], lane="acts", text=f"Does what is done at {at}")
    return j


def crowded() -> Journey:
    """Return a map on whose curve twelve personas feel nearly the same."""
    j = Journey("A crowd", stages=[{"id": f"s{n}", "title": f"Stage {n}"} for n in range(3)])
    with j.edit("Fill"):
        j.add("lanes", id="mood", kind="emotion", title="Emotion")
        for n in range(12):
            j.add("personas", id=f"p{n}", name=f"Persona number {n} of the crowd")
            for stage in range(3):
                j.add("cards", stage=f"s{stage}", lane="mood", persona=f"p{n}", score=0.1 * (n % 3) + stage - 1)
    return j


def folded() -> Journey:
    """Return the map of the mock with some lanes collapsed and stages linked."""
    j = bikes()
    with j.edit("Fold"):
        for lane in ("pains", "emotion", "score"):
            j.set("lanes", lane, collapsed=True)
        j.add("links", source="aware", target="signup", kind="skip", share=0.2)
        j.add("links", source="retain", target="ride", kind="loop", label="Rides again")
        j.add("links", source="aware", target="consider")
    return j


def tiny() -> Journey:
    """Return a map of one stage and one lane."""
    j = Journey("Short", stages=[{"id": "s", "title": "Only"}], lanes=[{"id": "l", "title": "Actions"}])
    j.add("cards", id="c", stage="s", lane="l", text="Does it")
    return j


MAPS: dict[str, Callable[[], Journey]] = {
    "mock": bikes,
    "evidence": evident,
    "metrics": measured,
    "long": lambda: filled(LONG, (LONG * 3, WORD, LONG, "https://example.org/" + "a/very-long/way/" * 12)),
    "chinese": lambda: filled("共享单车的旅程", CHINESE),
    "japanese": lambda: filled("自転車", JAPANESE),
    "arabic": lambda: filled("رحلة الدراجة", ARABIC),
    "hebrew": lambda: filled("מסע האופניים", HEBREW),
    "emoji": lambda: filled("🚲 trip", EMOJI),
    "mixed": lambda: filled(
        "Mixed", (*CHINESE, *ARABIC, *HEBREW, *EMOJI, "plain", "Ünïcödé e\u0301", "ไทยภาษา", "हिन्दी में")
    ),
    "many": many,
    "crowd": crowded,
    "folded": folded,
    "tiny": tiny,
    "no cards": lambda: Journey("Plan", stages=["One", "Two"], lanes=["Actions", "Pains"]),
    "no lanes": lambda: Journey("Plan", stages=["One", "Two"]),
    "no stages": lambda: Journey("Plan", lanes=["Actions"]),
    "empty": Journey,
}
