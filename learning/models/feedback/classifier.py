"""Models of the labels of a note that learn from a brand's corrections."""

from __future__ import annotations

import io
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix, hstack
from scipy.special import expit, log_softmax, softmax
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from learning.domain.anomalies import Floats
from learning.domain.feedback import Label
from learning.domain.observations import Ints
from learning.models.feedback.folds import fold_of_texts
from learning.models.feedback.rules import RULE_NAMES, names_by_rule
from learning.models.feedback.sentiment import Felt, features

FEATURE_WEIGHT: Final = 0.3
"""Size of the standardised features beside the rows of TF-IDF, whose length is 1."""
FEWEST_SILENCED: Final = 5
"""So many notes of which the rule told a theme, mostly wrongly, take it away."""
SAME: Final = 1e-9
INVERSE_PENALTY: Final = 2.0
THEME_PENALTY: Final = 8.0
LIKELY: Final = 0.4
"""A theme with this calibrated chance is told."""
CALIBRATION_FOLDS: Final = 3
_WORDS: Final = {"ngram_range": (1, 2), "sublinear_tf": True}
_LETTERS: Final = {"analyzer": "char_wb", "ngram_range": (2, 5), "sublinear_tf": True, "min_df": 2}

Told = tuple[str, ...]
"""What a person or a model says of one label of one note: one name at most, or any number of themes."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What a model says of some notes."""

    names: tuple[tuple[str, ...], ...]
    """Of each note: one, or any number of themes, the surest first."""
    balanced: Floats
    """Notes x names of the model: the chance of each, every name taken as equally frequent."""
    chances: Floats
    """The same, calibrated: with the frequencies of the corrections."""
    order: tuple[str, ...]
    """The names of the columns."""

    @property
    def confidence(self) -> Floats:
        """Calibrated chance that the surest name of each note is right."""
        chosen = [self.order.index(told[0]) if told and told[0] in self.order else -1 for told in self.names]
        return np.array([0.0 if place < 0 else row[place] for row, place in zip(self.chances, chosen, strict=True)])

    def balanced_chance(self, name: str) -> Floats:
        """Return the chance of a name in each note; 0 where the model was never taught it."""
        if name not in self.order:
            return np.zeros(len(self.names))
        found: Floats = self.balanced[:, self.order.index(name)]
        return found


@dataclass(frozen=True, slots=True)
class LabelModel:
    """A fitted model: logistic regression on TF-IDF of words and letters and on what the shipped rules measure.

    One of several names is told by one multinomial regression; of themes each by a regression of its own.
    """

    label: Label
    names: tuple[str, ...]
    """Those that the corrections hold, in the order of the columns of `weights`."""
    words: TfidfVectorizer
    letters: TfidfVectorizer
    mean: Floats
    spread: Floats
    weights: Floats
    """Inputs x names."""
    intercepts: Floats
    log_frequencies: Floats
    """Of each name among the corrections, less that of equal frequencies; 0 where each has a regression of its own."""
    temperature: float
    """Divides the logits, so that chances are as often right as they say."""
    silenced: tuple[str, ...] = ()
    """Themes that the rule tells and that people mostly took away, too seldom right to be learned."""

    def judge(self, notes: Sequence[Felt]) -> Judged:
        """Say what each note is; themes that nobody taught are told by the rule as before."""
        if not notes:
            return Judged((), np.zeros((0, len(self.names))), np.zeros((0, len(self.names))), self.names)
        logits = _inputs(self, notes) @ self.weights + self.intercepts
        if self.label.is_one_of:
            balanced = softmax(logits, axis=1)
            chances = softmax(logits / self.temperature + self.log_frequencies, axis=1)
            chosen = tuple((self.names[place],) for place in balanced.argmax(axis=1))
            return Judged(chosen, balanced, chances, self.names)
        chances = expit(logits / self.temperature)
        told = tuple(self._several(row, note) for row, note in zip(chances, notes, strict=True))
        return Judged(told, expit(logits), chances, self.names)

    def _several(self, chances: Floats, note: Felt) -> tuple[str, ...]:
        likely = [place for place in np.argsort(-chances, kind="stable") if chances[place] >= LIKELY]
        known = {*self.names, *self.silenced}
        untaught = (name for name in names_by_rule(self.label, note) if name not in known)
        return (*(self.names[place] for place in likely), *untaught)


