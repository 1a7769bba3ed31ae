"""Which labels has a note by the rules that the program ships, and by what a brand's corrections taught?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from learning.domain.feedback import FeedbackKind, FeedbackStrength, Feeling, Label
from learning.models.feedback.classifier import LabelModel
from learning.models.feedback.kinds import kind_of
from learning.models.feedback.sentiment import Felt, rule_feeling, rule_score
from learning.models.feedback.strengths import strength_of
from learning.models.feedback.topics import topics_of

Models = Mapping[Label, LabelModel]
"""What the brand's corrections taught; the shipped rule judges a label that is not among them."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """The labels of one note, in whatever language it is."""

    feeling: Feeling
    score: float
    """-1 (very negative) to 1 (very positive)."""
    kind: FeedbackKind | None
    """None where it neither praises, complains, asks nor suggests."""
    themes: tuple[str, ...]
    strength: FeedbackStrength

    def told(self, label: Label) -> tuple[str, ...]:
        """One of its labels, as a correction holds it."""
        if label is Label.THEMES:
            return self.themes
        one = {Label.FEELING: self.feeling, Label.KIND: self.kind, Label.STRENGTH: self.strength}[label]
        return () if one is None else (one.value,)


def judge_notes(notes: Sequence[Felt], models: Models) -> list[Judgement]:
    """Judge every label of some notes, in their order."""
    feelings = _feelings(notes, models.get(Label.FEELING))
    kinds, themes, strengths = (
        None if (model := models.get(label)) is None else model.judge(notes)
        for label in (Label.KIND, Label.THEMES, Label.STRENGTH)
    )
    return [
        Judgement(
            feeling,
            score,
            kind_of(feeling, score, note.cues) if kinds is None else FeedbackKind(kinds.names[place][0]),
            topics_of(note.text) if themes is None else themes.names[place],
            strength_of(note.text) if strengths is None else FeedbackStrength(strengths.names[place][0]),
        )
        for place, (note, (feeling, score)) in enumerate(zip(notes, feelings, strict=True))
    ]


def _feelings(notes: Sequence[Felt], model: LabelModel | None) -> list[tuple[Feeling, float]]:
    scores = [rule_score(one) for one in notes]
    by_rule = [rule_feeling(one, score) for one, score in zip(notes, scores, strict=True)]
    if model is None:
        return list(zip(by_rule, scores, strict=True))
    judged = model.judge(notes)
    felt = judged.balanced_chance(Feeling.POSITIVE) - judged.balanced_chance(Feeling.NEGATIVE)
    return [
        (_both_sides(Feeling(name), ruled, model), round(float(score), 4))
        for (name,), score, ruled in zip(judged.names, felt, by_rule, strict=True)
    ]


def _both_sides(feeling: Feeling, by_rule: Feeling, model: LabelModel) -> Feeling:
    """Keep the mixed of the rule where the model says neutral and was never taught what mixed is."""
    untaught = Feeling.MIXED not in model.names
    return by_rule if untaught and feeling is Feeling.NEUTRAL and by_rule is Feeling.MIXED else feeling
