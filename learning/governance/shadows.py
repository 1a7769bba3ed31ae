"""Whether a mechanism has to run in shadow, and what it takes to pass."""

from __future__ import annotations

from learning.domain.errors import RuleRefused
from learning.domain.shadows import ShadowRun, ShadowState
from learning.governance.envelopes import Envelope, envelope_of

LONGEST_NAME = 100


def named(mechanism: str) -> str:
    """Return the name of a mechanism.

    Raises:
        RuleRefused: It has none, or one too long.
    """
    name = mechanism.strip()
    if not name or len(name) > LONGEST_NAME:
        raise RuleRefused(
            "unnamed_mechanism",
            "A mechanism that adjusts has to say what it is.",
            "Name the strategy with its version, as in 'thompson 2', in at most 100 characters.",
        )
    return name


def has_passed(run: ShadowRun, wanted: Envelope) -> bool:
    """Say whether a run lets its mechanism adjust inside of an envelope: it passed, and no bound has grown since."""
    known = envelope_of(run.bounds)
    return run.state is ShadowState.PASSED and known is not None and not _grew(known, wanted)


def _grew(known: Envelope, wanted: Envelope) -> bool:
    return (
        wanted.largest_step > known.largest_step
        or wanted.least_weight < known.least_weight
        or _low(wanted) < _low(known)
        or _high(wanted) > _high(known)
    )


def _low(envelope: Envelope) -> float:
    return float("-inf") if envelope.low is None else envelope.low


def _high(envelope: Envelope) -> float:
    return float("inf") if envelope.high is None else envelope.high


def pass_refusal(run: ShadowRun, reported: int, now: int) -> RuleRefused | None:
    """Say why a run does not pass yet; missing data never passes."""
    if now < run.until:
        return RuleRefused(
            "shadow_too_short",
            "The shadow run has not lasted as long as the policy asks.",
            "Wait until its time is over, or stop the mechanism.",
        )
    if reported < run.needed:
        return RuleRefused(
            "shadow_too_few",
            f"{run.metric} was reported of {reported:,} decisions of the {run.needed:,} that it takes.",
            "Wait for more, see that programs report outcomes, or stop the mechanism.",
        )
    return None
