"""The labels of a note by rule, and by what corrections taught, each label for itself."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from learning.domain.feedback import FeedbackKind, FeedbackStrength, Feeling, Label
from learning.models.feedback.classifier import LabelModel, Told, fit_labels, pack_model, teachable_names, unpack_model
from learning.models.feedback.judging import judge_notes
from learning.models.feedback.reading import read_notes
from learning.models.feedback.rules import names_by_rule
from learning.models.feedback.sentiment import feel
from learning.models.feedback.strengths import strength_of
from tests.learning.models.feedback.public_notes import airline_reasons

ODD = ("the zark hums", "my blorp glows")


def taught(label: Label, one: tuple[str, ...], other: tuple[str, ...]) -> LabelModel:
    """A model of thirty notes about zarks and thirty about blorps."""
    texts = [f"{ODD[place % 2]} on shelf {place}" for place in range(60)]
    return fit_labels(label, [feel(text) for text in texts], [(one, other)[place % 2] for place in range(60)])


@pytest.mark.parametrize(
    ("text", "strength"),
    [
        ("I will never order from you again", FeedbackStrength.DEAL_BREAKER),
        ("We are switching to another shop", FeedbackStrength.DEAL_BREAKER),
        ("cancelled my subscription", FeedbackStrength.DEAL_BREAKER),
        ("It would be nice to have a dark theme", FeedbackStrength.NICE_TO_KNOW),
        ("Small thing: the logo is blurred", FeedbackStrength.NICE_TO_KNOW),
        ("The parcel came late", FeedbackStrength.MATTERS),
        ("I never use the app at night", FeedbackStrength.MATTERS),
        ("I will recommend it to friends", FeedbackStrength.MATTERS),
    ],
)
def test_how_strong_a_note_is_by_its_turns(text: str, strength: FeedbackStrength) -> None:
    assert strength_of(text) is strength
    assert read_notes([text])[0].strength is strength


def test_a_note_in_another_language_has_no_strength() -> None:
    assert read_notes(["Der Versand war viel zu langsam und niemand hat geantwortet"])[0].strength is None


def test_each_taught_label_replaces_its_rule_and_no_other() -> None:
    models = {
        Label.KIND: taught(Label.KIND, ("idea",), ("question",)),
        Label.THEMES: taught(Label.THEMES, ("zarks", "noise"), ()),
        Label.STRENGTH: taught(Label.STRENGTH, ("deal-breaker",), ("matters",)),
    }
    zark, blorp = judge_notes([feel("a zark hums all night"), feel("the blorp glows, and it was expensive")], models)
    assert (zark.kind, zark.strength) == (FeedbackKind.IDEA, FeedbackStrength.DEAL_BREAKER)
    assert set(zark.themes) == {"zarks", "noise"}
    assert (blorp.kind, blorp.strength) == (FeedbackKind.QUESTION, FeedbackStrength.MATTERS)
    # The rule goes on telling the themes that nobody taught.
    assert blorp.themes == ("price",)
    assert zark.told(Label.FEELING) == names_by_rule(Label.FEELING, feel("a zark hums all night"))


def test_a_taught_feeling_changes_the_kind_that_the_rule_tells() -> None:
    models = {Label.FEELING: taught(Label.FEELING, ("negative",), ("positive",))}
    zark, blorp = judge_notes([feel("a zark hums"), feel("the blorp glows")], models)
    assert (zark.feeling, zark.kind) == (Feeling.NEGATIVE, FeedbackKind.COMPLAINT)
    assert (blorp.feeling, blorp.kind) == (Feeling.POSITIVE, FeedbackKind.PRAISE)


def test_a_packed_model_of_themes_tells_what_it_told() -> None:
    model = taught(Label.THEMES, ("zarks: \u00fc",), ())
    unseen = [feel("another zark hums"), feel("the blorp glows"), feel("my blorp is too expensive")]
    again = unpack_model(pack_model(model), Label.THEMES)
    assert again.judge(unseen).names == model.judge(unseen).names == (("zarks: \u00fc",), (), ("price",))


def test_a_theme_that_people_keep_taking_away_is_not_told_any_more() -> None:
    texts = [f"the zark was late on shelf {place}" if place % 2 else f"a blorp glows {place}" for place in range(40)]
    told = [("zarks",) if place % 2 else () for place in range(40)]
    model = fit_labels(Label.THEMES, [feel(text) for text in texts], told)
    assert model.silenced == ("waiting and delays",)
    late = feel("another zark was late, and expensive")
    assert names_by_rule(Label.THEMES, late) == ("price", "waiting and delays")
    assert unpack_model(pack_model(model), Label.THEMES).judge([late]).names == (("zarks", "price"),)


@pytest.mark.slow
def test_themes_of_complaints_are_told_better_after_500_corrections(shared: Path, capsys) -> None:
    notes, figures = airline_reasons(shared), []
    for seed in range(3):
        mixed = random.Random(seed).sample(notes, 1_700)
        felt, told = [feel(text) for text, _ in mixed], [themes for _, themes in mixed]
        names = teachable_names(Label.THEMES, told[:500], fewest=5)
        model = fit_labels(Label.THEMES, felt[:500], told[:500], names)
        by_rule = [names_by_rule(Label.THEMES, one) for one in felt[500:]]
        figures.append([pooled_f1(told[500:], by_rule), pooled_f1(told[500:], model.judge(felt[500:]).names)])
    with capsys.disabled():
        print([f"by rule {rule:.3f}, taught {taught:.3f}" for rule, taught in figures])  # noqa: T201
    assert all(taught > rule + 0.05 for rule, taught in figures)


def pooled_f1(truth: Sequence[Told], told: Sequence[Told]) -> float:
    right = sum(len(set(one) & set(other)) for one, other in zip(truth, told, strict=True))
    return 2 * right / (sum(map(len, truth)) + sum(map(len, told)))
