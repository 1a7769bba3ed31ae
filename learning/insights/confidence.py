"""How much is an insight still worth, some time after it was found?"""

from __future__ import annotations

from typing import Final

from learning.domain.insights import Finding, Insight

HALF_LIFE_DAYS: Final = 7.0
EXPIRES_BELOW: Final = 0.1
"""A sure finding gets there after 23 days without new evidence."""
DAY_SECONDS: Final = 86_400.0


def decayed(confidence: float, seconds: float, *, half_life_days: float = HALF_LIFE_DAYS) -> float:
    """Give what is left of a confidence.

    Args:
        confidence: When it was found or renewed, 0-1.
        seconds: Since then; below 0 counts as 0.
        half_life_days: Days in which it halves, above 0.

    Returns:
        confidence x 0.5^(days / half life), 0-1.

    Raises:
        ValueError: If the half life is not above 0.
    """
    if half_life_days <= 0:
        raise ValueError(f"a half life of {half_life_days:g} days: it has to be above 0")
    return float(confidence * 0.5 ** (max(seconds, 0.0) / DAY_SECONDS / half_life_days))


def confidence_at(insight: Insight, now: int, *, half_life_days: float = HALF_LIFE_DAYS) -> float:
    """Give the confidence of an insight at a moment (UTC seconds), decayed since it was renewed."""
    return decayed(insight.finding.confidence, now - insight.renewed_at, half_life_days=half_life_days)


def has_new_evidence(before: Finding, now: Finding) -> bool:
    """Say whether a finding that was found again rests on anything that the earlier one did not see.

    Args:
        before: What is stored.
        now: What the newest run found.

    Returns:
        True where n, the last day or the estimate is another: only then is its confidence renewed. A second look at the
        same data renews nothing.
    """
    one, other = before.candidate, now.candidate
    return (one.n, one.evidence.last, one.measured, _facts(before)) != (
        other.n,
        other.evidence.last,
        other.measured,
        _facts(now),
    )


def is_turned(before: Finding, now: Finding) -> bool:
    """Say whether a finding now says the opposite: what stood before is then resolved, not renewed."""
    return before.effect is not None and now.effect is not None and before.effect * now.effect < 0


def _facts(finding: Finding) -> tuple[tuple[str, float | None], ...]:
    """The figures of a counted fact, which has no estimate."""
    candidate = finding.candidate
    return () if candidate.measured is not None else tuple(sorted(candidate.evidence.numbers.items()))
