"""What lifts of tests of this brand are like before one is looked at; and what Bellwether itself expects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np
from scipy import special

from db.unit import UnitOfWork
from learning.domain.experiment_records import (
    SYSTEM,
    ExperimentRecord,
    FinishedEffect,
    ListedExperiment,
    PredictionRecord,
)
from learning.domain.experiment_verdicts import Rule
from learning.domain.experiments import GoodWay, Prior
from learning.experiments.analysis import CAUTIOUS
from learning.experiments.priors import fit_prior
from learning.stats.normal_bayes import NormalPrior, posterior
from services.experiments.cases import Case
from services.experiments.design_json import design_from_json

NOT_TRUSTED: Final = frozenset({Rule.NO_DATA.value, Rule.UNEVEN_SPLIT.value, Rule.SEEN_TWICE.value})
"""Tests of which nothing is learned."""
USUAL_ERROR: Final = 0.05
"""Standard error that a test leaves where no finished one tells: about +-10 %."""
LEFT_OUT_UP_TO: Final = 200
"""Finished tests up to which a test's own result is left out of its prior; beyond, it weighs half a percent."""
SHOWN_FROM: Final = 2.17
"""Standard errors from zero at which the look at the end shows a winner (alpha 0.03, two-sided)."""


def prior_of(work: UnitOfWork, brand_id: int, case: Case) -> Prior:
    """Return the prior of a test: of the brand's other finished tests of its metric, where there are enough."""
    metric = case.design.primary.name
    return prior_among(trusted(work.experiments.list_effects(brand_id, metric=metric)), metric, case.record.id)


def prior_among(effects: Sequence[FinishedEffect], metric: str, experiment_id: int) -> Prior:
    """Return what tests of a metric say of one of them, or of another one.

    Its own result is left out, unless there are so many that it hardly weighs: then one prior serves all of them.
    """
    few = len(effects) <= LEFT_OUT_UP_TO
    others = [each for each in effects if not few or each.experiment_id != experiment_id]
    found = np.array([each.effect for each in others], dtype=np.float64)
    errors = np.array([each.error for each in others], dtype=np.float64)
    source = f"{len(others):,} finished tests of {metric} of this brand"
    return fit_prior(found, errors, source=source) or CAUTIOUS


def with_chances(work: UnitOfWork, brand_id: int, tests: Sequence[ListedExperiment]) -> tuple[ListedExperiment, ...]:
    """Add to tests the chance to win of their leading arm, as the page of each test tells it."""
    effects: dict[str, list[FinishedEffect]] = {}
    priors: dict[tuple[str, int | None], Prior] = {}
    found = []
    for test in tests:
        metric, summary = test.experiment.metric, test.summary
        if summary is None or summary.lift is None or summary.lead_error is None:
            found.append(test)
            continue
        if metric not in effects:
            effects[metric] = trusted(work.experiments.list_effects(brand_id, metric=metric))
        known = effects[metric]
        is_own = len(known) <= LEFT_OUT_UP_TO and any(each.experiment_id == test.experiment.id for each in known)
        key = (metric, test.experiment.id if is_own else None)
        if key not in priors:
            priors[key] = prior_among(known, metric, test.experiment.id)
        chance = _chance(test.experiment, summary.lift, summary.lead_error, priors[key])
        found.append(replace(test, chance=chance))
    return tuple(found)


def _chance(record: ExperimentRecord, lift: float, error: float, prior: Prior) -> float:
    less = design_from_json(record.design).primary.good is GoodWay.DOWN
    effect = np.array([np.log1p(lift)])
    weighed = NormalPrior(prior.mean, prior.sd**2)
    return float(posterior(effect, np.array([error]), weighed, lower_is_better=less).chance_to_win[0])


def trusted(effects: Sequence[FinishedEffect]) -> list[FinishedEffect]:
    """Leave out the tests whose result is not to be trusted."""
    return [each for each in effects if each.rule not in NOT_TRUSTED]


def keep_system_guess(work: UnitOfWork, brand_id: int, case: Case, at: int) -> None:
    """Keep what Bellwether expects, from other tests alone; the first guess stands.

    An arm is expected to win where the usual test would show it: a lift drawn from the prior, measured with the usual
    error, lies beyond the range of that error in more than half of all cases.
    """
    prior = prior_of(work, brand_id, case)
    known = trusted(work.experiments.list_effects(brand_id, metric=case.design.primary.name))
    errors = [each.error for each in known if each.experiment_id != case.record.id]
    error = float(np.median(errors)) if errors else USUAL_ERROR
    control, version = case.design.control, case.record.data_version
    others = sorted(label for label in case.labels if label != control)
    mean = prior.mean if case.design.primary.good is GoodWay.UP else -prior.mean
    chance = float(special.ndtr((mean - SHOWN_FROM * error) / np.hypot(prior.sd, error)))
    if control is not None and chance >= 0.5:
        lift = float(np.expm1(prior.mean))
        guess = PredictionRecord(case.record.id, SYSTEM, at, version, others[0], lift, chance / len(others))
    else:
        guess = PredictionRecord(case.record.id, SYSTEM, at, version, control, 0.0, 1 - chance)
    work.experiment_log.add_prediction(guess)
