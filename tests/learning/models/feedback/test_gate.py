"""A model goes live only if it is better on what it had not seen."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from learning.domain.feedback import Feeling
from learning.models.feedback.folds import fold_of_texts
from learning.models.feedback.gate import NotTried, compare, held_back_feelings, judge_live, why_not_tried
from learning.models.feedback.sentiment import feel
from tests.learning.models.feedback.public_notes import airline_notes, drawn

THREE = (Feeling.NEGATIVE, Feeling.NEUTRAL, Feeling.POSITIVE)


def noisy(truth: list[Feeling], right: float, generator: np.random.Generator) -> list[Feeling]:
    return [one if generator.random() < right else THREE[int(generator.integers(3))] for one in truth]


def drawn_truth(rows: int, generator: np.random.Generator) -> list[Feeling]:
    return [THREE[int(place)] for place in generator.choice(3, rows, p=[0.6, 0.25, 0.15])]


def test_an_equally_good_challenger_hardly_ever_goes_live() -> None:
    generator = np.random.default_rng(3)
    live = 0
    for _ in range(30):
        truth = drawn_truth(300, generator)
        found = compare(truth, noisy(truth, 0.6, generator), noisy(truth, 0.6, generator), generator)
        live += found.goes_live
    # One-sided 5 %: more than 5 of 30 would be a chance of less than 1 %.
    assert live <= 5


def test_the_same_judgements_never_go_live() -> None:
    generator = np.random.default_rng(4)
    truth = drawn_truth(100, generator)
    told = noisy(truth, 0.6, generator)
    found = compare(truth, told, told, generator)
    assert not found.goes_live
    assert found.p_value == 1.0


def test_a_clearly_better_one_goes_live_and_says_why() -> None:
    generator = np.random.default_rng(5)
    truth = drawn_truth(300, generator)
    found = compare(truth, noisy(truth, 0.9, generator), noisy(truth, 0.5, generator), generator)
    assert found.goes_live
    assert "on 300 held-back corrections" in found.why


def test_mixed_counts_as_neutral_where_nobody_corrected_to_mixed() -> None:
    truth = [Feeling.NEUTRAL, Feeling.NEGATIVE] * 30
    told = [Feeling.MIXED, Feeling.NEGATIVE] * 30
    assert compare(truth, told, told, np.random.default_rng(0)).candidate_f1 == 1.0


def test_few_corrections_or_one_feeling_are_not_tried_and_say_so() -> None:
    few = why_not_tried([Feeling.NEGATIVE] * 10)
    one = why_not_tried([Feeling.NEGATIVE] * 100 + [Feeling.POSITIVE] * 4)
    assert isinstance(few, NotTried)
    assert "10 corrections" in few.why
    assert isinstance(one, NotTried)
    assert "fewer than two feelings" in one.why
    assert why_not_tried([Feeling.NEGATIVE] * 50 + [Feeling.POSITIVE] * 10) is None


def test_equal_texts_are_held_back_together_and_order_tells_nothing() -> None:
    texts = [f"note {place}" for place in range(50)] * 2
    folds = fold_of_texts(texts, 10)
    assert (folds[:50] == folds[50:]).all()
    assert (fold_of_texts(texts[::-1], 10)[::-1] == folds).all()
    assert set(folds.tolist()) == set(range(10))


def test_labels_that_say_nothing_do_not_go_live(shared: Path) -> None:
    taught, _ = drawn(airline_notes(shared), 80, 10, 8)
    generator = np.random.default_rng(8)
    feelings = [taught[place][1] for place in generator.permutation(len(taught))]
    felt = [feel(text) for text, _ in taught]
    found = compare(feelings, held_back_feelings(felt, feelings), judge_live(None, felt), generator)
    assert not found.goes_live


def test_corrections_are_judged_by_models_that_had_not_seen_them(shared: Path) -> None:
    taught, _ = drawn(airline_notes(shared), 150, 10, 0)
    felt, feelings = [feel(text) for text, _ in taught], [feeling for _, feeling in taught]
    found = compare(feelings, held_back_feelings(felt, feelings), judge_live(None, felt), np.random.default_rng(0))
    # A model that is asked about what it was taught would be right nearly always.
    assert 0.5 < found.candidate_f1 < 0.85
