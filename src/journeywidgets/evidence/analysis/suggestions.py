"""Suggested codes for words that nobody has coded, learned from the study's examples; counted only when accepted."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

import pandas as pd

from journeywidgets.errors import EvidenceError, JourneyWarning, shorten
from journeywidgets.evidence.analysis.codings import Codes, code_ids
from journeywidgets.evidence.analysis.learning import Embed, Guess, Lesson, Material

if TYPE_CHECKING:
    from journeywidgets.evidence.study import Study

CODER = "model"
_LEAST = 5
_COLUMNS = {
    "quote": "object",
    "code": "object",
    "name": "object",
    "segment": "object",
    "confidence": "float64",
    "rationale": "object",
    "examples": "Int64",
    "precision": "float64",
    "precision_n": "Int64",
    "recall": "float64",
    "recall_n": "Int64",
    "method": "object",
}


def suggest(
    study: Study,
    codes: Codes = None,
    *,
    embed: Embed | None = None,
    min_examples: int = 5,
    threshold: float = 0.5,
    limit: int | None = None,
    add: bool = True,
    seed: int = 0,
) -> pd.DataFrame:
    """Suggest codes for segments that nobody has coded, from the examples that people have coded.

    Each code is learned on its own: its quotes against those of the other codes and against the segments that were
    left alone in sources that have been coded. Suggestions become quotes and applications with the origin
    ``"model"``, in one change; none counts anywhere until a person accepts it.

    Parameters
    ----------
    study
        The study.
    codes
        Names or ids of the codes to suggest; None for all.
    embed
        Turns a list of texts into rows of numbers (texts x any width): then these are learned from, instead of the
        words. Runs here, on the raw text.
    min_examples
        How many coded quotes a code needs, at least 5: with fewer, always naming the most frequent codes does better.
    threshold
        The confidence from which a code is suggested, 0 to 1.
    limit
        How many suggestions, at most, the surest first.
    add
        Whether they are put into the study; else they are only returned, with a quote of None.
    seed
        Of the folds on which precision and recall are measured.

    Returns
    -------
    DataFrame
        The surest first, indexed by application: ``quote, code, name, segment, confidence, rationale`` (the words that
        spoke for it most; none with `embed`), ``examples`` of the code; ``precision`` and ``recall`` of the code at
        this threshold, measured on examples held out in turn, with their denominators ``precision_n`` (how many were
        suggested) and ``recall_n`` (how many there are); ``method``. Confidence is that of a regression with balanced
        classes: it ranks, and is no share of right ones.

    Raises
    ------
    EvidenceError
        scikit-learn is not installed, a parameter cannot be, or `embed` returns no table of finite numbers.

    Warns
    -----
    JourneyWarning
        Codes have too few examples; counted.

    References
    ----------
    TF-IDF: K. Spärck Jones (1972), "A statistical interpretation of term specificity and its application in
    retrieval", Journal of Documentation 28, 11-21.
    """
    if min_examples != int(min_examples) or min_examples < _LEAST:
        raise EvidenceError(f"suggest: min_examples={shorten(min_examples)} is no whole number from 5.")
    if not 0 < threshold < 1:
        raise EvidenceError(f"suggest: threshold={shorten(threshold)} is not between 0 and 1.")
    material = Material.of(study)
    wanted = _learnable(study, material, codes, min_examples)
    guesses: list[Guess] = []
    if wanted and material.open:
        lesson = Lesson(material, embed, seed)
        for code in wanted:
            guesses += lesson.guesses(code, threshold)
    guesses.sort(key=lambda guess: (-guess.confidence, guess.segment, guess.code))
    learned = "TF-IDF of words and pairs" if embed is None else "the caller's embedding"
    method = (
        f"Logistic regression on {learned}, one code against the rest, learned from {len(material.examples):,} coded "
        f"quotes and {len(material.left):,} segments left alone; suggested from a confidence of {threshold:g}"
    )
    return _entered(study, material, guesses[:limit], method, add=add)


def _learnable(study: Study, material: Material, codes: Codes, least: int) -> list[str]:
    known = material.counts()
    asked = [code for code in code_ids(study, codes) if codes is not None or code in known]
    learnable = [code for code in asked if known.get(code, 0) >= least]
    if len(learnable) < len(asked):
        few = len(asked) - len(learnable)
        told = "code has" if few == 1 else "codes have"
        warnings.warn(
            f"suggest: {few} {told} fewer than {least} examples and {'is' if few == 1 else 'are'} not suggested.",
            JourneyWarning,
            stacklevel=3,
        )
    return learnable


def _entered(study: Study, material: Material, guesses: list[Guess], method: str, *, add: bool) -> pd.DataFrame:
    """Return the suggestions as a frame, put into the study if `add`, several on one segment sharing a quote."""
    names = study.codes["name"]
    quotes: dict[int, str] = {}
    rows = []
    with study.edit(f"Suggest {len(guesses)} codes"):
        for guess in guesses:
            place = material.segments.loc[guess.segment]
            application = quote = None
            if add:
                if guess.segment not in quotes:
                    where: dict[str, Any] = {name: place[name] for name in ("source", "start", "end", "participant")}
                    quotes[guess.segment] = study.add("quotes", **where, coder=CODER)
                quote = quotes[guess.segment]
                told: dict[str, Any] = {"confidence": guess.confidence, "rationale": guess.rationale}
                application = study.add(
                    "applications", quote=quote, code=guess.code, coder=CODER, origin="model", accepted=False, **told
                )
            figures = guess._asdict()
            found = {"application": application, "quote": quote, "name": names[guess.code], **figures, "method": method}
            rows.append({**found, "segment": place["id"]})
    frame = pd.DataFrame(rows, columns=["application", *_COLUMNS])
    made: pd.DataFrame = frame.astype({"application": "object", **_COLUMNS}).set_index("application")
    return made
