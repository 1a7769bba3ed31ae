"""Cases about two means or rates with absolute and relative range side by side, and intervals of rates."""

from __future__ import annotations

import warnings

import numpy as np
from statsmodels.stats.proportion import confint_proportions_2indep

from learning.stats.log_ratio import as_lift, compare_logs
from learning.stats.moments import Floats, Moments
from learning.stats.multiplicity import benjamini_hochberg, holm
from learning.stats.proportions import Counts, newcombe_interval, pooled_z
from learning.stats.welch import compare_means, pooled_variance
from services.experiment_cases.arms import TwoArms, base_problem, read_arm, read_arms, spread_problem
from services.experiment_cases.values import Answer, CannotAnswer, Part, plain, plain_list


def means(kind: str, inputs: Part, settings: Part) -> Answer:
    """Answer a case of Welch's t with the log-ratio range."""
    arms = read_arms(kind, inputs)
    control, treatment = _sample_variance(kind, arms.control), _sample_variance(kind, arms.treatment)
    alpha, sides = settings.within("alpha", 0.05), settings.sides()
    degrees = None if settings.flag("use_t", default=True) else np.array([np.inf])
    plainly = logwise = (control, treatment)
    if settings.flag("equal_var"):
        plainly, logwise = _pooled(control, treatment, logwise=False), _pooled(control, treatment, logwise=True)
        degrees = control.n + treatment.n - 2 if degrees is None else degrees
    absolute = compare_means(*plainly, relative=False, alpha=alpha, sides=sides, degrees=degrees)
    logs = compare_logs(*logwise, alpha=alpha, sides=sides, degrees=degrees)
    return {
        **_levels(control, treatment),
        "abs_ci": plain_list([absolute.low[0], absolute.high[0]]),
        "rel_ci": plain_list([as_lift(logs.low)[0] if np.isfinite(logs.low[0]) else np.nan, as_lift(logs.high)[0]]),
        "p_value": plain(absolute.p_value[0]),
        "statistic": plain(absolute.estimate[0] / absolute.error[0]),
        **_reason(arms),
    }


def rates(kind: str, inputs: Part, settings: Part) -> Answer:
    """Answer a case of the pooled z test."""
    if kind != "binomial":
        raise CannotAnswer("the pooled z test is for conversion rates.")
    if not settings.flag("equal_var", default=True):
        return means(kind, inputs, Part(settings.name, {**settings.entries, "use_t": False}))
    arms = read_arms(kind, inputs)
    found = pooled_z(
        _counts(inputs),
        alpha=settings.within("alpha", 0.05),
        sides=settings.sides(),
        corrected=settings.flag("continuity_correction"),
    )
    either_spreads = not np.isnan(found.p_value)
    return {
        **_levels(arms.control, arms.treatment),
        "abs_ci": plain_list([found.low, found.high]),
        "rel_ci": plain_list([found.lift_low, found.lift_high]),
        "p_value": plain(found.p_value),
        **(_reason(arms) if not either_spreads or np.isnan(found.lift_low + found.lift_high) else {}),
    }


def rate_interval(kind: str, inputs: Part, settings: Part) -> Answer:
    """Answer a case of an interval of the difference or the ratio of two rates."""
    if kind != "binomial":
        raise CannotAnswer("score intervals are for conversion rates.")
    read_arms(kind, inputs)
    counts, alpha = _counts(inputs), settings.within("alpha", 0.05)
    method, compare = settings.word("method"), settings.word("compare", "diff")
    if method in {"newcomb", "newcombe"} and compare == "diff":
        one, two = (np.array([counts.control_n]), np.array([counts.control])), _arm(inputs.part("treatment"))
        low, high = newcombe_interval(one, two, alpha=alpha)
        return {"ci": plain_list([low[0], high[0]])}
    if method != "score" or compare not in {"diff", "ratio"}:
        raise CannotAnswer(
            f"there is no interval {method!r} of the {compare!r}: newcomb of diff, score of diff or ratio."
        )
    return _score(counts, compare, alpha)


