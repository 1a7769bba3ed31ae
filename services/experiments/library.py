"""The library of tests: what there is, what usually works here, and what is worth testing next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from db.engine import Store
from learning.domain.brands import Brand
from learning.domain.experiment_records import (
    ExperimentQuery,
    ExperimentState,
    FinishedEffect,
    ListedExperiment,
)
from learning.domain.experiments import GoodWay, Prior
from learning.experiments.analysis import CAUTIOUS
from learning.experiments.library import Idea, TagEffect, pool_by_tag, rank_ideas
from learning.experiments.priors import fit_prior
from services.clock import Clock
from services.experiments.design_json import design_from_json
from services.experiments.priors import USUAL_ERROR, trusted, with_chances
from services.experiments.summaries import refresh_summaries


class Tag(StrEnum):
    """What tests are put together by."""

    TOPIC = "topic"
    HOOK = "hook"
    SEGMENT = "segment"
    METRIC = "metric"


@dataclass(frozen=True, slots=True)
class ExperimentPage:
    """A part of the list of tests."""

    tests: tuple[ListedExperiment, ...]
    total: int
    """How many the query finds in all."""
    states: Mapping[ExperimentState, int]
    """Of all tests of the brand."""
    version: int
    """Grows with everything that happens to a test; for caches."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An idea for the next test."""

    tag: Tag
    value: str
    metric: str
    tests: int
    """Finished tests of this tag so far."""
    expected: float
    """Lift that is to be expected, and its range."""
    low: float
    high: float
    chance_to_win: float
    worth: float
    """Expected gain in lift from testing instead of guessing."""
    reason: str


def list_experiments(
    store: Store,
    brand: Brand,
    query: ExperimentQuery,
    clock: Clock,
    *,
    limit: int | None = 50,
    offset: int = 0,
    chances: bool = False,
) -> ExperimentPage:
    """Return tests with their short answers, and the chance to win where asked; what is old is computed first."""
    refresh_summaries(store, brand, clock)
    with store.read() as work:
        tests = work.experiments.list_page(brand.id, query, limit=limit, offset=offset)
        return ExperimentPage(
            tests=with_chances(work, brand.id, tests) if chances else tests,
            total=work.experiments.count(brand.id, query),
            states=work.experiments.count_states(brand.id),
            version=work.experiments.version(brand.id),
        )


def list_tags(store: Store, brand: Brand) -> Mapping[str, tuple[str, ...]]:
    """Return the metrics, topics, hooks and segments that the tests of a brand carry."""
    with store.read() as work:
        return work.experiments.list_tags(brand.id)


def what_works(store: Store, brand: Brand, tag: Tag, *, metric: str | None = None) -> tuple[TagEffect, ...]:
    """Return what the finished tests showed together, by tag; tests without it are left out."""
    with store.read() as work:
        effects = trusted(work.experiments.list_effects(brand.id, metric=metric))
    tagged = [each for each in effects if _value(each, tag)]
    return pool_by_tag([_value(each, tag) for each in tagged], *_good_effects(tagged))


def suggest_tests(
    store: Store,
    brand: Brand,
    *,
    metric: str | None = None,
    candidates: Mapping[Tag, Sequence[str]] | None = None,
    limit: int = 5,
) -> tuple[Suggestion, ...]:
    """Return ideas for the next test, those first whose answer is worth most.

    Tags that were tested often have a narrow range: little is left to learn. Tags that never were (the candidates)
    start from what all tests of the brand showed.
    """
    with store.read() as work:
        effects = trusted(work.experiments.list_effects(brand.id, metric=metric))
    signed, errors = _good_effects(effects)
    overall = fit_prior(signed, errors, source="all finished tests") or CAUTIOUS
    error = float(np.median(errors)) if len(errors) else USUAL_ERROR
    ideas: dict[str, tuple[Tag, str, TagEffect | None]] = {}
    rated: list[Idea] = []
    for tag in (Tag.TOPIC, Tag.HOOK, Tag.SEGMENT):
        known = {each.tag: each for each in _pooled(effects, tag)}
        for value in dict.fromkeys((*known, *(candidates or {}).get(tag, ()))):
            if not value:
                continue
            name = f"{tag.value}={value}"
            ideas[name] = (tag, value, known.get(value))
            rated.append(Idea(name, _prior_of(known.get(value), overall), error))
    ranked = rank_ideas(rated)[:limit]
    shown = metric or _usual_metric(effects)
    return tuple(_suggestion(*ideas[one.idea.name], shown, one.idea.prior, one.value) for one in ranked)


def _pooled(effects: Sequence[FinishedEffect], tag: Tag) -> tuple[TagEffect, ...]:
    tagged = [each for each in effects if _value(each, tag)]
    return pool_by_tag([_value(each, tag) for each in tagged], *_good_effects(tagged))


def _prior_of(known: TagEffect | None, overall: Prior) -> Prior:
    """The next test of a tag: its mean as known so far, and the spread between tests on top."""
    if known is None:
        return overall
    mean = float(np.log1p(known.lift))
    doubt = (float(np.log1p(known.high)) - float(np.log1p(known.low))) / (2 * 1.959964)
    return Prior(mean, float(np.hypot(doubt, known.spread)), known.tests, f"{known.tests} tests")


def _suggestion(  # noqa: PLR0917 - one line of the list
    tag: Tag, value: str, known: TagEffect | None, metric: str, prior: Prior, worth: float
) -> Suggestion:
    tests = 0 if known is None else known.tests
    reason = (
        f"No test of this {tag.value} yet: all there is to go by is what other tests showed."
        if known is None
        else f"{tests} {'test' if tests == 1 else 'tests'} so far, and the range still holds better and worse."
        if known.low < 0 < known.high
        else f"{tests} {'test' if tests == 1 else 'tests'} so far; how large the effect is remains open."
    )
    half = 1.959964 * prior.sd
    chance = 0.5 if known is None else known.chance_above_zero
    return Suggestion(
        tag=tag,
        value=value,
        metric=metric,
        tests=tests,
        expected=float(np.expm1(prior.mean)),
        low=float(np.expm1(prior.mean - half)),
        high=float(np.expm1(prior.mean + half)),
        chance_to_win=chance,
        worth=worth,
        reason=reason,
    )


def _good_effects(
    effects: Sequence[FinishedEffect],
) -> tuple[np.ndarray[tuple[int, ...], np.dtype[np.float64]], np.ndarray[tuple[int, ...], np.dtype[np.float64]]]:
    """Effects in the good direction of their metric, and their errors."""
    signs = {name: _sign(design) for name, design in {each.metric: each.design for each in effects}.items()}
    signed = np.array([signs[each.metric] * each.effect for each in effects], dtype=np.float64)
    return signed, np.array([each.error for each in effects], dtype=np.float64)


def _sign(design: str) -> int:
    return 1 if design_from_json(design).primary.good is GoodWay.UP else -1


def _value(effect: FinishedEffect, tag: Tag) -> str:
    return str(getattr(effect, tag.value))


def _usual_metric(effects: Sequence[FinishedEffect]) -> str:
    names = [each.metric for each in effects]
    return max(dict.fromkeys(names), key=names.count) if names else ""