def teachable_names(label: Label, told: Sequence[Told], fewest: int) -> tuple[str, ...]:
    """Return the names that corrections can teach, in the order of the rule: `fewest` notes with it, and without it."""
    counts = Counter(name for names in told for name in set(names))
    order = [*RULE_NAMES[label], *sorted(counts.keys() - set(RULE_NAMES[label]))]
    return tuple(
        name for name in order if fewest <= counts[name] and (label.is_one_of or counts[name] <= len(told) - fewest)
    )


def fit_labels(
    label: Label, notes: Sequence[Felt], told: Sequence[Told], names: Sequence[str] | None = None
) -> LabelModel:
    """Learn from corrected notes.

    Where a note has one of several names, every name counts the same in the fit, however rare it is (balanced weights),
    so that the macro-averaged F1 of the choice is served. The chances are then set right by one temperature (Guo et
    al., 2017) that is fitted on notes which the model had not seen, and by the frequencies of the corrections.

    Args:
        label: What is learned.
        notes: What was measured of each note.
        told: What a person said of it; at least two different names, or one theme that some have and others do not.
        names: The themes that are learned; None = all that can be.

    Returns:
        The model; the same notes in the same order give the same model.
    """
    plain = fit_plainly(label, notes, told, names)
    logits = np.zeros((len(notes), len(plain.names)))
    folds = fold_of_texts([note.text for note in notes], CALIBRATION_FOLDS)
    seen = np.zeros(len(notes), dtype=bool)
    for fold in range(CALIBRATION_FOLDS):
        held = folds == fold
        known = [one for one, away in zip(told, held, strict=True) if not away]
        if held.any() and set(plain.names) <= set(teachable_names(label, known, fewest=1)):
            rest = [note for note, away in zip(notes, held, strict=True) if not away]
            part = fit_plainly(label, rest, known, plain.names)
            here = [note for note, away in zip(notes, held, strict=True) if away]
            logits[held] = _inputs(part, here) @ part.weights + part.intercepts
            seen |= held
    if not seen.any():
        return plain
    hits = _hits(told, plain.names)
    return replace(plain, temperature=_temperature(label, logits[seen], plain.log_frequencies, hits[seen]))


def _hits(told: Sequence[Told], names: Sequence[str]) -> Ints:
    """Notes x names: 1 where a person said so."""
    return np.array([[name in one for name in names] for one in told], dtype=np.int64).reshape(len(told), len(names))


def _temperature(label: Label, logits: Floats, log_frequencies: Floats, hits: Ints) -> float:
    def loss(log_temperature: float) -> float:
        cooled = logits / np.exp(log_temperature)
        if label.is_one_of:
            told = log_softmax(cooled + log_frequencies, axis=1)
            return -float((told * hits).sum() / len(hits))
        return float(np.mean(np.logaddexp(0, cooled) - cooled * hits))

    return float(np.exp(minimize_scalar(loss, bounds=(-2.0, 2.0), method="bounded").x))


def fit_plainly(
    label: Label, notes: Sequence[Felt], told: Sequence[Told], names: Sequence[str] | None = None
) -> LabelModel:
    """Learn without calibrating the chances: the same choices of one name in a quarter of the time."""
    texts = [note.text for note in notes]
    words, letters = TfidfVectorizer(**_WORDS), TfidfVectorizer(**_LETTERS)
    measured = _measured(label, notes)
    mean, spread = measured.mean(axis=0), measured.std(axis=0)
    # A feature that is the same in all notes has a spread of rounding alone.
    spread[spread < SAME] = 1.0
    inputs = _stack(words.fit_transform(texts), letters.fit_transform(texts), (measured - mean) / spread)
    order = teachable_names(label, told, fewest=1) if names is None else tuple(names)
    hits = _hits(told, order)
    if label.is_one_of:
        weights, intercepts = _fit_one(inputs, hits.argmax(axis=1), len(order))
        log_frequencies = np.log(hits.mean(axis=0) * len(order))
    else:
        weights, intercepts = _fit_each(inputs, hits)
        log_frequencies = np.zeros(len(order))
    silenced = () if label.is_one_of else _silenced(label, notes, told, order)
    return LabelModel(label, order, words, letters, mean, spread, weights, intercepts, log_frequencies, 1.0, silenced)


def _silenced(label: Label, notes: Sequence[Felt], told: Sequence[Told], taught: Sequence[str]) -> tuple[str, ...]:
    by_rule = [names_by_rule(label, note) for note in notes]
    said = Counter(name for names in by_rule for name in names if name not in taught)
    right = Counter(name for names, one in zip(by_rule, told, strict=True) for name in names if name in one)
    return tuple(name for name in RULE_NAMES[label] if said[name] >= FEWEST_SILENCED and 2 * right[name] < said[name])