def many_arms(_kind: str, inputs: Part, settings: Part) -> Answer:
    """Answer a case of several treatments against one control."""
    control = read_arm("binomial", inputs.part("control"))
    relative = settings.word("lift", "relative") == "relative"
    found: list[float] = []
    reasons: list[str] = []
    for arm in inputs.parts("treatments"):
        try:
            arms = TwoArms(control, read_arm("binomial", arm))
        except CannotAnswer as problem:
            reasons.append(f"{arm.name}: {problem}")
            found.append(float("nan"))
            continue
        alpha, sides = settings.within("alpha", 0.05), settings.sides()
        one = compare_means(control, arms.treatment, relative=relative, alpha=alpha, sides=sides)
        found.append(float(one.p_value[0]))
        reasons.extend(f"{arm.name}: {word}" for word in (spread_problem(arms), base_problem(arms)) if word)
    p_values = np.array(found)
    answer: Answer = {
        "p_values": plain_list(p_values.tolist()),
        "holm": plain_list(holm(p_values).tolist()),
        "benjamini_hochberg": plain_list(benjamini_hochberg(p_values).tolist()),
    }
    return {**answer, "reason": " ".join(reasons)} if reasons else answer


def _score(counts: Counts, compare: str, alpha: float) -> Answer:
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            low, high = confint_proportions_2indep(
                counts.treatment,
                counts.treatment_n,
                counts.control,
                counts.control_n,
                method="score",
                compare=compare,
                alpha=alpha,
            )
        except (ValueError, ZeroDivisionError, RuntimeError) as error:
            raise CannotAnswer(f"the score interval has no end here ({error}): too few conversions.") from error
    answer: Answer = {"ci": plain_list([float(low), float(high)])}
    if compare == "ratio":
        answer["lift_ci"] = plain_list([float(low) - 1, float(high) - 1])
    if None in plain_list([float(low), float(high)]):
        answer["reason"] = "an arm without conversions leaves the ratio open on one side."
    return answer


def _levels(control: Moments, treatment: Moments) -> Answer:
    one, two = float(control.mean[0]), float(treatment.mean[0])
    return {
        "control": plain(one),
        "treatment": plain(two),
        "abs_effect": plain(two - one),
        "rel_effect": plain((two - one) / abs(one)) if one else None,
    }


def _reason(arms: TwoArms) -> Answer:
    said = [word for word in (spread_problem(arms), base_problem(arms)) if word]
    if not said and arms.treatment.mean[0] <= 0:
        said = ["the treatment is not above zero, so there is no log-ratio range."]
    return {"reason": " ".join(said)} if said else {}


def _pooled(control: Moments, treatment: Moments, *, logwise: bool) -> tuple[Moments, Moments]:
    """Both arms with one variance, or one relative variance for the scale of the logarithm."""
    scales = [arm.mean**2 if logwise else np.ones(1) for arm in (control, treatment)]
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = control.variance / scales[0], treatment.variance / scales[1]
    one = pooled_variance(*parts, control.n, treatment.n)
    both = [
        Moments(arm.n, arm.mean, one * scale, arm.baseline)
        for arm, scale in zip((control, treatment), scales, strict=True)
    ]
    return both[0], both[1]


def _sample_variance(kind: str, arm: Moments) -> Moments:
    """Rates with n - 1, as the classical test of means has it."""
    if kind != "binomial" or arm.n[0] < 2:
        return arm
    return Moments(arm.n, arm.mean, arm.variance * arm.n / (arm.n - 1), arm.baseline)


def _counts(inputs: Part) -> Counts:
    control, treatment = inputs.part("control"), inputs.part("treatment")
    return Counts(control.count("n"), control.count("sum"), treatment.count("n"), treatment.count("sum"))


def _arm(part: Part) -> tuple[Floats, Floats]:
    return np.array([part.count("n")]), np.array([part.count("sum")])
