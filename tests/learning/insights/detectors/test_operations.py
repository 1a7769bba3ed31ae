"""Detectors of programs: what is planted in their decisions is found with its sign, and nothing in plain ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from learning.domain.insights import Candidate, Finding, Tier
from learning.domain.timekeys import day_key
from learning.insights.brand_data import DECISION_NUMBERS, DECISION_TEXTS, POST_COLUMNS, BrandData, Marks
from learning.insights.catalogue import DETECTORS
from learning.insights.control import control
from learning.insights.data_parts import Part
from learning.insights.detectors.efficiency import Efficiency
from learning.insights.detectors.error_propagation import ErrorPropagation
from learning.insights.detectors.failure_modes import FailureModes
from learning.insights.detectors.learning_curve import LearningCurve, uses_of
from learning.insights.detectors.recovery import Recovery
from learning.insights.detectors.session_duration import sessions_of
from learning.simulation.operations import PLAIN, PLANTED
from tests.learning.insights.operation_worlds import decisions_of
from tests.learning.insights.post_frames import brand_with

TODAY = date(2026, 11, 21)
OF_PROGRAMS = [one for one in DETECTORS if Part.DECISIONS in one.reads]


def data_of(decisions: pd.DataFrame) -> BrandData:
    nothing = brand_with(pd.DataFrame(columns=list(POST_COLUMNS)))
    return replace(nothing, today=TODAY, decisions=decisions)


@pytest.fixture(scope="module")
def planted() -> BrandData:
    return data_of(decisions_of(PLANTED, 7, today=TODAY, days=40, shared_sessions=False))


@pytest.fixture(scope="module")
def plain() -> BrandData:
    return data_of(decisions_of(PLAIN, 11, today=TODAY, days=40))


def proposed(data: BrandData) -> list[Candidate]:
    return [one for detector in OF_PROGRAMS for one in detector.detect(data)]


def sure(data: BrandData) -> list[Finding]:
    return [one for one in control(proposed(data)) if one.tier is Tier.CONFIRMED]


def about(finding: Finding) -> tuple[str, ...]:
    what = dict(finding.candidate.subject.what)
    names = ("pattern", "component", "stage", "source", "attribute", "level", "arm")
    return tuple(what[name] for name in names if name in what)


def test_everything_that_is_planted_is_confirmed_with_its_sign_and_nothing_else(planted: BrandData) -> None:
    found = {about(one): one.effect or 0.0 for one in sure(planted)}
    assert found.pop(("stage", "landing_page", "validation_ms")) == pytest.approx(0.24, abs=0.03)
    assert found.pop(("bottleneck", "recommendations")) > 0
    assert found.pop(("efficiency", "newsletter")) < 0
    assert found.pop(("failures where", "landing_page", "device", "tablet")) > 1
    assert found.pop(("propagation", "recommendations", "landing_page")) > 4
    assert found.pop(("bypassed where", "recommendations", "complexity", "complex")) > 0.3
    assert found.pop(("bypassed where", "recommendations", "complexity", "simple")) < -0.3
    assert found.pop(("learning curve", "newsletter")) > 0
    assert abs(found.pop(next(key for key in found if key[0] == "template"))) == pytest.approx(0.14, abs=0.04)
    assert found.pop(("complexity and time", "landing_page")) > 0.3
    left = {key for key in found if key[0] != "recovery"}
    assert not left, "what is left of these short sessions is that few failures are made good"
    assert all(effect < 0 for effect in found.values())


def test_every_finding_says_what_to_do_and_how_often_it_was_seen(planted: BrandData) -> None:
    for one in sure(planted):
        assert one.candidate.recommendation
        assert one.candidate.n > 0
        assert one.candidate.evidence.words["measure"]
        assert one.candidate.evidence.first is not None


def test_plain_programs_are_looked_at_as_closely_and_nothing_is_confirmed(plain: BrandData) -> None:
    assert len(proposed(plain)) > 100
    assert not sure(plain)


@pytest.mark.slow
@pytest.mark.timeout(0)
def test_of_a_hundred_brands_with_plain_programs_ten_at_most_get_a_confirmed_finding() -> None:
    assert sum(bool(sure(data_of(decisions_of(PLAIN, seed, today=TODAY, days=60)))) for seed in range(500, 600)) <= 10


def rows(**columns: object) -> pd.DataFrame:
    """Decisions of one component with what is given; the rest is not told."""
    count = len(next(iter(columns.values())))  # type: ignore[arg-type]
    texts = {name: np.full(count, "", dtype=object) for name in DECISION_TEXTS}
    numbers = {name: np.full(count, np.nan) for name in DECISION_NUMBERS}
    day = day_key(TODAY) - 1 - np.arange(count) % 30
    return pd.DataFrame(
        {**texts, **numbers, "component": np.full(count, "writer"), "day": day, "at": day * 86_400, **columns}
    )


def test_a_component_that_tells_of_no_failures_is_not_called_efficient_or_not() -> None:
    decisions = rows(total_ms=np.full(400, 100.0))
    assert not Efficiency().detect(data_of(decisions))


def test_without_times_decisions_are_counted() -> None:
    failed = (np.arange(600) % 2).astype(float)
    (one,) = Efficiency().detect(data_of(rows(failed=failed)))
    assert dict(one.subject.what)["of"] == "decisions"
    assert one.evidence.numbers["value"] == pytest.approx(0.5, abs=0.05)
    assert one.measured is not None
    assert one.measured.estimate < 0


def test_a_kind_of_failure_that_grows_is_found_against_the_weeks_before() -> None:
    rng = np.random.default_rng(3)
    day = day_key(TODAY) - np.arange(6_000) % 60
    failed = (rng.random(6_000) < np.where(day > day_key(TODAY) - 14, 0.12, 0.04)).astype(float)
    error = np.where(failed > 0, "OutOfStock", "").astype(object)
    found = FailureModes().detect(data_of(rows(failed=failed, error=error, day=day, at=day * 86_400)))
    (grown,) = [one for one in control(found) if dict(one.candidate.subject.what)["pattern"] == "failures more often"]
    assert grown.low is not None
    assert grown.low > 0.5
    assert grown.candidate.good is False


def test_a_failure_long_before_or_in_another_session_brings_none() -> None:
    count = 300
    session = np.repeat([f"s{number}" for number in range(count)], 2).astype(object)
    component = np.array(["first", "second"] * count, dtype=object)
    failed = np.array([1.0, 0.0] * count)
    at = np.arange(2 * count) * 3_600 + (day_key(TODAY) - 28) * 86_400
    decisions = rows(session=session, component=component, failed=failed, at=at, day=at // 86_400)
    assert not ErrorPropagation().detect(data_of(decisions)), "an hour lies between them"


def test_people_who_were_there_from_the_start_are_no_beginners() -> None:
    day = np.repeat(day_key(TODAY) - 40 + np.arange(40), 20)
    person = np.array([f"p{number % 20}" for number in range(800)], dtype=object)
    quality = np.linspace(4, 8, 800)
    decisions = rows(person=person, quality=quality, day=day, at=day * 86_400 + np.arange(800))
    assert not LearningCurve().detect(data_of(decisions))
    assert uses_of(decisions).max() == 40


def test_a_session_lasts_from_its_first_decision_to_the_end_of_its_last() -> None:
    at = np.array([1_000, 1_060, 5_000]) + day_key(TODAY) * 86_400
    session = np.array(["a", "a", "alone"], dtype=object)
    (seconds,) = sessions_of(rows(session=session, at=at, total_ms=np.array([10.0, 2_000.0, 10.0])))["seconds"]
    assert seconds == 62.0


def test_what_is_wanted_of_programs_is_set_by_the_brand(planted: BrandData) -> None:
    usual = {about(one)[:2]: one for one in control([*Efficiency().detect(planted), *Recovery().detect(planted)])}
    lax = replace(planted, marks=Marks(efficiency=0.05, recovery=0.05))
    assert usual, "by the defaults something falls short"
    assert {dict(one.subject.what)["pattern"] for one in Efficiency().detect(lax)} == {"efficiency"}
    assert not control([*Efficiency().detect(lax), *Recovery().detect(lax)])
    for one in (*Efficiency().detect(lax), *Recovery().detect(lax)):
        assert one.evidence.numbers["rest"] == 0.05
