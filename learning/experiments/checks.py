"""The health of a test: its split, overall and by segment, and people who saw two versions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from learning.domain.experiment_verdicts import Level, SampleRatio, SegmentRatio
from learning.stats.moments import Floats
from learning.stats.multiplicity import holm
from learning.stats.sample_ratio import pearson_over_groups, pearson_p_value

RED: Final = 0.001
AMBER: Final = 0.01
FEWEST_EXPECTED: Final = 5.0
"""Below so many expected units in an arm chi-square does not hold."""
MEANT_FROM: Final = 1.4
"""So many times the smallest arm where equal shares were planned: rather another plan than people lost."""
NAMED: Final = 3
SEEN_TWICE_RED: Final = 0.01
SEEN_TWICE_AMBER: Final = 0.001


def split_levels(p_values: Floats) -> list[Level]:
    """Give the level of each p-value of a split.

    Args:
        p_values: Shape (tests,), NaN where not known.

    Returns:
        Red under .001, amber under .01, unknown for NaN.
    """
    return [_level(float(value)) for value in p_values]


def many_splits(units: Floats, weights: Floats) -> Floats:
    """Test the split of many tests at once.

    Args:
        units: Shape (tests, arms), NaN for arms that a test does not have.
        weights: Planned shares, shape (arms,) or (tests, arms).

    Returns:
        p-values, shape (tests,); NaN where an arm expects fewer than five units.
    """
    present = ~np.isnan(units)
    shares = np.where(present, np.broadcast_to(weights, units.shape), 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        expected = np.nansum(units, axis=-1, keepdims=True) * shares / shares.sum(axis=-1, keepdims=True)
    smallest = np.min(np.where(present, expected, np.inf), axis=-1)
    found: Floats = np.where(smallest >= FEWEST_EXPECTED, pearson_p_value(units, weights), np.nan)
    return found


def check_split(
    arms: Sequence[str], units: Floats, weights: Mapping[str, float], *, segments: Mapping[str, Floats] | None = None
) -> SampleRatio:
    """Check whether the arms got the planned shares, overall and in each segment.

    Args:
        arms: Labels.
        units: Units of each arm, shape (arms,).
        weights: Arm -> planned share on any scale.
        segments: Segment -> units of each arm there.

    Returns:
        Levels and p-values (chi-square; Holm over the segments). Red overall where one segment is red after the
        correction: a split that breaks for some people is broken.
    """
    shares = np.array([weights.get(arm, 0.0) for arm in arms], dtype=np.float64)
    observed = tuple(zip(arms, units.tolist(), strict=True))
    if not (shares > 0).all() or len(arms) < 2:
        reason = "no planned shares are known for all versions"
        return SampleRatio(Level.UNKNOWN, None, observed, (), reason=reason)
    wanted = shares / shares.sum() * units.sum()
    p_value = float(many_splits(units[None], shares)[0])
    parts = _segments(segments or {}, shares)
    level = _level(p_value)
    if any(part.level is Level.RED for part in parts):
        level = Level.RED
    expected = tuple(zip(arms, wanted.tolist(), strict=True))
    known = None if np.isnan(p_value) else p_value
    return SampleRatio(level, known, observed, expected, parts, _split_reason(level, observed, expected, parts))


def check_splits(arms: Sequence[str], periods: Sequence[tuple[Mapping[str, float], Floats]]) -> SampleRatio:
    """Check the split of a test whose planned shares were changed while it ran.

    Args:
        arms: Labels.
        periods: Of each period the planned shares by arm and the units of each arm, shape (arms,).

    Returns:
        Level and p-value over all periods together (the sum of their chi-squares); units and expected units added up.
    """
    shares = np.array([[weights[arm] for arm in arms] for weights, _ in periods], dtype=np.float64)
    units = np.array([found for _, found in periods], dtype=np.float64)
    wanted = shares / shares.sum(axis=1, keepdims=True) * units.sum(axis=1, keepdims=True)
    enough = wanted.min(axis=1) >= FEWEST_EXPECTED
    p_value = pearson_over_groups(units[enough], shares[enough])
    observed = tuple(zip(arms, units.sum(axis=0).tolist(), strict=True))
    expected = tuple(zip(arms, wanted.sum(axis=0).tolist(), strict=True))
    level = _level(p_value)
    return SampleRatio(level, _known(p_value), observed, expected, (), _split_reason(level, observed, expected, ()))


def check_seen_twice(units_seen_twice: int, units: float) -> tuple[Level, str]:
    """Check how many units were shown more than one arm.

    Args:
        units_seen_twice: Units with two or more arms.
        units: Units in all arms.

    Returns:
        Red above 1 %, amber above 0.1 %; and the sentence.
    """
    if units <= 0:
        return Level.UNKNOWN, "nobody was counted"
    share = units_seen_twice / units
    reason = f"{units_seen_twice:,} of {units:,.0f} people ({share:.1%}) saw more than one version."
    if share > SEEN_TWICE_RED:
        return Level.RED, reason
    return (Level.AMBER if share > SEEN_TWICE_AMBER else Level.GREEN), reason


def _segments(segments: Mapping[str, Floats], shares: Floats) -> tuple[SegmentRatio, ...]:
    if not segments:
        return ()
    names = list(segments)
    p_values = many_splits(np.array([segments[name] for name in names]), shares)
    adjusted = holm(p_values)
    return tuple(
        SegmentRatio(name, _known(one), _known(other), _level(other))
        for name, one, other in zip(names, p_values.tolist(), adjusted.tolist(), strict=True)
    )


def _split_reason(
    level: Level,
    observed: tuple[tuple[str, float], ...],
    expected: tuple[tuple[str, float], ...],
    parts: tuple[SegmentRatio, ...],
) -> str | None:
    if level is Level.GREEN:
        return None
    if level is Level.UNKNOWN:
        return "too few people to check the split"
    found = ", ".join(f"{arm} {units:,.0f}" for arm, units in observed)
    planned = ", ".join(f"{arm} {units:,.0f}" for arm, units in expected)
    # The most uneven first.
    red = sorted((part for part in parts if part.level is Level.RED), key=lambda part: part.p_adjusted or 0.0)
    where = [part.segment for part in red]
    doubt = "Chance alone hardly does that" if level is Level.RED else "Chance does that in less than 1 of 100 tests"
    said = f"{found}; planned were {planned}. {doubt}; look for people lost on one side"
    if _seems_meant(observed, expected):
        said += ", or state the planned shares if the split was meant to be uneven"
    return f"{said}. It breaks in {_few(where)}." if where else f"{said}."


def _seems_meant(observed: tuple[tuple[str, float], ...], expected: tuple[tuple[str, float], ...]) -> bool:
    """Say whether the arms are so far from equal shares that losses alone hardly explain it."""
    planned = [units for _, units in expected]
    counts = [units for _, units in observed]
    is_even = max(planned) - min(planned) <= 1e-9 * max(planned)
    return is_even and min(counts) > 0 and max(counts) >= MEANT_FROM * min(counts)


def _few(names: list[str]) -> str:
    more = len(names) - NAMED
    return ", ".join(names) if more <= 0 else f"{', '.join(names[:NAMED])} and {more:,} more"


def _level(p_value: float) -> Level:
    if np.isnan(p_value):
        return Level.UNKNOWN
    if p_value < RED:
        return Level.RED
    return Level.AMBER if p_value < AMBER else Level.GREEN


def _known(value: float) -> float | None:
    return None if np.isnan(value) else value
