"""What should happen to a running test? Stop it for harm, repair, decide, extend, or give people to other versions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from learning.domain.experiment_advice import Advice, Proposal
from learning.domain.experiment_verdicts import GuardrailState, Rule, VerdictWord
from learning.domain.experiments import ArmResult, GoodWay, TestPlan, TestReport
from learning.experiments.notes import describe_span

LEAST_SHARE: Final = 0.05
"""Of all people, for a version that does worse: none goes to zero, or it would no longer be compared with the rest."""
_HARM: Final = frozenset({Rule.WORSE.value, Rule.GUARDRAIL_BROKEN.value})
_REPAIR: Final = frozenset({Rule.UNEVEN_SPLIT.value, Rule.SEEN_TWICE.value})
MAY_REALLOCATE: Final = frozenset({Rule.RUNNING, Rule.TOO_SHORT, Rule.FEW_CONVERSIONS})


def advise(verdict: str, rule: str, *, is_over: bool) -> Advice | None:
    """Say what a verdict asks of a person.

    Args:
        verdict: The word.
        rule: The rule that fired.
        is_over: Whether nothing more will come: what is over harms nobody any more.

    Returns:
        The advice; None where the test just runs on.
    """
    if rule in _HARM:
        return Advice.DECIDE if is_over else Advice.STOP_FOR_HARM
    if rule in _REPAIR:
        return Advice.REPAIR
    if is_over or verdict == VerdictWord.SHIP.value:
        return Advice.DECIDE
    return Advice.EXTEND_OR_END if verdict == VerdictWord.TOO_CLOSE.value else None


def propose(plan: TestPlan, report: TestReport, shares: Mapping[str, float], *, is_over: bool) -> Proposal | None:
    """Propose what a person may do about a running test.

    Args:
        plan: The plan.
        report: How it stands.
        shares: Arm -> share of the people now, on any positive scale.
        is_over: Whether nothing more will come.

    Returns:
        The proposal; None where the test just runs on. 'Reallocate' where some versions of three or more are worse by
        the range that holds at every look, or break a guardrail, while others are still open: the worse ones fall to
        5 % of the people each, the rest share what they leave as they shared before.
    """
    verdict = report.verdict
    advice = advise(verdict.word.value, verdict.rule.value, is_over=is_over)
    if advice is not None:
        return Proposal(advice, verdict.reason)
    return _other_split(plan, report, shares)


def _other_split(plan: TestPlan, report: TestReport, shares: Mapping[str, float]) -> Proposal | None:
    if plan.factors or not plan.running_share or len(shares) < 3 or report.verdict.rule not in MAY_REALLOCATE:
        return None
    results = report.of(plan.metrics[0].name)
    worse = {one.arm: _why(plan, report, one) for one in results}
    losing = [arm for arm, why in worse.items() if why]
    rest = [arm for arm in shares if arm not in losing]
    # Somebody must be left to win against what the others are compared with.
    if not losing or len(rest) < 2:
        return None
    whole = sum(shares.values())
    if all(shares[arm] / whole <= LEAST_SHARE * 1.001 for arm in losing):
        return None
    kept = {arm: min(LEAST_SHARE, shares[arm] / whole) for arm in losing}
    free, among = 1 - sum(kept.values()), sum(shares[arm] for arm in rest)
    found = tuple((arm, kept.get(arm, free * shares[arm] / among)) for arm in shares)
    reason = f"{'; '.join(worse[arm] for arm in losing)}. The others are still open: give them the people."
    return Proposal(Advice.REALLOCATE, reason, found)


def _why(plan: TestPlan, report: TestReport, one: ArmResult) -> str:
    """Why a version should get fewer people; '' where nothing says so."""
    broken = next(
        (guard for guard in report.guardrails if guard.arm == one.arm and guard.state is GuardrailState.BROKEN), None
    )
    if broken is not None:
        return f"{one.arm} breaks the guardrail {broken.metric.replace('_', ' ')}"
    if one.p_adjusted is None or one.p_adjusted > plan.alpha or not one.shown.lift:
        return ""
    if (one.shown.lift > 0) == (plan.metrics[0].good is GoodWay.UP):
        return ""
    return f"{one.arm} does worse than {one.against}{describe_span(one.shown.low, one.shown.high, plan.alpha)}"
