"""What a figure is compared with, in words: its target, the period before, another persona's figure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from journeywidgets.export.content.figures import brief, decimals, figure, signed, with_unit
from journeywidgets.model.difference import Estimate, difference
from journeywidgets.model.intake import Row

_TINY = 4  # the most decimals of a difference that would else be written as zero
_SMALL, _LARGE = 10, 100
_FIXED = "\u00a0"  # does not break


@dataclass(frozen=True)
class Style:
    """How the figures of a metric are written, and what is better."""

    digits: int
    signed: bool
    unit: str
    direction: str
    target: float | None

    def write(self, number: float) -> str:
        """Return a figure without its unit."""
        # "100.0" would claim more than a whole that all others are parts of.
        digits = 0 if abs(number) >= _LARGE and number % 1 == 0 else self.digits
        return (signed if self.signed else figure)(number, digits)

    def whole(self, number: float) -> str:
        """Return a figure with its unit."""
        return with_unit(self.write(number), self.unit)

    def size(self, number: float) -> str:
        """Return a difference; with more decimals where it would else read as zero."""
        digits = self.digits
        while number and digits < _TINY and abs(number) < 0.5 * 10**-digits:
            digits += 1
        return figure(number, digits)

    def ends(self, low: float, high: float) -> str:
        """Return the interval of a difference."""
        return f"[{self.size(low)}, {self.size(high)}]"

    @property
    def gap_unit(self) -> str:
        """The unit of a difference: of shares, percentage points."""
        return "pp" if self.unit == "%" else self.unit

    def aim(self) -> str:
        """Return the target with its direction, such as "≥ 35 %"; empty where there is none."""
        if self.target is None:
            return ""
        number = figure(self.target, decimals([self.target]))
        return f"{'≤' if self.direction == 'down' else '≥'}{_FIXED}{with_unit(number, self.unit)}"


def style_of(metric: Row, rows: Iterable[Row]) -> Style:
    """Return one style for all figures of a metric: as many decimals as they need, two only where all are small."""
    found = list(rows)
    numbers = [row[name] for row in found for name in ("value", "low", "high") if row[name] is not None]
    most = 2 if all(abs(number) < _SMALL for number in numbers) else 1
    unit = brief(metric["unit"], 20)
    # The lower end of a share's interval may lie below zero where no share can.
    can_be_below = ("value",) if unit == "%" else ("value", "low")
    below = any((row[name] or 0) < 0 for row in found for name in can_be_below)
    return Style(min(decimals(numbers), most), below, unit, metric["direction"], metric["target"])


def estimate(row: Row) -> Estimate:
    """Return the figure of a row of `values`."""
    return Estimate(row["value"], row["low"], row["high"])


@dataclass(frozen=True)
class Verdict:
    """Whether a figure reaches its target.

    Attributes
    ----------
    kind
        "met", "missed", or "open": the interval holds the target.
    text
        In two or three words.
    words
        In a sentence.
    """

    kind: str
    text: str
    words: str


_VERDICTS = {
    "met": ("target met", "met", "met: the whole interval reaches it"),
    "missed": ("target missed", "missed", "missed: the whole interval falls short of it"),
    "open": ("target: cannot tell", "", "cannot tell: the interval contains it"),
}


def verdict(now: Estimate, style: Style) -> Verdict | None:
    """Return whether a figure reaches the target; None where it has no value or no target is set."""
    if now.value is None or style.target is None:
        return None
    bare = now.low is None or now.high is None
    low = now.value if now.low is None or bare else now.low
    high = now.value if now.high is None or bare else now.high
    down = style.direction == "down"
    reached = high <= style.target if down else low >= style.target
    failed = low > style.target if down else high < style.target
    kind = "met" if reached else "missed" if failed else "open"
    text, alone, told = _VERDICTS[kind]
    return Verdict(kind, text, f"target {style.aim()} {alone if bare else told}")


@dataclass(frozen=True)
class Change:
    """How a figure differs from that of an earlier period.

    Attributes
    ----------
    text
        "▼ 4.1 [3.2, 5.0]", or "no clear change" where the interval contains zero.
    words
        The same in a sentence.
    by
        With its sign and unit, whether clear or not.
    tone
        "good" or "bad" where it is a clear change; else empty.
    now, since
        The later and the earlier period.
    next_to
        Whether the one is just before the other.
    """

    text: str
    words: str
    by: str
    tone: str
    now: str
    since: str
    next_to: bool


def change(later: Row, earlier: Row, style: Style, *, next_to: bool) -> Change | None:
    """Return how a figure has changed between two rows of `values`; None where one of them has no value."""
    by = difference(estimate(later), estimate(earlier))
    if by.value is None:
        return None
    now, since = later["period"], earlier["period"]
    spelled = _spelled(by, style)
    if by.sign == 0:
        words = f"{now}: no clear change since {since}, {spelled}"
        return Change("no clear change", words, spelled, "", now, since, next_to)
    if by.value == 0:
        return Change("no change", f"{now}: no change since {since}", spelled, "", now, since, next_to)
    up = by.value > 0
    ends = ""
    if by.low is not None and by.high is not None:
        ends = " " + (style.ends(by.low, by.high) if up else style.ends(-by.high, -by.low))
    good = up == (style.direction == "up")
    size = style.size(abs(by.value))
    how = f"{'up' if up else 'down'} by {with_unit(size, style.gap_unit)}{ends}"
    words = f"{now}: {how} since {since}, for the {'better' if good else 'worse'}"
    text = f"{'▲' if up else '▼'} {size}{ends}"
    return Change(text, words, spelled, "good" if good else "bad", now, since, next_to)


def _spelled(by: Estimate, style: Style) -> str:
    number = with_unit(_signed(by.value or 0, style), style.gap_unit)
    return number if by.low is None or by.high is None else f"{number} {style.ends(by.low, by.high)}"


def _signed(number: float, style: Style) -> str:
    text = style.size(number)
    return f"+{text}" if number > 0 and text.strip("0.") else text


@dataclass(frozen=True)
class Gap:
    """How the figures of two personas differ.

    Attributes
    ----------
    text
        "+12.4 [3.1, 21.7]", or "no clear difference" where the interval contains zero.
    words
        With the numbers in either case.
    clear
        Whether the interval leaves zero out; where there is none it cannot be told, and is not.
    """

    text: str
    words: str
    clear: bool


def gap(one: Estimate, other: Estimate, style: Style) -> Gap | None:
    """Return how much more `one` is than `other`; None where one of the two has no value."""
    by = difference(one, other)
    if by.value is None:
        return None
    number = _signed(by.value, style)
    ends = "" if by.low is None or by.high is None else f" {style.ends(by.low, by.high)}"
    words = with_unit(number, style.gap_unit) + ends
    if by.sign == 0:
        return Gap("no clear difference", f"no clear difference: {words}", clear=False)
    return Gap("no difference" if by.value == 0 else number + ends, words, clear=by.sign is not None)


def note(style: Style) -> str:
    """Return what is better, and the target."""
    better = "less is better" if style.direction == "down" else "more is better"
    aim = style.aim()
    return f"{better} · target{_FIXED}{aim}" if aim else better
