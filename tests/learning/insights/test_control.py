"""The control of false discoveries over a whole run."""

from __future__ import annotations

import numpy as np
import pytest

from learning.domain.figures import CountedUnit
from learning.domain.insights import Candidate, Evidence, InsightKind, Measured, Subject, Tier
from learning.insights.control import control


def candidate(estimate: float, error: float = 0.1, *, log_ratio: bool = True, name: str = "a") -> Candidate:
    subject = Subject(InsightKind.ATTRIBUTE_EFFECT, "engagement_rate", (), (("level", name),))
    measured = Measured(estimate, error, 40.0, is_log_ratio=log_ratio)
    return Candidate("any", subject, measured, 41, CountedUnit.POSTS, Evidence(), "use_more")


def family(rng: np.random.Generator, effects: np.ndarray, *, largest: float = 0.3) -> list[Candidate]:
    errors = rng.uniform(0.05, largest, len(effects))
    return [
        candidate(float(effect + error * rng.standard_t(40)), float(error), name=str(place))
        for place, (effect, error) in enumerate(zip(effects, errors, strict=True))
    ]


def test_pure_noise_confirms_nothing_in_nine_of_ten_runs() -> None:
    rng = np.random.default_rng(1)
    runs = [family(rng, np.zeros(200)) for _ in range(40)]
    wrong = sum(any(one.tier is Tier.CONFIRMED for one in control(run)) for run in runs)
    assert wrong <= 4


def test_planted_effects_are_confirmed_with_their_sign_and_few_others() -> None:
    rng = np.random.default_rng(2)
    effects = np.zeros(400)
    effects[:40] = rng.choice([-0.5, 0.5], 40)
    right = false = turned = 0
    for _ in range(5):
        for one in control(family(rng, effects, largest=0.12)):
            if one.tier is Tier.CONFIRMED:
                truth = effects[int(dict(one.candidate.subject.what)["level"])]
                false += truth == 0
                right += truth != 0
                turned += truth * (one.effect or 0) < 0
    assert false / (false + right) <= 0.10
    assert turned == 0
    assert right >= 0.8 * 5 * 40


def test_log_ratios_and_correlations_do_not_teach_each_other() -> None:
    rng = np.random.default_rng(3)
    ratios = family(rng, np.zeros(60))
    alone = control(ratios)
    correlations = [candidate(0.6, 0.05, log_ratio=False, name=f"c{place}") for place in range(60)]
    both = control([*correlations, *ratios])
    assert [one for one in both if one.candidate.measured and one.candidate.measured.is_log_ratio] == list(alone)
    assert all(0.4 < (one.effect or 0) < 0.6 for one in both if one not in alone)


def test_counted_facts_pass_and_take_no_part_in_the_family() -> None:
    fact = Candidate("any", Subject(InsightKind.DATA_QUALITY, ""), None, 3, CountedUnit.DAYS, Evidence(), "find_cause")
    noise = family(np.random.default_rng(4), np.zeros(50))
    found = control([*noise, fact])
    assert [one.confidence for one in found if one.candidate is fact] == [1.0]
    assert [one for one in found if one.candidate is not fact] == list(control(noise))


def test_ranges_are_wider_than_those_of_a_comparison_that_was_not_picked() -> None:
    rng = np.random.default_rng(5)
    found = control([candidate(0.9, name="big"), *family(rng, np.zeros(100))])
    big = next(one for one in found if dict(one.candidate.subject.what)["level"] == "big")
    assert big.low is not None
    assert big.high is not None
    assert big.effect is not None
    assert np.log1p(big.high) - np.log1p(big.low) > 2 * 2.02 * 0.1
    assert big.low < big.effect < big.high


def test_no_candidates_give_no_findings() -> None:
    assert control([]) == ()


def test_an_estimate_that_is_not_finite_is_refused() -> None:
    with pytest.raises(ValueError, match="finite"):
        control([candidate(float("nan"))])
