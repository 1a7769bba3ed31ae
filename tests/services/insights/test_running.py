"""A run over the data of a brand: what is found, renewed, left alone, and what a fault does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from db.repositories.insight_log import KeptCandidates
from learning.domain.enums import Basis
from learning.domain.errors import BadOption
from learning.domain.facts import Fact
from learning.domain.gates import LearningGates
from learning.domain.insights import Candidate, InsightKind, InsightStatus, Tier
from learning.insights.brand_data import BrandData
from learning.insights.catalogue import DETECTORS
from learning.insights.data_parts import Part
from services.gates import set_gates
from services.insights import running
from services.insights.running import is_behind, run_insights
from services.insights.settings import InsightSettings, read_settings, set_settings
from services.insights.upkeep import look_for_insights, refresh_behind
from tests.services.hand_made import HandMade, Row, make, spec
from tests.services.insights.planted import FIRST, LATER, NOW, POSTS, brand, insights, posts, video


@dataclass(frozen=True, slots=True)
class Broken:
    """A detector that fails."""

    name: str = "attribute_effects"
    kind: InsightKind = InsightKind.ATTRIBUTE_EFFECT
    reads: frozenset[Part] = frozenset({Part.POSTS})

    def detect(self, data: BrandData) -> Sequence[Candidate]:
        raise ArithmeticError("planted")


@pytest.fixture
def made(sqlite_url: str) -> HandMade:
    return brand(sqlite_url)


def put(made: HandMade, settings: InsightSettings) -> None:
    with made.store.write() as work:
        set_settings(work, made.brand_id, settings)
        work.commit()


def kept(made: HandMade) -> dict[str, KeptCandidates]:
    with made.read() as work:
        return work.insight_log.list_candidates(made.brand_id)


def test_a_planted_effect_is_found_with_numbers_posts_and_the_data_it_saw(made: HandMade) -> None:
    run = run_insights(made.store, made.brand_id, NOW)
    assert run is not None
    assert run.looked_at > run.found > 0
    found = video(made)
    assert (found.finding.tier, found.status) == (Tier.CONFIRMED, InsightStatus.NEW)
    assert found.finding.effect is not None
    assert 0.5 < found.finding.effect < 2
    assert found.data_version == run.data_version == 1
    assert found.first_seen == found.renewed_at == int(NOW.timestamp())
    assert found.impact is not None
    assert found.impact_unit == "engagement_rate"
    with made.read() as work:
        (line,) = work.insights.list_sightings(made.brand_id, found.id)
        cards = work.figures.read_cards(found.finding.candidate.evidence.posts)
    assert (line.confidence, line.n) == (found.finding.confidence, found.finding.candidate.n)
    assert {card.format for card in cards.values()} == {"video"}


def test_a_brand_without_effects_gets_nothing_confirmed(sqlite_url: str) -> None:
    made = brand(sqlite_url, posts(lift=0.0))
    run_insights(made.store, made.brand_id, NOW)
    assert not [one for one in insights(made) if one.finding.tier is Tier.CONFIRMED]


def test_more_data_renews_the_insight_and_the_same_data_changes_nothing(made: HandMade) -> None:
    run_insights(made.store, made.brand_id, NOW)
    before = video(made)
    assert run_insights(made.store, made.brand_id, LATER) is None
    run_insights(made.store, made.brand_id, LATER, whole=True)
    assert video(made).renewed_at == before.renewed_at
    made.put(POSTS, posts(20, seed=3, start=160))
    run_insights(made.store, made.brand_id, LATER)
    after = video(made)
    assert (after.id, after.first_seen) == (before.id, before.first_seen)
    assert (after.renewed_at, after.data_version) == (int(LATER.timestamp()), 2)
    assert after.finding.candidate.n > before.finding.candidate.n


def test_detectors_are_asked_again_only_where_what_they_read_changed(made: HandMade) -> None:
    run_insights(made.store, made.brand_id, NOW)
    made.put(spec("ga4", Basis.ACTIVITY), [Row(FIRST, {Fact.SESSIONS: 5.0})])
    run_insights(made.store, made.brand_id, LATER)
    assert {one.name for one in DETECTORS} == kept(made).keys()
    assert kept(made)["attribute_effects"].computed_at == int(NOW.timestamp())
    assert kept(made)["trends"].computed_at == int(LATER.timestamp())
    made.put(POSTS, posts(1, seed=4, start=161))
    run_insights(made.store, made.brand_id, LATER + timedelta(days=1))
    assert kept(made)["attribute_effects"].computed_at > int(LATER.timestamp())


def test_other_gates_make_everything_be_looked_at_again(made: HandMade) -> None:
    run_insights(made.store, made.brand_id, NOW)
    with made.store.write() as work:
        set_gates(work, made.brand_id, LearningGates(minimum_views=3_000))
        work.commit()
    before = video(made).finding.candidate.n
    assert run_insights(made.store, made.brand_id, LATER) is not None
    assert video(made).finding.candidate.n < before


def test_a_fault_in_one_detector_leaves_the_others_and_what_it_had_found(
    made: HandMade, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_insights(made.store, made.brand_id, NOW)
    before = video(made)
    monkeypatch.setattr(running, "DETECTORS", (Broken(), *DETECTORS[1:]))
    made.put(POSTS, posts(40, lift=0.0, seed=5, start=160))
    assert run_insights(made.store, made.brand_id, LATER) is not None
    assert video(made) == before
    with made.read() as work:
        bad = work.insight_log.find_run(made.brand_id, succeeded=False)
    assert bad is not None
    assert bad.failure.startswith("attribute_effects: a fault of ours")


def test_findings_of_older_data_never_replace_newer_ones(made: HandMade, monkeypatch: pytest.MonkeyPatch) -> None:
    judged = running.control

    def slow(candidates: Sequence[Candidate]) -> object:
        monkeypatch.setattr(running, "control", judged)
        made.put(POSTS, posts(40, seed=6, start=160))
        with made.store.read() as work:
            version = work.brands.get(made.brand_id).data_version
        with made.store.write() as work:
            newer = replace(first, id=0, data_version=version)
            work.insight_log.add_run(newer)
            work.commit()
        return judged(candidates)

    first = run_insights(made.store, made.brand_id, NOW)
    assert first is not None
    before = insights(made)
    monkeypatch.setattr(running, "control", slow)
    assert run_insights(made.store, made.brand_id, LATER, whole=True) is None
    assert insights(made) == before


def test_nothing_is_looked_for_where_pattern_recognition_is_off(made: HandMade) -> None:
    put(made, InsightSettings(pattern_recognition=False))
    assert run_insights(made.store, made.brand_id, NOW, whole=True) is None
    with made.read() as work:
        assert not is_behind(work, work.brands.get(made.brand_id))


def test_without_historical_learning_only_recent_posts_teach(made: HandMade) -> None:
    put(made, InsightSettings(historical_learning=False))
    run_insights(made.store, made.brand_id, NOW)
    assert not [one for one in insights(made) if one.finding.candidate.detector == "attribute_effects"]


def test_a_detector_that_is_switched_off_is_not_asked(made: HandMade) -> None:
    put(made, InsightSettings(detectors_off=("attribute_effects",)))
    run_insights(made.store, made.brand_id, NOW)
    assert "attribute_effects" not in kept(made)


def test_other_marks_of_programs_are_read_again_and_refused_where_they_cannot_be(made: HandMade) -> None:
    run_insights(made.store, made.brand_id, NOW)
    wanted = InsightSettings(efficiency_mark=0.9, recovery_mark=0.6, test_drafts=1)
    put(made, wanted)
    with made.read() as work:
        assert read_settings(work, made.brand_id) == wanted
        assert is_behind(work, work.brands.get(made.brand_id)), "what was found by other marks is looked for again"
    for wrong in ({"efficiency_mark": 0.0}, {"recovery_mark": 1.5}, {"test_drafts": -1}, {"test_drafts": 99}):
        with pytest.raises(BadOption):
            put(made, replace(wanted, **wrong))
    with made.store.write() as work:
        work.settings.put(made.brand_id, "insights.efficiency_mark", "nan")
        work.commit()
    with made.read() as work:
        assert read_settings(work, made.brand_id).efficiency_mark == 0.7


def test_every_brand_that_is_behind_is_looked_at_and_a_fault_is_no_error(
    made: HandMade, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert refresh_behind(made.store, NOW) > 0
    assert refresh_behind(made.store, NOW) == 0
    made.put(POSTS, posts(20, seed=7, start=160))
    monkeypatch.setattr(running, "load_brand", None)
    look_for_insights(made.store, NOW + timedelta(days=2), made.brand_id)
    assert video(made).data_version == 1


def test_a_brand_without_data_costs_nothing(sqlite_url: str) -> None:
    empty = make(sqlite_url)
    assert run_insights(empty.store, empty.brand_id, NOW) is None
