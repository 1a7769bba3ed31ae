"""What lifts of tests of this brand are like before one is looked at; and what Bellwether itself expects."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from scipy import special

from db.unit import UnitOfWork
from learning.domain.experiment_records import SYSTEM, FinishedEffect, PredictionRecord
from learning.domain.experiment_verdicts import Rule
from learning.domain.experiments import GoodWay, Prior
from learning.experiments.analysis import CAUTIOUS
from learning.experiments.priors import fit_prior
from services.experiments.cases import Case

NOT_TRUSTED: Final = frozenset({Rule.NO_DATA.value, Rule.UNEVEN_SPLIT.value, Rule.SEEN_TWICE.value})
"""Tests of which nothing is learned."""
USUAL_ERROR: Final = 0.05
"""Standard error that a test leaves where no finished one tells: about +-10 %."""
SHOWN_FROM: Final = 2.17
"""Standard errors from zero at which the look at the end shows a winner (alpha 0.03, two-sided)."""


def prior_of(work: UnitOfWork, brand_id: int, case: Case) -> Prior:
    """Return the prior of a test: of the brand's other finished tests of its metric, where there are enough."""
    metric = case.design.primary.name
    others = [
        each
        for each in trusted(work.experiments.list_effects(brand_id, metric=metric))
        if each.experiment_id != case.record.id
    ]
    effects = np.array([each.effect for each in others], dtype=np.float64)
    errors = np.array([each.error for each in others], dtype=np.float64)
    source = f"{len(others):,} finished tests of {metric} of this brand"
    return fit_prior(effects, errors, source=source) or CAUTIOUS


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
