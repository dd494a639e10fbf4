"""The colours of a drawing, light and dark, as literals; the page's twin is `js/src/view/shared/tokens.css`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from journeywidgets.errors import JourneyError, shorten
from journeywidgets.export import palette
from journeywidgets.export.colors import contrast, readable
from journeywidgets.export.palette import Mark


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours by what they are for; `soft` names grounds, `ink` text. `personas` are those of persona 1 to 8."""

    dark: bool
    background: str
    soft: str
    raised: str
    line: str
    strong_line: str
    ink: str
    soft_ink: str
    faint_ink: str
    brand: str
    on_brand: str
    pain: str
    pain_soft: str
    gain: str
    gain_ink: str
    gain_soft: str
    warn: str
    warn_soft: str
    personas: tuple[str, ...]

    def readable(self, mark: Mark) -> Mark:
        """Return a persona's mark in a colour that can be read on this ground."""
        if mark is palette.EVERYONE:
            return replace(mark, color=self.soft_ink)
        if mark.color in palette.COLORS:
            return replace(mark, color=self.personas[palette.COLORS.index(mark.color)])
        return replace(mark, color=readable(mark.color, self.background))

    def ink_on(self, color: str) -> str:
        """Return black or white, whichever can be read better on a colour."""
        return max(("#fff", "#000"), key=lambda ink: contrast(ink, color))


LIGHT = Theme(
    dark=False,
    background=palette.BACKGROUND,
    soft=palette.SOFT,
    raised=palette.BACKGROUND,
    line=palette.LINE,
    strong_line=palette.STRONG_LINE,
    ink=palette.INK,
    soft_ink=palette.SOFT_INK,
    faint_ink="#626c7b",
    brand=palette.BRAND,
    on_brand="#fff",
    pain=palette.PAIN,
    pain_soft=palette.PAIN_SOFT,
    gain=palette.GAIN,
    gain_ink=palette.GAIN_INK,
    gain_soft=palette.GAIN_SOFT,
    warn=palette.WARN,
    warn_soft="#fdf3dc",
    personas=palette.COLORS,
)
DARK = Theme(
    dark=True,
    background="#14171c",
    soft="#1a1e25",
    raised="#20252d",
    line="#2b313b",
    strong_line="#434b58",
    ink="#e8ebf0",
    soft_ink="#a9b2c0",
    faint_ink="#959eac",
    brand="#8ea4ff",
    on_brand="#14171c",
    pain="#ff8a7d",
    pain_soft="#3a1f1d",
    gain="#69d39a",
    gain_ink="#69d39a",
    gain_soft="#173326",
    warn="#f0c063",
    warn_soft="#3a2e14",
    personas=("#8ea4ff", "#ff9d6b", "#5fd0c5", "#f58bb5", "#c4a1ff", "#b5d063", "#6cc4f5", "#dcb27a"),
)
_THEMES: Mapping[str, Theme] = {"light": LIGHT, "dark": DARK}


def theme_of(name: str) -> Theme:
    """Return a theme by its name.

    Raises
    ------
    JourneyError
        There is none of that name.
    """
    if name not in _THEMES:
        raise JourneyError(f"theme={shorten(name)} is no theme. Give 'light' or 'dark'.")
    return _THEMES[name]
