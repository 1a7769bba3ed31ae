"""Everything that is read out of notes: language, feeling, kind, themes, reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from learning.domain.feedback import Language, Reading
from learning.models.feedback.causes import cause_of
from learning.models.feedback.judging import Judgement, Models, judge_notes
from learning.models.feedback.language import TOO_SHORT, detect_language
from learning.models.feedback.sentiment import Felt, feel

ONLY_ENGLISH: Final = "only English is read; this is {language}"


def read_notes(notes: Sequence[str], models: Models | None = None) -> list[Reading]:
    """Read notes in their order.

    Args:
        notes: The texts, as written or masked.
        models: What the brand's corrections taught; the shipped rules judge the labels that are not among them.

    Returns:
        One reading each. A note in another language, or without words, has a reason in place of a feeling; signs of
        feeling that belong to no language (emoji) are read all the same.
    """
    felt = [feel(note) for note in notes]
    languages = [detect_language(one.text) for one in felt]
    readable = [place for place, one in enumerate(felt) if _is_readable(languages[place], one)]
    judged = judge_notes([felt[place] for place in readable], models or {})
    found = [_unread(language) for language in languages]
    for place, judgement in zip(readable, judged, strict=True):
        found[place] = _read(felt[place], languages[place], judgement)
    return found


def _is_readable(language: Language, felt: Felt) -> bool:
    wordless = language.code is None and language.reason != TOO_SHORT
    return language.is_read or (wordless and bool(felt.compound))


def _read(felt: Felt, language: Language, judged: Judgement) -> Reading:
    return Reading(
        language=language,
        feeling=judged.feeling,
        score=judged.score,
        kind=judged.kind,
        themes=judged.themes,
        cause=cause_of(felt.text, judged.feeling),
        reason=None if judged.kind is not None else "it neither praises, complains, asks nor suggests",
        strength=judged.strength,
    )


def _unread(language: Language) -> Reading:
    reason = language.reason or ONLY_ENGLISH.format(language=language.code)
    return Reading(language, None, None, None, (), None, reason)
