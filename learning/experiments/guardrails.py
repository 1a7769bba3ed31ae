"""Did an arm harm what must not be harmed?"""

from __future__ import annotations

from learning.domain.experiment_verdicts import Guardrail, GuardrailState
from learning.domain.experiments import ArmResult, GoodWay, MetricSpec


def judge_guardrail(result: ArmResult, metric: MetricSpec, *, at_end: bool, p_value: float | None = None) -> Guardrail:
    """Test that an arm is not worse than the margin (non-inferiority).

    Args:
        result: The arm in this metric, with the range that is shown.
        metric: The guardrail: its good direction and its margin, a relative worsening of 0 or more.
        at_end: Whether this is the look at the planned end.
        p_value: Of 'harm at least the margin', one-sided, at one look.

    Returns:
        Broken where the whole range of the harm lies beyond the margin; kept where it lies below it (CONSORT extension
        for non-inferiority, Piaggio et al. 2012), or, for a margin of 0, where no harm is shown; else unclear.
    """
    low, high, lift = result.shown.low, result.shown.high, result.shown.lift
    if lift is None or low is None or high is None:
        reason = f"{metric.name} cannot be compared: {result.shown.reason or 'no range'}."
        return Guardrail(metric.name, result.arm, GuardrailState.UNCLEAR, metric.margin, None, None, None, None, reason)
    harm, least, most = (-lift, -high, -low) if metric.good is GoodWay.UP else (lift, low, high)
    margin = metric.margin
    if least > margin:
        state = GuardrailState.BROKEN
        reason = f"{metric.name} got worse by {harm:.1%} in {result.arm} (range {least:.1%} to {most:.1%}"
        reason += f"; at most {margin:.1%} is accepted)." if margin else ")."
    elif margin == 0 or most < margin:
        state = GuardrailState.KEPT
        reason = f"{metric.name} held in {result.arm}."
    else:
        state = GuardrailState.UNCLEAR
        yet = "" if at_end else " yet"
        reason = f"a loss of more than {margin:.1%} in {metric.name} is not ruled out{yet}."
    return Guardrail(metric.name, result.arm, state, margin, harm, least, most, p_value, reason)
