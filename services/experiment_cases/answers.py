"""Read a file of cases and answer each; a case that has no answer says why and never stops the others."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Final

import numpy as np

from learning.domain.errors import UnreadableFile
from services.experiment_cases import classical, effects, planning
from services.experiment_cases.arms import ARM_KINDS
from services.experiment_cases.values import Answer, CannotAnswer, Part, as_part

Answerer = Callable[[str, Part, Part], Answer]
Format = tuple[Answerer, tuple[str, ...]]

_EFFECT: Final = ("estimate", "ci", "p_value", "se")
_LEVELS: Final = ("control", "treatment", "abs_effect", "abs_ci", "rel_effect", "rel_ci", "p_value")
_RISKS: Final = ("chance_to_win", "risk_choose_control_loss", "risk_choose_treatment_loss")

BY_KIND: Final[dict[str, Format]] = {
    "srm": (planning.split, ("p_value",)),
    "srm_2arm": (planning.split_of_two, ("p_value",)),
    "p_adjust": (planning.adjusted, tuple(name for name, _ in planning.ADJUSTMENTS)),
    "power_mean": (planning.size_of_means, ("power", "abs_effect", "rel_effect", "n_total")),
    "power_prop": (planning.size_of_rates, ("effect_size_h", "n_per_arm")),
    "power_mean_d": (planning.size_of_distance, ("n_per_arm",)),
    "multi_arm_binomial": (classical.many_arms, ("p_values", "holm", "benjamini_hochberg")),
}
BY_TEST: Final[dict[str, Format]] = {
    "welch_t_delta": (effects.delta, _EFFECT),
    "asymptotic_confidence_sequence": (effects.always_valid, _EFFECT),
    "bayes_normal_effect": (effects.bayes, ("posterior_mean", "posterior_sd", "ci", *_RISKS)),
    "welch_t": (classical.means, (*_LEVELS, "statistic")),
    "welch_t_delta_ratio": (classical.means, (*_LEVELS, "statistic")),
    "cuped_welch_t": (classical.means, (*_LEVELS, "statistic")),
    "pooled_z": (classical.rates, _LEVELS),
    "newcomb": (classical.rate_interval, ("ci",)),
    "newcombe": (classical.rate_interval, ("ci",)),
    "score": (classical.rate_interval, ("ci",)),
}
PAIRS: Final = frozenset({"ci", "abs_ci", "rel_ci"})


def read_cases(path: Path) -> list[object]:
    """Give the cases of a file.

    Raises:
        UnreadableFile: not there, not JSON, or no list of cases.
    """
    form = 'Give {"cases": [{"id", "kind", "inputs", "settings"}]}.'
    try:
        found = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise UnreadableFile(path.name, f"cannot be opened ({error.strerror})", "Check the path.") from error
    except (ValueError, RecursionError) as error:
        raise UnreadableFile(path.name, f"is not JSON ({error})", form) from error
    cases = found.get("cases") if isinstance(found, dict) else None
    if not isinstance(cases, list):
        raise UnreadableFile(path.name, "holds no list of cases", form)
    return cases


def answer_cases(cases: list[object]) -> dict[str, Answer]:
    """Answer each case under its id; those without one go by their place, from 1."""
    answers: dict[str, Answer] = {}
    for place, case in enumerate(cases, start=1):
        name = case.get("id") if isinstance(case, dict) else None
        answers[str(place if name is None else name)] = answer_case(case)
    return answers


def answer_case(case: object) -> Answer:
    """Answer one case; what cannot be computed is null, with a reason."""
    keys: tuple[str, ...] = ()
    try:
        whole = as_part("the case", case)
        kind = whole.word("kind")
        settings = whole.part("settings") if whole.has("settings") else Part("settings", {})
        answerer, keys = _format_of(kind, settings)
        with np.errstate(all="ignore"):
            answer = answerer(kind, whole.part("inputs"), settings)
        return _explained(answer)
    except CannotAnswer as problem:
        return {**{key: [None, None] if key in PAIRS else None for key in keys}, "reason": str(problem)}
    except (ArithmeticError, ValueError) as problem:
        # Numbers at the ends of the floating range; no case may stop the others.
        reason = f"the numbers cannot be computed with ({problem})."
        return {**{key: [None, None] if key in PAIRS else None for key in keys}, "reason": reason}


def _explained(answer: Answer) -> Answer:
    """No null without a reason; an end that is open by the sides of the test is none."""
    silent = any(value is None or value == [None, None] for value in answer.values())
    if silent and "reason" not in answer:
        return {**answer, "reason": "the numbers leave the range in which they can be computed with."}
    return answer


def _no_format(kind: str, test: str) -> str:
    """Name what there is: kinds that stand alone, kinds of two arms, and the tests of those."""
    tests = f"the tests {', '.join(BY_TEST)}"
    if kind in ARM_KINDS:
        return f"the kind {kind!r} has no test {test!r}; it has {tests}."
    kinds = f"{', '.join(BY_KIND)}, and {', '.join(ARM_KINDS)} with one of {tests}"
    return f"there is no kind {kind!r}; there are {kinds}."


def _format_of(kind: str, settings: Part) -> Format:
    if kind in BY_KIND:
        return BY_KIND[kind]
    test = settings.word("test") or settings.word("method")
    if test not in BY_TEST:
        raise CannotAnswer(_no_format(kind, test))
    if kind not in ARM_KINDS:
        raise CannotAnswer(_no_format(kind, test))
    answerer, keys = BY_TEST[test]
    if kind == "cuped_mean" and answerer in {effects.delta, effects.always_valid, effects.bayes}:
        keys = (*keys, "theta")
    return answerer, (*keys, "variance_ratio_control") if kind == "cuped_mean" and answerer is effects.delta else keys