def _fit_one(inputs: csr_matrix, labels: Ints, count: int) -> tuple[Floats, Floats]:
    fitted = LogisticRegression(C=INVERSE_PENALTY, class_weight="balanced", max_iter=2_000).fit(inputs, labels)
    if count == 2:
        return np.hstack([-fitted.coef_.T, fitted.coef_.T]) / 2, np.hstack([-fitted.intercept_, fitted.intercept_]) / 2
    return fitted.coef_.T, fitted.intercept_


def _fit_each(inputs: csr_matrix, hits: Ints) -> tuple[Floats, Floats]:
    fitted = [LogisticRegression(C=THEME_PENALTY, max_iter=2_000).fit(inputs, own) for own in hits.T]
    return np.hstack([one.coef_.T for one in fitted]), np.hstack([one.intercept_ for one in fitted])


def _measured(label: Label, notes: Sequence[Felt]) -> Floats:
    """What the rules measure of each note; but for the feeling, whose score is among it, also what they say."""
    told = np.array([features(note) for note in notes])
    if label is Label.FEELING:
        return told
    said = _hits([names_by_rule(label, note) for note in notes], RULE_NAMES[label])
    return np.hstack([told, said.astype(np.float64)])


def _inputs(model: LabelModel, notes: Sequence[Felt]) -> csr_matrix:
    texts = [note.text for note in notes]
    told = (_measured(model.label, notes) - model.mean) / model.spread
    return _stack(model.words.transform(texts), model.letters.transform(texts), told)


def _stack(words: csr_matrix, letters: csr_matrix, told: Floats) -> csr_matrix:
    return hstack([words, letters, csr_matrix(told * FEATURE_WEIGHT)]).tocsr()


def pack_model(model: LabelModel) -> bytes:
    """Return a model as bytes that hold numbers and texts only (numpy's npz, no pickles)."""
    stream = io.BytesIO()
    np.savez_compressed(
        stream,
        names=_texts(model.names),
        silenced=_texts(model.silenced),
        words=_texts(_terms(model.words)),
        words_idf=model.words.idf_,
        letters=_texts(_terms(model.letters)),
        letters_idf=model.letters.idf_,
        mean=model.mean,
        spread=model.spread,
        weights=model.weights.astype(np.float32),
        intercepts=model.intercepts,
        log_frequencies=model.log_frequencies,
        temperature=np.array(model.temperature),
    )
    return stream.getvalue()


def unpack_model(packed: bytes, label: Label) -> LabelModel:
    """Return the model of a label that `pack_model` packed."""
    with np.load(io.BytesIO(packed), allow_pickle=False) as found:
        # Models of the feeling were packed before there were others.
        names = _listed(found["names"]) if "names" in found else [str(name) for name in found["feelings"]]
        return LabelModel(
            label=label,
            names=tuple(names),
            words=_vectorizer(_WORDS, _listed(found["words"]), found["words_idf"]),
            letters=_vectorizer(_LETTERS, _listed(found["letters"]), found["letters_idf"]),
            mean=found["mean"],
            spread=found["spread"],
            weights=found["weights"].astype(np.float64),
            intercepts=found["intercepts"],
            log_frequencies=found["log_frequencies"],
            temperature=float(found["temperature"]),
            silenced=tuple(_listed(found["silenced"])) if "silenced" in found else (),
        )


def _terms(vectorizer: TfidfVectorizer) -> list[str]:
    """The vocabulary in the order of its columns."""
    return sorted(vectorizer.vocabulary_, key=vectorizer.vocabulary_.__getitem__)


def _texts(listed: Sequence[str]) -> np.ndarray:
    """Some texts as one JSON text: numpy's own texts lose spaces at their ends."""
    return np.frombuffer(json.dumps(list(listed)).encode("utf-8"), dtype=np.uint8)


def _listed(packed: np.ndarray) -> list[str]:
    found: list[str] = json.loads(packed.tobytes().decode("utf-8"))
    return found


def _vectorizer(options: dict[str, object], terms: Sequence[str], idf: Floats) -> TfidfVectorizer:
    found = TfidfVectorizer(**options, vocabulary={term: place for place, term in enumerate(terms)})
    found.idf_ = idf
    return found
