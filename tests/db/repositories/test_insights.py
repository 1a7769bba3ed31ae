"""Insights with their history, dampings, runs and candidates, on both engines."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from db.engine import Store
from db.repositories.insight_log import KeptCandidates
from learning.domain.errors import NotFound
from learning.domain.figures import CountedUnit
from learning.domain.insight_log import Damping, InsightRun, Sighting
from learning.domain.insights import (
    Candidate,
    Evidence,
    Finding,
    Insight,
    InsightKind,
    InsightStatus,
    Measured,
    Priority,
    Subject,
    Tier,
)
from tests.db.world import add_brand

CANDIDATE = Candidate(
    detector="attribute_effects",
    subject=Subject(
        InsightKind.ATTRIBUTE_EFFECT, "engagement_rate", (), (("attribute", "topic"), ("level", "rain gear"))
    ),
    measured=Measured(0.3, 0.1, 40.0),
    n=52,
    counted=CountedUnit.POSTS,
    evidence=Evidence(
        numbers={"value": 0.03, "rest": None},
        words={"level": "rain gear"},
        posts=(7, 9),
        first=date(2026, 2, 1),
        filters=(("topic", "rain gear"),),
    ),
    recommendation="use_more",
    good=True,
    opportunity=120.0,
)
FINDING = Finding(CANDIDATE, Tier.CONFIRMED, 0.28, 0.1, 0.45, 0.01, 0.02, 0.99)


def insight(brand_id: int, fingerprint: str = "f1", status: InsightStatus = InsightStatus.NEW) -> Insight:
    return Insight(brand_id, fingerprint, FINDING, status, Priority.HIGH, 120.0, 3, 1_000, 2_000, FINDING.confidence)


def test_an_insight_comes_back_with_all_its_numbers_and_only_to_its_brand(store: Store) -> None:
    brand_id, other = add_brand(store, "B"), add_brand(store, "C")
    with store.write() as work:
        stored = work.insights.add(replace(insight(brand_id), impact_unit="likes"))
        assert stored.id > 0
        assert work.insights.get(brand_id, stored.id) == stored
        with pytest.raises(NotFound):
            work.insights.get(other, stored.id)
        assert work.insights.list_of(other) == ()


def test_one_finding_is_one_row_and_statuses_choose(store: Store) -> None:
    brand_id = add_brand(store, "B")
    with store.write() as work:
        stored = work.insights.add(insight(brand_id))
        work.insights.add(insight(brand_id, "f2", status=InsightStatus.DISMISSED))
        changed = replace(
            stored,
            status=InsightStatus.WITHDRAWN,
            earlier=InsightStatus.SEEN,
            reason="file.csv was undone",
            finding=replace(FINDING, effect=None, confidence=0.5),
            confidence=0.5,
        )
        work.insights.update(changed)
        assert work.insights.get(brand_id, stored.id) == changed
        assert work.insights.list_of(brand_id, [InsightStatus.WITHDRAWN]) == (changed,)
        assert work.insights.count_of(brand_id, [InsightStatus.WITHDRAWN, InsightStatus.DISMISSED]) == 2
        work.commit()
    with pytest.raises(Exception, match=r"(?i)unique"), store.write() as work:
        work.insights.add(insight(brand_id))


def test_each_run_leaves_a_line_found_or_missed(store: Store) -> None:
    brand_id = add_brand(store, "B")
    with store.write() as work:
        stored = work.insights.add(insight(brand_id))
        lines = (Sighting(stored.id, 1, 3, 0.99, 0.28, 0.1, 0.45, 52), Sighting(stored.id, 2, 4, None))
        work.insights.add_sightings(lines)
        work.insights.add_sightings(())
        assert work.insights.list_sightings(brand_id, stored.id) == lines


def test_a_damping_holds_until_it_is_lifted(store: Store) -> None:
    brand_id = add_brand(store, "B")
    with store.write() as work:
        about = work.insights.add(insight(brand_id)).id
        kind = InsightKind.ATTRIBUTE_EFFECT
        put = work.insight_log.add_damping(
            Damping(brand_id, about, kind, "engagement_rate", "attribute=topic", "known", "you", 5)
        )
        assert work.insight_log.list_dampings(brand_id) == (put,)
        lifted = work.insight_log.lift_damping(brand_id, put.id, who="me", moment=9)
        assert (lifted.lifted_at, lifted.lifted_by) == (9, "me")
        assert work.insight_log.lift_damping(brand_id, put.id, who="you", moment=10) == lifted
        assert work.insight_log.list_dampings(brand_id) == ()
        with pytest.raises(NotFound):
            work.insight_log.lift_damping(brand_id, put.id + 1, who="me", moment=9)


def test_the_newest_run_says_which_data_were_seen(store: Store) -> None:
    brand_id = add_brand(store, "B")
    with store.write() as work:
        assert work.insight_log.find_run(brand_id) is None
        good = work.insight_log.add_run(InsightRun(brand_id, 1, 2, 3, 1, 100, 4, "{}"))
        bad = work.insight_log.add_run(InsightRun(brand_id, 5, 6, 4, 1, failure="a fault of ours"))
        assert work.insight_log.find_run(brand_id) == bad
        assert work.insight_log.find_run(brand_id, succeeded=True) == good
        newer = work.insight_log.add_run(InsightRun(brand_id, 7, 8, 4, 1))
        assert work.insight_log.remove_runs_before(7) == 1
        assert work.insight_log.find_run(brand_id, succeeded=True) == newer
        assert work.insight_log.find_run(brand_id, succeeded=False) == bad


def test_candidates_are_kept_by_detector(store: Store) -> None:
    brand_id = add_brand(store, "B")
    with store.write() as work:
        kept = KeptCandidates(brand_id, "attribute_effects", "b1", 5, (CANDIDATE, replace(CANDIDATE, measured=None)))
        work.insight_log.keep_candidates(kept)
        newer = replace(kept, basis="b2", candidates=())
        assert work.insight_log.list_candidates(brand_id) == {"attribute_effects": kept}
        work.insight_log.keep_candidates(newer)
        assert work.insight_log.list_candidates(brand_id) == {"attribute_effects": newer}
        assert work.insight_log.list_candidates(brand_id, {"attribute_effects": "b2"}) == {"attribute_effects": newer}
        assert work.insight_log.list_candidates(brand_id, {"attribute_effects": "b1"}) == {}


def test_insights_go_with_their_brand(store: Store) -> None:
    brand_id = add_brand(store, "B")
    with store.write() as work:
        stored = work.insights.add(insight(brand_id))
        work.insights.add_sightings([Sighting(stored.id, 1, 3, None)])
        work.insight_log.add_run(InsightRun(brand_id, 1, 2, 3, 1))
        work.brands.remove(brand_id)
        assert work.insights.list_of(brand_id) == ()
        assert work.insight_log.find_run(brand_id) is None
