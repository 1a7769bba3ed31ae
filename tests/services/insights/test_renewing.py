"""What becomes of insights that a run finds again, misses, or finds turned; on findings made by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from db.engine import Store, open_store
from learning.domain.brands import Brand
from learning.domain.goals import Goal
from learning.domain.insights import Candidate, Finding, Insight, InsightStatus, Measured, Priority
from learning.insights.fingerprints import fingerprint
from services.insights.renewing import Outcome, fade, keep_findings
from services.insights.settings import DEFAULTS
from tests.learning.insights.findings import finding
from tests.services.hand_made import make

DAY = 86_400


class Desk:
    """A store with a brand, and runs whose findings are given."""

    def __init__(self, store: Store, brand_id: int) -> None:
        self.store = store
        self.brand_id = brand_id
        self.version = 0

    def run(
        self,
        *found: Finding,
        moment: int = 0,
        tested: Sequence[Candidate] = (),
        failed: Sequence[str] = (),
        goals: Sequence[Goal] = (),
    ) -> None:
        self.version += 1
        with self.store.write() as work:
            brand: Brand = replace(work.brands.get(self.brand_id), data_version=self.version)
            looked = {fingerprint(one.subject): one for one in (*tested, *(each.candidate for each in found))}
            keep_findings(work, found, Outcome(brand, DEFAULTS, goals, looked, frozenset(failed), moment, frozenset()))
            work.commit()

    def only(self) -> Insight:
        with self.store.read() as work:
            (found,) = work.insights.list_of(self.brand_id)
        return found

    def put(self, changed: Insight) -> None:
        with self.store.write() as work:
            work.insights.update(changed)
            work.commit()

    def history(self) -> list[float | None]:
        with self.store.read() as work:
            return [line.confidence for line in work.insights.list_sightings(self.brand_id, self.only().id)]


@pytest.fixture
def desk(sqlite_url: str) -> Desk:
    made = make(sqlite_url)
    made.store.close()
    return Desk(open_store(sqlite_url), made.brand_id)


def test_the_same_finding_renews_and_every_run_leaves_a_line(desk: Desk) -> None:
    desk.run(finding(), moment=1 * DAY)
    desk.run(finding(n=44), moment=2 * DAY)
    desk.run(moment=3 * DAY)
    found = desk.only()
    assert (found.first_seen, found.renewed_at, found.data_version) == (1 * DAY, 2 * DAY, 2)
    assert found.status is InsightStatus.NEW
    assert desk.history() == [0.98, 0.98, None]


def test_what_was_decided_stays_while_the_numbers_are_renewed(desk: Desk) -> None:
    desk.run(finding())
    desk.put(replace(desk.only(), status=InsightStatus.ACCEPTED, who="ada", reason="try it", decided_at=5))
    desk.run(finding(n=60), moment=DAY)
    found = desk.only()
    assert (found.status, found.who, found.reason) == (InsightStatus.ACCEPTED, "ada", "try it")
    assert found.finding.candidate.n == 60


def test_enough_new_data_without_the_effect_resolves_it_and_little_does_not(desk: Desk) -> None:
    desk.run(finding())
    desk.run(moment=DAY, tested=[finding(n=42, measured=Measured(0.01, 0.1, 40.0)).candidate])
    assert desk.only().status is InsightStatus.NEW
    desk.run(moment=DAY, tested=[finding(n=60, measured=Measured(0.01, 0.08, 60.0)).candidate])
    found = desk.only()
    assert found.status is InsightStatus.RESOLVED
    assert found.mark == "Looked at again with 20 more posts, it does not stand any more."


def test_a_week_of_new_days_is_new_data_too(desk: Desk) -> None:
    desk.run(finding(last=date(2026, 5, 31)))
    desk.run(moment=DAY, tested=[finding(last=date(2026, 6, 8)).candidate])
    assert desk.only().status is InsightStatus.RESOLVED


def test_a_fact_that_is_not_so_any_more_is_resolved_at_once(desk: Desk) -> None:
    desk.run(finding(measured=None, effect=None, confidence=1.0))
    desk.run(moment=60)
    assert desk.only().status is InsightStatus.RESOLVED


def test_nothing_follows_from_the_silence_of_a_detector_that_failed(desk: Desk) -> None:
    desk.run(finding(measured=None, effect=None, confidence=1.0))
    desk.run(moment=60, failed=["attribute_effects"])
    assert desk.only().status is InsightStatus.NEW
    assert desk.history() == [1.0]


def test_an_insight_that_nothing_renews_fades_in_the_end_and_comes_back_when_it_is_found(desk: Desk) -> None:
    desk.run(finding())
    with desk.store.write() as work:
        assert fade(work, desk.brand_id, DEFAULTS, 20 * DAY) == 0
        assert fade(work, desk.brand_id, DEFAULTS, 25 * DAY) == 1
        work.commit()
    assert desk.only().status is InsightStatus.EXPIRED
    desk.run(finding(), moment=26 * DAY)
    found = desk.only()
    assert (found.status, found.renewed_at, found.mark) == (InsightStatus.NEW, 26 * DAY, "")


def test_what_was_withdrawn_goes_back_to_what_it_was(desk: Desk) -> None:
    desk.run(finding())
    dismissed = replace(desk.only(), status=InsightStatus.DISMISSED, who="ada", reason="known", decided_at=1)
    desk.put(replace(dismissed, status=InsightStatus.WITHDRAWN, earlier=InsightStatus.DISMISSED, mark="undone"))
    desk.run(finding(), moment=DAY)
    found = desk.only()
    assert (found.status, found.earlier, found.reason, found.mark) == (InsightStatus.DISMISSED, None, "known", "")


def test_the_opposite_is_a_new_finding(desk: Desk) -> None:
    desk.run(finding())
    desk.put(replace(desk.only(), status=InsightStatus.DISMISSED, who="ada", reason="known"))
    desk.run(finding(effect=-0.3, low=-0.5, high=-0.1, good=False, measured=Measured(-0.35, 0.1, 40.0)), moment=DAY)
    found = desk.only()
    assert (found.status, found.first_seen) == (InsightStatus.NEW, DAY)
    assert found.mark == "The data now say the opposite of what they said before."
    assert desk.history() == [0.98, 0.98]


def test_impact_is_in_the_unit_of_the_goal_where_there_is_one(desk: Desk) -> None:
    total = finding(metric="clicks", opportunity=140.0)
    desk.run(total)
    assert (desk.only().impact, desk.only().impact_unit) == (140.0, "clicks in 28 days")
    desk.run(total, moment=DAY, goals=[Goal(desk.brand_id, "clicks", 100.0, "ada", 0)])
    assert (desk.only().impact, desk.only().impact_unit) == (5.0, "clicks per day")
    assert desk.only().priority is Priority.HIGH
