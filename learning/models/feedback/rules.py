"""Which labels has a note by the rules that the program ships?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from learning.domain.feedback import FeedbackKind, FeedbackStrength, Feeling, Label
from learning.models.feedback.kinds import kind_of
from learning.models.feedback.sentiment import Felt, rule_feeling, rule_score
from learning.models.feedback.strengths import strength_of
from learning.models.feedback.topics import topic_names, topics_of

RULE_NAMES: Final[Mapping[Label, tuple[str, ...]]] = {
    Label.FEELING: tuple(Feeling),
    Label.KIND: tuple(FeedbackKind),
    Label.THEMES: topic_names(),
    Label.STRENGTH: tuple(FeedbackStrength),
}
"""What the rule of each label can say."""


def names_by_rule(label: Label, note: Felt) -> tuple[str, ...]:
    """Return what the shipped rule says of one label: one name or none, or several themes, the clearest first."""
    if label is Label.THEMES:
        return topics_of(note.text)
    if label is Label.STRENGTH:
        return (strength_of(note.text).value,)
    score = rule_score(note)
    feeling = rule_feeling(note, score)
    if label is Label.FEELING:
        return (feeling.value,)
    kind = kind_of(feeling, score, note.cues)
    return () if kind is None else (kind.value,)
