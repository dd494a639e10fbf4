"""Learning codes from examples: what there is to learn from, and one regression a code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from journeywidgets.errors import EvidenceError
from journeywidgets.evidence.analysis.ratings import segments_of, touching

if TYPE_CHECKING:
    from journeywidgets.evidence.study import Study

Embed = Callable[[list[str]], Any]
Floats = npt.NDArray[np.float64]
_FOLDS = 5
_WORD = r"(?u)\b\w+\b"
_WORDS = 5


class Guess(NamedTuple):
    """A code suggested for a segment, and how well the code was found among examples held out."""

    segment: int
    code: str
    confidence: float
    rationale: list[str]
    examples: int
    precision: float | None
    precision_n: int
    recall: float | None
    recall_n: int


@dataclass(frozen=True)
class Material:
    """What there is to learn from, and what there is to suggest for.

    Attributes
    ----------
    segments
        Those of participants, numbered: ``id, source, participant, start, end, text``.
    examples
        Quotes that people coded: their words, and their codes.
    left
        Numbers of segments without a code in sources that have been coded: they were read and left alone.
    open
        Numbers of segments without any code; those of `left` are among them.
    refused
        Pairs (segment, code) that are suggested already, or were and did not hold.
    """

    segments: pd.DataFrame
    examples: list[tuple[str, frozenset[str]]]
    left: list[int]
    open: list[int]
    refused: frozenset[tuple[int, str]]

    @classmethod
    def of(cls, study: Study) -> Material:
        """Return what `study` has to learn from."""
        texts = study.sources["text"]
        segments = segments_of(study)
        segments["text"] = [
            texts[source][start:end]
            for source, start, end in segments[["source", "start", "end"]].itertuples(index=False)
        ]
        quotes = study.quotes[["source", "start", "end", "exact", "participant"]]
        rows = study.applications[["code", "quote", "accepted", "origin"]].join(quotes, on="quote")
        accepted = rows[rows["accepted"]]
        by_hand = accepted[~accepted["participant"].map(study.participants["role"]).isin(["moderator", "observer"])]
        words = {quote: (group["exact"].iloc[0], frozenset(group["code"])) for quote, group in by_hand.groupby("quote")}
        examples = [found for found in words.values() if found[0].strip()]
        placed = rows.dropna(subset=["start", "end"]).astype({"start": "int64", "end": "int64"})
        touched = touching(segments, placed)
        coded = set(touched.loc[touched["accepted"], "unit"])
        filled = [bool(text.strip()) for text in segments["text"]]
        read = segments["source"].isin(accepted["source"])
        free = [int(number) for number in segments.index[filled] if number not in coded]
        left = [number for number in free if read[number]]
        pending = touched[~touched["accepted"]]
        refused = frozenset(zip(pending["unit"], pending["code"], strict=True))
        return cls(segments, examples, left, free, refused)

    def counts(self) -> Counter[str]:
        """Return how many examples each code has."""
        return Counter(code for _, codes in self.examples for code in codes)


class Lesson:
    """Examples and segments as numbers, from which each code is learned on its own."""

    def __init__(self, material: Material, embed: Embed | None, seed: int) -> None:
        self._material, self._seed = material, seed
        texts = [text for text, _ in material.examples]
        texts += [material.segments["text"][number] for number in material.left]
        new = [material.segments["text"][number] for number in material.open]
        self._names: Any = None
        if embed is None:
            sklearn_text = _sklearn("feature_extraction.text")
            vectorizer = sklearn_text.TfidfVectorizer(
                sublinear_tf=True, ngram_range=(1, 2), strip_accents="unicode", token_pattern=_WORD
            )
            try:
                self._known = vectorizer.fit_transform(texts)
            except ValueError:  # not a single word in all examples
                raise EvidenceError("suggest: there is not a word in the examples to learn from.") from None
            self._new = vectorizer.transform(new)
            self._names = vectorizer.get_feature_names_out()
        else:
            whole = _embedded(embed, texts + new)
            self._known, self._new = whole[: len(texts)], whole[len(texts) :]

    @cached_property
    def _regression(self) -> Any:
        return _sklearn("linear_model").LogisticRegression

    def guesses(self, code: str, threshold: float) -> list[Guess]:
        """Return the segments for which a code is suggested."""
        material = self._material
        has = np.array([code in codes for _, codes in material.examples] + [False] * len(material.left))
        if has.all():
            return []  # nothing to tell it from
        model = self._regression(class_weight="balanced", max_iter=1000, random_state=self._seed)
        model.fit(self._known, has)
        quality = self._quality(has, threshold)
        sure = model.predict_proba(self._new)[:, 1]
        found = []
        for place in np.nonzero(sure >= threshold)[0]:
            segment = material.open[place]
            if (segment, code) not in material.refused:
                words = self._rationale(model, int(place))
                found.append(Guess(segment, code, float(sure[place]), words, int(has.sum()), *quality))
        return found

    def _quality(self, has: npt.NDArray[np.bool_], threshold: float) -> tuple[float | None, int, float | None, int]:
        """Return precision and recall with their denominators, each example judged by what the others taught."""
        selection = _sklearn("model_selection")
        folds = min(_FOLDS, int(has.sum()), int((~has).sum()))
        if folds <= 1:
            return None, 0, None, int(has.sum())
        split = selection.StratifiedKFold(folds, shuffle=True, random_state=self._seed)
        model = self._regression(class_weight="balanced", max_iter=1000, random_state=self._seed)
        sure = selection.cross_val_predict(model, self._known, has, cv=split, method="predict_proba")[:, 1]
        said = sure >= threshold
        right = int((said & has).sum())
        precision = right / int(said.sum()) if said.any() else None
        return precision, int(said.sum()), right / int(has.sum()), int(has.sum())

    def _rationale(self, model: Any, place: int) -> list[str]:
        """Return the words that spoke for the code most."""
        if self._names is None:
            return []
        row = self._new[place]
        weights = row.data * model.coef_[0][row.indices]
        best = np.argsort(-weights, kind="stable")[:_WORDS]
        return [str(self._names[row.indices[at]]) for at in best if weights[at] > 0]


def _embedded(embed: Embed, texts: list[str]) -> Floats:
    try:
        table = np.asarray(embed(texts), dtype=np.float64)
    except (TypeError, ValueError):
        raise EvidenceError("suggest: embed= returned no table of numbers. Return a row of numbers a text.") from None
    if table.shape[:-1] != (len(texts),) or not np.isfinite(table).all():
        raise EvidenceError(
            f"suggest: embed= returned shape {table.shape} for {len(texts)} texts, or a number that is not finite. "
            "Return a row of finite numbers a text."
        )
    return table


def _sklearn(module: str) -> Any:
    from importlib import import_module

    try:
        return import_module(f"sklearn.{module}")
    except ImportError:
        raise EvidenceError(
            "suggest: scikit-learn is not installed. Run: pip install 'journeywidgets[suggest]'"
        ) from None
