"""What the A/B pages read; an answer is kept until something happens to a test, or the day ends."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Final, TypeVar, cast

from learning.domain.brands import Brand
from learning.domain.experiment_records import ExperimentQuery
from learning.experiments.library import TagEffect
from learning.experiments.over_time import EffectPoint, Novelty
from learning.experiments.planner import Baseline
from learning.experiments.replay import Replay
from learning.experiments.segments import SegmentReport
from services.experiments import analysing
from services.experiments.analysing import ExperimentView
from services.experiments.courses import LookAnswer
from services.experiments.library import (
    ExperimentPage,
    Suggestion,
    Tag,
    list_experiments,
    list_tags,
    suggest_tests,
    what_works,
)
from services.experiments.overlaps import Overlap, find_overlaps
from services.experiments.planning import baseline_of_test
from services.experiments.prediction_scores import PredictionScore, score_predictions
from services.experiments.replay import DailyTraffic, daily_traffic, replay_brand
from ui import reads, runtime
from ui.answers import cache_key, cached
from ui.runtime import services

TRAFFIC_DAYS: Final = 56
Answer = TypeVar("Answer")


def page(brand: Brand, query: ExperimentQuery, *, limit: int, offset: int = 0) -> ExperimentPage:
    """Return a part of the list."""
    return _kept(
        brand,
        "page",
        (query, limit, offset),
        lambda: list_experiments(services().store, brand, query, services().clock, limit=limit, offset=offset),
    )


def version(brand: Brand) -> int:
    """Return the number that grows with everything that happens to a test of the brand."""
    with services().store.read() as work:
        return work.experiments.version(brand.id)


def _kept(brand: Brand, block: str, question: object, compute: Callable[[], Answer]) -> Answer:
    day = runtime.today(brand).isoformat()
    key = cache_key(brand, f"experiments_{block}", (version(brand), day, question))
    return cast("Answer", cached(key, compute))


def view(brand: Brand, test: int) -> ExperimentView:
    """Return a test with its report."""
    who = runtime.who()
    return _kept(
        brand,
        "view",
        (test, who),
        lambda: analysing.view_experiment(services().store, brand, test, who=who, clock=services().clock),
    )


def opened(brand: Brand) -> frozenset[int]:
    """Return the tests that this person has predicted, or opened without."""
    who = runtime.who()

    def compute() -> frozenset[int]:
        with services().store.read() as work:
            found = work.experiment_log.list_predictions(brand.id)
        return frozenset(one.experiment_id for one in found if one.who == who)

    return _kept(brand, "opened", who, compute)


def looks(brand: Brand, test: int) -> tuple[LookAnswer, ...]:
    """Return what a test said at each look."""
    return _kept(brand, "looks", test, lambda: analysing.looks_of(services().store, brand, test))


def effects_over_time(brand: Brand, test: int, metric: str) -> tuple[EffectPoint, ...]:
    """Return the lift with its range as it was shown at each look."""
    return _kept(
        brand,
        "over_time",
        (test, metric),
        lambda: analysing.effects_over_time(services().store, brand, test, metric),
    )


def effects_by_day(brand: Brand, test: int, metric: str) -> tuple[EffectPoint, ...]:
    """Return the lift of each day alone."""
    return _kept(
        brand, "by_day", (test, metric), lambda: analysing.effects_by_day(services().store, brand, test, metric)
    )


def effects_by_age(brand: Brand, test: int, metric: str) -> tuple[EffectPoint, ...]:
    """Return the lift by days since people first saw their version."""
    return _kept(
        brand, "by_age", (test, metric), lambda: analysing.effects_by_age(services().store, brand, test, metric)
    )


def novelty(brand: Brand, test: int) -> Mapping[str, Novelty]:
    """Return, by version, whether the effect fades."""
    return _kept(brand, "novelty", test, lambda: analysing.novelty_of(services().store, brand, test))


def dimensions(brand: Brand, test: int) -> tuple[str, ...]:
    """Return what a test can be split by."""
    return _kept(brand, "dimensions", test, lambda: analysing.segment_dimensions(services().store, brand, test))


def by_segment(brand: Brand, test: int, dimension: str) -> SegmentReport | None:
    """Return the effect by segment."""
    return _kept(
        brand,
        "by_segment",
        (test, dimension),
        lambda: analysing.effects_by_segment(services().store, brand, test, dimension),
    )


def overlaps(brand: Brand, test: int) -> tuple[Overlap, ...]:
    """Return the tests that get in the way of one."""
    return _kept(brand, "overlaps", test, lambda: find_overlaps(services().store, brand, test, clock=services().clock))


def baseline(brand: Brand, test: int) -> tuple[Baseline, float | None]:
    """Return what the primary metric of a test is like today, and its people per day."""
    now = int(runtime.now().timestamp())
    return _kept(brand, "baseline", test, lambda: baseline_of_test(services().store, brand, test, now))


def tags(brand: Brand) -> Mapping[str, tuple[str, ...]]:
    """Return the metrics, topics, hooks and segments of the tests."""
    return _kept(brand, "tags", "", lambda: list_tags(services().store, brand))


def works(brand: Brand, tag: Tag, metric: str | None) -> tuple[TagEffect, ...]:
    """Return what finished tests showed together."""
    return _kept(brand, "works", (tag.value, metric), lambda: what_works(services().store, brand, tag, metric=metric))


def suggestions(brand: Brand, metric: str | None) -> tuple[Suggestion, ...]:
    """Return ideas for the next test: tags of tests, and topics that posts carry but no test did."""
    topics = next((one.texts for one in reads.dimension_values(brand) if one.dimension == "topic"), ())
    return _kept(
        brand,
        "suggestions",
        metric,
        lambda: suggest_tests(services().store, brand, metric=metric, candidates={Tag.TOPIC: list(topics)}),
    )


def scores(brand: Brand) -> tuple[PredictionScore, ...]:
    """Return how good predictions were."""
    return _kept(brand, "scores", "", lambda: score_predictions(services().store, brand))


def traffic(brand: Brand) -> DailyTraffic:
    """Return impressions and clicks of the last eight weeks with data."""
    span = reads.available(brand).span
    if span is None:
        return DailyTraffic((), (), ())
    first = max(span[0], span[1] - timedelta(days=TRAFFIC_DAYS - 1))
    return _kept(brand, "traffic", span, lambda: daily_traffic(services().store, brand, first, span[1]))


def replay(brand: Brand) -> Replay | None:
    """Return what naive and honest rules would have called in the brand's own past."""
    past = traffic(brand)
    return _kept(brand, "replay", "", lambda: replay_brand(past))
