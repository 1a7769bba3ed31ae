"""Everything that is read out of notes: language, feeling, kind, themes, reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from learning.domain.feedback import Feeling, Language, Reading
from learning.models.feedback.causes import cause_of
from learning.models.feedback.classifier import FeelingModel
from learning.models.feedback.kinds import kind_of
from learning.models.feedback.language import TOO_SHORT, detect_language
from learning.models.feedback.sentiment import Felt, feel, rule_feeling, rule_score
from learning.models.feedback.topics import topics_of

ONLY_ENGLISH: Final = "only English is read; this is {language}"


def read_notes(notes: Sequence[str], model: FeelingModel | None = None) -> list[Reading]:
    """Read notes in their order.

    Args:
        notes: The texts, as written or masked.
        model: What the brand's corrections taught; without it the shipped rule judges the feeling.

    Returns:
        One reading each. A note in another language, or without words, has a reason in place of a feeling; signs of
        feeling that belong to no language (emoji) are read all the same.
    """
    felt = [feel(note) for note in notes]
    languages = [detect_language(one.text) for one in felt]
    readable = [place for place, one in enumerate(felt) if _is_readable(languages[place], one)]
    judged = _judge([felt[place] for place in readable], model)
    found = [_unread(language) for language in languages]
    for place, (feeling, score) in zip(readable, judged, strict=True):
        found[place] = _read(felt[place], languages[place], feeling, score)
    return found


def _is_readable(language: Language, felt: Felt) -> bool:
    wordless = language.code is None and language.reason != TOO_SHORT
    return language.is_read or (wordless and bool(felt.compound))


def _judge(felt: Sequence[Felt], model: FeelingModel | None) -> list[tuple[Feeling, float]]:
    scores = [rule_score(one) for one in felt]
    by_rule = [rule_feeling(one, score) for one, score in zip(felt, scores, strict=True)]
    if model is None:
        return list(zip(by_rule, scores, strict=True))
    judged = model.judge(felt)
    return [
        (_both_sides(feeling, ruled, model), round(float(score), 4))
        for feeling, score, ruled in zip(judged.feelings, judged.scores, by_rule, strict=True)
    ]


def _both_sides(feeling: Feeling, by_rule: Feeling, model: FeelingModel) -> Feeling:
    """Keep the mixed of the rule where the model says neutral and was never taught what mixed is."""
    untaught = Feeling.MIXED not in model.feelings
    return by_rule if untaught and feeling is Feeling.NEUTRAL and by_rule is Feeling.MIXED else feeling


def _read(felt: Felt, language: Language, feeling: Feeling, score: float) -> Reading:
    kind = kind_of(feeling, score, felt.cues)
    return Reading(
        language=language,
        feeling=feeling,
        score=score,
        kind=kind,
        themes=topics_of(felt.text),
        cause=cause_of(felt.text, feeling),
        reason=None if kind is not None else "it neither praises, complains, asks nor suggests",
    )


def _unread(language: Language) -> Reading:
    reason = language.reason or ONLY_ENGLISH.format(language=language.code)
    return Reading(language, None, None, None, (), None, reason)
