"""Outputs of code cells that are no views of the package: tables, pictures, text, errors."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from journeywidgets.export.escape import printable
from journeywidgets.export.markup import Markup, element, join
from journeywidgets.report.pictures import embedded
from journeywidgets.report.prose import Prose
from journeywidgets.report.records import VIEW, whole
from journeywidgets.report.sanitizer import Surroundings, sanitized

_PICTURES = ("image/svg+xml", "image/png", "image/jpeg", "image/gif", "image/webp")
_DOLLARS = re.compile(r"\s*(\$\$?)((?:\\.|[^$\\])*)\1\s*", re.DOTALL)
_TABLE = re.compile(r"<table\b", re.IGNORECASE)
_SCRIPT = re.compile(r"<script\b", re.IGNORECASE)
_LINE = re.compile(r"[^\n]*\n?")
_JAVASCRIPT = "application/javascript"
_OBJECT = re.compile(r"<IPython\.core\.display\.\w+ object>")  # what stands for an output, and says nothing
_SIZES = ("width", "height")
Finder = Callable[[str], "str | None"]


@dataclass
class Form:
    """One of the forms of an output, ready to be shown.

    Attributes
    ----------
    mime
        Its kind.
    source
        What is in it, to be looked through.
    markup
        What shows it.
    """

    mime: str
    source: Any
    markup: Markup


def form_of(
    data: Mapping[str, Any], metadata: Any, prose: Prose, picture: Finder, missing: Callable[[str], None]
) -> Form | None:
    """Return the best form of an output that can be shown without a script; None where it has none.

    Parameters
    ----------
    data
        The forms, by mime type.
    metadata
        The output's.
    prose
        Turns Markdown and TeX into markup.
    picture
        Gives the data URL of a picture's address.
    missing
        Is told what a reader does not see.
    """
    around = Surroundings(prose.anchors, picture, missing, anchored=False)
    for mime, make in _MAKERS.items():
        if data.get(mime) in (None, "", []):
            continue
        markup = make(whole(data[mime]), prose, around)
        if markup is not None:
            return Form(mime, data[mime], markup)
        if mime == "text/html":
            missing("what needs a script: another form of it is shown, if there is one")
    for mime in _PICTURES:
        source = embedded(mime, data[mime]) if data.get(mime) else None
        if source is not None:
            return Form(mime, data[mime] if "svg" in mime else "", _picture(source, mime, data, metadata))
    return _last(data, prose, around)


def _last(data: Mapping[str, Any], prose: Prose, around: Surroundings) -> Form | None:
    """Return the form of an output that has neither HTML nor a picture."""
    latex, plain = whole(data.get("text/latex")), whole(data.get("text/plain"))
    if latex.strip():
        return Form("text/latex", latex, _latex(latex, prose, around))
    if VIEW in data:
        around.missing("a widget that only a running notebook can show")
    if _JAVASCRIPT in data:
        around.missing("a script: what it would add is not shown")
    if plain and not _OBJECT.match(plain):
        return Form("text/plain", plain, block(plain))
    return None


def _html(text: str, _prose: Prose, around: Surroundings) -> Markup | None:
    made = sanitized(text, around)
    empty = not re.sub(r"<[^>]*>", "", made).strip() and "<img" not in made
    if empty and _SCRIPT.search(text):
        return None
    if _SCRIPT.search(text):
        around.missing("a script: what it would add is not shown")
    return element("div", made, **{"class": "jw-scroll"}) if _TABLE.search(text) else made


def _markdown(text: str, prose: Prose, around: Surroundings) -> Markup:
    return prose.convert(text, around.picture, around.missing)


_MAKERS: Mapping[str, Callable[[str, Prose, Surroundings], Markup | None]] = {
    "text/html": _html,
    "text/markdown": _markdown,
}


def _latex(latex: str, prose: Prose, around: Surroundings) -> Markup:
    """Return LaTeX: a formula, text with formulas in it, or else as it is written."""
    formula = _formula(latex, prose)
    if formula is not None:
        return element("p", formula)
    return _markdown(latex, prose, around) if "$" in latex and "\\begin{" not in latex else block(latex)


def _formula(latex: str, prose: Prose) -> Markup | None:
    """Return TeX as a formula, where all of it is one."""
    match = _DOLLARS.fullmatch(latex)
    tex = match[2] if match else latex.strip()
    if not match and not tex.startswith(r"\begin{"):
        return None
    display = match is None or match[1] == "$$" or r"\displaystyle" in tex
    return prose.formulas.convert(tex.replace(r"\displaystyle", "", 1), display=display)


def _picture(source: str, mime: str, data: Mapping[str, Any], metadata: Any) -> Markup:
    sizes = metadata.get(mime) if isinstance(metadata, Mapping) else None
    pairs = {name: sizes.get(name) for name in _SIZES} if isinstance(sizes, Mapping) else {}
    known = {name: str(value) for name, value in pairs.items() if str(value).isdecimal()}
    words = whole(data.get("text/plain"))
    # "<Figure size 640x480 with 1 Axes>" tells a reader nothing.
    alt = "" if words.startswith("<") else " ".join(words.split())[:200]
    return element("p", element("img", src=source, alt=alt or "A picture made by the code", **known))


def block(text: str, *, kind: str | None = None) -> Markup:
    """Return text as a program wrote it, with its colours."""
    from nbconvert.filters.ansi import ansi2html, strip_ansi

    text = overprinted(text)
    if "\x1b" not in text:
        return element("pre", text.rstrip("\n"), **{"class": _kind(text, kind)})
    if len(text) > _LONG:
        return element("pre", strip_ansi(text).rstrip("\n"), **{"class": kind})
    nothing = Surroundings(Prose().anchors, lambda _address: None, lambda _why: None)
    return element("pre", sanitized(ansi2html(text.rstrip("\n")), nothing), **{"class": kind})


_LONG = 200_000


def _kind(text: str, kind: str | None) -> str | None:
    """Return the classes of a text: a single line may be broken, lines below each other may be a table."""
    line = "jw-line" if "\n" not in text.strip("\n") else None
    return " ".join(filter(None, [kind, line])) or None


def overprinted(text: str) -> str:
    """Return text as a terminal shows it, where a bar of progress writes over itself."""
    if "\r" not in text:
        return text
    return "".join(_overprinted(match.group()) for match in _LINE.finditer(text.replace("\r\n", "\n")))


def _overprinted(line: str) -> str:
    end = "\n" if line.endswith("\n") else ""
    parts = [part for part in line.removesuffix("\n").split("\r") if part]
    return (parts[-1] if parts else "") + end


def error(output: Mapping[str, Any], *, whole_trace: bool) -> Markup:
    """Return an error: its kind and its words, and where it arose, folded."""
    words = f"{output.get('ename', 'Error')}: {output.get('evalue', '')}"
    first = element("pre", printable(words), **{"class": "jw-error"})
    trace = output.get("traceback")
    if not whole_trace or not isinstance(trace, list) or not trace:
        return first
    folded = element(
        "details", element("summary", "Where it arose"), block("\n".join(map(str, trace))), **{"class": "jw-code"}
    )
    return join([first, folded])


def runs(outputs: list[Any]) -> Iterator[Mapping[str, Any]]:
    """Yield outputs; what one stream wrote in a row as one."""
    last: dict[str, Any] | None = None
    for output in outputs:
        if not isinstance(output, Mapping):
            continue
        stream = output.get("output_type") == "stream"
        if stream and last is not None and last.get("name") == output.get("name"):
            last["text"] = whole(last.get("text")) + whole(output.get("text"))
            continue
        if last is not None:
            yield last
            last = None
        if stream:
            last = dict(output)
        else:
            yield output
    if last is not None:
        yield last
