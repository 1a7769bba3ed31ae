"""A model of feeling that learns from a brand's corrections."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix, hstack
from scipy.special import log_softmax, softmax
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from learning.domain.anomalies import Floats
from learning.domain.feedback import Feeling
from learning.domain.observations import Ints
from learning.models.feedback.folds import fold_of_texts
from learning.models.feedback.sentiment import Felt, features

FEATURE_WEIGHT: Final = 0.3
"""Size of the standardised features beside the rows of TF-IDF, whose length is 1."""
INVERSE_PENALTY: Final = 2.0
CALIBRATION_FOLDS: Final = 3
_WORDS: Final = {"ngram_range": (1, 2), "sublinear_tf": True}
_LETTERS: Final = {"analyzer": "char_wb", "ngram_range": (2, 5), "sublinear_tf": True, "min_df": 2}


@dataclass(frozen=True, slots=True)
class Judged:
    """What a model says of some notes."""

    feelings: tuple[Feeling, ...]
    scores: Floats
    """Chance of positive less chance of negative, -1 to 1, every feeling taken as equally frequent."""
    confidence: Floats
    """Calibrated chance that the feeling is right, with the frequencies of the corrections."""


@dataclass(frozen=True, slots=True)
class FeelingModel:
    """A fitted model: multinomial logistic regression on TF-IDF of words and letters and on the features of the "
    "rule.
    """

    feelings: tuple[Feeling, ...]
    """Those that the corrections hold, in the order of the columns of `weights`."""
    words: TfidfVectorizer
    letters: TfidfVectorizer
    mean: Floats
    spread: Floats
    weights: Floats
    """Inputs x feelings."""
    intercepts: Floats
    log_frequencies: Floats
    """Of each feeling among the corrections, less that of equal frequencies."""
    temperature: float
    """Divides the logits, so that chances are as often right as they say."""

    def judge(self, notes: Sequence[Felt]) -> Judged:
        """Say what each note feels like."""
        if not notes:
            return Judged((), np.zeros(0), np.zeros(0))
        logits = _inputs(self, notes) @ self.weights + self.intercepts
        balanced = softmax(logits, axis=1)
        chosen = balanced.argmax(axis=1)
        chances = softmax(logits / self.temperature + self.log_frequencies, axis=1)
        return Judged(
            feelings=tuple(self.feelings[place] for place in chosen),
            scores=self._chance(balanced, Feeling.POSITIVE) - self._chance(balanced, Feeling.NEGATIVE),
            confidence=chances[np.arange(len(notes)), chosen],
        )

    def _chance(self, chances: Floats, feeling: Feeling) -> Floats:
        if feeling not in self.feelings:
            return np.zeros(len(chances))
        found: Floats = chances[:, self.feelings.index(feeling)]
        return found


def fit_feelings(notes: Sequence[Felt], feelings: Sequence[Feeling]) -> FeelingModel:
    """Learn from corrected notes.

    Every feeling counts the same in the fit, however rare it is (balanced weights), so that the macro-averaged F1 of
    the choice is served; the chances are then set right by one temperature (Guo et al., 2017) that is fitted on notes
    which the model had not seen, and by the frequencies of the corrections.

    Args:
        notes: What was measured of each note.
        feelings: What a person said of it; at least two different ones.

    Returns:
        The model; the same notes in the same order give the same model.
    """
    logits = np.zeros((len(notes), len(set(feelings))))
    folds = fold_of_texts([note.text for note in notes], CALIBRATION_FOLDS)
    plain = fit_plainly(notes, feelings)
    labels = np.array([plain.feelings.index(feeling) for feeling in feelings])
    seen = np.zeros(len(notes), dtype=bool)
    for fold in range(CALIBRATION_FOLDS):
        held = folds == fold
        known = [feeling for feeling, away in zip(feelings, held, strict=True) if not away]
        if held.any() and len(set(known)) == len(plain.feelings):
            part = fit_plainly([note for note, away in zip(notes, held, strict=True) if not away], known)
            here = [note for note, away in zip(notes, held, strict=True) if away]
            logits[held] = _inputs(part, here) @ part.weights + part.intercepts
            seen |= held
    if not seen.any():
        return plain
    return replace(plain, temperature=_temperature(logits[seen], plain.log_frequencies, labels[seen]))


def _temperature(logits: Floats, log_frequencies: Floats, labels: Ints) -> float:
    def loss(log_temperature: float) -> float:
        chances = log_softmax(logits / np.exp(log_temperature) + log_frequencies, axis=1)
        return -float(chances[np.arange(len(labels)), labels].mean())

    return float(np.exp(minimize_scalar(loss, bounds=(-2.0, 2.0), method="bounded").x))


def fit_plainly(notes: Sequence[Felt], feelings: Sequence[Feeling]) -> FeelingModel:
    """Learn without calibrating the chances: the same choices in a quarter of the time."""
    texts = [note.text for note in notes]
    words, letters = TfidfVectorizer(**_WORDS), TfidfVectorizer(**_LETTERS)
    told = np.array([features(note) for note in notes])
    mean, spread = told.mean(axis=0), told.std(axis=0)
    spread[spread == 0] = 1.0
    inputs = _stack(words.fit_transform(texts), letters.fit_transform(texts), (told - mean) / spread)
    order = tuple(feeling for feeling in Feeling if feeling in set(feelings))
    labels = np.array([order.index(feeling) for feeling in feelings])
    fitted = LogisticRegression(C=INVERSE_PENALTY, class_weight="balanced", max_iter=2_000).fit(inputs, labels)
    weights, intercepts = fitted.coef_.T, fitted.intercept_
    if len(order) == 2:
        weights, intercepts = np.hstack([-weights, weights]) / 2, np.hstack([-intercepts, intercepts]) / 2
    shares = np.bincount(labels, minlength=len(order)) / len(labels)
    return FeelingModel(
        order, words, letters, mean, spread, weights, intercepts, np.log(shares * len(order)), temperature=1.0
    )


def _inputs(model: FeelingModel, notes: Sequence[Felt]) -> csr_matrix:
    texts = [note.text for note in notes]
    told = (np.array([features(note) for note in notes]) - model.mean) / model.spread
    return _stack(model.words.transform(texts), model.letters.transform(texts), told)


def _stack(words: csr_matrix, letters: csr_matrix, told: Floats) -> csr_matrix:
    return hstack([words, letters, csr_matrix(told * FEATURE_WEIGHT)]).tocsr()


def pack_model(model: FeelingModel) -> bytes:
    """Return a model as bytes that hold numbers and texts only (numpy's npz, no pickles)."""
    stream = io.BytesIO()
    np.savez_compressed(
        stream,
        feelings=np.array([feeling.value for feeling in model.feelings]),
        words=_terms(model.words),
        words_idf=model.words.idf_,
        letters=_terms(model.letters),
        letters_idf=model.letters.idf_,
        mean=model.mean,
        spread=model.spread,
        weights=model.weights.astype(np.float32),
        intercepts=model.intercepts,
        log_frequencies=model.log_frequencies,
        temperature=np.array(model.temperature),
    )
    return stream.getvalue()


def unpack_model(packed: bytes) -> FeelingModel:
    """Return the model that `pack_model` packed."""
    with np.load(io.BytesIO(packed), allow_pickle=False) as found:
        return FeelingModel(
            feelings=tuple(Feeling(str(name)) for name in found["feelings"]),
            words=_vectorizer(_WORDS, found["words"], found["words_idf"]),
            letters=_vectorizer(_LETTERS, found["letters"], found["letters_idf"]),
            mean=found["mean"],
            spread=found["spread"],
            weights=found["weights"].astype(np.float64),
            intercepts=found["intercepts"],
            log_frequencies=found["log_frequencies"],
            temperature=float(found["temperature"]),
        )


def _terms(vectorizer: TfidfVectorizer) -> np.ndarray:
    """The vocabulary in the order of its columns, as one JSON text: numpy's own texts lose spaces at their ends."""
    ordered = sorted(vectorizer.vocabulary_, key=vectorizer.vocabulary_.__getitem__)
    return np.frombuffer(json.dumps(ordered).encode("utf-8"), dtype=np.uint8)


def _vectorizer(options: dict[str, object], terms: np.ndarray, idf: Floats) -> TfidfVectorizer:
    listed = json.loads(terms.tobytes().decode("utf-8"))
    found = TfidfVectorizer(**options, vocabulary={term: place for place, term in enumerate(listed)})
    found.idf_ = idf
    return found
