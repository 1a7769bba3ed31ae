"""Cases about the effect of one treatment: delta method, confidence sequence, Bayes."""

from __future__ import annotations

import numpy as np

from learning.stats.confidence_sequence import sequence
from learning.stats.normal_bayes import NormalPrior, posterior
from learning.stats.welch import Comparison, compare_means, effect_moments
from services.experiment_cases.arms import TwoArms, base_problem, read_arms, spread_problem
from services.experiment_cases.values import Answer, CannotAnswer, Part, plain, plain_list

UNDERFLOW = (
    "the arms lie so far apart that the p-value is below the smallest number that can be written; 0 stands for it."
)


def delta(kind: str, inputs: Part, settings: Part) -> Answer:
    """Answer a case of Welch's t on the relative or the absolute lift."""
    arms = read_arms(kind, inputs)
    found = compare_means(
        arms.control,
        arms.treatment,
        relative=_relative(settings),
        alpha=settings.within("alpha", 0.05),
        sides=settings.sides(),
    )
    return _with_adjustment(arms, _comparison(arms, found, relative=_relative(settings)), share=True)


def always_valid(kind: str, inputs: Part, settings: Part) -> Answer:
    """Answer a case of the asymptotic confidence sequence."""
    arms = read_arms(kind, inputs)
    relative, sides, alpha = _relative(settings), settings.sides(), settings.within("alpha", 0.05)
    planned = settings.number("tuning_N")
    if planned <= 0:
        raise CannotAnswer(f"tuning_N is {planned:g}; it is the planned number of units and above zero.")
    if sides.tail(alpha) >= 0.5:
        raise CannotAnswer(f"alpha is {alpha:g}; a one-sided sequence needs one below 0.5.")
    effect, error = effect_moments(arms.control, arms.treatment, relative=relative)
    n = arms.control.n + arms.treatment.n
    found = sequence(effect, error, n, planned_n=np.array([planned]), alpha=alpha, sides=sides)
    return _with_adjustment(arms, _comparison(arms, found, relative=relative), share=False)


def bayes(kind: str, inputs: Part, settings: Part) -> Answer:
    """Answer a case of the normal posterior of the lift."""
    arms = read_arms(kind, inputs)
    relative = _relative(settings)
    effect, error = effect_moments(arms.control, arms.treatment, relative=relative)
    found = posterior(
        effect,
        error,
        _prior(settings, abs(float(arms.control.baseline[0])), relative=relative),
        alpha=settings.within("alpha", 0.05),
        lower_is_better=settings.flag("inverse"),
    )
    answer: Answer = {
        "posterior_mean": plain(found.mean[0]),
        "posterior_sd": plain(found.sd[0]),
        "ci": plain_list([found.low[0], found.high[0]]),
        "chance_to_win": plain(found.chance_to_win[0]),
        "risk_choose_control_loss": plain(found.loss_if_kept[0]),
        "risk_choose_treatment_loss": plain(found.loss_if_chosen[0]),
    }
    if np.isnan(error[0]):
        answer.update(dict.fromkeys(answer, None), ci=[None, None])
    return _with_adjustment(arms, _explained(answer, arms, relative=relative), share=False)


def _prior(settings: Part, base: float, *, relative: bool) -> NormalPrior | None:
    if not settings.has("prior"):
        return None
    prior = settings.part("prior")
    if not prior.flag("proper", default=True):
        return None
    mean, variance = prior.number("mean"), prior.number("variance")
    if variance <= 0:
        raise CannotAnswer(f"the variance of the prior is {variance:g}; it is above zero.")
    of_relative = prior.word("scale", "relative") == "relative"
    if of_relative == relative:
        return NormalPrior(mean, variance)
    if base == 0:
        raise CannotAnswer("the control is zero, so the prior cannot be carried to the scale of the lift.")
    factor = 1 / base if relative else base
    return NormalPrior(mean * factor, variance * factor**2)


def _comparison(arms: TwoArms, found: Comparison, *, relative: bool) -> Answer:
    answer: Answer = {
        "estimate": plain(found.estimate[0]),
        "ci": plain_list([found.low[0], found.high[0]]),
        "p_value": plain(found.p_value[0]),
        "se": plain(found.error[0]),
    }
    answer = _explained(answer, arms, relative=relative)
    if answer["p_value"] == 0:
        answer.setdefault("reason", UNDERFLOW)
    return answer


def _explained(answer: Answer, arms: TwoArms, *, relative: bool) -> Answer:
    reasons = [spread_problem(arms), base_problem(arms) if relative else None]
    said = " ".join(reason for reason in reasons if reason)
    return {**answer, "reason": said} if said else answer


def _with_adjustment(arms: TwoArms, answer: Answer, *, share: bool) -> Answer:
    if arms.theta is None:
        return answer
    own: Answer = {"theta": plain(arms.theta)}
    if share and arms.control_share is not None:
        own["variance_ratio_control"] = plain(arms.control_share)
    return {**answer, **own}


def _relative(settings: Part) -> bool:
    word = settings.word("lift", "relative")
    if word not in {"relative", "absolute"}:
        raise CannotAnswer(f"lift is {word!r}; it is relative or absolute.")
    return word == "relative"
