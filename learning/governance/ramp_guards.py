"""The guards of a ramp: stages, times, and what the outcomes say."""

from __future__ import annotations

from learning.domain.errors import RuleRefused
from learning.domain.judgements import Finding
from learning.governance.reasons import reason_of
from learning.governance.refusals import SHORTEST_REASON, UNCHANGED
from learning.governance.situation import Situation, Wish


def seen_stage(now: Situation, wish: Wish) -> RuleRefused | None:
    """Whether the stage that the actor saw is the present one."""
    stage = now.action.progress.stage
    if wish.seen_stage is None or wish.seen_stage == stage:
        return None
    return RuleRefused(
        "stage_passed",
        f"Stage {wish.seen_stage} was seen; stage {stage} is current. {UNCHANGED.capitalize()}.",
        "Look again.",
    )


def not_last_stage(now: Situation, wish: Wish) -> RuleRefused | None:
    """Whether there is a next stage."""
    del wish
    if (now.action.progress.stage or 0) + 1 < len(now.action.draft.ramp):
        return None
    return RuleRefused("last_stage", "It is at its last stage.", "Wait for the end of the measurement window.")


def last_stage(now: Situation, wish: Wish) -> RuleRefused | None:
    """Whether it is the last stage."""
    del wish
    if (now.action.progress.stage or 0) + 1 >= len(now.action.draft.ramp):
        return None
    return RuleRefused("stages_left", "There are stages left.", "Advance it to the last one.")


def baked(now: Situation, wish: Wish) -> RuleRefused | None:
    """Whether the stage has lasted its time."""
    del wish
    ready = (now.action.progress.stage_since or 0) + now.snapshot.bake_seconds
    if now.now >= ready:
        return None
    return RuleRefused("too_early", f"The stage lasts until {now.words_of(ready)} at least.", "Wait until then.")


def window_over(now: Situation, wish: Wish) -> RuleRefused | None:
    """Whether the measurement window is over."""
    del wish
    ends = (now.action.progress.started_at or 0) + now.snapshot.window_seconds
    if now.now >= ends:
        return None
    return RuleRefused("window_open", f"It is measured until {now.words_of(ends)}.", "Wait until then, or roll back.")


def data_hold(now: Situation, wish: Wish) -> RuleRefused | None:
    """Whether there are enough fresh data, an even split, and every guardrail holds."""
    del wish
    judged = now.judgement
    if judged is not None and judged.finding is Finding.HOLDS:
        return None
    code = "no_data" if judged is None else f"data_{judged.finding.value}"
    reason = "no look was taken" if judged is None else reason_of(judged)
    steps = {
        Finding.BROKEN: "Roll it back.",
        Finding.MISSING: "Have the program report its outcomes; until then it stays at this stage.",
        Finding.MISMATCH: "Pause it and find out why.",
    }
    fix = steps.get(judged.finding) if judged is not None else None
    return RuleRefused(code, f"The data do not allow it: {reason}.", fix or "Wait for more data.")


def not_broken(now: Situation, wish: Wish) -> RuleRefused | None:
    """Whether no guardrail is broken."""
    del wish
    if now.judgement is None or now.judgement.finding is not Finding.BROKEN:
        return None
    return RuleRefused("data_broken", f"A guardrail is broken: {reason_of(now.judgement)}.", "Roll it back.")


def report_attached(now: Situation, wish: Wish) -> RuleRefused | None:
    """Whether the impact report is there."""
    del wish
    if now.report_attached:
        return None
    return RuleRefused("no_report", "There is no impact report.", "Wait for the end of the measurement window.")


def conclusive(now: Situation, wish: Wish) -> RuleRefused | None:
    """Whether the effect is clear and lasts, or an explicit reason is given."""
    if now.judgement is not None and now.judgement.conclusive:
        return None
    if len(wish.reason.strip()) >= SHORTEST_REASON:
        return None
    why = "its range holds zero, or it could not be measured"
    if now.judgement is not None and now.judgement.course is not None and now.judgement.fades:
        why = now.judgement.course.reason
    return RuleRefused(
        "inconclusive",
        f"The effect is not clear: {why}.",
        f"Roll it back, or keep it with an explicit reason of {SHORTEST_REASON} characters or more.",
    )
