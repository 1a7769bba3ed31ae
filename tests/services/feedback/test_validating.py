"""A version that reads notes is held against the rule again, and goes where it does worse."""

from __future__ import annotations

import pytest

from db.engine import Store
from learning.domain.brands import Brand
from learning.domain.feedback import FeedbackKind, Label
from learning.domain.feedback_entries import FeedbackDraft
from learning.domain.policies import SystemActor
from services.clock import MovedClock
from services.feedback.correcting import learn, use_version
from services.feedback.entries import FeedbackDesk, Labels
from services.feedback.validating import deploy_versions, validate_versions
from tests.services.callers import caller


def correct(desk: FeedbackDesk, odd: str, even: str, kinds: tuple[FeedbackKind, FeedbackKind], count: int = 40) -> None:
    for place in range(count):
        note = desk.add(FeedbackDraft(f"{odd if place % 2 else even} on shelf {place}"), who=caller("ann"))
        desk.relabel(note.id, Labels(kind=kinds[0] if place % 2 else kinds[1]), who=caller("ben"))


@pytest.fixture
def taught(desk: FeedbackDesk, store: Store, clock: MovedClock) -> FeedbackDesk:
    """A brand whose kinds are read by a version that knows two words."""
    correct(desk, "the zark hums", "my blorp glows", (FeedbackKind.IDEA, FeedbackKind.QUESTION))
    learned = learn(store, brand_of(store), Label.KIND, "ann", clock)
    assert learned.version is not None
    assert learned.version.is_live
    return desk


def brand_of(store: Store) -> Brand:
    with store.read() as work:
        (brand,) = work.brands.list_all()
    return brand


def test_a_version_stays_where_it_still_does_better_or_too_little_came_to_judge_by(
    taught: FeedbackDesk, store: Store
) -> None:
    (found,) = deploy_versions(store, brand_of(store), who=caller(SystemActor.SCHEDULER))
    assert found.words == "kind version 1: 0 new corrections, judged from 40 on"
    correct(taught, "another zark hums", "one more blorp glows", (FeedbackKind.IDEA, FeedbackKind.QUESTION))
    (found,) = deploy_versions(store, brand_of(store), who=caller(SystemActor.SCHEDULER))
    assert not found.rule_is_better
    assert found.words.endswith("on 40 new corrections, it stays")
    with store.read() as work:
        assert work.feedback_models.find_live(brand_of(store).id)[Label.KIND].version == 1


def test_a_version_that_does_worse_than_the_rule_by_now_is_told_then_taken_back_with_a_trace(
    taught: FeedbackDesk, store: Store
) -> None:
    correct(taught, "Terrible, it broke at once", "I love it, great", (FeedbackKind.COMPLAINT, FeedbackKind.PRAISE))
    (found,) = validate_versions(store, brand_of(store))
    assert found.rule_is_better
    assert "the rule does better" in found.words
    with store.read() as work:
        assert work.feedback_models.find_live(brand_of(store).id), "looking changes nothing"
    deploy_versions(store, brand_of(store), who=caller(SystemActor.SCHEDULER))
    with store.read() as work:
        assert work.feedback_models.find_live(brand_of(store).id) == {}
        assert "model_version" in work.audit_pages.list_kinds(brand_of(store).id)
    use_version(store, brand_of(store), Label.KIND, 1, who=caller("ann"))
    assert validate_versions(store, brand_of(store)), "a person may put it to work again"
