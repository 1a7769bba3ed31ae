"""A model goes live only if it is better on what it had not seen."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from learning.domain.feedback import Feeling, Label
from learning.models.feedback.classifier import Told
from learning.models.feedback.folds import fold_of_texts
from learning.models.feedback.gate import Comparison, NotTried, compare, held_back, why_not_tried
from learning.models.feedback.rules import names_by_rule
from learning.models.feedback.sentiment import Felt, feel
from tests.learning.models.feedback.public_notes import airline_notes, drawn

TWO_THEMES = ("delivery", "price")
THREE = (Feeling.NEGATIVE, Feeling.NEUTRAL, Feeling.POSITIVE)


def said(feelings: list[Feeling]) -> list[Told]:
    return [(one.value,) for one in feelings]


def by_rule(notes: list[Felt], label: Label = Label.FEELING) -> list[Told]:
    return [names_by_rule(label, one) for one in notes]


def compared(
    truth: list[Feeling], candidate: list[Feeling], live: list[Feeling], generator: np.random.Generator
) -> Comparison:
    return compare(Label.FEELING, said(truth), said(candidate), said(live), generator)


def noisy(truth: list[Feeling], right: float, generator: np.random.Generator) -> list[Feeling]:
    return [one if generator.random() < right else THREE[int(generator.integers(3))] for one in truth]


def drawn_truth(rows: int, generator: np.random.Generator) -> list[Feeling]:
    return [THREE[int(place)] for place in generator.choice(3, rows, p=[0.6, 0.25, 0.15])]


def test_an_equally_good_challenger_hardly_ever_goes_live() -> None:
    generator = np.random.default_rng(3)
    live = 0
    for _ in range(30):
        truth = drawn_truth(300, generator)
        found = compared(truth, noisy(truth, 0.6, generator), noisy(truth, 0.6, generator), generator)
        live += found.goes_live
    # One-sided 5 %: more than 5 of 30 would be a chance of less than 1 %.
    assert live <= 5


def test_the_same_judgements_never_go_live() -> None:
    generator = np.random.default_rng(4)
    truth = drawn_truth(100, generator)
    told = noisy(truth, 0.6, generator)
    found = compared(truth, told, told, generator)
    assert not found.goes_live
    assert found.p_value == 1.0


def test_a_clearly_better_one_goes_live_and_says_why() -> None:
    generator = np.random.default_rng(5)
    truth = drawn_truth(300, generator)
    found = compared(truth, noisy(truth, 0.9, generator), noisy(truth, 0.5, generator), generator)
    assert found.goes_live
    assert "on 300 held-back corrections" in found.why


def test_mixed_counts_as_neutral_where_nobody_corrected_to_mixed() -> None:
    truth = [Feeling.NEUTRAL, Feeling.NEGATIVE] * 30
    told = [Feeling.MIXED, Feeling.NEGATIVE] * 30
    assert compared(truth, told, told, np.random.default_rng(0)).candidate_f1 == 1.0


def test_few_corrections_or_one_feeling_are_not_tried_and_say_so() -> None:
    few = why_not_tried(Label.FEELING, said([Feeling.NEGATIVE] * 10))
    one = why_not_tried(Label.FEELING, said([Feeling.NEGATIVE] * 100 + [Feeling.POSITIVE] * 4))
    assert isinstance(few, NotTried)
    assert "10 corrections" in few.why
    assert isinstance(one, NotTried)
    assert "fewer than two feelings" in one.why
    assert why_not_tried(Label.FEELING, said([Feeling.NEGATIVE] * 50 + [Feeling.POSITIVE] * 10)) is None


def test_equal_texts_are_held_back_together_and_order_tells_nothing() -> None:
    texts = [f"note {place}" for place in range(50)] * 2
    folds = fold_of_texts(texts, 10)
    assert (folds[:50] == folds[50:]).all()
    assert (fold_of_texts(texts[::-1], 10)[::-1] == folds).all()
    assert set(folds.tolist()) == set(range(10))


def test_labels_that_say_nothing_do_not_go_live(shared: Path) -> None:
    taught, _ = drawn(airline_notes(shared), 80, 10, 8)
    generator = np.random.default_rng(8)
    told = said([taught[place][1] for place in generator.permutation(len(taught))])
    felt = [feel(text) for text, _ in taught]
    found = compare(Label.FEELING, told, held_back(Label.FEELING, felt, told), by_rule(felt), generator)
    assert not found.goes_live


def test_corrections_are_judged_by_models_that_had_not_seen_them(shared: Path) -> None:
    taught, _ = drawn(airline_notes(shared), 150, 10, 0)
    felt, told = [feel(text) for text, _ in taught], said([feeling for _, feeling in taught])
    generator = np.random.default_rng(0)
    found = compare(Label.FEELING, told, held_back(Label.FEELING, felt, told), by_rule(felt), generator)
    # A model that is asked about what it was taught would be right nearly always.
    assert 0.5 < found.candidate_f1 < 0.85


def themed(count: int) -> tuple[list[Felt], list[Told]]:
    """Notes whose theme no list of words can know; every third has two, every fifth none."""
    told: list[Told] = [() if not place % 5 else TWO_THEMES if not place % 3 else ("blorps",) for place in range(count)]
    words = {(): "nothing of the kind", TWO_THEMES: "my zark was dear and late", ("blorps",): "that blorp again"}
    return [feel(f"{words[one]} on shelf {place}") for place, one in enumerate(told)], told


def test_themes_are_learned_each_for_itself_and_counted_together() -> None:
    felt, told = themed(120)
    found = compare(
        Label.THEMES, told, held_back(Label.THEMES, felt, told), by_rule(felt, Label.THEMES), np.random.default_rng(1)
    )
    assert found.goes_live
    assert found.candidate_f1 > 0.95
    assert "micro-F1" in found.why


def test_a_theme_that_is_told_wrongly_counts_against_it() -> None:
    told: list[Told] = [("price",)] * 60
    more: list[Told] = [("price", "delivery")] * 60
    found = compare(Label.THEMES, told, more, told, np.random.default_rng(2))
    assert (found.live_f1, found.candidate_f1) == (1.0, 2 / 3)
    assert not found.goes_live
    assert compare(Label.THEMES, told, told, more, np.random.default_rng(2)).goes_live


def test_themes_that_all_or_hardly_any_corrections_have_are_not_tried_and_say_so() -> None:
    refused = why_not_tried(Label.THEMES, [("price",)] * 50)
    assert isinstance(refused, NotTried)
    assert "5 corrections with it and 5 without it" in refused.why
    assert why_not_tried(Label.THEMES, [*[("price",)] * 45, *[()] * 5]) is None


def test_an_equally_good_challenger_of_themes_hardly_ever_goes_live() -> None:
    generator = np.random.default_rng(6)
    live = 0
    for _ in range(30):
        truth = generator.random((200, 4)) < 0.3
        one, other = ((truth ^ (generator.random(truth.shape) < 0.15)) for _ in range(2))
        tables = [[tuple(np.flatnonzero(row).astype(str)) for row in table] for table in (truth, one, other)]
        live += compare(Label.THEMES, *tables, generator).goes_live
    # One-sided 2 %: more than 4 of 30 would be a chance of less than .1 %.
    assert live <= 4
