"""Cases about splits, several p-values, and the size of a test."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

import numpy as np

from learning.stats.moments import Floats
from learning.stats.multiplicity import (
    benjamini_hochberg,
    benjamini_yekutieli,
    bonferroni,
    hochberg,
    holm,
    holm_sidak,
)
from learning.stats.power import (
    Design,
    TwoArms,
    cohen_h,
    normal_arm_size,
    solve_effect,
    solve_units,
    student_arm_size,
    welch_power,
)
from learning.stats.sample_ratio import normal_p_value, pearson_p_value
from services.experiment_cases.values import Answer, CannotAnswer, Part, plain, plain_list

NEVER = (
    "no number of units is enough: the effect is zero, points the other way, or the power asked for is out of reach."
)
ADJUSTMENTS: Final[tuple[tuple[str, Callable[[Floats], Floats]], ...]] = (
    ("bonferroni", bonferroni),
    ("holm", holm),
    ("holm_sidak", holm_sidak),
    ("hochberg", hochberg),
    ("benjamini_hochberg", benjamini_hochberg),
    ("benjamini_yekutieli", benjamini_yekutieli),
)


def split(_kind: str, inputs: Part, _settings: Part) -> Answer:
    """Answer a case of the split over any number of arms."""
    observed = _observed(inputs)
    weights = inputs.numbers("weights") if inputs.has("weights") else [1.0] * len(observed)
    if len(weights) != len(observed):
        raise CannotAnswer(f"there are {len(observed)} arms and {len(weights)} weights.")
    if min(weights) <= 0:
        raise CannotAnswer("every weight is above zero.")
    return {"p_value": plain(float(pearson_p_value(np.array(observed), np.array(weights))))}


def split_of_two(_kind: str, inputs: Part, settings: Part) -> Answer:
    """Answer a case of the split over two arms by the normal approximation."""
    observed = _observed(inputs)
    if len(observed) != 2:
        raise CannotAnswer(f"observed holds {len(observed)} numbers; it is control and treatment.")
    ratio = inputs.number("ratio_treatment_to_control", 1.0)
    if ratio <= 0:
        raise CannotAnswer(f"ratio_treatment_to_control is {ratio:g}; it is above zero.")
    corrected = settings.flag("continuity_correction")
    return {"p_value": plain(normal_p_value(*observed, ratio=ratio, corrected=corrected))}


def adjusted(_kind: str, inputs: Part, _settings: Part) -> Answer:
    """Answer a case of several p-values looked at together."""
    values = inputs.numbers("p_values")
    if any(not 0 <= value <= 1 for value in values):
        raise CannotAnswer("a p-value lies between 0 and 1.")
    p_values = np.array(values, dtype=np.float64)
    return {name: plain_list(adjust(p_values).tolist()) for name, adjust in ADJUSTMENTS}


def size_of_means(_kind: str, inputs: Part, settings: Part) -> Answer:
    """Answer a case of power, units or smallest effect of Welch's t."""
    mean, variance = inputs.number("mean"), inputs.number("variance")
    if variance <= 0:
        raise CannotAnswer(f"the variance is {variance:g}; without spread there is nothing to plan.")
    arms = TwoArms(variance, variance, _ratio(settings))
    design = Design(settings.within("alpha", 0.05), settings.within("target_power", 0.8), settings.sides())
    wanted = settings.word("solve", "power")
    if wanted in {"rel_effect_size", "effect_size", "abs_effect"}:
        n_total = inputs.count("n_total")
        return _sized(mean, solve_effect(n_total, arms, design), design.power, n_total)
    effect = _effect(settings, mean)
    if wanted == "power":
        n_total = inputs.count("n_total")
        return _sized(mean, effect, welch_power(effect, n_total, arms, design), n_total)
    if wanted in {"n_obs", "n_total"}:
        units = solve_units(effect, arms, design)
        return _sized(mean, effect, design.power, math.ceil(units) if math.isfinite(units) else math.nan)
    raise CannotAnswer(f"solve is {wanted!r}; it is n_obs, power, rel_effect_size or effect_size.")


def size_of_rates(_kind: str, inputs: Part, settings: Part) -> Answer:
    """Answer a case of the units needed to tell two rates apart."""
    control, treatment = inputs.number("p_control"), inputs.number("p_treatment")
    if not (0 <= control <= 1 and 0 <= treatment <= 1):
        raise CannotAnswer("a rate lies between 0 and 1.")
    distance = cohen_h(control, treatment)
    units = normal_arm_size(distance, _design(settings), ratio=_ratio(settings))
    return _explained({"effect_size_h": plain(distance), "n_per_arm": plain(units)})


def size_of_distance(_kind: str, inputs: Part, settings: Part) -> Answer:
    """Answer a case of the units needed for a standardised difference of means."""
    units = student_arm_size(inputs.number("cohen_d"), _design(settings), ratio=_ratio(settings))
    return _explained({"n_per_arm": plain(units)})


def _observed(inputs: Part) -> list[float]:
    observed = inputs.numbers("observed")
    if any(value < 0 or value != math.floor(value) for value in observed):
        raise CannotAnswer("observed holds counts: whole numbers that are not below zero.")
    if len(observed) < 2:
        raise CannotAnswer("a split needs at least two arms.")
    if sum(observed) == 0:
        raise CannotAnswer("no arm has any units.")
    return observed


def _design(settings: Part) -> Design:
    return Design(settings.within("alpha", 0.05), settings.within("power", 0.8), settings.sides())


def _ratio(settings: Part) -> float:
    ratio = settings.number("ratio_treatment_to_control", settings.number("ratio", 1.0))
    if ratio <= 0:
        raise CannotAnswer(f"the ratio of the arms is {ratio:g}; it is above zero.")
    return ratio


def _effect(settings: Part, mean: float) -> float:
    if settings.has("rel_effect"):
        return settings.number("rel_effect") * mean
    for key in ("abs_effect", "effect_size"):
        if settings.has(key):
            return settings.number(key)
    raise CannotAnswer("rel_effect of settings is missing.")


def _sized(mean: float, effect: float, power: float, n_total: float) -> Answer:
    answer: Answer = {
        "power": plain(power),
        "abs_effect": plain(effect),
        "rel_effect": plain(effect / mean) if mean else None,
        "n_total": int(n_total) if math.isfinite(n_total) else None,
    }
    if not mean:
        return {**answer, "reason": "the mean is zero, so there is no relative effect."}
    return _explained(answer)


def _explained(answer: Answer) -> Answer:
    return {**answer, "reason": NEVER} if None in answer.values() else answer
