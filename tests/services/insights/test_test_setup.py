"""Drafts of tests that nobody asked for: few, of what is worth one, never twice, and never started."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from learning.domain.brands import Brand
from learning.domain.experiment_records import ExperimentQuery, ExperimentRecord, ExperimentState
from learning.domain.insights import Insight, InsightKind, Tier
from learning.domain.policies import SystemActor
from services.clock import SystemClock
from services.experiments.running import archive_experiment
from services.insights.deciding import dismiss_insight
from services.insights.running import run_insights
from services.insights.settings import InsightSettings, set_settings
from services.insights.test_setup import draft_tests
from tests.services.callers import caller
from tests.services.hand_made import HandMade
from tests.services.insights.planted import NOW, brand, insights, video

ENGINE = caller(SystemActor.ENGINE)


@pytest.fixture
def made(any_database_url: str) -> Iterator[HandMade]:
    """A brand of which everything about videos is only worth a test."""
    found = brand(any_database_url)
    run_insights(found.store, found.brand_id, NOW)
    for one in insights(found):
        weaken(found, one)
    yield found
    found.store.close()


def weaken(made: HandMade, one: Insight, **changes: object) -> None:
    with made.store.write() as work:
        work.insights.update(replace(one, finding=replace(one.finding, tier=Tier.WORTH_TESTING), **changes))
        work.commit()


def acme(made: HandMade) -> Brand:
    with made.read() as work:
        return work.brands.get(made.brand_id)


def draft(made: HandMade, days: int = 0) -> tuple[ExperimentRecord, ...]:
    return draft_tests(made.store, acme(made), who=ENGINE, now=NOW + timedelta(days=days))


def stored(made: HandMade) -> tuple[ExperimentRecord, ...]:
    with made.read() as work:
        return tuple(one.experiment for one in work.experiments.list_page(made.brand_id, ExperimentQuery()))


def test_what_is_worth_a_test_is_drafted_with_its_plan_and_not_started(made: HandMade) -> None:
    (record,) = draft(made)
    assert record.state is ExperimentState.DRAFT
    assert record.created_by == "engine"
    linked = [one for one in insights(made) if one.experiment_id == record.id]
    assert len(linked) == 1
    assert linked[0].status.value == "new", "a draft decides nothing about the insight"


def test_nothing_is_drafted_twice_not_even_after_a_person_put_it_away(made: HandMade) -> None:
    (record,) = draft(made)
    assert draft(made) == ()
    archive_experiment(made.store, acme(made), record.id, who=caller("ada"), clock=SystemClock())
    again = draft(made)
    assert all(one.name != record.name for one in again)
    assert draft(made, days=1) == ()


def test_two_workers_at_once_draft_one(made: HandMade) -> None:
    found: list[int] = []
    threads = [threading.Thread(target=lambda: found.append(len(draft(made)))) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(found) == [0, 0, 0, 1]
    assert len(stored(made)) == 1


def test_a_kill_before_the_end_leaves_neither_draft_nor_link(made: HandMade, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(*_given: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("db.repositories.insights.Insights.update", killed)
        with pytest.raises(KeyboardInterrupt):
            draft(made)
    assert stored(made) == ()
    assert len(draft(made)) == 1


def test_what_is_sure_enough_dismissed_faded_or_switched_off_is_not_drafted(made: HandMade) -> None:
    assert draft(made, days=30) == (), "nothing renewed it for a month"
    with made.store.write() as work:
        set_settings(work, made.brand_id, InsightSettings(test_drafts=0))
        work.commit()
    assert draft(made) == ()
    with made.store.write() as work:
        set_settings(work, made.brand_id, InsightSettings())
        work.commit()
    for one in insights(made):
        dismiss_insight(made.store, made.brand_id, one.id, who=caller("ada"), now=NOW, reason="known")
    assert draft(made) == ()
    for one in insights(made):
        with made.store.write() as work:
            work.insights.update(replace(one, finding=replace(one.finding, tier=Tier.CONFIRMED)))
            work.commit()
    assert draft(made) == (), "what is likely real is first proposed, not tried"


def test_one_thing_is_varied_at_a_time_and_no_more_wait_than_the_brand_wants(made: HandMade) -> None:
    source = video(made)
    for place, name in enumerate(("topic", "hook", "generator", "campaign", "format")):
        subject = replace(source.finding.candidate.subject, what=(("attribute", name), ("level", "new")))
        finding = replace(source.finding, candidate=replace(source.finding.candidate, subject=subject))
        with made.store.write() as work:
            work.insights.add(replace(source, id=0, fingerprint=f"made{place}", finding=finding))
            work.commit()
    for one in insights(made):
        weaken(made, one)
    drafted = draft(made)
    assert len(drafted) == 3
    assert len({one.name.split(":")[0] for one in drafted}) == 3
    assert draft(made) == ()
    archive_experiment(made.store, acme(made), drafted[0].id, who=caller("ada"), clock=SystemClock())
    assert len(draft(made)) == 1


def test_a_formula_is_not_tried_beside_one_of_its_own_parts(made: HandMade) -> None:
    (first,) = draft(made)
    source = next(one for one in insights(made) if one.experiment_id == first.id)
    what = (("format", "video"), ("hook", "number"))
    subject = replace(source.finding.candidate.subject, kind=InsightKind.WINNING_FORMULA, what=what)
    finding = replace(source.finding, candidate=replace(source.finding.candidate, subject=subject))
    with made.store.write() as work:
        work.insights.add(replace(source, id=0, fingerprint="formula", finding=finding, experiment_id=None))
        work.commit()
    assert draft(made) == ()
    archive_experiment(made.store, acme(made), first.id, who=caller("ada"), clock=SystemClock())
    (formula,) = draft(made)
    assert formula.name == "Structure: format video + hook number against as usual"


def test_of_segments_and_counts_there_is_nothing_to_draft(made: HandMade) -> None:
    for one in insights(made):
        subject = replace(one.finding.candidate.subject, kind=InsightKind.SEGMENT_GAP)
        candidate = replace(one.finding.candidate, subject=subject)
        weaken(made, replace(one, finding=replace(one.finding, candidate=candidate)))
    assert draft(made) == ()
