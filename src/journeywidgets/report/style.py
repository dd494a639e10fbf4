"""The style sheet of a report, beside the page's own."""

from __future__ import annotations

from journeywidgets.report import highlight

_COLOURS = {
    "red": ("#b42318", "#ff8a7d"),
    "green": ("#0b6130", "#8fd6a0"),
    "yellow": ("#7a5200", "#f0c063"),
    "blue": ("#0b4f9e", "#8ec1ff"),
    "magenta": ("#7a2da8", "#d2a8ff"),
    "cyan": ("#07646b", "#7fd6dd"),
}
_OWN = """
.jw-cell>pre{max-height:26rem;overflow:auto}
.jw-code pre{font-size:13px}
main thead tr:not(:last-child) :is(th,td){border-block-end-color:var(--line)}
main thead tr:last-child td{border-block-end:1px solid var(--line-strong)}
.jw-line{white-space:pre-wrap;overflow-wrap:anywhere}
.jw-stderr{border-inline-start:3px solid var(--warn)}
.ansi-bold{font-weight:650}
.jw-note h2{margin-block-start:0;font-size:1.05em}
.jw-note ul{margin-block:6px;padding-inline-start:20px}
.footnotes{font-size:.875em}
.task-list-item{list-style:none}
@media print{.jw-cell>pre{max-height:none}}
"""


def sheet() -> str:
    """Return the style sheet."""
    colours = "".join(
        f".ansi-{name}-fg,.ansi-{name}-intense-fg{{color:light-dark({light},{dark})}}"
        for name, (light, dark) in _COLOURS.items()
    )
    return _OWN.strip() + colours + highlight.style()
